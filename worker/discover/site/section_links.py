"""Which links of a page lead to sections that matter, the most useful first."""

import re
from collections import Counter
from collections.abc import Iterable
from urllib.parse import unquote

from worker import urls
from worker.discover.site.page import SiteLink
from worker.discover.site.sections import Section, section_of

SECTIONS_MAX = 12
#: Of one kind: a site that is all defence has many, and one on world affairs needs no tenth.
_MAX_OF = {
    Section.DEFENCE: 8,
    Section.WAR: 3,
    Section.SECURITY: 3,
    Section.WORLD: 2,
    Section.POLITICS: 2,
}
_SEGMENTS_MAX = 4
_SEGMENT_WORDS_MAX = 4
_LONG_NUMBER = re.compile(r"\d{5}|/(?:19|20)\d\d/")
_FILE = re.compile(r"(?i)\.(?:pdf|jpe?g|png|gif|svg|webp|mp[34]|zip|xml|rss|rdf|json|docx?|xlsx?)$")
_PLAIN_HOSTS = frozenset({"www", "m", "mobile", "amp", "news", "en"})


def of_interest(anchors: Iterable[SiteLink], page: urls.WebUrl) -> list[SiteLink]:
    """Links to pages of sections, each once, at most so many of each kind.

    Args:
        anchors: of the page's own site, in its order.
        page: where they stand; it is no section of itself.
    """
    ranked: dict[tuple[str, str], tuple[int, bool, SiteLink]] = {}
    for link in anchors:
        section = _section(link)
        if section is not None and link.url != page:
            # Of the same name, a query only says from which menu its reader came.
            place = (link.url.host_key + link.url.path, link.text.casefold())
            ranked.setdefault(place, (section.rank, not link.is_navigation, link))
    kept: list[SiteLink] = []
    counts: Counter[int] = Counter()
    for rank, _, link in sorted(ranked.values(), key=lambda one: one[:2]):
        counts[rank] += 1
        if counts[rank] <= _MAX_OF[tuple(Section)[rank]]:
            kept.append(link)
    return kept[:SECTIONS_MAX]


def _section(link: SiteLink) -> Section | None:
    """None for what has the shape of an article, a file or a front page."""
    url = link.url
    segments = [segment for segment in unquote(url.path).split("/") if segment]
    label = url.host.partition(".")[0]
    place = "" if label in _PLAIN_HOSTS or url.host.count(".") < 2 else f"/{label}"
    if not (segments or url.query or place) or len(segments) > _SEGMENTS_MAX:
        return None
    if _FILE.search(url.path) or _LONG_NUMBER.search(f"{url.path}/"):
        return None
    if segments and len(re.findall(r"[^\W_]+", segments[-1])) > _SEGMENT_WORDS_MAX:
        return None
    return section_of(link.text, place + url.path) if link.text else None
