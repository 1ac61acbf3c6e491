"""What a feed says, before it is judged: the one shape that XML and JSON feeds are read into.

Everything is as the feed gives it: links may be relative, texts hold markup, dates are strings.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """One item as the feed gives it."""

    link: str | None = None  #: None where it leads nowhere
    title: str = ""
    summaries: tuple[str, ...] = ()  #: description, summary, content: best first
    dates: tuple[str, ...] = ()  #: published, updated, created: best first
    language: str | None = None  #: its own declaration, not its feed's


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedDocument:
    """A feed as it gives itself."""

    entries: tuple[FeedEntry, ...]
    entries_count: int  #: those beyond the limit included
    title: str = ""
    language: str | None = None
    interval_hint_seconds: float | None = None
