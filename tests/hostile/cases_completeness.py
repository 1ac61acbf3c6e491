"""Pages that a parser damages in silence: what was lost is recovered, or the article says so."""

import gzip
import zlib
from collections.abc import Callable, Iterator

import brotli
import zstandard
from integration.fetch.manners import Conversation, MannersServer
from unit.extract.sample_pages import PARAGRAPHS

from hostile.case import Case, Observation
from hostile.reading import LAST_WORDS, observed, page, prose
from worker.errors import Refused
from worker.fetch.client import Fetcher
from worker.settings import FetchSettings

WHOLE, REPAIRED, DOUBTFUL = "stored, whole", "stored, repaired", "stored, doubtful"
_MILLION = 1_000_000


def cases() -> Iterator[Case]:
    """All of this area."""
    for name, expected, make in _PAGES:
        yield _case(name, expected, make)
    for name, expected, make in _LONG_PAGES:
        yield _case(name, expected, make, is_long=True)
    for name, make in _cut_bodies().items():
        yield Case(area="completeness", name=name, run=_cut_on_its_way(make))


def _case(name: str, expected: str, make: Callable[[], bytes], *, is_long: bool = False) -> Case:
    limit = 30.0 if is_long else 5.0
    return Case(
        area="completeness",
        name=name,
        run=lambda: observed(make, expected, limit_seconds=limit),
        is_long=is_long,
    )


def _nested(tag: str, depth: int, *, closed: bool = True) -> Callable[[], bytes]:
    name = tag.partition(" ")[0]
    end = f"</{name}>" * depth if closed else ""
    return lambda: page(before=f"<{tag}>" * depth, after=end).encode()


def _bytes(text: str) -> Callable[[], bytes]:
    return text.encode


def _replaced(old: str, new: bytes, **parts: str) -> Callable[[], bytes]:
    return lambda: page(**parts).encode().replace(old.encode(), new)


def _twice(text: str) -> bytes:
    return text.encode().decode("latin-1").encode()


_PAGES: tuple[tuple[str, str, Callable[[], bytes]], ...] = (
    # a page in order
    ("an ordinary page", WHOLE, _bytes(page())),
    ("no end tags at all", WHOLE, _bytes(f"<html><body>{prose()}<p>{LAST_WORDS}")),
    ("a fragment", WHOLE, _bytes(f"<div>{prose()}<p>{LAST_WORDS}</p></div>")),
    ("brackets in the text", WHOLE, _bytes(page(middle="<p>If a < b and c > d, then a <3 d.</p>"))),
    ("brackets in values", WHOLE, _bytes(page(middle='<p title="a > b" data-x=\'{"a":"<p>x"}\'>'))),
    ("scripts that write markup", WHOLE,
     _bytes(page(after="<script>document.write('<p>x</p><!--');</script>"))),
    ("stray quotes in tags", WHOLE,
     _bytes(page(middle='<p title=l\'avion class="x" ">It flew.</p>'))),
    # depth
    ("250 tags deep", WHOLE, _nested("div", 240)),
    ("300 tags deep", REPAIRED, _nested("div", 300)),
    ("3,000 tags deep", REPAIRED, _nested("div", 3_000)),
    ("100,000 tags deep", REPAIRED, _nested("div", 100_000)),
    ("3,000 tables in tables", REPAIRED, _nested("table><tr><td", 3_000, closed=False)),
    ("3,000 lists in lists", REPAIRED, _nested("ul><li", 3_000, closed=False)),
    ("3,000 unclosed fonts", REPAIRED, _nested("font size=2", 3_000, closed=False)),
    ("3,000 tags of no meaning", REPAIRED, _nested("x-y", 3_000)),
    # what libxml2 stops at
    ("text after </html>", REPAIRED,
     _bytes(page(last="") + f"<div><p>{LAST_WORDS}</p></div></body></html>")),
    ("two pages in one", REPAIRED, _bytes(page(last="") + page())),
    ("<html/>", WHOLE, _replaced('<html lang="en">', b'<html lang="en" />')),
    # characters
    ("NULs in words", REPAIRED, _replaced("frigates", b"fri\x00gates")),
    ("NULs in tags", REPAIRED, _replaced("<p>", b"<\x00p>")),
    ("a thousand NULs", REPAIRED, _replaced("<h1>", b"\x00" * 1_000 + b"<h1>")),
    ("control characters", REPAIRED, _replaced("frigates", b"fri\x08ga\x1btes\x7f")),
    ("references to controls", REPAIRED, _replaced("frigates", b"fri&#0;ga&#x1b;tes&#xb")),
    ("a reference to half a character", REPAIRED, _replaced("frigates", b"frigates &#xD83D; ")),
    ("references to two halves", REPAIRED, _replaced("frigates", b"frigates &#55357;&#56832;")),
    ("half a character in bytes", DOUBTFUL, _replaced("frigates", b"frigates \xed\xa0\xbd")),
    ("two halves in bytes", REPAIRED, _replaced("frigates", b"frigates \xed\xa0\xbd\xed\xb8\x80")),
    ("half a character in JSON", REPAIRED,
     _bytes(page(head='<script type="application/ld+json">{"@type":"NewsArticle",'
                      '"headline":"Frigates \\ud83d leave"}</script>'))),
    ("no characters at all", REPAIRED, _replaced("frigates", b"frigates\xef\xbf\xbf&#65534;")),
    ("Windows' quotes as controls", REPAIRED, _replaced("crews", b"crews\xc2\x92")),
    # charsets
    ("windows-1251 called UTF-8", REPAIRED,
     lambda: page(language="ru").encode("cp1251")),
    ("UTF-8 twice", REPAIRED, lambda: _twice(page(language="de"))),
    ("UTF-8 twice in half of it", DOUBTFUL,
     lambda: page(language="de").encode().replace(
         prose("de").encode(),
         prose("de", count=2).encode() + _twice(prose("de", count=2)))),
    ("one letter that can't be read", WHOLE,
     lambda: page(language="ru").encode().replace("флот".encode(), "флот".encode()[:-1], 1)),
    ("fifty letters that can't be read", DOUBTFUL,
     lambda: page(language="ru", middle="<p>" + "флот флот " * 50 + "</p>").encode()
     .replace("флот флот".encode(), "флот флот".encode()[:-1])),
    # broken off
    ("ends in a tag", DOUBTFUL, _bytes(page(after='<div class="mo', end=""))),
    ("ends in a script", DOUBTFUL, _bytes(page(after="<script>var a = 1;", end=""))),
    ("ends in a comment", DOUBTFUL, _bytes(page(after="<!-- more", end=""))),
    ("ends in the text", DOUBTFUL, lambda: page().encode().partition(b" of the northern port.")[0]),
    ("ends in a letter", DOUBTFUL,
     lambda: page(end="", after="<p>Über 12 €").encode()[:-2]),
)  # fmt: skip

_LONG_PAGES: tuple[tuple[str, str, Callable[[], bytes]], ...] = (
    ("a word of 12 MB", DOUBTFUL + ", without the last words",
     lambda: page(middle="<p>" + "x" * 12 * _MILLION + "</p>").encode()),
    ("a hidden text of 12 MB", WHOLE,
     lambda: page(after="<template>" + "word " * (12 * _MILLION // 5) + "</template>").encode()),
    ("an attribute of 12 MB", WHOLE,
     lambda: page(middle='<p title="' + "x" * 12 * _MILLION + '">It sailed.</p>').encode()),
    ("a comment of 12 MB", WHOLE,
     lambda: page(middle="<!-- " + "x " * 6 * _MILLION + "-->").encode()),
    ("a script of 12 MB", WHOLE,
     lambda: page(after="<script>" + "x();" * 3 * _MILLION + "</script>").encode()),
    ("a million divs", REPAIRED, _nested("div", _MILLION)),
)  # fmt: skip


def _cut_bodies() -> dict[str, Callable[[], tuple[str, bytes]]]:
    """Compressed pages, cut in the middle, on a connection that says nothing of their length."""
    text = (page() + PARAGRAPHS["de"] * 200).encode()

    def cut(data: bytes) -> bytes:
        return data[: len(data) // 2]

    raw = zlib.compressobj(wbits=-15)
    return {
        "gzip cut on its way": lambda: ("gzip", cut(gzip.compress(text))),
        "gzip without its checksum": lambda: ("gzip", gzip.compress(text)[:-8]),
        "gzip with a wrong checksum": lambda: ("gzip", gzip.compress(text)[:-8] + bytes(8)),
        "zlib cut on its way": lambda: ("deflate", cut(zlib.compress(text))),
        "deflate cut on its way": lambda: ("deflate", cut(raw.compress(text) + raw.flush())),
        "brotli cut on its way": lambda: ("br", cut(brotli.compress(text))),
        "zstd cut on its way": lambda: ("zstd", cut(zstandard.compress(text))),
    }


def _cut_on_its_way(make: Callable[[], tuple[str, bytes]]) -> Callable[[], Observation]:
    def run() -> Observation:
        coding, body = make()
        head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: {coding}\r\n"

        def answer(conversation: Conversation) -> None:
            conversation.send(head.encode() + b"Connection: close\r\n\r\n" + body)
            conversation.hang_up()

        settings = FetchSettings(allow_networks=("127.0.0.0/8",), deadline_seconds=5.0)  # type: ignore[arg-type]
        fetcher = Fetcher(settings, allowed_ports=(80, 443))
        try:
            with MannersServer() as server:
                got = f"{len(fetcher.get(server.on('/', answer)).body):,} bytes taken as whole"
        except Refused as refused:
            got = str(refused.outcome)
        finally:
            fetcher.close()
        return Observation(expected="truncated", got=got)

    return run
