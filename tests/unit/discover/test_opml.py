"""Lists of feeds as feed readers exchange them."""

import socket
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import etree

from worker.discover import opml
from worker.errors import InputError
from worker.source_values import NewSource
from worker.vocabulary import UrlKind

NOW = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
A = NewSource(kind=UrlKind.FEED, name="A", url="https://a.example/feed", origin="opml")


def body(*outlines: str) -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><opml version="2.0"><head><title>T</title></head>'
        f"<body>{''.join(outlines)}</body></opml>"
    ).encode()


def read(*outlines: str) -> list[NewSource]:
    return list(opml.read(body(*outlines)).sources)


FEED = '<outline type="rss" text="A" xmlUrl="https://a.example/feed"/>'
FRENCH = FEED.replace("A", "Défense")


# --- reading


OUTLINES = [
    # (an outline, what is read of it)
    (FEED, A),
    ('<outline text="A" xmlUrl="https://a.example/feed"/>', A),  # OPML 1.0 has no type
    ('<outline type="atom" title="A" xmlUrl="https://a.example/feed"/>', A),
    ('<outline type="RSS" text="A" url="https://a.example/feed"/>', A),
    ('<outline text="A" title="B" xmlUrl="https://a.example/feed"/>', A),  # text is what is shown
    ('<Outline TEXT="A" xmlurl="https://a.example/feed"/>', A),
    ('<outline text=" A&#10; " xmlUrl=" HTTPS://A.example:443/feed "/>', A),
    ('<outline text="A" xmlUrl="feed:https://a.example/feed"/>', A),
    (
        '<outline text="A" xmlUrl="feed://a.example/feed"/>',
        replace(A, url="http://a.example/feed"),
    ),
    ('<outline xmlUrl="https://a.example/feed"/>', replace(A, name="a.example")),
    (
        '<outline text="A" xmlUrl="https://a.example/feed" language="pt-BR"/>',
        replace(A, language="pt"),
    ),
    ('<outline text="A" xmlUrl="https://a.example/feed" language="tlh"/>', A),
    (
        '<outline text="A" xmlUrl="https://a.example/feed" category="/Boston/Weather,navy, navy"/>',
        replace(A, tags=("Boston", "Weather", "navy")),
    ),
    ('<outline text="A" xmlUrl="https://a.example/feed"><outline/></outline>', A),
]


@pytest.mark.parametrize(("outline", "source"), OUTLINES)
def test_a_feed_is_read_as_readers_write_it(outline: str, source: NewSource) -> None:
    assert read(outline) == [source]


def test_folders_become_tags_from_the_outermost_in() -> None:
    found = read(
        '<outline text="Europe"><outline title="Navy, sea"><outline text="">',
        FEED.replace("/>", ' category="fleet"/>'),
        "</outline></outline>",
        FEED.replace("feed", "other"),
        "</outline>",
        FEED.replace("feed", "third"),
    )
    assert [one.tags for one in found] == [("Europe", "Navy sea", "fleet"), ("Europe",), ()]


def test_a_feed_in_two_folders_is_one_source_with_both_tags() -> None:
    imported = opml.read(
        body(f'<outline text="x">{FEED}</outline>', f'<outline text="y">{FEED}</outline>')
    )
    assert imported.sources == (replace(A, tags=("x", "y")),)
    assert imported.left_out == {"repeated": 1}


def test_the_order_of_the_list_is_kept() -> None:
    names = [f"https://a.example/{number}" for number in range(30)]
    assert [one.url for one in read(*(f'<outline xmlUrl="{name}"/>' for name in names))] == names


def test_what_leads_to_no_feed_is_left_out_and_counted() -> None:
    imported = opml.read(
        body(
            FEED,
            '<outline text="page only" htmlUrl="https://b.example/"/>',
            '<outline type="link" text="link" url="https://b.example/"/>',
            '<outline type="rss" text="empty" xmlUrl=""/>',
            '<outline type="include" text="other list" url="https://b.example/list.opml"/>',
            '<outline text="bad" xmlUrl="ftp://b.example/feed"/>',
            '<outline text="bad" xmlUrl="https://me:hunter2@b.example/feed"/>',
        )
    )
    assert imported.sources == (A,)
    assert imported.left_out == {"no feed": 3, "include": 1, "bad URL": 2}
    assert not imported.is_damaged


def test_a_list_without_feeds_is_empty() -> None:
    assert opml.read(b"<opml version='1.0'><body/></opml>").sources == ()


ENCODED = [
    "<?xml version='1.0' encoding='utf-8'?>{}",
    "\ufeff{}",
    "<?xml version='1.0' encoding='iso-8859-1'?>{}",
    "<?xml version='1.0' encoding='windows-1252'?>{}",
    "<?xml version='1.0' encoding='rot13'?>{}",  # no encoding of text: it counts as not given
    "<?xml version='1.0' encoding='no-such'?>{}",
]


@pytest.mark.parametrize("form", ENCODED)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_name_is_read_in_the_encoding_of_the_file(form: str, encoding: str) -> None:
    text = form.format(f"<opml><body>{FRENCH}</body></opml>")
    if encoding == "utf-8" and ("8859" in text or "1252" in text):
        encoding = "windows-1252"
    (found,) = opml.read(text.encode(encoding)).sources
    assert found.name == "Défense"


def test_what_is_neither_declared_nor_utf_8_is_taken_for_windows_1252() -> None:
    (found,) = opml.read(body(FRENCH).replace(b"\xc3\xa9", b"\xe9")).sources
    assert found.name == "Défense"


DAMAGED = [
    # (a list that is no XML, names and URLs that can be read of it)
    (
        '<opml><body><outline text="A & B" xmlUrl="https://a.example/?a=1&b=2"/></body></opml>',
        [("A & B", "https://a.example/?a=1&b=2")],
    ),
    (
        '<opml><body><outline text="D&eacute;fense&nbsp;1&copy" xmlUrl="https://a.example/"/>',
        [("Défense 1&copy", "https://a.example/")],
    ),
    (
        '<opml><body><outline text="A\x01" xmlUrl="https://a.example/1"/>'
        '<outline text="B" xmlUrl="https://a.example/2"></opml>',
        [("A", "https://a.example/1"), ("B", "https://a.example/2")],
    ),
    (
        '<opml><body><outline text="&#xd800;A&#0;&#99999999999;B" xmlUrl="https://a.example/"/>',
        [("AB", "https://a.example/")],
    ),
    (
        '<opml><body><date:a:b/><outline text="A" xmlUrl="https://a.example/" /><a:outline:b/>',
        [("A", "https://a.example/")],
    ),
    (
        '<opml><body><outline text="A" xmlUrl="https://a.example/1"/><outline text="B" xmlU',
        [("A", "https://a.example/1")],
    ),
]


@pytest.mark.parametrize(("damaged", "found"), DAMAGED)
def test_broken_xml_gives_what_can_be_read_of_it(
    damaged: str, found: list[tuple[str, str]]
) -> None:
    imported = opml.read(damaged.encode())
    assert [(one.name, one.url) for one in imported.sources] == found
    assert imported.is_damaged


NO_OPML = [
    (b"", "it is empty"),
    (b" \n ", "it is empty"),
    (b"hello", "it is no XML"),
    (b'{"feeds": []}', "it is no XML"),
    (b"\x00\xff\xfe\x01" * 50, "it is no XML"),
    (b"<!doctype html><html><body>x</body></html>", "it is an HTML page"),
    (b"<html><body>x</body></html>", "its root is <html>"),
    (b"<rss version='2.0'><channel/></rss>", "its root is <rss>; that is a feed"),
    (b"<urlset/>", "its root is <urlset>"),
    (b"<opml>" + b" " * (20 * 1024 * 1024), "it has more than 20 MiB"),
]


@pytest.mark.parametrize(("content", "reason"), NO_OPML)
def test_what_is_no_opml_is_refused_with_the_reason(content: bytes, reason: str) -> None:
    with pytest.raises(InputError) as caught:
        opml.read(content)
    assert reason in str(caught.value)


# --- files that mean no good


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    file = tmp_path / "secret"
    file.write_text("hunter2")
    return file


USE = '<opml><body><outline text="{x}" xmlUrl="https://a.example/"/></body></opml>'
HOSTILE = [
    '<!DOCTYPE opml [<!ENTITY x SYSTEM "{url}">]>' + USE.replace("{x}", "&x;"),
    '<!DOCTYPE opml SYSTEM "{url}"><opml><body/></opml>',
    '<!DOCTYPE opml [<!ENTITY % x SYSTEM "{url}"> %x;]><opml><body/></opml>',
    '<!doctype opml [<!ENTITY a "hunter2"><!ENTITY b "&a;&a;">]>' + USE.replace("{x}", "&b;"),
    '<!DOC\0TYPE opml [<!ENT\0ITY a "hunter2">]>' + USE.replace("{x}", "&a;"),
    '&LT;!DOCTYPE opml [<!ENT\x01ITY a "hunter2">]>' + USE.replace("{x}", "&a;"),
    '<opml xmlns:xi="http://www.w3.org/2001/XInclude"><body>'
    '<xi:include href="{url}" parse="text"/></body></opml>',
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("form", HOSTILE)
def test_nothing_is_expanded_included_or_fetched(
    form: str, encoding: str, secret: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    for url in (secret.as_uri(), "http://127.0.0.1:9/x"):
        try:
            imported = opml.read(form.format(url=url).encode(encoding))
        except InputError as error:
            assert "hunter2" not in str(error)
        else:
            assert "hunter2" not in repr(imported)


def test_definitions_are_refused_by_name() -> None:
    with pytest.raises(InputError, match="DTD"):
        opml.read(HOSTILE[0].encode())
    with pytest.raises(InputError, match="XInclude"):
        opml.read(HOSTILE[-1].encode())


def test_an_entity_that_nobody_defined_is_no_text() -> None:
    (found,) = read('<outline text="A&nosuch;B" xmlUrl="https://a.example/feed"/>')
    assert found.name == "A&nosuch;B"


def test_folders_without_end_are_read_as_far_as_they_go() -> None:
    deep = '<outline text="x">' * 5000 + FEED + "</outline>" * 5000
    assert len(read(deep, FEED)) <= 1


def test_a_name_can_rewrite_no_terminal() -> None:
    (found,) = read('<outline text="A&#x85;&#x202e;B" xmlUrl="https://a.example/feed"/>')
    assert found.name in ("AB", "A B")


def test_our_own_attributes_are_checked_like_any_other() -> None:
    (found,) = read(
        '<outline xmlns:v="urn:vedette:opml" text="A" xmlUrl="https://a.example/feed"'
        ' v:pace_seconds="-1" v:priority="99999" v:paused="perhaps" v:kind="article"/>'
    )
    assert found == replace(A, priority=1000)


# --- writing


SOURCES = [
    replace(A, name='Q " & <A>', url="https://a.example/?a=1&b=2", tags=("navy", "asia")),
    replace(A, name="Б", url="https://a.example/2", tags=("navy",), language="ru"),
    replace(A, name="防衛", url="https://a.example/3", is_paused=True, priority=-5),
    replace(A, name="C", url="https://a.example/", kind=UrlKind.PAGE, tags=("asia", "navy")),
    replace(A, name="D", url="https://a.example/s.xml", kind=UrlKind.SITEMAP, pace_seconds=0.25),
]


def test_a_list_that_was_written_is_read_as_it_was() -> None:
    written = opml.write(SOURCES, title="Mine", now=NOW)
    imported = opml.read(written)
    by_url = {one.url: one for one in imported.sources}
    assert by_url == {one.url: one for one in SOURCES}
    assert (imported.left_out, imported.is_damaged) == ({}, False)


def test_writing_what_was_read_changes_nothing() -> None:
    written = opml.write(SOURCES, title="Mine", now=NOW)
    assert opml.write(opml.read(written).sources, title="Mine", now=NOW) == written


def test_what_is_written_is_opml_2() -> None:
    root = etree.fromstring(opml.write(SOURCES, title="Mine & yours", now=NOW))
    assert (root.tag, root.get("version")) == ("opml", "2.0")
    assert [child.tag for child in root] == ["head", "body"]
    assert root.findtext("head/title") == "Mine & yours"
    assert root.findtext("head/dateCreated") == "Wed, 04 Mar 2026 05:06:07 +0000"
    assert all(outline.get("text") for outline in root.iter("outline"))
    feeds = [one for one in root.iter("outline") if one.get("type") == "rss"]
    assert all(one.get("xmlUrl") for one in feeds)


def test_sources_are_grouped_by_their_first_tag() -> None:
    root = etree.fromstring(opml.write(SOURCES, title="Mine", now=NOW))
    folders = [(one.get("text"), len(one)) for one in root.findall("body/outline") if len(one)]
    assert folders == [("navy", 2), ("asia", 1)]


def test_other_readers_are_not_given_sitemaps_and_pages_for_feeds() -> None:
    root = etree.fromstring(opml.write(SOURCES, title="Mine", now=NOW))
    links = [one for one in root.iter("outline") if one.get("type") == "link"]
    assert [one.get("url") for one in links] == ["https://a.example/", "https://a.example/s.xml"]
    assert all(one.get("xmlUrl") is None for one in links)


def test_sitemaps_that_an_index_lists_are_not_written() -> None:
    child = replace(A, kind=UrlKind.SITEMAP, parent_id=3)
    assert opml.read(opml.write([child], title="x", now=NOW)).sources == ()


@pytest.mark.parametrize(
    "character", ["\x00", "\x1b", "\x7f", "\ud800", "\ufffe", "\n", "]]>", ","]
)
def test_no_character_of_a_name_breaks_the_list(character: str) -> None:
    source = replace(A, name=f"A{character}Z", tags=(f"t{character}u",))
    (found,) = opml.read(opml.write([source], title=f"x{character}y", now=NOW)).sources
    assert found.name in ("AZ", "A Z", "A]]>Z", "A,Z")
    assert found.tags[0] in ("tu", "t u", "t]]>u")
