"""Halves of characters: UTF-16's surrogates, where no encoding may have them.

Java, databases and JavaScript write a character beyond the first plane as two halves: in "UTF-8"
(CESU-8), as two references, as two escapes. A pair is the character that it means; a half alone
means nothing, and would end trafilatura's reading or a database's insert.
"""

import re

_IN_BYTES = re.compile(
    rb"\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf]|\xed[\xa0-\xbf][\x80-\xbf]"
)
_HIGH, _LOW = rb"[dD][89abAB][0-9a-fA-F]{2}", rb"[dD][c-fC-F][0-9a-fA-F]{2}"
_REFERENCES = re.compile(
    rb"&#(?:0{0,8}(5[5-6]\d{3})|[xX]0{0,8}(%s));&#(?:0{0,8}(5[6-7]\d{3})|[xX]0{0,8}(%s));"
    % (_HIGH, _LOW)
)
_ESCAPES = re.compile(rb"\\u(?:%s(\\u%s)?|%s)" % (_HIGH, _LOW, _LOW))
_UNKNOWN = "\ufffd".encode()


def joined(body: bytes) -> tuple[bytes, int]:
    """Text in UTF-8 with its halves joined; one U+FFFD for each that is alone. And how many."""
    return _IN_BYTES.subn(_joined, body) if _IN_BYTES.search(body) else (body, 0)


def joined_references(html: bytes) -> tuple[bytes, int]:
    """`&#55357;&#56832;` as the character that was meant. And how many."""
    return _REFERENCES.subn(_referred, html)


def without_lone_escapes(html: bytes) -> tuple[bytes, int]:
    """Scripts' escapes of one half alone, as those of U+FFFD. And how many."""
    count = 0

    def whole(found: re.Match[bytes]) -> bytes:
        nonlocal count
        count += found[1] is None
        return found[0] if found[1] else rb"\ufffd"

    return _ESCAPES.sub(whole, html), count


def _joined(found: re.Match[bytes]) -> bytes:
    units = found[0].decode("utf-8", "surrogatepass")
    return _character(units) if len(units) > 1 else _UNKNOWN


def _referred(found: re.Match[bytes]) -> bytes:
    high = int(found[1]) if found[1] else int(found[2], 16)
    low = int(found[3]) if found[3] else int(found[4], 16)
    if 0xD800 <= high <= 0xDBFF and 0xDC00 <= low <= 0xDFFF:
        return _character(chr(high) + chr(low))
    return found[0]


def _character(units: str) -> bytes:
    return units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").encode()
