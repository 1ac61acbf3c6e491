"""Reading feeds that are broken, and what is no feed at all."""

import pytest
from support.feed_samples import atom, read, reading, rss

from worker.discover import feeds
from worker.errors import Refused
from worker.source_values import Item, Reading
from worker.vocabulary import Outcome

ONE = "<item><title>Ä</title><link>/1</link></item>"
BROKEN = {
    "blank lines before": "\n\n " + rss(ONE),
    "two byte-order marks": "\ufeff\ufeff" + rss(ONE),
    "warnings before": "<br />\n<b>Warning</b>: x() in <b>y.php</b>" + rss(ONE),
    "comments before": "<!-- x --><!-- y -->" + rss(ONE).partition("?>")[2],
    "undefined entities": rss(ONE.replace("Ä", "&Auml;") + "&nbsp;"),
    "an entity of its own": rss(ONE + "&x;", before='<!DOCTYPE r [<!ENTITY x "y">]>'),
    "ampersands": rss(ONE.replace("</item>", "<description>& &x &nosuch;</description></item>")),
    "impossible characters": rss(ONE.replace("Ä", "&#0;Ä\x0b&#xD800;&#x110000;")),
    "an unclosed title": rss("<item><title>Ä<link>/1</link></item>"),
    "an unclosed link": rss("<item><title>Ä</title><link>/1<description>x</description></item>"),
    "an unclosed item": rss("<item><title>Ä</title><link>/1</link>"),
    "an unclosed paragraph": rss(ONE.replace("<link>", "<description><p>x</description><link>")),
    "unknown prefixes": rss(ONE.replace("<link>", "<x:y z='1'/><link>")),
    "attributes twice": rss(ONE.replace("<item>", "<item a='1' a='2'>")),
    "the end missing": rss(ONE + "<item><title>x</title>")[:-16],
    "cut within a link": rss(ONE + "<item><link>https://b.example/ha")[:-16],
    "cut within a tag": rss(ONE + "<item><link rel='")[:-16],
    "cut within a section": rss(ONE + "<item><title><![CDATA[x")[:-16],
    "upper case": f"<RSS><CHANNEL>{ONE.upper()}</CHANNEL></RSS>",
    "no root": f"<channel>{ONE}</channel>",
}  # fmt: skip


@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_feed_gives_what_it_has(fault: str) -> None:
    items = reading(BROKEN[fault], content_type="text/xml").items
    assert [(item.url, item.title) for item in items] == [("https://a.example/1", "Ä")]


@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_feed_looks_like_one(fault: str) -> None:
    assert feeds.looks_like_feed(BROKEN[fault].encode(), "text/html")


@pytest.mark.parametrize(
    ("declared", "charset", "content_type"),
    [
        (' encoding="windows-1251"', "windows-1251", None),
        ("", "windows-1251", "application/rss+xml; charset=windows-1251"),
        ("", "utf-8-sig", "text/xml"),
        (' encoding="utf-8"', "utf-16", "text/xml; charset=utf-8"),
        (' encoding="windows-1251"', "utf-8", "text/xml; charset=iso-8859-1"),
        ("", "utf-8", "application/xml; charset=\0"),
    ],
)
def test_a_title_is_read_in_its_charset(
    declared: str, charset: str, content_type: str | None
) -> None:
    text = f'<?xml version="1.0"{declared}?><rss version="2.0"><channel><item><title>Фрегат</title>'
    body = f"{text}<link>/1</link></item></channel></rss>".encode(charset)
    assert reading(body, content_type=content_type).items == (
        Item(url="https://a.example/1", title="Фрегат"),
    )


SITEMAP = b"<?xml version='1.0'?><urlset><url><loc>https://a.example/</loc></url></urlset>"
HTML = b"<html><body><item><link>/1</link></item><rss></rss></body></html>"
NO_FEEDS = [
    *(b"", b" ", b"\0" * 100, b"\xff\xfe", b"plain text", b"%PDF-1.7", b"\x1f\x8b\x08\0", SITEMAP),
    *(HTML, b"<!DOCTYPE html>" + HTML, b"<?xml version='1.0'?><!-- x -->" + HTML),
    *(b"<!doctype HTML><title>x</title><entry><link href='/1'/></entry>",),
    *(b"{", b"{}", b'{"version": 1}', b'{"version": "2.0", "items": []}', b"[1]", b'{"a":' * 9999),
    b"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><x/></rdf:RDF>",
]  # fmt: skip


@pytest.mark.parametrize("body", NO_FEEDS, ids=lambda body: repr(body[:30]))
def test_what_is_no_feed_is_the_wrong_type(body: bytes) -> None:
    with pytest.raises(Refused) as caught:
        read(body)
    assert caught.value.outcome is Outcome.WRONG_TYPE
    for content_type in (None, "application/rss+xml", "application/atom+xml"):
        assert not feeds.looks_like_feed(body, content_type)


def test_a_page_in_a_feeds_place_is_named() -> None:
    picture = b"<html><?xml version='1.0'?><svg/><item><link>/1</link></item></html>"
    for page in (HTML, picture, b"<!-- x --><!doctype html><title>x</title>"):
        with pytest.raises(Refused, match="HTML page"):
            read(page, content_type="application/rss+xml")


def test_json_feed_is_known_by_its_version_or_its_declared_type() -> None:
    late = b'{"items": [], "version": "https://jsonfeed.org/version/1.1"}'
    assert feeds.looks_like_feed(late, "application/json")
    assert feeds.looks_like_feed(b'{"items": [', "application/feed+json; charset=utf-8")
    assert not feeds.looks_like_feed(b'{"items": [', "application/json")


def test_a_feed_without_items_is_a_feed() -> None:
    assert reading(rss("")) == Reading(title="News")
    assert reading(atom("")) == Reading(title="News")
