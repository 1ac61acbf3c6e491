"""Reading feeds that mean harm, or are far too large."""

import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.feed_samples import atom, read, reading, rss

from worker.discover import feeds
from worker.errors import Refused
from worker.vocabulary import Outcome

SOUND = [
    rss("<item><title>a</title><link>/1</link><description>&lt;p&gt;b</description></item>"),
    rss("<item><guid>https://b.example/1</guid><pubDate>Wed, 10 Jun 2026</pubDate></item>"),
    atom("<entry><link href='/1'/><content type='html'>&lt;p&gt;b</content></entry>"),
    atom("<entry><id>/1</id><summary type='xhtml'><div><p>b</p></div></summary></entry>"),
    '{"version": "https://jsonfeed.org/version/1.1", "items": [{"url": "/1", "title": "a"}]}',
]


def test_only_refused_is_raised_whatever_the_bytes() -> None:
    random_ = random.Random(3)
    sound = [text.encode() for text in SOUND]
    pieces = [b"<", b">", b"&", b"&#x110000;", b"&#0;", b"<![CDATA[", b"<!DOCTYPE", b"\xff", b"\0"]
    pieces += [b"<item>", b"</item>", b"xmlns:a=''", b"<?xml encoding='x'?>", b"]]>", b"<!--", b"{"]
    pieces += [b"xml:base='http://['", b"<link>http://[</link>", b"<link href='http://[' />", b'"']
    pieces += [b"<a:b c='d'>", b"</title>", b"<image>", b"<source>", b"type='xhtml'", b"<svg>"]
    for _ in range(600):
        body = bytearray(random_.choice(sound))
        for _ in range(random_.randint(1, 5)):
            place = random_.randrange(len(body))
            body[place : place + random_.randint(0, 9)] = random_.choice(pieces)
        content_type = random_.choice([None, "text/xml", "x/y; charset=\xff"])
        feeds.looks_like_feed(bytes(body), content_type)
        try:
            read(bytes(body), content_type=content_type)
        except Refused:
            continue


class _Opened:
    """What Python opened or connected to while it was listening; an audit hook can't be removed."""

    def __init__(self) -> None:
        self.events: list[str] | None = None
        sys.addaudithook(self._hear)

    def _hear(self, event: str, args: tuple[object, ...]) -> None:
        if self.events is None or not event.startswith(("open", "socket.", "urllib.", "subproc")):
            return
        if event != "open" or not str(args[0]).endswith((".py", ".pyc", ".so")):  # late imports
            self.events.append(f"{event} {args}")


@pytest.fixture(scope="module")
def audit() -> _Opened:
    return _Opened()


@pytest.fixture
def opened(audit: _Opened) -> Iterator[list[str]]:
    audit.events = []
    yield audit.events
    audit.events = None


def test_a_reader_opens_no_file_and_no_connection(tmp_path: Path, opened: list[str]) -> None:
    (tmp_path / "secret").write_text("hunter2")
    opened.clear()
    place = (tmp_path / "secret").as_uri()
    xinclude = (
        f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" parse="text" href="{place}"/>'
    )
    for before, title in (
        (f'<!DOCTYPE r [<!ENTITY e SYSTEM "{place}">]>', "x&e;y"),
        (f'<!DOCTYPE r [<!ENTITY % p SYSTEM "{place}"> %p;]>', "x&e;y"),
        ('<!DOCTYPE r SYSTEM "http://127.0.0.1:1/x.dtd">', "x&e;y"),
        (f'<!DOCTYPE r PUBLIC "x" "{place}" [<!ENTITY e "x">]>', "x&e;y"),
        (f'<?xml-stylesheet type="text/xsl" href="{place}"?>', "xy"),
        ('<?xml-stylesheet href="http://127.0.0.1:1/x.xsl"?>', "xy"),
        ("", f"x{xinclude}y"),
        ("", f'<![CDATA[x<iframe src="{place}"></iframe><img src="{place}">y]]>'),
    ):
        item = f"<item><title>{title}</title><link>/1</link>{xinclude}</item>"
        for end in ("", "&broken"):
            found = reading(rss(item + end, before=before))
            assert [item.url for item in found.items] == ["https://a.example/1"]
            assert "hunter2" not in repr(found)
    # the bytes are content, even where they read like a place
    for body in (place.encode(), b"http://127.0.0.1:1/feed", str(tmp_path / "secret").encode()):
        with pytest.raises(Refused):
            read(body)
    assert opened == []


def test_entities_do_not_multiply() -> None:
    laughs = '<!ENTITY l0 "lol">' + "".join(
        f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10)
    )
    long = f'<!ENTITY l9 "{"x" * 60_000}">'
    started = time.perf_counter()
    for entities in (laughs, long):
        item = f"<item><title>{'&l9;' * 1000}</title><link>/1</link></item>"
        [found] = reading(rss(item, before=f"<!DOCTYPE r [{entities}]>")).items
        assert len(found.title) <= 500
    assert time.perf_counter() - started < 5


@pytest.mark.parametrize("end", ["</item>", ""], ids=["closed", "unclosed"])
@pytest.mark.parametrize("after", ["", "&broken; <"], ids=["sound", "broken"])
def test_a_feed_of_100_000_items_costs_no_more_than_what_is_taken(end: str, after: str) -> None:
    items = "".join(f"<item><title>{n}</title><link>/{n}</link>{end}" for n in range(100_000))
    started = time.perf_counter()
    found = reading(rss(items + after), items_max=50)
    assert [item.url for item in found.items] == [f"https://a.example/{n}" for n in range(50)]
    assert (found.links_count, found.left_out) == (100_000, {"too many": 99_950})
    assert time.perf_counter() - started < 5


HOSTILE = {
    "keywords": rss("<item><link>/1</link>" + "<category>x</category>" * 50_000 + "</item>"),
    "attributes": rss("<item " + " ".join(f"a{n}='1'" for n in range(50_000)) + "/>"),
    "elements": rss("<a>" * 500_000),
    "namespaces": rss("".join(f"<n{n}:a xmlns:n{n}='{n}'/>" for n in range(20_000))),
    "sections": rss("<![CDATA[" * 100_000),
    "titles": rss("<title><![CDATA[" * 100_000),
    "declarations": rss("<!DOCTYPE x [" * 100_000),
    "declarations before": "<!DOCTYPE x [" * 100_000,
    "references": rss("<item><title>" + "&#0;" * 200_000 + "</title></item>"),
    "an author": rss(f"<item><author>{'x@a.' * 100_000}</author></item>"),
}  # fmt: skip


@pytest.mark.parametrize("kind", HOSTILE)
def test_no_feed_takes_long(kind: str) -> None:
    started = time.process_time()
    feeds.looks_like_feed(HOSTILE[kind].encode(), None)
    assert time.process_time() - started < 0.2
    try:
        read(HOSTILE[kind])
    except Refused as refused:
        assert refused.outcome is Outcome.WRONG_TYPE
    assert time.process_time() - started < 3
