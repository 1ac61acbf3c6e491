"""Finding the sources of a site: feeds, sitemaps and section pages, from a page that others got.

Pure: it proposes, in the order in which they are worth a try; only reading them tells which of them
are sources, and what they are worth.
"""

import re
from collections.abc import Iterable, Sequence

from worker import urls
from worker.discover.site.found import FoundSource, How
from worker.discover.site.schemes import web_address
from worker.discover.site.search import SiteSearch
from worker.errors import Refused
from worker.vocabulary import Outcome, UrlKind

#: Where content systems put feeds, by how many sites have them: WordPress, then what is made by
#: hand or by generators of static sites, Arc (newspapers), Blogger. Each guess costs a request.
FEED_PATHS = (
    "/feed/",
    "/rss.xml",
    "/rss",
    "/feed.xml",
    "/atom.xml",
    "/index.xml",
    "/arc/outboundfeeds/rss/",
    "/feeds/posts/default",
)
#: News sitemaps first: they hold the last two days, the others all that there ever was.
SITEMAP_PATHS = (
    "/news-sitemap.xml",
    "/sitemap-news.xml",
    "/sitemap_news.xml",
    "/sitemap_index.xml",
    "/sitemap.xml",
)


def candidates(html: str, *, base_url: str, robots_sitemaps: Sequence[str]) -> list[FoundSource]:
    """What may be sources of the site that a page belongs to, each once.

    Well-known paths are guessed only where the page names no feed, or nobody a sitemap. A page that
    lists feeds is none itself: `listed_feeds` reads it.

    Args:
        html: the decoded page; "" where there is none.
        base_url: where it was found, after redirects.
        robots_sitemaps: the site's Sitemap lines, as robots.txt has them.

    Raises:
        Refused: `bad_url`, where `base_url` is none.
    """
    search = SiteSearch(html, base_url)
    feeds = search.declared_feeds() + search.linked_feeds()
    if not feeds:
        feeds = search.guesses(UrlKind.FEED, [*search.own_feed_path(), *FEED_PATHS])
    sitemaps = search.declared_sitemaps() + search.robots_sitemaps(robots_sitemaps)
    if not sitemaps:
        sitemaps = search.guesses(UrlKind.SITEMAP, SITEMAP_PATHS)
    pages = [*search.feed_lists(), *search.sections(), search.itself()]
    return _each_once([*feeds, *sitemaps, *pages])


def listed_feeds(html: str, *, base_url: str) -> list[FoundSource]:
    """The feeds that a page lists for its readers, those of defence and world news first.

    Raises:
        Refused: `bad_url`, where `base_url` is none.
    """
    search = SiteSearch(html, base_url)
    return _each_once(search.declared_feeds() + search.linked_feeds())


def home_of(domain_or_url: str) -> str:
    """The URL to begin a search with, from what a person types: `defence.example`, or a URL.

    A path is kept, since it may name the section that is meant. Without a scheme, https it is.

    Raises:
        Refused: `bad_url`, with what is wrong with it.
    """
    text = web_address(domain_or_url)
    written = re.match(r"(?i)(https?):/*", text)
    if written is not None:  # with one slash or none, as browsers take it
        return str(urls.parse(f"{written[1]}://{text[written.end() :]}"))
    if "://" in text:
        return str(urls.parse(text))
    text = text.removeprefix("//")
    host = re.split(r"[/?#]", text, maxsplit=1)[0]
    if not host:
        raise Refused(Outcome.BAD_URL, "it names no site")
    if "." not in host and not host.startswith("["):
        raise Refused(
            Outcome.BAD_URL,
            "it is neither a domain (it has no dot) nor a URL (it has no http:// or https://)",
        )
    return str(urls.parse(f"https://{text}"))


def overlap(keys: Iterable[str], others: Iterable[str]) -> float:
    """The share of a source's links that another one has too; 0 where it has no links.

    Args:
        keys: of the one source: canonical URLs, or keys of them; repeats count once.
        others: of the other one.
    """
    mine = set(keys)
    return len(mine.intersection(others)) / len(mine) if mine else 0.0


_ORDER = {how: number for number, how in enumerate(How)}


def _each_once(found: Iterable[FoundSource]) -> list[FoundSource]:
    """In the order of `How`; what differs by its scheme or a last slash only is one."""
    first: dict[str, FoundSource] = {}
    for one in sorted(found, key=lambda one: _ORDER[one.how]):
        first.setdefault(one.url.partition("://")[2].rstrip("/"), one)
    return list(first.values())
