"""Who wrote the article: names only, no addresses, no repeats."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from lxml.html import HtmlElement

from worker.extract.byline import by_line_names
from worker.extract.metatags import MetaTags
from worker.extract.structured import JsonLd, Node, as_list
from worker.strings import NAME_MAX_CHARACTERS, one_line

AUTHORS_MAX = 20
_DEPTH_MAX = 4

_META_NAMES = (
    "author", "article:author", "og:article:author", "article:author_name", "parsely-author",
    "sailthru.author", "byl", "authors", "dc.creator", "dcterms.creator", "citation_author",
    "creator",
    "mediator_author", "cxenseparse:author",
)  # fmt: skip

_ADDRESS = re.compile(
    r"https?:|www\.|\S+@\S+|\.(?:com|org|net|html?)\b|^@\w+$|[{}<>]|^/", re.IGNORECASE
)
_PREFIX = re.compile(
    r"^(?:(?:written |posted |reported |report |story )?by|von|par|por|di|door|af|av|przez|text"
    r"|autor(?:in)?"
    r"|author|автор|текст|بقلم|كتب|נכתב על ידי|מאת|yazan|記者|文|作者)(?:\s*[:：]\s*|\s+)(?=\S)",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(
    r"\s*[;|•·、،]\s*|\s+(?:and|und|et|y|e|i|och|og|en|и|та|و|und)\s+|\s*&\s*|\s+/\s+"
)
_COMMA = re.compile(r"\s*,\s*")
_EMAIL_OR_HANDLE = re.compile(r"\(?\s*\S+@\S+\s*\)?|\s@\w+")
_NOBODY = frozenset(
    {
        "admin", "administrator", "editor", "editors", "staff",
        "redaktion", "redacción", "rédaction",
        "redazione", "redakcja", "redakcia", "newsroom", "unknown", "none", "null", "undefined",
        "n/a",
        "anonymous", "author", "guest", "webmaster", "редакция", "редакція",
    }
)  # fmt: skip
#: With one of these, "and" may join the words of one office ("Department of Trade and Industry").
_FUNCTION_WORDS = re.compile(r"\b(?:of|for|the|de|des|du|für|per)\b", re.IGNORECASE)


def authors_of(
    *,
    tree: HtmlElement,
    linked: JsonLd,
    articles: Iterable[Node],
    metas: MetaTags,
    site_names: Iterable[str],
) -> tuple[str, ...]:
    """Names by JSON-LD's author, then <meta>, then by-line elements.

    Args:
        articles: the JSON-LD nodes of this page's article, best first.
        site_names: a by-line that only repeats the site's name says nothing where names are known.
    """
    sites = {name.casefold() for name in site_names}
    for claims in _claims(tree, linked, tuple(articles), metas):
        if names := _cleaned(claims, sites):
            return names
    return ()


def _claims(
    tree: HtmlElement, linked: JsonLd, articles: tuple[Node, ...], metas: MetaTags
) -> Iterator[Iterable[str]]:
    """The sources in order; each is read only if those before it named nobody."""
    for key in ("author", "creator"):
        yield [name for node in articles for name in _names(node.get(key), linked)]
    yield metas.all(_META_NAMES)
    yield by_line_names(tree)


def _names(value: Any, linked: JsonLd, depth: int = 0) -> Iterator[str]:
    if depth > _DEPTH_MAX:
        return
    for item in as_list(value):
        author = linked.resolve(item)
        if isinstance(author, str):
            yield author
        elif isinstance(author, list):
            yield from _names(author, linked, depth + 1)
        elif isinstance(author, dict):
            name = author.get("name")
            if not name and isinstance(author.get("familyName"), str):
                name = f"{author.get('givenName') or ''} {author['familyName']}"
            yield from _names(name, linked, depth + 1)


def _cleaned(raw_names: Iterable[str], sites: set[str]) -> tuple[str, ...]:
    people: dict[str, str] = {}
    for raw in raw_names:
        whole = one_line(raw, max_characters=NAME_MAX_CHARACTERS * 5)
        for part in _split(whole) if whole else ():
            name = one_line(_bare(part), max_characters=NAME_MAX_CHARACTERS)
            if name and _is_name(name) and len(people) < AUTHORS_MAX:
                people.setdefault(name.casefold(), name)
    if any(key not in sites for key in people):
        people = {key: name for key, name in people.items() if key not in sites}
    return tuple(people.values())


def _split(whole: str) -> list[str]:
    """Names in one string; at "and" and commas only where each part looks like a whole name."""
    whole = _EMAIL_OR_HANDLE.sub("", _bare(whole)) if "@" in whole else _bare(whole)
    parts = _SEPARATOR.split(whole)
    if len(parts) > 1 and _FUNCTION_WORDS.search(whole) and not all(" " in part for part in parts):
        parts = [whole]
    split: list[str] = []
    for part in parts:
        pieces = [piece for piece in _COMMA.split(part) if piece]
        is_list = len(pieces) > 1 and all(2 <= len(piece.split()) <= 4 for piece in pieces)
        split += pieces if is_list else [part]
    return split


def _bare(name: str) -> str:
    return _PREFIX.sub("", name.strip(" ,;:–—-|/·•\"'«»")).strip(" ,;:–—-|/·•")


def _is_name(name: str) -> bool:
    if _ADDRESS.search(name) or name.casefold() in _NOBODY or len(name.split()) > 12:
        return False
    letters = sum(c.isalpha() for c in name)
    return letters >= 2 and letters > sum(c.isdigit() for c in name)
