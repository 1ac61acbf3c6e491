"""Home pages, sections, tags and search results: many links, little prose."""

import re

from worker.extract.page import Page
from worker.extract.structured import LIST_TYPES
from worker.extract.weight import weight

_PROSE_LINE = 120  # a line of this weight is a paragraph rather than a headline or a teaser's title
_PROSE_MIN = 450  # with this much in paragraphs it reads as an article, whatever surrounds it
_NAMED_PROSE_MIN = 1800  # the section of a blog shows whole paragraphs of several posts
_LINK_SHARE = 0.5
_NAMED_LINK_SHARE = 0.25
_LINKS_MIN = 8
_SECTION_PATH = re.compile(
    r"^/[a-z]{2}(?:-[a-z]{2})?/?$|^/(?:index|home|default)(?:\.\w{2,5})?$"
    r"|^/(?:tag|tags|topic|topics|category|categories|section|author|authors|search|archive|page|label"
    r"|keyword|thema|themen|rubrique|etiqueta|tema|autor|kategorie|rubrik)(?:/|$)",
    re.IGNORECASE,
)


def listing(page: Page) -> str | None:
    """What kind of list the page is; None where it may be an article."""
    if page.claims_article:
        return None
    prose = sum(w for line in page.text.split("\n") if (w := weight(line)) >= _PROSE_LINE)
    if prose >= _NAMED_PROSE_MIN and not page.is_root:
        return None
    links = _link_share(page)
    if links is None:
        return None
    if page.is_root:
        return "a home page"
    if _SECTION_PATH.match(page.path) or page.types() & LIST_TYPES:
        return "a section page" if links > _NAMED_LINK_SHARE else None
    is_list = prose < _PROSE_MIN and links > _LINK_SHARE
    return f"a list: {links:.0%} of its text is links" if is_list else None


def _link_share(page: Page) -> float | None:
    """The share of the visible text that stands in links; None where there are few links."""
    anchors = [text for a in page.tree.iter("a") if (text := " ".join(a.text_content().split()))]
    if len(anchors) < _LINKS_MIN:
        return None
    return min(1.0, sum(map(len, anchors)) / max(1, len(page.visible)))
