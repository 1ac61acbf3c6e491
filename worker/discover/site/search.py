"""One page searched for sources of its site: what each kind of search finds, the best first.

It proposes; which of the proposals are made, and in which order, `finder` decides.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from urllib.parse import urljoin

from courlan import extract_domain

from worker import urls
from worker.discover.site import feedlike, section_links
from worker.discover.site import page as site_page
from worker.discover.site.found import FoundSource, How
from worker.discover.site.page import SiteLink
from worker.discover.site.sections import Section, section_of
from worker.errors import Refused
from worker.strings import clean_line
from worker.vocabulary import UrlKind

#: A page that lists feeds has some hundred; each costs a request.
FEEDS_MAX = 40
SITEMAPS_MAX = 20
FEED_LISTS_MAX = 2
TITLE_MAX_CHARACTERS = 120

_NEWS_SITEMAP = re.compile(r"(?i)news|noticia|notizie|nachricht|haber|actu|latest|recent")
#: Pictures, tags, authors and shops hold no articles, years gone by no new ones.
_IDLE_SITEMAP = re.compile(
    r"(?i)image|photo|video|categor|(?<![a-z])tags?(?![a-z])|author|static|product|archiv|event|"
    r"(?<!\d)(?:19|20)\d\d(?!\d)"
)


class SiteSearch:
    """A page and the site that it belongs to.

    Args:
        html: the decoded page; "" where there is none.
        base_url: where it was found, after redirects.

    Raises:
        Refused: `bad_url`, where `base_url` is none.
    """

    def __init__(self, html: str, base_url: str) -> None:
        self._base = urls.parse(base_url)
        self._site = _site_of(self._base)
        self._page = site_page.read(html, base_url)

    def itself(self) -> FoundSource:
        """The page, as a source of links."""
        return self._source(UrlKind.PAGE, self._base, How.ITSELF, self._page.title)

    def declared_feeds(self) -> list[FoundSource]:
        """Those of its link elements, in their order; comment feeds are left out."""
        found = [link for link in self._page.elements if feedlike.is_declared_feed(link)]
        return [self._linked(UrlKind.FEED, link, How.LINK_ELEMENT) for link in found[:FEEDS_MAX]]

    def linked_feeds(self) -> list[FoundSource]:
        """Those on the page's own site, or on hosts that are there for feeds."""
        found = [
            link
            for link in self._page.anchors
            if feedlike.looks_like_feed(link)
            and (self._is_own(link) or feedlike.is_feed_host(link.url))
        ]
        found = list({str(link.url): link for link in reversed(found)}.values())[::-1]
        found.sort(key=_usefulness)
        return [self._linked(UrlKind.FEED, link, How.ANCHOR) for link in found[:FEEDS_MAX]]

    def feed_lists(self) -> list[FoundSource]:
        """Pages of the site that list feeds for readers."""
        found = [
            link
            for link in self._page.anchors
            if feedlike.lists_feeds(link) and self._is_own(link) and link.url != self._base
        ]
        return [self._linked(UrlKind.PAGE, one, How.FEED_LIST) for one in found[:FEED_LISTS_MAX]]

    def declared_sitemaps(self) -> list[FoundSource]:
        """Those of its link elements."""
        found = [link for link in self._page.elements if feedlike.is_declared_sitemap(link)]
        return [self._linked(UrlKind.SITEMAP, one, How.LINK_ELEMENT) for one in found]

    def robots_sitemaps(self, lines: Sequence[str]) -> list[FoundSource]:
        """News sitemaps first, those of no use last; a relative line is read as browsers would."""
        found = list(_readable(self._base, lines))
        found.sort(key=lambda url: _idleness(str(url).partition("://")[2].partition("/")[2]))
        return [self._source(UrlKind.SITEMAP, url, How.ROBOTS) for url in found[:SITEMAPS_MAX]]

    def sections(self) -> list[FoundSource]:
        """Pages of the site's sections that matter, of defence first."""
        own = (link for link in self._page.anchors if self._is_own(link))
        found = section_links.of_interest(own, self._base)
        return [self._linked(UrlKind.PAGE, link, How.SECTION) for link in found]

    def guesses(self, kind: UrlKind, paths: Iterable[str]) -> list[FoundSource]:
        """Well-known paths of the site, of which nothing is known here."""
        readable = _readable(self._base, paths)
        return [self._source(kind, url, How.WELL_KNOWN) for url in readable]

    def own_feed_path(self) -> list[str]:
        """Of a section's page: WordPress gives each its feed."""
        path = self._base.path.rstrip("/")
        return [f"{path}/feed/"] if path and "." not in path.rpartition("/")[2] else []

    def _is_own(self, link: SiteLink) -> bool:
        return _site_of(link.url) == self._site

    def _linked(self, kind: UrlKind, link: SiteLink, how: How) -> FoundSource:
        return self._source(kind, link.url, how, link.text)

    def _source(self, kind: UrlKind, url: urls.WebUrl, how: How, title: str = "") -> FoundSource:
        return FoundSource(
            kind=kind,
            url=str(url),
            title=clean_line(title, TITLE_MAX_CHARACTERS),
            how=how,
            is_elsewhere=_site_of(url) != self._site,
        )


def _usefulness(link: SiteLink) -> int:
    section = section_of(link.text, link.url.path)
    return len(Section) if section is None else section.rank


def _idleness(path: str) -> int:
    if _IDLE_SITEMAP.search(path):
        return 2
    return 0 if _NEWS_SITEMAP.search(path) else 1


def _readable(base: urls.WebUrl, references: Iterable[str]) -> Iterator[urls.WebUrl]:
    for reference in references:
        try:
            yield urls.parse(urljoin(str(base), reference.strip()))
        except (Refused, ValueError):
            continue


def _site_of(url: urls.WebUrl) -> str:
    """The registrable domain; where there is none, as for addresses: host and port."""
    return _registered(url.host) or url.host_key.removeprefix("www.")


@lru_cache(maxsize=1024)
def _registered(host: str) -> str | None:
    found: str | None = None if ":" in host else extract_domain(f"https://{host}/")
    return found
