"""Reading JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/)."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from worker.discover.feed import cut as feed_cut
from worker.discover.feed import dates as feed_dates
from worker.discover.feed.entry import FeedDocument, FeedEntry
from worker.errors import Refused
from worker.vocabulary import Outcome

SIGN = "jsonfeed.org/version"  #: which `version` holds, by the standard


def read(text: str, *, items_max: int) -> FeedDocument:
    """The first `items_max` entries of a feed; the last, where it has its newest at the end.

    Raises:
        Refused: `wrong_type`, where the text is no JSON, or no JSON Feed.
    """
    document = _document(text)
    listed = document.get("items")
    items = [item for item in listed if isinstance(item, dict)] if isinstance(listed, list) else []
    count = len(items)
    if count > items_max:
        items = items[feed_cut.kept(count, items_max, first=_at(items[0]), last=_at(items[-1]))]
    return FeedDocument(
        entries=tuple(_entry(item) for item in items),
        entries_count=count,
        title=_string(document, "title") or "",
        language=_string(document, "language"),
    )


def _document(text: str) -> Mapping[str, Any]:
    try:
        # not strict: line breaks within strings are a common fault
        document: Any = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        raise Refused(Outcome.WRONG_TYPE, "it is no feed, though it begins like JSON") from None
    if not isinstance(document, dict) or SIGN not in (_string(document, "version") or ""):
        raise Refused(Outcome.WRONG_TYPE, "it is JSON, but no JSON Feed")
    return document


def _entry(item: Mapping[str, Any]) -> FeedEntry:
    return FeedEntry(
        link=next(_links(item), None),
        title=_string(item, "title") or "",
        summaries=_strings(item, "summary", "content_text", "content_html"),
        dates=_dates(item),
        language=_string(item, "language"),
    )


def _links(item: Mapping[str, Any]) -> Iterator[str]:
    """`url`; what it links to; its id, which "is ideally the full URL"."""
    yield from _strings(item, "url", "external_url")
    for name in _strings(item, "id"):
        if name.lower().startswith(("http://", "https://")):
            yield name


def _dates(item: Mapping[str, Any]) -> tuple[str, ...]:
    return _strings(item, "date_published", "date_modified")


def _at(item: Mapping[str, Any]) -> datetime | None:
    return next((at for date in _dates(item) if (at := feed_dates.parse(date))), None)


def _strings(item: Mapping[str, Any], *keys: str) -> tuple[str, ...]:
    return tuple(value for key in keys if (value := _string(item, key)))


def _string(item: Mapping[str, Any], key: str) -> str | None:
    value = item.get(key)
    return value if isinstance(value, str) else None
