"""Reading feeds, sound, broken and hostile."""

import random
import socket
import time
from pathlib import Path

import pytest

from worker.discover import feeds
from worker.discover.feeds import FeedItem
from worker.errors import Refused
from worker.vocabulary import Outcome

BASE = "https://a.example/feeds/news.xml"


def read(body: bytes | str, *, content_type: str | None = None, items_max: int = 100) -> list[str]:
    content = body if isinstance(body, bytes) else body.encode()
    items = feeds.read(content, base_url=BASE, content_type=content_type, items_max=items_max)
    return [item.url for item in items]


def rss(items: str, *, before: str = "", attributes: str = "") -> str:
    head = f'<?xml version="1.0"?>{before}<rss version="2.0" {attributes}>'
    return f"{head}<channel><title>News</title>{items}</channel></rss>"


def atom(entries: str) -> str:
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>News</title>{entries}</feed>'


LINKS = [
    # RSS: absolute, relative to the feed, and to nothing
    ("<item><link>https://b.example/1</link></item>", ["https://b.example/1"]),
    ("<item><link>/1?x=2</link></item>", ["https://a.example/1?x=2"]),
    ("<item><link>1.html</link></item>", ["https://a.example/feeds/1.html"]),
    ("<item><link>//b.example/1</link></item>", ["https://b.example/1"]),
    ("<item><link>HTTPS://b.example/1</link></item>", ["https://b.example/1"]),
    # white space around and within, as browsers read it
    ("<item><link>\n  https://b.example/my page\n.html </link></item>",
     ["https://b.example/my%20page.html"]),
    ("<item><link><![CDATA[https://b.example/?a=1&b=2]]></link></item>", ["https://b.example/?a=1&b=2"]),
    ("<item><link>https://b.example/?a=1&amp;b=2</link></item>", ["https://b.example/?a=1&b=2"]),
    # a guid that is a link, and one that is a name
    ("<item><guid>https://b.example/1</guid></item>", ["https://b.example/1"]),
    ('<item><guid isPermaLink="false">https://b.example/?p=1</guid></item>', ["https://b.example/?p=1"]),
    ("<item><guid>abc-123</guid></item>", []),
    ("<item><guid>abc-123</guid><link>/1</link></item>", ["https://a.example/1"]),
    # no link, no web link, no URL at all; the others stay
    ("<item><title>x</title></item><item><link>/2</link></item>", ["https://a.example/2"]),
    ("<item><link>javascript:alert(1)</link></item><item><link>mailto:x@y</link></item>", []),
    ("<item><link>http://[</link></item><item><link>/2</link></item>", ["https://a.example/2"]),
    # repeats, in order
    ("<item><link>/2</link></item><item><link>/1</link></item><item><link>/2</link></item>",
     ["https://a.example/2", "https://a.example/1"]),
]  # fmt: skip


@pytest.mark.parametrize(("items", "links"), LINKS)
def test_each_item_gives_its_link(items: str, links: list[str]) -> None:
    assert read(rss(items)) == links


ATOM_LINKS = [
    ('<link href="/1"/>', ["https://a.example/1"]),
    ('<link rel="self" href="/self"/><link rel="alternate" href="/1"/>', ["https://a.example/1"]),
    ('<link rel="alternate" href="/1"/><link rel="related" href="/2"/>', ["https://a.example/1"]),
    ('<link rel="edit" href="/edit"/><link href="/1"/>', ["https://a.example/1"]),
    ('<link rel="alternate" type="application/json" href="/json"/>'
     '<link rel="alternate" type="text/html" href="/1"/>', ["https://a.example/1"]),
    ('<link rel="enclosure" href="/a.mp3"/><id>https://a.example/1</id>', ["https://a.example/1"]),
    ('<link rel="replies" href="/replies"/><id>tag:a.example,2026:1</id>', []),
]  # fmt: skip


@pytest.mark.parametrize(("entry", "links"), ATOM_LINKS)
def test_an_atom_entry_leads_to_its_alternate_link(entry: str, links: list[str]) -> None:
    assert read(atom(f"<entry><title>x</title>{entry}</entry>")) == links


def test_xml_base_goes_before_the_feeds_own_place() -> None:
    item = "<item><link>1.html</link></item>"
    assert read(rss(item, attributes='xml:base="https://b.example/x/"')) == [
        "https://b.example/x/1.html"
    ]
    assert read(rss(item, attributes='xml:base="/x/"')) == ["https://a.example/x/1.html"]


def test_rdf_is_read() -> None:
    body = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://purl.org/rss/1.0/"><channel rdf:about="x"><title>t</title></channel>'
        '<item rdf:about="/1"><title>One</title><link>/1</link></item></rdf:RDF>'
    )
    assert read(body) == ["https://a.example/1"]


JSON_FEED = """{"version": "https://jsonfeed.org/version/1.1", "items": [
    {"url": "/1", "title": "One"}, {"external_url": "https://b.example/2", "title": 3},
    {"id": "https://b.example/3"}, 4, {"url": 5}, null, {"url": "/1"}]}"""


@pytest.mark.parametrize("body", [JSON_FEED, "\ufeff" + JSON_FEED, "\n " + JSON_FEED])
def test_json_feed_is_read(body: str) -> None:
    assert read(body) == ["https://a.example/1", "https://b.example/2"]


@pytest.mark.parametrize(
    ("declared", "charset", "content_type"),
    [
        (' encoding="windows-1251"', "windows-1251", None),
        ("", "windows-1251", "application/rss+xml; charset=windows-1251"),
        ("", "utf-8", None),
        ("", "utf-8-sig", "text/xml"),
        ("", "utf-16", None),
        (' encoding="utf-16"', "utf-16", "text/xml"),
        (' encoding="utf-8"', "utf-16", "text/xml; charset=utf-8"),
        # a charset that nobody has, or that is none for texts
        *(
            ("", "utf-8", f"application/xml; charset={odd}")
            for odd in ("nope", "undefined", "hex", "\0")
        ),
    ],
)
def test_a_title_is_read_in_its_charset(
    declared: str, charset: str, content_type: str | None
) -> None:
    text = f'<?xml version="1.0"{declared}?><rss version="2.0"><channel><item><title>Фрегат</title>'
    body = f"{text}<link>/1</link></item></channel></rss>".encode(charset)
    [item] = feeds.read(body, base_url=BASE, content_type=content_type, items_max=9)
    assert item == FeedItem(url="https://a.example/1", title="Фрегат")


def test_a_damaged_feed_gives_what_it_has() -> None:
    body = rss("<item><title>A & B</title><link>/1</link></item><item><link>/2</link>")
    assert read(body[:-16]) == ["https://a.example/1", "https://a.example/2"]


NO_FEEDS = [
    *(
        b"",
        b" ",
        b"\0" * 100,
        b"\xff\xfe",
        b"plain text",
        b"<html><body><a href=x>y</a></body></html>",
    ),
    *(
        b"{",
        b"{}",
        b'{"version": 1}',
        b'{"version": "2.0", "items": []}',
        b"[1]",
        b'{"a":' * 10_000,
    ),
    *(
        b"<?xml version='1.0'?><urlset><url><loc>https://a.example/</loc></url></urlset>",
        b"%PDF-1.7",
    ),
]


@pytest.mark.parametrize("body", NO_FEEDS, ids=lambda body: repr(body[:30]))
def test_what_is_no_feed_is_the_wrong_type(body: bytes) -> None:
    with pytest.raises(Refused) as caught:
        read(body)
    assert caught.value.outcome is Outcome.WRONG_TYPE


def test_a_feed_without_items_is_a_feed() -> None:
    assert read(rss("")) == []
    assert read(atom("")) == []


def test_only_refused_is_raised_whatever_the_bytes() -> None:
    random_ = random.Random(3)
    sound = [rss(LINKS[0][0]).encode(), atom("<entry><link href='/1'/></entry>").encode()]
    sound.append(JSON_FEED.encode())
    pieces = [b"<", b">", b"&", b"&#x110000;", b"&#0;", b"<![CDATA[", b"<!DOCTYPE", b"\xff", b"\0"]
    pieces += [b"<item>", b"</item>", b"xmlns:a=''", b"<?xml encoding='x'?>", b"]]>", b"<!--", b"{"]
    pieces += [b"xml:base='http://['", b"<link>http://[</link>", b"<link href='http://[' />", b'"']
    for _ in range(300):
        body = bytearray(random_.choice(sound))
        for _ in range(random_.randint(1, 5)):
            place = random_.randrange(len(body))
            body[place : place + random_.randint(0, 9)] = random_.choice(pieces)
        try:
            read(bytes(body), content_type=random_.choice([None, "text/xml", "x/y; charset=\xff"]))
        except Refused:
            continue


def test_a_reader_opens_no_file_and_no_connection(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "socket", None)
    (tmp_path / "secret").write_text("hunter2")
    place = (tmp_path / "secret").as_uri()
    item = "<item><title>x&e;y</title><link>/1</link></item>"
    for doctype in (
        f'<!DOCTYPE r [<!ENTITY e SYSTEM "{place}">]>',
        f'<!DOCTYPE r [<!ENTITY % p SYSTEM "{place}"> %p;]>',
        '<!DOCTYPE r SYSTEM "http://127.0.0.1:1/x.dtd">',
        f'<?xml-stylesheet href="{place}"?>',
    ):
        [found] = feeds.read(
            rss(item, before=doctype).encode(), base_url=BASE, content_type=None, items_max=9
        )
        assert "hunter2" not in found.title
    # the bytes are content, even where they read like a place
    for body in (place.encode(), b"http://127.0.0.1:1/feed", str(tmp_path / "secret").encode()):
        with pytest.raises(Refused):
            read(body)


def test_entities_do_not_multiply() -> None:
    laughs = '<!ENTITY l0 "lol">' + "".join(
        f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10)
    )
    body = rss("<item><title>&l9;</title><link>/1</link></item>", before=f"<!DOCTYPE r [{laughs}]>")
    started = time.perf_counter()
    [item] = feeds.read(body.encode(), base_url=BASE, content_type=None, items_max=9)
    assert len(item.title) < 100
    assert time.perf_counter() - started < 5


@pytest.mark.parametrize("end", ["", "&broken; <"])
def test_a_feed_of_100_000_items_costs_no_more_than_what_is_taken(end: str) -> None:
    items = "".join(f"<item><title>{n}</title><link>/{n}</link></item>" for n in range(100_000))
    started = time.perf_counter()
    found = read(rss(items + end), items_max=50)
    assert found == [f"https://a.example/{n}" for n in range(50)]
    assert time.perf_counter() - started < 5


@pytest.mark.parametrize("items_max", [1, 2, 3, 4, 5])
def test_no_more_items_are_taken_than_asked_for(items_max: int) -> None:
    items = "".join(f"<item><link>/{n}</link></item>" for n in range(4))
    entries = "".join(f"<entry><link href='/{n}'/></entry>" for n in range(4))
    for body in (rss(items), atom(entries)):
        assert read(body, items_max=items_max) == [
            f"https://a.example/{n}" for n in range(min(items_max, 4))
        ]
