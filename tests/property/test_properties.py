"""Whatever comes, only the named errors are raised, and what is given back keeps its promises."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from property.strategies import (
    content_types,
    feed_documents,
    page_documents,
    robots_files,
    sitemap_documents,
    url_texts,
)
from support import truths

from worker.extract.extractor import Extractor
from worker.settings import ProcessSettings

few = settings(
    max_examples=40, deadline=5_000, derandomize=True, database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
many = settings(few, max_examples=120)


@many
@given(url_texts)
def test_the_canonical_form_of_a_canonical_form_is_itself(text: str) -> None:
    truths.of_url(text)


@many
@given(url_texts, url_texts)
def test_a_redirect_leads_to_a_web_address_or_is_refused(base: str, location: str) -> None:
    truths.of_redirect(base, location)
    truths.of_redirect("https://news.example/a/b?c", location)


@many
@given(
    st.one_of(
        st.text(max_size=30),
        st.integers().map(str),
        st.floats().map(str),
        st.builds(
            "{}, {} {} {} {}:{}:{} {}".format,
            st.sampled_from(["Sun", "x", ""]),
            st.integers(-1, 40),
            st.sampled_from(["May", "Foo", "1"]),
            st.integers(-1, 99_999),
            *[st.integers(-1, 70)] * 3,
            st.sampled_from(["GMT", "+9999", "-0000", ""]),
        ),
    )
)
def test_retry_after_is_a_bounded_pause_or_none(header: str) -> None:
    truths.of_retry_after(header)


@many
@given(st.one_of(robots_files, st.binary(max_size=200)), st.text(max_size=30))
def test_any_robots_file_has_rules(body: bytes, path: str) -> None:
    truths.of_robots(body, path)


@few
@given(st.one_of(feed_documents, feed_documents, st.binary(max_size=200)), content_types)
def test_a_feed_is_read_or_refused(body: bytes, content_type: str | None) -> None:
    truths.of_feed(body, content_type)


@few
@given(st.one_of(sitemap_documents, sitemap_documents, st.binary(max_size=200)), content_types)
def test_a_sitemap_is_read_or_refused(body: bytes, content_type: str | None) -> None:
    truths.of_sitemap(body, content_type)


@many
@given(st.one_of(page_documents, st.binary(max_size=300)), content_types)
def test_any_bytes_become_utf_8(body: bytes, content_type: str | None) -> None:
    truths.of_charset(body, content_type)


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor(ProcessSettings(fast=True))


@few
@given(st.one_of(page_documents, page_documents, st.binary(max_size=300)), content_types)
def test_any_page_gives_what_can_be_stored(
    extractor: Extractor, body: bytes, content_type: str | None
) -> None:
    truths.of_page(extractor, body, content_type)
