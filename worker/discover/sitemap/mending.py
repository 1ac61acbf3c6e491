"""XML as sitemaps write it, made such that a parser can recover from the rest.

Lone ampersands and the names of HTML's entities are what parsers drop in silence, which makes
another URL; a lone "<" in a title, or a reference to no character, ends their reading. Of comments,
CDATA and the like they see nothing: they would hold one that nobody closes in memory. References
are all by number: after a fault libxml2 drops those by name, even `&amp;`, until the file ends.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from html import unescape
from html.entities import html5

#: No tag, and no text between two tags, is as long; what is, is no sitemap any more.
_RUN_MAX_CHARACTERS = 1_000_000
#: What begins a section in which there is no markup, and what ends it.
_ENDS = {"<![CDATA[": "]]>", "<!--": "-->", "<?": "?>"}
_SECTION = re.compile(r"<!\[CDATA\[|<!--|<\?")
_REFERENCE = re.compile(r"&(#\d{1,7};|#[xX][0-9A-Fa-f]{1,6};|[A-Za-z][A-Za-z0-9]{1,31};)?")
_BRACKET = re.compile(r"<(?![A-Za-z_:/\u0080-\U0010ffff])")
_AMPERSAND, _LESS = "&#38;", "&#60;"


class Mended:
    """Tags and text in pieces that each end with a ">", references and brackets set right.

    What follows the last ">" is cut off: it is part of something, and nobody knows of what.
    """

    def __init__(self, pieces: Iterable[str], *, piece_characters: int) -> None:
        self._pieces = pieces
        self._piece_characters = piece_characters
        self._section: str | None = None  #: that which has begun, and not yet ended
        self.read_characters = 0  #: so far, of what was given

    def __iter__(self) -> Iterator[str]:
        return ("".join(self._mended(piece)) for piece in self._whole_pieces())

    def _whole_pieces(self) -> Iterator[str]:
        """Cut after a ">", so that no tag, no reference and no beginning of a section is split."""
        rest = ""
        for piece in self._pieces:
            text = rest + piece
            start = 0
            while (end := self._cut(text, start)) > start:
                self.read_characters += end - start
                yield text[start:end]
                start = end
            rest = text[start:]
            if len(rest) > _RUN_MAX_CHARACTERS:
                return

    def _cut(self, text: str, start: int) -> int:
        """Where the piece that begins at `start` ends; `start` itself where it does not."""
        return text.rfind(">", start, start + self._piece_characters) + 1 or (
            text.find(">", start) + 1 or start
        )

    def _mended(self, piece: str) -> Iterator[str]:
        place = 0
        while place < len(piece):
            if self._section is not None:
                end = piece.find(_ENDS[self._section], place)
                if self._section == "<![CDATA[":
                    yield _escaped(piece[place : end if end >= 0 else None])
                if end < 0:
                    return
                place = end + len(_ENDS[self._section])
                self._section = None
            begin = _SECTION.search(piece, place)
            yield _markup(piece[place : begin.start() if begin else None])
            if begin is None:
                return
            self._section = begin[0]
            place = begin.end()


def _markup(text: str) -> str:
    text = _REFERENCE.sub(lambda match: _reference(match[1]), text)
    return _BRACKET.sub(_LESS, text).replace("]]>", "]]&#62;")


def _escaped(text: str) -> str:
    return text.replace("&", _AMPERSAND).replace("<", _LESS)


@lru_cache(maxsize=1024)
def _reference(name: str | None) -> str:
    """What is referred to; where that is nothing, the text that it must have meant."""
    if name is None:
        return _AMPERSAND
    if name.startswith("#"):
        return _escaped(unescape(f"&{name}"))
    return _escaped(html5.get(name, f"&{name}"))
