"""Reading feeds: RSS, RDF, Atom and JSON Feed, from bytes that our own client fetched."""

import codecs
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from typing import Any
from urllib.parse import urljoin

import feedparser

from worker.errors import Refused
from worker.vocabulary import Outcome

_ITEM_END = re.compile(rb"</(?:[\w-]+:)?(?:item|entry)\s*>", re.IGNORECASE)
_DECLARATION = re.compile(r"\s*<\?xml[^>]*>")
_LINE_BREAKS = re.compile(r"[\t\r\n]+")


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
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        body, content_type = _in_utf8(body), None
    found = _read_json(body) if is_json else _read_xml(_shortened(body, items_max), content_type)
    items: dict[str, FeedItem] = {}
    for link, title in found:
        url = _absolute(base_url, link)
        if url is not None and url not in items:
            items[url] = FeedItem(url=url, title=title)
        if len(items) >= items_max:
            break
    return list(items.values())


def _in_utf8(body: bytes) -> bytes:
    """UTF-16 by its mark, which goes before any declaration (RFC 7303, 3.3); the parser differs."""
    return _DECLARATION.sub("", body.decode("utf-16", "replace"), count=1).encode()


def _absolute(base_url: str, link: str) -> str | None:
    """The link as browsers read it: without line breaks, spaces within escaped."""
    mended = _LINE_BREAKS.sub("", link.strip()).replace(" ", "%20")
    try:
        url = urljoin(base_url, mended)
    except ValueError:
        return None
    return url if url.lower().startswith(("http://", "https://")) else None


def _shortened(body: bytes, items_max: int) -> bytes:
    """Without the items beyond: the parser takes a second for each 1,300 of them.

    What follows the last item stays, so that a sound feed stays sound.
    """
    beyond = [match.end() for match in islice(_ITEM_END.finditer(body), items_max - 1, None)]
    return body[: beyond[0]] + body[beyond[-1] :] if beyond else body


def _read_xml(body: bytes, content_type: str | None) -> Iterator[tuple[str, str]]:
    parsed = _parsed(body, content_type)
    if not parsed.get("version") and not parsed.entries:
        raise Refused(Outcome.WRONG_TYPE, "it is no feed")
    for entry in parsed.entries:
        link = _link(entry)
        if link:
            yield str(link), str(entry.get("title", ""))


def _parsed(body: bytes, content_type: str | None) -> Any:
    try:
        return _parsed_as(body, content_type)
    except MemoryError:
        raise
    except Exception as error:
        # Codecs and SGML parsers raise what they like; a charset that none of them has may be why.
        if content_type is not None:
            return _parsed(body, None)
        reason = f"it can't be read as a feed ({type(error).__name__})"
        raise Refused(Outcome.WRONG_TYPE, reason) from error


def _parsed_as(body: bytes, content_type: str | None) -> Any:
    # A stream, never a string: feedparser would take a string for a URL and fetch it.
    return feedparser.parse(
        BytesIO(body),
        response_headers={"content-type": content_type} if content_type else {},
        sanitize_html=False,
        resolve_relative_uris=False,
    )


def _link(entry: Any) -> str | None:
    """An entry's own link, or its guid where that is one; a guid that is a mere name is none."""
    link = entry.get("link")
    is_guid = entry.get("guidislink") and link == entry.get("id")
    return _enclosed_link(entry) if is_guid or not link else link


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
