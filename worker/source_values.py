"""What is known of sources, and what one poll of them finds: values that cross the stages.

All moments are aware and in UTC.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from worker.values import Judgement
from worker.vocabulary import Outcome, SourceHealth, SourceState, UrlKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A link that a source offers, with what the source says of it."""

    url: str  #: absolute, http or https, as the source gives it
    title: str = ""  #: plain text, one line
    summary: str = ""  #: plain text, without markup; cut at a sane length
    published_at: datetime | None = None  #: None where the source gives no usable date
    language: str | None = None  #: ISO 639-1, as the source declares it


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildSitemap:
    """A sitemap that a sitemap index lists."""

    url: str
    changed_at: datetime | None = None  #: its lastmod


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the bytes of a source hold."""

    items: tuple[Item, ...] = ()  #: in the source's order, each URL once
    children: tuple[ChildSitemap, ...] = ()
    interval_hint_seconds: float | None = None  #: publisher's own: RSS ttl, sy:update*
    title: str = ""  #: of the feed or page
    language: str | None = None  #: of the whole source, as it declares it
    links_count: int = 0  #: all links or entries met, those left out included
    left_out: Mapping[str, int] | None = None  #: why others were left out: reason -> count


@dataclass(frozen=True, slots=True, kw_only=True)
class Stub:
    """What a source says of a URL, judged before the page is fetched."""

    url_id: int
    source_id: int | None
    item: Item
    judgement: Judgement
    seen_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSource:
    """A source that somebody wants to have polled."""

    kind: UrlKind
    name: str
    url: str
    tags: tuple[str, ...] = ()
    language: str | None = None  #: hint, ISO 639-1
    pace_seconds: float | None = None  #: pause between requests to its host; None: the setting
    priority: int = 0  #: of its items within their host; higher goes first
    origin: str = "command"  #: "file", "command", "opml", "sitemap"
    is_paused: bool = False
    parent_id: int | None = None  #: the sitemap index that lists it
    ca_file: str | None = None  #: PEM of an authority trusted for its host, absolute; None: none


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A source as it is kept."""

    source_id: int
    url_id: int
    kind: UrlKind
    name: str
    url: str
    tags: tuple[str, ...]
    language: str | None
    priority: int
    origin: str
    parent_id: int | None
    state: SourceState
    note: str | None  #: why it is in that state
    added_at: datetime
    interval_seconds: float
    interval_reason: str | None
    next_poll_at: datetime | None
    due_at: datetime | None  #: when the poll under way, or the last one, was due
    begun_at: datetime | None  #: when that poll began
    polled_at: datetime | None  #: when the last poll ended
    read_at: datetime | None  #: when one last succeeded (304 included)
    new_at: datetime | None  #: when one last found something new
    changed_at: datetime | None  #: of a child sitemap: the lastmod that its index gave
    body_sha256: str | None  #: of the last body that was read
    failure_score: float  #: grows with failures by their severity; 0 after a success
    failing_since: datetime | None
    outcome: Outcome | None  #: of the last poll
    reason: str | None
    items_count: int | None  #: in the last body that was read
    health: SourceHealth
    health_since: datetime | None
    health_note: str | None  #: what speaks for it, with numbers
    rhythm: Mapping[str, Any]  #: `discover.rhythm`'s own JSON


@dataclass(frozen=True, slots=True, kw_only=True)
class PollRecord:
    """One poll, as it is kept in the history."""

    at: datetime
    outcome: Outcome
    reason: str
    late_seconds: float  #: begun this long after it was due
    items_count: int | None
    new_count: int  #: items not seen in this source before
    accepted_count: int  #: of these, URLs that the frontier did not know
    severity: float  #: by which the failure score grew; 0: no failure
    interval_seconds: float  #: until the next poll
