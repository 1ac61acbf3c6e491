"""Where a document begins, and what it is: the name of its first element.

Knows the beginnings of XML and HTML only; a document is not parsed for it.
"""

import re
from dataclasses import dataclass

_WINDOW_CHARACTERS = 65_536  # lists of entities may stand before the first element

_DECLARATION = re.compile(r"<\?xml\s[^>]{0,500}>")
_HTML_DOCTYPE = re.compile(r"<!DOCTYPE\s+html\b", re.IGNORECASE)
_PROLOG = re.compile(
    r"\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE\b[^\[>]*(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE
)
_START = re.compile(r"<([a-z_][\w.-]*(?::[\w.-]+)?)([^>]*)", re.IGNORECASE)
_FEED_NAMES = ("rss", "feed", "rdf")


@dataclass(frozen=True, slots=True, kw_only=True)
class Root:
    """The first element of a document."""

    name: str  #: local, in lower case; "html" where a DOCTYPE says so, "" where there is none
    attributes: str  #: as they stand
    text: str  #: the document without what stands before: declaration, DOCTYPE, comments


def find(text: str) -> Root:
    """Find the first element; never raises.

    Some servers send blank lines or a script's warnings before a feed, which is no XML then: what
    stands before a feed's declaration is dropped. The declaration has done its work when bytes
    became text, a stylesheet is for browsers, and of a DOCTYPE nothing but harm could come.
    """
    root = _first(text)
    declaration = _DECLARATION.search(text, 0, _WINDOW_CHARACTERS)
    if root.name in _FEED_NAMES or declaration is None:
        return root
    later = _first(text[declaration.end() :])
    return later if later.name in _FEED_NAMES else root


def _first(text: str) -> Root:
    at, is_html = 0, False
    while found := _PROLOG.match(text, at, _WINDOW_CHARACTERS):
        is_html = is_html or _HTML_DOCTYPE.match(found[0]) is not None
        at = found.end()
    start = _START.search(text, at, _WINDOW_CHARACTERS)
    name = _local(start[1]) if start else ""
    return Root(
        name="html" if is_html and name not in _FEED_NAMES else name,
        attributes=start[2] if start else "",
        text=text[at:],
    )


def _local(name: str) -> str:
    return name.rpartition(":")[2].lower()
