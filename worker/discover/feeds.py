"""Reading feeds: RSS, RDF, Atom and JSON Feed, from bytes that our own client fetched."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from urllib.parse import urljoin

import feedparser

from worker.errors import Refused
from worker.vocabulary import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedItem:
    """One item that leads somewhere."""

    url: str  #: absolute
    title: str


def read(body: bytes, *, base_url: str, content_type: str | None, items_max: int) -> list[FeedItem]:
    """The items of a feed, in its order, without repeats.

    Args:
        base_url: where the feed was found; relative links are resolved against it.
        content_type: as it was declared; it may name the charset.
        items_max: items beyond are left for the next poll.

    Raises:
        Refused: `wrong_type`, where the bytes are no feed at all. A damaged feed gives what it has.
    """
    is_json = body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{"
    found = _read_json(body) if is_json else _read_xml(body, content_type)
    items: dict[str, FeedItem] = {}
    for link, title in found:
        url = urljoin(base_url, link.strip())
        if url.startswith(("http://", "https://")) and url not in items:
            items[url] = FeedItem(url=url, title=title)
        if len(items) >= items_max:
            break
    return list(items.values())


def _read_xml(body: bytes, content_type: str | None) -> Iterator[tuple[str, str]]:
    headers = {"content-type": content_type} if content_type else {}
    # A stream, never a string: feedparser would take a string for a URL and fetch it.
    parsed = feedparser.parse(BytesIO(body), response_headers=headers, sanitize_html=False)
    if not parsed.get("version") and not parsed.entries:
        raise Refused(Outcome.WRONG_TYPE, "it is no feed")
    for entry in parsed.entries:
        link = entry.get("link") or _enclosed_link(entry)
        if link:
            yield str(link), str(entry.get("title", ""))


def _enclosed_link(entry: Any) -> str | None:
    """Some feeds give only a guid that is the link."""
    guid = entry.get("id")
    return guid if isinstance(guid, str) and guid.startswith(("http://", "https://")) else None


def _read_json(body: bytes) -> Iterator[tuple[str, str]]:
    """JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        raise Refused(Outcome.WRONG_TYPE, "it is no feed, though it begins like JSON") from None
    version = document.get("version")
    if not isinstance(version, str) or "jsonfeed.org" not in version:
        raise Refused(Outcome.WRONG_TYPE, "it is JSON, but no JSON Feed")
    entries = document.get("items")
    for entry in entries if isinstance(entries, list) else []:
        link = entry.get("url") or entry.get("external_url") if isinstance(entry, dict) else None
        if isinstance(link, str):
            yield link, str(entry.get("title") or "")
