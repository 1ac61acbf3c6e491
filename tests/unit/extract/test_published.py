"""The date of publication comes from the best source, and is never the time of the fetch."""

from datetime import UTC, datetime

import pytest
from lxml.html import document_fromstring
from unit.extract.sample_pages import URL

from worker.extract.metatags import MetaTags
from worker.extract.published import date_page, url_dates
from worker.extract.text_date import read_date

NOW = datetime(2026, 5, 10, 12, tzinfo=UTC)


def _date(head: str = "", body: str = "", url: str = URL, **node: object) -> tuple[str, str] | None:
    tree = document_fromstring(
        f"<html><head>{head}<title>x</title></head><body>{body}<p>x</p></body>"
    )
    articles = [node] if node else []
    dating = date_page(tree=tree, articles=articles, metas=MetaTags(tree), url=url, now=NOW)
    found = dating.published
    return (found.source, found.at.date().isoformat()) if found else None


META = '<meta property="article:published_time" content="2026-05-02T08:00:00Z">'
TIME = '<article><time datetime="2026-05-04">May 4</time></article>'
MICRODATA = '<span itemprop="datePublished" content="2026-05-03">x</span>'
DATED_URL = "https://news.example/2026/05/05/frigates"


@pytest.mark.parametrize(
    ("expected", "arguments"),
    [
        # the order of trust
        (("json-ld", "2026-05-01"), {"datePublished": "2026-05-01", "head": META, "body": TIME}),
        (("meta", "2026-05-02"), {"head": META, "body": MICRODATA + TIME, "url": DATED_URL}),
        (("microdata", "2026-05-03"), {"body": MICRODATA + TIME}),
        (("time", "2026-05-04"), {"body": TIME, "url": DATED_URL}),
        (("url", "2026-05-05"), {"url": DATED_URL}),
        (None, {}),
        # JSON-LD's shapes
        (("json-ld", "2026-05-01"), {"datePublished": ["2026-05-01T00:00:00Z"]}),
        (("json-ld", "2026-05-01"), {"datePublished": {"@type": "Date", "@value": "2026-05-01"}}),
        (("json-ld", "2026-05-01"), {"dateCreated": "2026-05-01"}),
        (None, {"datePublished": True}),
        # the next source where one is empty or broken
        (("meta", "2026-05-02"), {"datePublished": "soon", "head": META}),
        # beyond belief: 1970, and more than two days ahead
        (("meta", "2026-05-02"), {"datePublished": "1970-01-01T00:00:00Z", "head": META}),
        (("meta", "2026-05-02"), {"datePublished": "2099-01-01", "head": META}),
        (("json-ld", "2026-05-11"), {"datePublished": "2026-05-11T23:00:00Z"}),
        (None, {"datePublished": "2026-05-13"}),
        # other names of meta
        (("meta", "2026-05-06"), {"head": '<meta name="parsely-pub-date" content="2026-05-06">'}),
        (("meta", "2026-05-06"), {"head": '<meta name="DC.date.issued" content="2026-05-06">'}),
        (None, {"head": '<meta name="last-modified" content="2026-05-06">'}),
        # <time> of other things
        (None, {"body": '<aside><time datetime="2026-05-04">x</time></aside>'}),
        (None, {"body": '<div class="related"><time datetime="2026-05-04">x</time></div>'}),
        (None, {"body": '<time class="updated" datetime="2026-05-04">x</time>'}),
        # a <time> that the URL contradicts
        (("url", "2026-05-05"),
         {"body": '<time datetime="2026-04-01">x</time>', "url": DATED_URL}),
        # the marked <time> before the first
        (("time", "2026-05-08"),
         {"body": '<time datetime="2026-05-09">x</time>'
                  '<time class="entry-date published" datetime="2026-05-08">x</time>'}),
    ],
)  # fmt: skip
def test_the_best_source_dates_the_page(
    expected: tuple[str, str] | None, arguments: dict[str, str]
) -> None:
    assert _date(**arguments) == expected


def test_a_refused_date_is_noted() -> None:
    tree = document_fromstring("<html><body><p>x</p></body></html>")
    dating = date_page(
        tree=tree,
        articles=[{"datePublished": "2099-01-01"}],
        metas=MetaTags(tree),
        url=URL,
        now=NOW,
    )

    assert dating.published is None
    assert dating.refused == ("json-ld: 2099-01-01",)


@pytest.mark.parametrize(
    ("path", "days"),
    [
        ("/2026/05/06/frigates", ["2026-05-06"]),
        ("/2026/5/6/frigates", ["2026-05-06"]),
        ("/news/2026-05-06-frigates.html", ["2026-05-06"]),
        ("/news/frigates-20260506.html", ["2026-05-06"]),
        ("/a/20260506", ["2026-05-06"]),
        # numbers that are no dates
        ("/2026/05/frigates", []),
        ("/news/2050917-frigates", []),
        ("/news/1202605061", []),
        ("/frigate-2026", []),
        ("/2026/13/06/frigates", []),
    ],
)
def test_a_url_names_a_day_or_none(path: str, days: list[str]) -> None:
    assert list(url_dates(f"https://news.example{path}")) == days


def test_the_text_is_the_last_resort_and_gives_a_day_only() -> None:
    tree = document_fromstring(
        '<html><body><p class="date">Published on 4 May 2026</p><p>Text.</p></body></html>'
    )
    found = read_date(tree, url=URL, now=NOW)

    assert found is not None
    assert (found.source, found.has_time, found.at) == (
        "text",
        False,
        datetime(2026, 5, 4, tzinfo=UTC),
    )


def test_a_page_without_a_date_has_none() -> None:
    tree = document_fromstring("<html><body><p>Frigates left the harbour.</p></body></html>")

    assert read_date(tree, url=URL, now=NOW) is None
