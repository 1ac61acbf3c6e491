"""What the search for sources on a site finds: values only."""

from dataclasses import dataclass
from enum import StrEnum

from worker.vocabulary import UrlKind


class How(StrEnum):
    """How a source was found, the most trustworthy first; in this order they are worth a try."""

    LINK_ELEMENT = "link element"  #: the page declares it
    ROBOTS = "robots.txt"  #: a Sitemap line
    ANCHOR = "anchor"  #: a link that looks like a feed
    FEED_LIST = "feed list page"  #: no source, but a page that lists feeds: search it in turn
    SECTION = "section link"  #: the page of a section that matters
    ITSELF = "the page itself"  #: the page that was searched
    WELL_KNOWN = "well-known path"  #: a guess: nothing on the page says that it is there


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundSource:
    """A URL that may be a source; only reading it will tell."""

    kind: UrlKind
    url: str  #: absolute, as `worker.urls` writes it
    title: str  #: as the page has it; "" where it gives none
    how: How
    is_elsewhere: bool = False  #: on another site: a feed service, or a sister's
