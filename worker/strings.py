"""Strings made fit to be stored and shown: no control characters, no surrogates, bounded length.

Knows nothing of HTML beyond character references and the odd tag left in a metadata field.
"""

import re
from html import unescape

TITLE_MAX_CHARACTERS = 500
NAME_MAX_CHARACTERS = 200
LEAD_MAX_CHARACTERS = 2000

#: A field is folded from at most this much source: a title of 1 MB must not cost a second.
_FIELD_SOURCE_MAX_CHARACTERS = 20_000

#: NUL breaks PostgreSQL, the other C0 controls break lxml's setters, U+FFFE and U+FFFF are no
#: characters, and a lone surrogate can't be written as UTF-8. Tab, line feed, form feed and
#: return stay.
_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")

#: Marks that turn or hide text: bidi embeddings, overrides and isolates, zero-width and line
#: separators, soft hyphens, byte-order marks, and tags (an invisible alphabet). ZWNJ and ZWJ
#: (U+200C, U+200D) stay: Persian and Hindi spell with them.
_HIDDEN = re.compile(
    "[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)

_TAG = re.compile(r"<[/!]?[a-zA-Z][^<>]{0,500}>")
_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]\w{1,31});")


def storable(text: str) -> str:
    """The text without characters that a database or an XML tree refuses; line ends are kept."""
    return _UNSTORABLE.sub("", text) if _UNSTORABLE.search(text) else text


def one_line(value: object, *, max_characters: int) -> str | None:
    """A metadata field as one clean line: no tags, controls or bidi overrides, whitespace folded.

    Returns:
        None where the value is no string or nothing is left; cut at a word, with an ellipsis, where
        it is longer than `max_characters`.
    """
    if not isinstance(value, str):
        return None
    text = value[:_FIELD_SOURCE_MAX_CHARACTERS]
    if "&" in text and _REFERENCE.search(text):
        text = unescape(text)
    if "<" in text:
        text = _TAG.sub(" ", text)
    return clean_line(text, max_characters) or None


def clean_line(text: str, max_characters: int) -> str:
    """Text without markup as one line: no controls or bidi overrides, white space folded, cut."""
    return cut(" ".join(_HIDDEN.sub("", _UNSTORABLE.sub(" ", text)).split()), max_characters)


def cut(text: str, max_characters: int) -> str:
    """The text, or its beginning up to a word's end with an ellipsis, within `max_characters`."""
    if len(text) <= max_characters:
        return text
    at = text.rfind(" ", 0, max_characters)
    head = text[:at] if at > max_characters // 2 else text[: max_characters - 1]
    return head.rstrip() + "…"
