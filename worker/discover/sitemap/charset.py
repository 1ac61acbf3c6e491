"""Bytes to text, in pieces: which encoding a sitemap is in.

sitemaps.org wants UTF-8; the exceptions say so by a mark or a declaration, and often wrongly.
"""

import codecs
import re
from collections.abc import Iterable, Iterator

from worker.discover.sitemap.pieces import peeked_bytes

#: Looked at for an encoding; letters beyond ASCII may come late.
_HEAD_BYTES = 65_536
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: UTF-16 without a mark (XML 1.0, appendix F.1).
_UNMARKED = ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
_DECLARED = re.compile(rb"""\A\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([^"']{1,40})["']""")
_CHARSET = re.compile(r"""charset\s*=\s*["']?([^\s"';,]{1,40})""", re.IGNORECASE)
#: Python has codecs that are none for texts, and some that take quadratic time.
_TEXT_CODECS = re.compile(
    r"iso8859|iso2022|cp\d|koi8|gb|big5|euc|shift_jis|utf-8|mac|hz|johab|tis|ptcp|kz"
)
#: What is called Latin-1 or ASCII is windows-1252 (WHATWG Encoding, section 4.2).
_WESTERN = "cp1252"


def decoded(pieces: Iterable[bytes], *, content_type: str | None) -> Iterator[str]:
    """The text, without its byte-order mark; bytes that can't be read become U+FFFD.

    Args:
        content_type: as it was declared; its charset counts least, since many servers add one
            that they never checked.
    """
    head, source = peeked_bytes(pieces, _HEAD_BYTES)
    mark, codec = _encoding(head, content_type)
    decoder = codecs.getincrementaldecoder(codec)("replace")
    for piece in source:
        yield decoder.decode(piece[len(mark) :] if mark else piece)
        mark = b""
    yield decoder.decode(b"", final=True)


def _encoding(head: bytes, content_type: str | None) -> tuple[bytes, str]:
    """The byte-order mark and the codec; bytes that are UTF-8 are, whatever is declared."""
    for mark, codec in _MARKS:
        if head.startswith(mark):
            return mark, codec
    for start, codec in _UNMARKED:
        if head.startswith(start):
            return b"", codec
    declared = _declared_codec(head, content_type)
    if head.isascii():
        return b"", declared or "utf-8"
    return b"", "utf-8" if _is_utf_8(head) else declared or _WESTERN


def _is_utf_8(head: bytes) -> bool:
    """Whether it may be; its last character may be cut."""
    try:
        codecs.getincrementaldecoder("utf-8")("strict").decode(head)
    except UnicodeDecodeError:
        return False
    return True


def _declared_codec(head: bytes, content_type: str | None) -> str | None:
    in_document = _DECLARED.search(head[:1000])
    in_header = _CHARSET.search(content_type or "")
    names = (
        in_document[1].decode("latin-1") if in_document else "",
        in_header[1] if in_header else "",
    )
    return next((codec for name in names if (codec := _text_codec(name)) is not None), None)


def _text_codec(name: str) -> str | None:
    """Python's name of an encoding; None where it has none, or UTF-16, which bytes show."""
    try:
        codec = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    if codec in ("iso8859-1", "ascii"):
        return _WESTERN
    return codec if _TEXT_CODECS.match(codec) else None
