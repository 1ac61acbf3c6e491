"""A page that is nothing but a meta refresh is a redirect; any other page is a page."""

import time

import pytest

from worker import urls
from worker.errors import Refused
from worker.fetch.refresh import PAGE_MAX_BYTES, refresh_target
from worker.vocabulary import Outcome

BASE = urls.parse("https://a.example/folder/page")


def target(page: str | bytes) -> str | None:
    body = page if isinstance(page, bytes) else page.encode()
    found = refresh_target(BASE, body)
    return None if found is None else str(found)


@pytest.mark.parametrize(
    ("page", "leads_to"),
    [
        ('<meta http-equiv="refresh" content="0; url=/next">', "https://a.example/next"),
        ("<META HTTP-EQUIV=Refresh CONTENT=0;URL=next>", "https://a.example/folder/next"),
        ("<meta content='5;URL=\"//b.example/\"' http-equiv='refresh'>", "https://b.example/"),
        ('<meta http-equiv="refresh" content="0;url=\'/q?a=1&amp;b=2\'">',
         "https://a.example/q?a=1&b=2"),
        ('<meta http-equiv="refresh" content="url=/no-delay">', "https://a.example/no-delay"),
        ('<meta http-equiv="refresh" content="0.5 , /no-name">', "https://a.example/no-name"),
        ('<meta http-equiv="refresh" content="1 ;  URL = /spaces ">', "https://a.example/spaces"),
        ('<html><head><title>Moved ' + "x" * 500 + '</title><meta http-equiv="refresh"'
         ' content="0;url=/x"></head><body><p>You are redirected. <a href="/x">Go on</a></html>',
         "https://a.example/x"),
        ('<noscript><meta http-equiv="refresh" content="0;url=/plain"></noscript><script>'
         + "a(b)" * 500 + "</script>", "https://a.example/plain"),
        ("\ufeff<meta http-equiv=refresh content='0;url=/стаття'>",
         "https://a.example/%D1%81%D1%82%D0%B0%D1%82%D1%82%D1%8F"),
    ],
)  # fmt: skip
def test_pages_that_are_redirects(page: str, leads_to: str) -> None:
    assert target(page) == leads_to


WORDS = "This is the story of a frigate and of all who sailed in her. " * 10


@pytest.mark.parametrize(
    "page",
    [
        "",
        "<p>A page.",
        '<meta http-equiv="refresh" content="0; url=/next">' + WORDS,  # it has a text of its own
        '<meta http-equiv="refresh" content="60; url=/next">',  # meant to be read first
        '<meta http-equiv="refresh" content="300">',  # reloads itself
        '<meta http-equiv="refresh" content="5">',
        '<meta http-equiv="refresh" content="">',
        '<meta http-equiv="refresh">',
        '<meta name="refresh" content="0; url=/next">',
        '<!-- <meta http-equiv="refresh" content="0; url=/next"> -->',
        '<script>document.write(\'<meta http-equiv="refresh" content="0; url=/x">\')</script>',
        '<meta http-equiv="refresh" content="0; url=/next">' + "<br>" * PAGE_MAX_BYTES,
        b"\x00\xff\xfe" * 100,
    ],
)
def test_pages_that_are_none(page: str | bytes) -> None:
    assert target(page) is None


@pytest.mark.parametrize("location", ["file:///etc/passwd", "javascript:alert(1)", "http://u:p@b/"])
def test_a_redirect_to_no_url_is_refused(location: str) -> None:
    with pytest.raises(Refused) as caught:
        target(f'<meta http-equiv="refresh" content="0; url={location}">')
    assert caught.value.outcome is Outcome.BAD_URL
    assert caught.value.reason.startswith("meta refresh to ")
    assert "u:p" not in caught.value.reason


@pytest.mark.parametrize(
    "piece", ["<script", "<meta ", "<!--", "<title>", "<meta http-equiv=refresh content='0 ;", "0 "]
)
def test_no_page_takes_long(piece: str) -> None:
    page = (piece * PAGE_MAX_BYTES)[:PAGE_MAX_BYTES].encode()
    started_at = time.monotonic()
    refresh_target(BASE, page)
    refresh_target(BASE, b"<meta http-equiv=refresh content='" + page[:1900] + b"'>")
    assert time.monotonic() - started_at < 0.5
