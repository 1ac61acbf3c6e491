"""Bytes of a feed to text: which encoding they are in, whatever they declare.

The bytes go before any declaration where they speak for themselves: a byte-order mark, or UTF-8.
A charset of one byte per letter decodes anything, so a wrong one of these can't be noticed.
"""

import codecs
import re

from charset_normalizer import from_bytes

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins like UTF-16's
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"<\0\0\0", "utf-32-le"),  # without a mark (XML, appendix F)
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
#: Codecs for texts; Python also has some that no feed may name (base64, punycode, undefined).
_FOR_TEXTS = re.compile(r"utf-(?:8|16|32)|iso|cp\d|koi8|gb|big5|euc|shift|hz|tis|mac|ptcp|ascii")
#: What browsers read under these names (WHATWG Encoding, section 4.2): supersets.
_WIDER = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874",
    "tis-620": "cp874", "gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs",
    "shift_jis": "cp932", "euc_kr": "cp949",
}  # fmt: skip
_SEVEN_BITS = ("iso2022", "hz")  # ASCII bytes that are not ASCII
_GUESSABLE = [
    "cp1251", "koi8_r", "cp1250", "iso8859_2", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256",
    "cp1257", "cp874", "gb18030", "big5", "euc_jp", "cp932", "cp949",
]  # fmt: skip

#: Sites cut summaries in the middle of a letter: a little damage leaves UTF-8 what it is. In any
#: other encoding nearly every letter beyond ASCII is an error.
_DAMAGED_SHARE_MAX = 0.1
_GUESS_WINDOW_BYTES = 60_000
_GUESS_SAMPLE_BYTES = 6_000

_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?\sencoding\s*=\s*["']([^"'>]{1,40})["']""")
_CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([^\s"';,>]+)""", re.IGNORECASE)
_MARKUP = re.compile(rb"<[^<>]*>|&\w+;|[\s\d]+")


def decoded(body: bytes, content_type: str | None) -> str:
    """The text of a feed; what can't be decoded becomes U+FFFD.

    Args:
        content_type: the HTTP header as it was sent; None where there was none.
    """
    marked = _by_mark(body)
    if marked is not None:
        return marked
    declared = _declared(body, content_type)
    if body.isascii() and not any(codec.startswith(_SEVEN_BITS) for codec in declared):
        return body.decode("ascii")
    text = body.decode("utf-8", "replace")
    if not body.isascii() and _damaged_share(text) <= _DAMAGED_SHARE_MAX:
        return text
    return _in_another(body, [codec for codec in declared if codec != "utf-8"])


def skimmed(body: bytes) -> str:
    """The ASCII of a text as it is, at little cost; other letters may be wrong."""
    return _by_mark(body) or body.decode("latin-1")


def _by_mark(body: bytes) -> str | None:
    for mark, codec in _BOMS:
        if body.startswith(mark):
            return body.decode(codec, "replace").removeprefix("\ufeff")
    return None


def _declared(body: bytes, content_type: str | None) -> list[str]:
    """The header goes first (RFC 7303, section 3.2); unknown names count as none."""
    labels = [found[1] for found in [_CHARSET.search(content_type or "")] if found]
    if found := _DECLARED.search(body[:2000]):
        labels.append(found[1].decode("latin-1"))
    return [codec for label in labels if (codec := _codec(label)) is not None]


def _codec(label: str) -> str | None:
    try:
        name = codecs.lookup(label).name
    except (LookupError, ValueError):
        return None
    return _WIDER.get(name, name) if _FOR_TEXTS.match(name) else None


def _in_another(body: bytes, declared: list[str]) -> str:
    """By what is declared, where the bytes fit it; else by a guess."""
    for codec in declared:
        text = body.decode(codec, "replace")
        if _damaged_share(text) <= _DAMAGED_SHARE_MAX:
            return text
    return body.decode(_guessed(body), "replace")


def _damaged_share(text: str) -> float:
    foreign = len(text) - len(text.encode("ascii", "ignore"))
    return text.count("\ufffd") / foreign if foreign else 0.0


def _guessed(body: bytes) -> str:
    """From a sample around the first letters beyond ASCII."""
    first = re.search(rb"[\x80-\xff]", body)
    start = max(0, first.start() - 200) if first else 0
    sample = _MARKUP.sub(b" ", body[start : start + _GUESS_WINDOW_BYTES])[:_GUESS_SAMPLE_BYTES]
    best = from_bytes(sample, cp_isolation=_GUESSABLE).best()
    return best.encoding if best is not None else "cp1252"
