"""By-lines in the page itself, for pages that name no author in their metadata."""

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from worker.extract.xpath import Elements

_ELEMENTS_MAX = 40
_NAMES_MAX = 4
_LENGTH_MAX = 60  # longer ones hold a date, a biography or a headline besides the name
_WORDS_MAX = 5

#: After trafilatura's AUTHOR_XPATHS, in one pass and without their regular expressions (10 ms a
#: page).
_CANDIDATES = Elements(
    "//*[@itemprop='author' or contains(@rel, 'author') or contains(@class, 'uthor')"
    " or contains(@class, 'yline') or contains(@class, 'by-line') or @id='author']"
)
_PARTS = Elements(".//*[@itemprop='name' or contains(@rel, 'author')] | .//a")
_NAMED = re.compile(r"author[-_]*name|authorname|author[-_]*link|byline[-_]*name", re.IGNORECASE)
_BY_LINE = re.compile(
    r"byline|by-line|^author$|author\b(?!-|_)|(?:article|post|entry|story)-author", re.I
)
_ASIDE = re.compile(
    r"comment|related|sidebar|recommend|most-?read|popular|teaser|card|list-?item|promo|bio\b|avatar",
    re.IGNORECASE,
)
_ASIDE_TAGS = ("aside", "nav", "footer", "figure", "li")
_NO_NAME = re.compile(
    r"\d|[@:：=©|]|\b(?:follow|share|read|posted|updated|published|copied|ago|min|comments?|bookmark|photo"
    r"|writer|staff|facebook|twitter|home|news|business|see all"
    r"|alle artikel|lesedauer|temps de lecture)\b",
    re.IGNORECASE,
)


def by_line_names(tree: HtmlElement) -> Iterator[str]:
    """What stands in by-line elements, the surest kind only; the first few."""
    ranked: dict[int, list[str]] = {}
    for element in _CANDIDATES.of(tree)[:_ELEMENTS_MAX]:
        rank = _rank(element)
        if rank is not None and not _is_aside(element):
            ranked.setdefault(rank, []).extend(_names(element))
    for rank in sorted(ranked):
        if ranked[rank]:
            yield from list(dict.fromkeys(ranked[rank]))[:_NAMES_MAX]
            return


def _rank(element: HtmlElement) -> int | None:
    names = f"{element.get('class') or ''} {element.get('id') or ''}".strip()
    if element.get("itemprop") == "author":
        return 0
    if "author" in (element.get("rel") or "").lower().split():
        return 1
    if _NAMED.search(names):
        return 2
    return 3 if _BY_LINE.search(names) else None


def _names(element: HtmlElement) -> list[str]:
    """The names within: of its links or named parts where there are such, else its whole text."""
    if element.tag in ("meta", "link", "img", "script"):
        return [name for name in [element.get("content") or ""] if _may_be_name(name)]
    parts = _PARTS.of(element)
    for texts in ([_text(part) for part in parts], [_text(element)]):
        if names := [text for text in texts if _may_be_name(text)]:
            return names
    return []


def _text(element: HtmlElement) -> str:
    return " ".join(" ".join(element.itertext()).split())


def _may_be_name(text: str) -> bool:
    if not 2 < len(text) <= _LENGTH_MAX or len(text.split()) > _WORDS_MAX:
        return False
    return not text[0].islower() and not _NO_NAME.search(text)


def _is_aside(element: HtmlElement) -> bool:
    for ancestor in element.iterancestors():
        if ancestor.tag in _ASIDE_TAGS:
            return True
        if ancestor.tag in ("article", "main", "body"):
            return False
        if _ASIDE.search(f"{ancestor.get('class') or ''} {ancestor.get('id') or ''}"):
            return True
    return False
