"""A URL's path and query as names: decoded, folded, without what only technique adds."""

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

from worker.discover.page.link_words import listed
from worker.urls import WebUrl

_EXTENSION = re.compile(r"\.([a-z0-9]{1,5})$")
_PAGES = listed("asp aspx cfm cgi do dhtml ece htm html jsp jspx php php5 shtml ssf stm")
_INDEX = re.compile(r"(?:index|default|home|main)")
_NAMES_REMEMBERED = 20_000

#: Names of parameters that carry an article's number or name.
_ID_NAMES = re.compile(
    r"p|n|no|num|idx|idxno|nid|aid|mid|uid|(?:(?:art(?:icle|ikel|igo)?|news|story|post|item"
    r"|doc(?:ument)?|content|cont|node)[-_]?)?(?:id|no|idx|num|seq|code)|newsid|artid|article|art"
)
_ID_VALUE = re.compile(r"(?=.*\d)[\w.-]{2,40}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What a URL is made of."""

    path: str  #: decoded, without path parameters (";…")
    names: tuple[str, ...]  #: its segments, folded; without an index page at the end
    extension: str  #: of the last segment, lower case; "" where it has none
    query: str
    pairs: tuple[tuple[str, str], ...]  #: of the query, names folded

    @property
    def has_id(self) -> bool:
        """Whether the query names one article."""
        return any(_ID_NAMES.fullmatch(n) and _ID_VALUE.fullmatch(v) for n, v in self.pairs)


def parts_of(url: WebUrl) -> Parts:
    """Take a URL to pieces."""
    path = _decoded(url.path.partition(";")[0])
    segments = [segment for segment in path.split("/") if segment]
    names = [_folded(segment) for segment in segments]
    if len(names) > 1 and _INDEX.fullmatch(names[-1]):
        names.pop()
    extension = _EXTENSION.search(segments[-1].lower()) if segments else None
    return Parts(
        path=path,
        names=tuple(names),
        extension=extension[1] if extension else "",
        query=url.query,
        pairs=tuple(_pair(pair) for pair in url.query.split("&") if pair.strip("=")),
    )


@lru_cache(maxsize=_NAMES_REMEMBERED)
def _folded(segment: str) -> str:
    """Without case and the extension of a page; blanks and underscores as hyphens."""
    name = segment.casefold().replace("_", "-").replace("+", "-").replace(" ", "-")
    stem, dot, extension = name.rpartition(".")
    return stem if dot and stem and extension in _PAGES else name


def _pair(pair: str) -> tuple[str, str]:
    name, _, value = pair.partition("=")
    return _decoded(name).casefold(), _decoded(value)


def _decoded(text: str) -> str:
    return unquote(text) if "%" in text else text
