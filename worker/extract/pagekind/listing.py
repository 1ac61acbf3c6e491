"""Home pages, sections, tags and search results: many links, little prose."""

import re

from worker.extract.pagekind.phrases import NOTHING
from worker.extract.pagekind.sight import OWN_PROSE, Sight
from worker.extract.structured import LIST_TYPES
from worker.extract.weight import weight

_PROSE_LINE = 120  # a line of this weight is a paragraph rather than a headline or a teaser's title
_PROSE_MIN = 450  # with this much in paragraphs it reads as an article, whatever surrounds it
_PROSE_OF_SLUG = 150  # under an address that names an article: a short report among many links
_NAMED_PROSE_MIN = 1800  # the section of a blog shows whole paragraphs of several posts
_LINK_SHARE = 0.5
_NAMED_LINK_SHARE = 0.25
_LINKS_MIN = 8
#: A page that calls itself an article is a list where it has no sentence, and headlines enough.
_LINK_WEIGHT_MIN = 1000
_SECTION_PATH = re.compile(
    r"^/[a-z]{2}(?:-[a-z]{2})?/?$|^/(?:index|home|default)(?:\.\w{2,5})?$"
    r"|^/(?:tag|tags|topic|topics|category|categories|section|author|authors|search|archive|page|label"
    r"|keyword|thema|themen|rubrique|etiqueta|tema|autor|auteur|kategorie|rubrik)(?:/|$)",
    re.IGNORECASE,
)

#: What addresses of articles hold: words of the headline, a number, or a day.
_SLUG = re.compile(r"(?:[-_][^/_.-]+){3}|\d{5}|/(?:19|20)\d\d/\d\d?/\d\d?/")


def listing(sight: Sight) -> str | None:
    """What kind of list the page is; None where it may be an article."""
    page = sight.page
    if page.claims_article:
        return _list_that_claims(sight)
    prose = sum(w for line in page.text.split("\n") if (w := weight(line)) >= _PROSE_LINE)
    if prose >= _NAMED_PROSE_MIN and not page.is_root:
        return None
    links = _link_share(sight)
    if links is None:
        return None
    if page.is_root:
        return f"a home page: {links:.0%} of its text is links"
    if _SECTION_PATH.match(page.path) or page.types() & LIST_TYPES:
        is_section = links > _NAMED_LINK_SHARE
        return f"a section page: {links:.0%} of its text is links" if is_section else None
    enough = _PROSE_OF_SLUG if _SLUG.search(page.path) else _PROSE_MIN
    is_list = prose < enough and links > _LINK_SHARE
    return f"a list: {links:.0%} of its text is links" if is_list else None


def _list_that_claims(sight: Sight) -> str | None:
    """Some sites call every page an article in OpenGraph."""
    if sight.page.articles or not sight.is_short or sight.other_prose(NOTHING) >= OWN_PROSE:
        return None
    region = sight.region
    is_list = region.link_weight >= max(_LINK_WEIGHT_MIN, 4 * region.weight)
    return "a list: headlines of other pages, and no sentence" if is_list else None


def _link_share(sight: Sight) -> float | None:
    """The share of the visible text that stands in links; None where there are few links."""
    page = sight.page
    anchors = [text for a in page.tree.iter("a") if (text := " ".join(a.text_content().split()))]
    if len(anchors) < _LINKS_MIN:
        return None
    return min(1.0, sum(map(len, anchors)) / max(1, len(page.visible)))
