"""One path pattern of a robots.txt (RFC 9309, sections 2.2.2 and 2.2.3), matched in linear time."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, unquote

_ESCAPE = re.compile(r"%[0-9a-f]{2}", re.IGNORECASE)
_UNRESERVED_ESCAPES = re.compile(
    r"%(?:2[DE]|3[0-9]|4[1-9A-F]|5[0-9AF]|6[1-9A-F]|7[0-9AE])", re.IGNORECASE
)
_STARS = re.compile(r"\*+")
_AUTHORITY = re.compile(r"[a-z][a-z0-9+.-]*://[^/?#]*", re.IGNORECASE)
_INDEX = re.compile(r"/index\.html?$")

#: All of ASCII: only what is not ASCII gets encoded.
_ASCII = "".join(map(chr, range(128)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """A rule: the pieces between its stars, in the order in which a path must hold them."""

    is_allow: bool
    length: int  #: of the pattern as written, encoded; longer ones are more specific
    first: str  #: the path begins with it
    others: tuple[str, ...]
    is_anchored: bool  #: "$": the last piece ends the path

    @classmethod
    def of(cls, text: str, *, is_allow: bool) -> "Pattern":
        """Read a pattern as it stands in the file; it must not be empty."""
        encoded = _encoded(text)
        pieces = _STARS.sub("*", encoded.removesuffix("$")).replace("$", "%24").split("*")
        return cls(
            is_allow=is_allow,
            length=len(encoded),
            first=pieces[0],
            others=tuple(pieces[1:]),
            is_anchored=encoded.endswith("$"),
        )

    def matches(self, path: str) -> bool:
        """Whether a path with its query fits, in one of the writings of `paths_of`."""
        if not path.startswith(self.first):
            return False
        position = len(self.first)
        if not self.others:
            return not self.is_anchored or position == len(path)
        *middle, last = self.others
        for piece in middle:
            found = path.find(piece, position)
            if found < 0:
                return False
            position = found + len(piece)
        if self.is_anchored:
            return path.endswith(last) and len(path) - len(last) >= position
        return path.find(last, position) >= 0


def patterns_of(text: str, *, is_allow: bool) -> Iterator[Pattern]:
    """The patterns that one line stands for; mostly one.

    A disallowed path is disallowed in its decoded writing too. An allowed one holds as written, and
    for a directory where it names its index page (google/robotstxt does so).
    """
    yield Pattern.of(text, is_allow=is_allow)
    if is_allow:
        if _INDEX.search(text):
            yield Pattern.of(_INDEX.sub("/$", text), is_allow=True)
    elif _UNRESERVED_ESCAPES.search(text):
        decoded = _UNRESERVED_ESCAPES.sub(lambda escape: unquote(escape[0]), text)
        yield Pattern.of(decoded, is_allow=False)


def paths_of(url: str) -> set[str]:
    """The path and query of a URL as given and as it is sent, percent-encoded; mostly the same."""
    path = _AUTHORITY.sub("", url, count=1).partition("#")[0]
    path = path if path.startswith("/") else f"/{path}"
    # A star or dollar of the path is no sign of the pattern language.
    path = path.replace("*", "%2A").replace("$", "%24")
    return {_with_upper_escapes(path), _encoded(path)}


def _encoded(text: str) -> str:
    """What is not ASCII percent-encoded, and escapes in upper case."""
    if not text.isascii():
        text = quote(text, safe=_ASCII, errors="replace")
    return _with_upper_escapes(text)


def _with_upper_escapes(text: str) -> str:
    return _ESCAPE.sub(lambda escape: escape[0].upper(), text) if "%" in text else text
