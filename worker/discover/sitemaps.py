"""Reading sitemaps: urlset, index, Google's news extension and plain lists, gzipped or not.

From bytes that our own client fetched; nothing here opens a file or a connection. The protocol is
https://www.sitemaps.org/protocol.html (0.9). Files of 50 MB are read as a stream.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain

from worker.discover.feed.text import TITLE_MAX_CHARACTERS, plain
from worker.discover.sitemap import charset as sitemap_charset
from worker.discover.sitemap import children as sitemap_children
from worker.discover.sitemap import kind as sitemap_kind
from worker.discover.sitemap import text as sitemap_text
from worker.discover.sitemap.bytes import Unpacked
from worker.discover.sitemap.entry import Entry
from worker.discover.sitemap.items import Reader
from worker.discover.sitemap.kind import HEAD_CHARACTERS, Form
from worker.discover.sitemap.links import Links
from worker.discover.sitemap.newest import Newest
from worker.discover.sitemap.omissions import Omission
from worker.discover.sitemap.pieces import peeked
from worker.discover.sitemap.xml import Entries
from worker.errors import Refused
from worker.settings import DiscoverSettings
from worker.source_values import ChildSitemap, Item, Reading
from worker.vocabulary import Outcome

#: Entries of one file (sitemaps.org).
_PROTOCOL_MAX = 50_000
#: Entries beyond are not even looked at: a file of 50 MB can have a million.
READ_MAX = 2 * _PROTOCOL_MAX


@dataclass(frozen=True, slots=True, kw_only=True)
class SitemapLimits:
    """How much of a sitemap is read."""

    max_bytes: int  #: decompressed; what comes later is not read
    entries_max: int  #: the newest are kept
    age_max_seconds: float  #: older entries are left out
    children_max: int  #: sitemaps kept of an index: those that changed last

    @classmethod
    def from_settings(cls, settings: DiscoverSettings) -> "SitemapLimits":
        """As the operator set them."""
        return cls(
            max_bytes=settings.sitemap_max_bytes,
            entries_max=settings.sitemap_entries_max,
            age_max_seconds=settings.sitemap_age_max_seconds,
            children_max=settings.sitemap_children_max,
        )


def read(
    body: bytes, *, base_url: str, content_type: str | None, now: datetime, limits: SitemapLimits
) -> Reading:
    """The entries of a sitemap, or the sitemaps of an index.

    Damaged, cut off and oversized files give what can be read of them. `links_count` is what was
    met: items, children, and those that `left_out` counts by its reasons (`Omission`).

    Args:
        base_url: where it was found; relative links are resolved against it, and entries of other
            sites are left out.
        content_type: as it was declared; only its charset counts.
        now: aware; entries are old, and dates in the future, as seen from here.

    Returns:
        Items in the file's order, with the publication's date, else that of the last change, else
        none; children ranked, those first that most likely hold the newest (`sitemap_children`).

    Raises:
        Refused: wrong_type: the bytes are no sitemap, and what they are instead; bad_url:
            `base_url` is no web address.
    """
    return _Reading(base_url=base_url, now=now, limits=limits).of(body, content_type)


def looks_like_sitemap(body: bytes, content_type: str | None) -> bool:
    """Whether the bytes begin like a sitemap, gzipped or not; cheap: 64 KiB are looked at."""
    pieces = Unpacked(body, max_bytes=HEAD_CHARACTERS)
    try:
        sitemap_kind.recognise("".join(sitemap_charset.decoded(pieces, content_type=content_type)))
    except Refused:
        return False
    return True


class _Reading:
    """One reading, while it goes on."""

    def __init__(self, *, base_url: str, now: datetime, limits: SitemapLimits) -> None:
        links = Links(base_url)
        self._now = now
        self._limits = limits
        self._age_max = timedelta(seconds=limits.age_max_seconds)
        self._reader = Reader(
            links=links, own_url=links.read(base_url), now=now, age_max=self._age_max
        )
        self._items = Newest[Item](limits.entries_max, date_of=lambda item: item.published_at)
        self._children = Newest[ChildSitemap](_PROTOCOL_MAX, date_of=lambda child: child.changed_at)
        self._left_out: Counter[str] = Counter()
        self._met_count = 0
        self._title = ""

    def of(self, body: bytes, content_type: str | None) -> Reading:
        """Read the whole."""
        unpacked = Unpacked(body, max_bytes=self._limits.max_bytes)
        text = sitemap_charset.decoded(unpacked, content_type=content_type)
        head, text = peeked(text, HEAD_CHARACTERS)
        if unpacked.is_damaged and not head:
            raise Refused(Outcome.WRONG_TYPE, "it is gzip data that can't be unpacked")
        start = sitemap_kind.recognise(head)
        if start.form is Form.XML:
            entries = Entries(_beginning_at(start.offset, text))
            self._gather(entries)
            self._left_out[Omission.ENDS_EARLY] = int(entries.is_cut and unpacked.is_whole)
        else:
            self._gather(sitemap_text.entries(text, is_whole=lambda: unpacked.is_whole))
        self._left_out[Omission.BEYOND_SIZE] |= int(unpacked.is_capped)
        self._left_out[Omission.DAMAGED] = int(unpacked.is_damaged)
        return self._result()

    def _gather(self, entries: Iterable[Entry]) -> None:
        read_max = max(READ_MAX, self._limits.entries_max)
        for entry in entries:
            if self._met_count == read_max:
                self._left_out[Omission.BEYOND_SIZE] = 1
                return
            self._met_count += 1
            self._title = self._title or entry.publication
            omission = self._add_child(entry) if entry.is_sitemap else self._add_item(entry)
            if omission is not None:
                self._left_out[omission] += 1

    def _add_item(self, entry: Entry) -> Omission | None:
        item = self._reader.item(entry)
        if isinstance(item, Omission):
            return item
        return None if self._items.add(item.url, item) else Omission.REPEATED

    def _add_child(self, entry: Entry) -> Omission | None:
        child = self._reader.child(entry)
        if isinstance(child, Omission):
            return child
        return None if self._children.add(child.url, child) else Omission.REPEATED

    def _result(self) -> Reading:
        items, listed = self._items.all(), self._children.all()
        children = sitemap_children.freshest(
            listed, count_max=self._limits.children_max, now=self._now, age_max=self._age_max
        )
        dropped_count = self._items.dropped_count + self._children.dropped_count
        self._left_out[Omission.TOO_MANY] += dropped_count + len(listed) - len(children)
        languages = {item.language for item in items}
        return Reading(
            items=items,
            children=children,
            title=plain(self._title, max_characters=TITLE_MAX_CHARACTERS),
            language=languages.pop() if len(languages) == 1 else None,
            links_count=self._met_count,
            left_out={str(why): count for why, count in self._left_out.items() if count} or None,
        )


def _beginning_at(offset: int, text: Iterator[str]) -> Iterator[str]:
    """The text without what stands before; the first piece holds all of that."""
    return chain((next(text)[offset:],), text)
