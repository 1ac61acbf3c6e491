"""The article's title, without the site's name at its end."""

import re
from collections.abc import Iterable

from lxml.html import HtmlElement

from worker.extract.metatags import MetaTags
from worker.extract.structured import Node
from worker.strings import TITLE_MAX_CHARACTERS, one_line

_SEPARATOR = re.compile(r"\s+[|–—·•⁄»«:/-]\s+|\s*[|｜_»]\s*|\s+::\s+")
_PREFIX = re.compile(r"(\s*[:|]\s+|\s+[–—-]\s+)")  # after a site's name at the front
_REST_LEAST_CHARACTERS = 10
_META_NAMES = (
    "og:title",
    "twitter:title",
    "dc.title",
    "dcterms.title",
    "parsely-title",
    "sailthru.title",
)
_H1_MAX = 20
_ELLIPSES = ("...", "…")


def title_of(
    *, tree: HtmlElement, articles: Iterable[Node], metas: MetaTags, site_names: Iterable[str]
) -> str | None:
    """The title by JSON-LD's headline, og:title, the only <h1>, then <title>; one clean line.

    Args:
        articles: the JSON-LD nodes of this page's article, best first.
        site_names: what the site is called, to be cut from the title's end.
    """
    sites = {_key(name) for name in site_names if _key(name)}
    candidates = [
        title
        for raw in (
            *(node.get("headline") for node in articles),
            *metas.all(_META_NAMES),
            *headings(tree)[:1],
            title_element(tree),
            *(node.get("name") for node in articles),
        )
        if (title := one_line(raw, max_characters=TITLE_MAX_CHARACTERS))
        and _key(title) not in sites
    ]
    if not candidates:
        return None
    return _without_site(_whole(candidates), sites, candidates)


def headings(tree: HtmlElement) -> list[str]:
    """The page's <h1> texts: those within <article> or <main> first."""
    elements = list(tree.iter("h1"))[:_H1_MAX]
    inner = [e for e in elements if next(e.iterancestors("article", "main"), None) is not None]
    ordered = [*inner, *(e for e in elements if e not in inner)]
    texts = (one_line(e.text_content(), max_characters=TITLE_MAX_CHARACTERS) for e in ordered)
    return [text for text in texts if text]


def title_element(tree: HtmlElement) -> str | None:
    """The text of <title>; an SVG's <title> is another thing."""
    element = tree.find(".//head/title")
    if element is None:
        element = tree.find(".//title")
    if element is None:
        return None
    return one_line(element.text_content(), max_characters=TITLE_MAX_CHARACTERS)


def shown_titles(tree: HtmlElement, metas: MetaTags) -> tuple[str, ...]:
    """All that the page shows as its title, for comparison with what JSON-LD says."""
    found = (*metas.all(("og:title", "twitter:title")), *headings(tree), title_element(tree))
    return tuple(title for title in found if title)


def _whole(candidates: list[str]) -> str:
    """The first candidate, or the one that it is a cut-off beginning of."""
    first = candidates[0]
    if first.endswith(_ELLIPSES):
        stem = first.rstrip(".… ")
        for other in candidates[1:]:
            if len(stem) > 15 and other.startswith(stem) and not other.endswith(_ELLIPSES):
                return other
    return first


def _without_site(title: str, sites: set[str], candidates: list[str]) -> str:
    """Cut trailing parts that name the site, or that no other title of the page has."""
    others = {_key(other) for other in candidates[1:]}
    while (cuts := list(_SEPARATOR.finditer(title))) and cuts[-1].start() > 0:
        head, tail = title[: cuts[-1].start()], title[cuts[-1].end() :]
        if _key(tail) not in sites and _key(head) not in others:
            break
        title = head.rstrip()
    head, colon, rest = (
        _PREFIX.split(title, maxsplit=1) if _PREFIX.search(title) else (title, "", "")
    )
    return rest if colon and _key(head) in sites and len(rest) > _REST_LEAST_CHARACTERS else title


def _key(name: str) -> str:
    return "".join(c for c in name.casefold() if c.isalnum())
