"""What libxml2 loses or garbles in silence, set right in the bytes before it reads them."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from worker.extract import surrogates
from worker.extract.markup import MARKUP

#: libxml2 takes an XML declaration's encoding over ours.
_XML_DECLARATION = re.compile(rb"\A\s*<\?xml[^>]{0,300}>", re.IGNORECASE)
#: References to controls, surrogates and the last two code points of the first plane.
_BAD_REFERENCE = re.compile(
    rb"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01]|127|5(?:529[6-9]|5[3-9]\d\d|6\d{3}|7[0-2]\d{2}|73[0-3]\d|734[0-3])"
    rb"|6553[45])(?!\d)"
    rb"|[xX]0*(?:[0-8bBcCeEfF]|1[0-9a-fA-F]|7[fF]|[dD][89a-fA-F][0-9a-fA-F]{2}|[fF]{3}[eEfF])(?![0-9a-fA-F])"
    rb");?"
)
#: libxml2 drops whatever comes after; browsers go on. Sites put pages together from parts.
_END = re.compile(rb"</[hH][tT][mM][lL](?=[\s/>])[^<>]*>?")
#: `<html lang="en"/>` ends the document for libxml2.
_EMPTY_HTML = re.compile(rb"(<[hH][tT][mM][lL](?=[\s/])[^<>]*?)\s*/>")
#: Windows' quotes and dashes, called controls: U+0080 to U+009F mean nothing in any page.
_C1 = re.compile(rb"\xc2([\x80-\x84\x86-\x9f])")
_LAST_TWO = re.compile(rb"\xef\xbf[\xbe\xbf]")


class Mend(StrEnum):
    """What was set right; `Extraction.signals` counts them under `mended`."""

    AFTER_END = "text after </html>"
    HALVES = "halves of characters"
    REFERENCES = "references to no character"
    CONTROLS = "control characters"
    QUOTES = "Windows' quotes and dashes"
    TWICE = "UTF-8 twice"
    CHARSET = "charset declared wrongly"
    DEPTH = "text below 255 tags"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """A page that libxml2 can read, and what was done to it."""

    html: bytes
    done: Mapping[Mend, int] = field(default_factory=dict)


def mended(html: bytes) -> Mended:
    """Set a page right.

    Args:
        html: in UTF-8.
    """
    done: dict[Mend, int] = {}

    def do(kind: Mend, step: Callable[[bytes], tuple[bytes, int]]) -> None:
        nonlocal html
        html, count = step(html)
        if count:
            done[kind] = done.get(kind, 0) + count

    html = _XML_DECLARATION.sub(b"", html, count=1)
    if b"&#" in html:
        do(Mend.HALVES, surrogates.joined_references)
        do(Mend.REFERENCES, lambda page: _BAD_REFERENCE.subn(b"", page))
    if b"\\u" in html:
        do(Mend.HALVES, surrogates.without_lone_escapes)
    if b"\xc2" in html:
        do(Mend.QUOTES, lambda page: _C1.subn(_of_windows, page))
    if b"\xef\xbf" in html:
        do(Mend.CONTROLS, lambda page: _LAST_TWO.subn(b"", page))
    html = _EMPTY_HTML.sub(rb"\1>", html)
    do(Mend.AFTER_END, _without_end)
    return Mended(html=html, done=done)


def _without_end(html: bytes) -> tuple[bytes, int]:
    """Without end tags of the page that something comes after; 1 where that is text."""
    first = _END.search(html)
    if first is None or not (rest := html[first.end() :].strip()):
        return html, 0
    return _END.sub(b"", html), int(bool(MARKUP.sub(b"", rest).strip()))


def _of_windows(found: re.Match[bytes]) -> bytes:
    return found[1].decode("cp1252", "ignore").encode()
