"""Reading RSS, RDF and Atom, sound or broken, by feedparser.

feedparser gets bytes in UTF-8 that were fetched, decoded, cut and mended here; it opens nothing.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import feedparser

from worker.discover.feed import cut as feed_cut
from worker.discover.feed import hints as feed_hints
from worker.discover.feed import limits as feed_limits
from worker.discover.feed import mending as feed_mending
from worker.discover.feed.entry import FeedDocument, FeedEntry
from worker.errors import Refused
from worker.vocabulary import Outcome

_WEB = re.compile(r"https?://", re.IGNORECASE)
_TEXT_TYPES = ("text/plain", "text/html", "application/xhtml+xml")


def read(text: str, *, items_max: int) -> FeedDocument:
    """The first `items_max` entries of a feed; the last, where it has its newest at the end.

    Raises:
        Refused: `wrong_type`, where the text is no feed, or one that nobody could read in time.
    """
    text, count = feed_cut.cut(text, items_max)
    parsed = _parsed(feed_mending.mended(feed_limits.within_limits(text)))
    feed, entries = parsed.get("feed", {}), parsed.get("entries", [])
    if not parsed.get("version") and not entries:
        raise Refused(Outcome.WRONG_TYPE, "it is no feed")
    language = _string(feed, "language") or _declared_language(feed)
    return FeedDocument(
        entries=tuple(_entry(entry, language) for entry in entries),
        entries_count=max(count, len(entries)),
        title=_string(feed, "title") or "",
        language=language,
        interval_hint_seconds=feed_hints.interval_seconds(
            ttl=_string(feed, "ttl"),
            period=_string(feed, "sy_updateperiod"),
            frequency=_string(feed, "sy_updatefrequency"),
        ),
    )


def _parsed(text: str) -> Any:
    try:
        # A stream, never a string: feedparser would take a string for a URL or a path, and open it.
        return feedparser.parse(
            BytesIO(text.encode("utf-8", "replace")),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except MemoryError:
        raise
    except Exception as error:  # its tag-soup parser raises what it likes
        reason = f"it can't be read as a feed ({type(error).__name__})"
        raise Refused(Outcome.WRONG_TYPE, reason) from error


def _entry(entry: Any, feed_language: str | None) -> FeedEntry:
    language = _string(entry, "language") or _declared_language(entry)
    return FeedEntry(
        link=_link(entry),
        title=_string(entry, "title") or "",
        summaries=tuple(_summaries(entry)),
        dates=tuple(
            date for key in ("published", "updated", "created") if (date := _string(entry, key))
        ),
        language=language if language != feed_language else None,
    )


def _string(element: Any, key: str) -> str | None:
    """By dict's own get: feedparser's has aliases, and warns of them; odd elements are dicts."""
    value = dict.get(element, key)
    return value if isinstance(value, str) else None


def _declared_language(element: Any) -> str | None:
    """xml:lang, which feedparser keeps with the texts that it governs."""
    for key in ("title_detail", "summary_detail"):
        detail = dict.get(element, key)
        if isinstance(detail, dict) and (language := _string(detail, "language")):
            return language
    return None


def _link(entry: Any) -> str | None:
    """An entry's own link, without FeedBurner's detour; its guid where that is all there is."""
    for key, value in entry.items():
        # feedburner:origLink and its like, under whatever prefix
        if key.endswith("_origlink") and isinstance(value, str) and _WEB.match(value):
            return value
    link, guid = _string(entry, "link"), _string(entry, "id")
    is_guid = entry.get("guidislink") and link == guid
    if link and not is_guid:
        return link
    return guid if guid and _WEB.match(guid) else None


def _summaries(entry: Any) -> Iterator[str]:
    if summary := _string(entry, "summary"):
        yield summary
    for content in entry.get("content") or ():
        if content.get("type") in _TEXT_TYPES and (value := _string(content, "value")):
            yield value
