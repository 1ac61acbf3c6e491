"""When an article was published, by the best source that the page offers, and never by the clock.

Order: JSON-LD, <meta>, microdata, <time>, the URL, and at last htmldate's reading of the page's
text. A date before 1990 or more than two days ahead is refused, noted, and the next source is
asked.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from worker.extract import dates
from worker.extract.metatags import MetaTags
from worker.extract.structured import Node, as_list
from worker.extract.xpath import Elements
from worker.values import Published

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)  # nothing on the web is older: 1970 is a zero
LEEWAY = timedelta(hours=48)  # clocks and zones err, and embargoed pieces are dated tomorrow
_REFUSED_MAX = 5

#: In order of trust; lower-case names of <meta>.
_META_NAMES = (
    "article:published_time", "og:article:published_time", "og:published_time", "article:published",
    "datepublished", "publishdate", "publish-date", "publish_date", "published_date",
    "published-date",
    "publication_date", "publicationdate", "pubdate", "parsely-pub-date", "sailthru.date",
    "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "bt:pubdate", "rnews:datepublished",
    "dcterms.issued", "dcterms.created", "dcterms.date", "dc.date.issued", "dc.date.created",
    "dc.date.publication", "dc.date", "citation_publication_date", "citation_date", "datecreated",
    "article_date_original", "originalpublicationdate", "ptime", "date",
    "article:post_date", "created", "created_at", "og:pubdate", "mediator_published_time",
    "vr:published_time", "weibo:article:create_at", "iso-8601-publish-date",
    "prism.publicationdate",
)  # fmt: skip

_MICRODATA = Elements("//*[@itemprop='datePublished' or @property='datePublished']")
_MICRODATA_MAX = 3
_TIMES = Elements("//time[@datetime]")
_TIME_MAX = 60
_RELATED = re.compile(
    r"comment|related|recommend|sidebar|teaser|promo|most-?read|popular|latest|footer|card|list|widget"
    r"|carousel|more-|ticker|feed\b",
    re.IGNORECASE,
)
_PUBLISHED_CLASS = re.compile(
    r"publi|posted|entry-date|post-date|article-?date|dateline", re.IGNORECASE
)
_MODIFIED_CLASS = re.compile(r"updat|modif", re.IGNORECASE)
_URL_DATE = re.compile(
    r"(?<![0-9])((?:19|20)\d{2})"
    r"(?:(?P<sep>[/_.-])(0?[1-9]|1[0-2])(?P=sep)(0?[1-9]|[12]\d|3[01])|(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01]))"
    r"(?![0-9])"
)
_CONTRADICTION = timedelta(
    days=2
)  # a <time> this far from the URL's day belongs to another article


@dataclass(frozen=True, slots=True, kw_only=True)
class Dating:
    """The date that was found, and those that were not believed."""

    published: Published | None
    refused: tuple[str, ...]  #: "source: raw value"


def date_page(
    *, tree: HtmlElement, articles: Iterable[Node], metas: MetaTags, url: str, now: datetime
) -> Dating:
    """Find when the page's article was published.

    Args:
        articles: the JSON-LD nodes of this page's article, best first.
        url: where the page was fetched.
        now: the moment of the visit, aware; bounds what is believed, and is never the answer.
    """
    refused: list[str] = []
    for source, raw in _claims(tree, articles, metas, url):
        moment = dates.parse(raw)
        if moment is None:
            continue
        if EARLIEST <= moment.at <= now + LEEWAY:
            published = Published(
                at=moment.at, source=source, has_time=moment.has_time, zone=moment.zone
            )
            return Dating(published=published, refused=tuple(refused))
        if len(refused) < _REFUSED_MAX:
            refused.append(f"{source}: {raw[:60]}")
    return Dating(published=None, refused=tuple(refused))


def _claims(
    tree: HtmlElement, articles: Iterable[Node], metas: MetaTags, url: str
) -> Iterator[tuple[str, str]]:
    nodes = tuple(articles)
    for key in ("datePublished", "dateCreated", "uploadDate"):
        for node in nodes:
            yield from (("json-ld", raw) for raw in _strings(node.get(key)))
    yield from (("meta", raw) for raw in metas.all(_META_NAMES))
    yield from (("microdata", raw) for raw in _microdata(tree))
    days = list(url_dates(url))
    yield from (("time", raw) for raw in _time_elements(tree) if not _contradicts(raw, days))
    yield from (("url", raw) for raw in days)


def _strings(value: Any) -> Iterator[str]:
    for item in as_list(value):
        if isinstance(item, dict):
            yield from _strings(item.get("@value"))
        elif isinstance(item, str | int | float) and not isinstance(item, bool):
            yield str(item)


def _microdata(tree: HtmlElement) -> Iterator[str]:
    for element in _MICRODATA.of(tree)[:_MICRODATA_MAX]:
        yield element.get("content") or element.get("datetime") or element.text_content()[:100]


def _time_elements(tree: HtmlElement) -> Iterator[str]:
    """<time datetime> outside comments, lists and related articles; marked ones first."""
    times = [
        element
        for element in _TIMES.of(tree)[:_TIME_MAX]
        if not _MODIFIED_CLASS.search(_names(element)) and not _is_aside(element)
    ]
    marked = [
        e for e in times if e.get("pubdate") is not None or _PUBLISHED_CLASS.search(_names(e))
    ]
    for element in (*marked[:1], *times[:1]):
        yield element.get("datetime")


def _is_aside(element: HtmlElement) -> bool:
    for ancestor in element.iterancestors():
        if ancestor.tag in ("aside", "nav", "footer", "li"):
            return True
        if ancestor.tag in ("main", "body"):
            return False
        if _RELATED.search(_names(ancestor)):
            return True
    return False


def _names(element: HtmlElement) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''} {element.get('itemprop') or ''}"


def url_dates(url: str) -> Iterator[str]:
    """The dates of a URL's path (/2024/05/17/…, …-20240517.html), as ISO days."""
    try:
        path = urlsplit(url).path
    except ValueError:
        return
    for match in _URL_DATE.finditer(path):
        year = match.group(1)
        month, day = match.group(3) or match.group(5), match.group(4) or match.group(6)
        yield f"{year}-{int(month):02}-{int(day):02}"


def _contradicts(raw: str, days: list[str]) -> bool:
    """Whether a <time> is far from every day that the URL names."""
    moment = dates.parse(raw)
    named = [day.at for raw_day in days if (day := dates.parse(raw_day)) is not None]
    if moment is None or not named:
        return False
    return all(abs(moment.at - day) > _CONTRADICTION for day in named)
