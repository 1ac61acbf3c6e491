"""Reading feeds: RSS, RDF, Atom and JSON Feed, from bytes that our own client fetched.

Nothing here opens a file or a connection, whatever a feed asks for.
"""

import re
from collections import Counter
from datetime import datetime
from enum import StrEnum
from urllib.parse import urljoin

from worker import urls
from worker.discover.feed import charset as feed_charset
from worker.discover.feed import dates as feed_dates
from worker.discover.feed import json as feed_json
from worker.discover.feed import language as feed_language
from worker.discover.feed import root as feed_root
from worker.discover.feed import text as feed_text
from worker.discover.feed import xml as feed_xml
from worker.discover.feed.entry import FeedDocument, FeedEntry
from worker.errors import Refused
from worker.source_values import Item, Reading
from worker.vocabulary import Outcome

_SNIFFED_BYTES = 65_536
#: A summary shorter than this ("Read more") gives way to a longer text of the same item.
_SUMMARY_MIN_CHARACTERS = 60

_LINE_BREAKS = re.compile(r"[\t\r\n]+")
_UNFIT = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")


class LeftOut(StrEnum):
    """Why entries of a feed were left out, as `Reading.left_out` counts them."""

    NO_ADDRESS = "no web address"  #: without a link, or with one that is no http(s) URL
    REPEATED = "repeated"  #: the same URL came before
    TOO_MANY = "too many"  #: others are newer


def read(
    body: bytes, *, base_url: str, content_type: str | None, items_max: int, now: datetime
) -> Reading:
    """The items of a feed, in its order, each URL once, with what the feed says of them.

    Args:
        base_url: where the feed was found; relative links are resolved against it.
        content_type: as it was declared; it may name the charset.
        items_max: items beyond are left out: the last of the feed, or the first where the feed has
            its newest at the end.
        now: aware; dates more than a day later are not believed.

    Raises:
        Refused: `wrong_type`, where the bytes are no feed at all. A damaged feed gives what it has.
    """
    found = _document(body, content_type, items_max)
    items: dict[str, Item] = {}
    left_out = Counter({LeftOut.TOO_MANY: found.entries_count - len(found.entries)})
    for entry in found.entries:
        url = _absolute(base_url, entry.link) if entry.link else None
        if url is None:
            left_out[LeftOut.NO_ADDRESS] += 1
        elif url in items:
            left_out[LeftOut.REPEATED] += 1
        elif len(items) >= items_max:
            left_out[LeftOut.TOO_MANY] += 1
        else:
            items[url] = _item(url, entry, now)
    return Reading(
        items=tuple(items.values()),
        interval_hint_seconds=found.interval_hint_seconds,
        title=feed_text.plain(found.title, max_characters=feed_text.TITLE_MAX_CHARACTERS),
        language=feed_language.iso_639_1(found.language),
        links_count=found.entries_count,
        left_out={str(reason): count for reason, count in left_out.items() if count} or None,
    )


def looks_like_feed(body: bytes, content_type: str | None) -> bool:
    """Whether `read` may be tried: by the first element, without parsing.

    Args:
        content_type: as it was declared; the bytes go before it.
    """
    text = feed_charset.skimmed(body[:_SNIFFED_BYTES]).lstrip()
    if text.startswith("{"):
        return feed_json.SIGN in text or "application/feed+json" in (content_type or "").lower()
    root = feed_root.find(text)
    if root.name == "rdf":  # other things are written in RDF too
        return "purl.org/rss" in root.text or "my.netscape.com/rdf" in root.attributes
    return root.name in ("rss", "feed", "channel")


def _document(body: bytes, content_type: str | None, items_max: int) -> FeedDocument:
    text = feed_charset.decoded(body, content_type).lstrip()
    if text.startswith("{"):
        return feed_json.read(text, items_max=items_max)
    root = feed_root.find(text)
    if root.name == "html":  # its <item>s, if any, are none of a feed
        raise Refused(Outcome.WRONG_TYPE, "it is an HTML page, no feed")
    return feed_xml.read(root.text, items_max=items_max)


def _absolute(base_url: str, link: str) -> str | None:
    """The link as browsers read it: without line breaks, spaces within escaped."""
    mended = _LINE_BREAKS.sub("", link.strip()).replace(" ", "%20")
    try:
        url = urljoin(base_url, mended)
    except ValueError:
        return None
    if not url.lower().startswith(("http://", "https://")):
        return None
    return url if len(url) <= urls.MAX_LENGTH and not _UNFIT.search(url) else None


def _item(url: str, entry: FeedEntry, now: datetime) -> Item:
    title = feed_text.plain(entry.title, max_characters=feed_text.TITLE_MAX_CHARACTERS)
    return Item(
        url=url,
        title=title,
        summary=_summary(entry.summaries, title),
        published_at=feed_dates.published_at(entry.dates, now=now),
        language=feed_language.iso_639_1(entry.language),
    )


def _summary(sources: tuple[str, ...], title: str) -> str:
    """The first that says something; else the longest."""
    longest = ""
    for source in sources:
        text = feed_text.plain(
            feed_text.without_footer(source, title),
            max_characters=feed_text.SUMMARY_MAX_CHARACTERS,
        )
        if len(text) >= _SUMMARY_MIN_CHARACTERS:
            return text
        longest = max(longest, text, key=len)
    return longest
