"""Lists of feeds as feed readers exchange them: OPML 1.0 and 2.0 (http://opml.org/spec2.opml).

What OPML has no word for (sitemaps, pages, pace, priority, paused) travels in attributes of our own
namespace, which other readers pass over.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from email.utils import format_datetime

from lxml import etree

from worker import urls
from worker.discover import opml_xml
from worker.discover.feed.language import iso_639_1
from worker.discover.site.schemes import web_address
from worker.discover.sources import LABEL_MAX_CHARACTERS, PRIORITY_MAX
from worker.errors import InputError, Refused
from worker.settings import YEAR_SECONDS
from worker.source_values import NewSource
from worker.strings import clean_line
from worker.vocabulary import UrlKind

#: `NewSource.origin` of what was imported.
ORIGIN = "opml"
NAMESPACE = "urn:vedette:opml"
TAGS_MAX = 20  #: of one source; a feed may stand in every folder there is
_OWN = f"{{{NAMESPACE}}}"
_FEED_TYPES = frozenset({"rss", "atom", "rdf", "feed", "json", "jsonfeed"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an OPML file holds."""

    sources: tuple[NewSource, ...]  #: in its order, each URL once, with the tags of all its places
    left_out: Mapping[str, int]  #: reason -> count
    is_damaged: bool  #: the XML was broken; what could be read of it was


def read(body: bytes) -> Imported:
    """Read a list; folders become tags, from the outermost in, before the outline's own categories.

    Outlines that lead to no feed are left out and counted, as are URLs that can't be asked for.

    Raises:
        InputError: it is no OPML, or can't be read safely; the text says what is wrong.
    """
    document = opml_xml.read(body)
    root = clean_line(_local_name(document.root), 40)
    if root != "opml":
        hint = "; that is a feed: add it by its URL" if root in ("rss", "feed", "rdf") else ""
        raise InputError(f"it is no OPML: its root is <{root}>{hint}")
    left_out: Counter[str] = Counter()
    sources: dict[str, NewSource] = {}
    for outline, folders in _outlines(document.root):
        source = _source(outline, folders, left_out)
        if source is None:
            continue
        known = sources.get(source.url)
        if known is not None:
            left_out["repeated"] += 1
            source = replace(known, tags=_once((*known.tags, *source.tags)))
        sources[source.url] = source
    return Imported(
        sources=tuple(sources.values()),
        left_out=dict(left_out),
        is_damaged=document.is_damaged,
    )


def _outlines(root: etree._Element) -> Iterator[tuple[etree._Element, tuple[str, ...]]]:
    """All but folders, in their order, each with the names of the folders around it."""
    waiting: list[tuple[etree._Element, tuple[str, ...]]] = [(root, ())]
    while waiting:
        element, folders = waiting.pop()
        if not isinstance(element.tag, str):  # an entity that nobody defined
            continue
        if _local_name(element) == "outline":
            given = _given(element)
            if len(element) and not given.keys() & {"xmlurl", "htmlurl", "url"}:
                folders = (*folders, *_tags([given.get("text") or given.get("title", "")]))
            else:
                yield element, folders
        waiting.extend((child, folders) for child in reversed(element))


def _local_name(element: etree._Element) -> str:
    """In lower case, without its namespace."""
    return str(element.tag).rpartition("}")[2].lower()


def _given(element: etree._Element) -> dict[str, str]:
    """Plain attributes by their names in lower case: `xmlurl` and `xmlURL` are about too."""
    return {
        str(name).lower(): str(value).strip()
        for name, value in element.attrib.items()
        if not str(name).startswith("{")
    }


def _source(
    element: etree._Element, folders: tuple[str, ...], left_out: Counter[str]
) -> NewSource | None:
    given = _given(element)
    kind, address = _address(element, given)
    if not address:
        left_out["include" if given.get("type", "").lower() == "include" else "no feed"] += 1
        return None
    try:
        url = urls.parse(web_address(address))
    except Refused:
        left_out["bad URL"] += 1
        return None
    name = clean_line(given.get("text") or given.get("title", ""), LABEL_MAX_CHARACTERS)
    return NewSource(
        kind=kind,
        name=name or url.host,
        url=str(url),
        tags=_once((*folders, *_tags(_categories(given.get("category", ""))))),
        language=iso_639_1(given.get("language")),
        pace_seconds=_pace(element.get(f"{_OWN}pace_seconds")),
        priority=_priority(element.get(f"{_OWN}priority")),
        origin=ORIGIN,
        is_paused=element.get(f"{_OWN}paused") == "true",
    )


def _address(element: etree._Element, given: Mapping[str, str]) -> tuple[UrlKind, str]:
    """What the outline leads to; an empty address where that is no source."""
    own_kind = element.get(f"{_OWN}kind")
    if own_kind in (UrlKind.SITEMAP, UrlKind.PAGE):
        return UrlKind(own_kind), given.get("url", "")
    if given.get("type", "").lower() in _FEED_TYPES:
        return UrlKind.FEED, given.get("xmlurl") or given.get("url", "")
    return UrlKind.FEED, given.get("xmlurl", "")


def _categories(written: str) -> Iterator[str]:
    """Comma-separated; a path of them begins with a slash: `/Boston/Weather`."""
    for category in written.split(","):
        path = category.strip()
        yield from path.split("/") if path.startswith("/") else (path,)


def _tags(names: Iterable[str]) -> list[str]:
    """Tags hold no commas: categories are told apart by them."""
    lines = (clean_line(name.replace(",", " "), LABEL_MAX_CHARACTERS) for name in names)
    return [line for line in lines if line]


def _once(tags: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tags))[:TAGS_MAX]


def _pace(written: str | None) -> float | None:
    try:
        pace = float(written or "")
    except ValueError:
        return None
    return pace if 0 < pace <= YEAR_SECONDS else None


def _priority(written: str | None) -> int:
    found = re.fullmatch(r"-?\d{1,9}", written or "")
    priority = int(found[0]) if found else 0
    return max(-PRIORITY_MAX, min(PRIORITY_MAX, priority))


def write(sources: Iterable[NewSource], *, title: str, now: datetime) -> bytes:
    """OPML 2.0, in folders by each source's first tag; `read` gives the same sources back.

    Sitemaps that an index lists are left out, since the index brings them back. URLs are written
    in full, with whatever secrets they hold.

    Args:
        title: of the list.
        now: when it is written; aware.
    """
    root = etree.Element("opml", {"version": "2.0"}, {"vedette": NAMESPACE})
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = clean_line(title, LABEL_MAX_CHARACTERS)
    etree.SubElement(head, "dateCreated").text = format_datetime(now)
    body = etree.SubElement(root, "body")
    folders: dict[str, etree._Element] = {}
    for source in sources:
        if source.parent_id is not None:
            continue
        tags = _tags(source.tags)
        parent = body
        if tags:
            if tags[0] not in folders:
                folders[tags[0]] = etree.SubElement(body, "outline", {"text": tags[0]})
            parent = folders[tags[0]]
        etree.SubElement(parent, "outline", _attributes(source, tags))
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return written


def _attributes(source: NewSource, tags: list[str]) -> dict[str, str]:
    name = clean_line(source.name, LABEL_MAX_CHARACTERS) or "?"
    written = {"text": name, "title": name}
    if source.kind is UrlKind.FEED:
        written |= {"type": "rss", "xmlUrl": source.url}
    else:
        written |= {"type": "link", "url": source.url, f"{_OWN}kind": source.kind.value}
    if source.language is not None:
        written["language"] = source.language
    if tags:
        written["category"] = ",".join(tags)
    if source.pace_seconds is not None:
        written[f"{_OWN}pace_seconds"] = repr(source.pace_seconds)
    if source.priority:
        written[f"{_OWN}priority"] = str(source.priority)
    if source.is_paused:
        written[f"{_OWN}paused"] = "true"
    return written
