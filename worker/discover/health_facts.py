"""What the verdict on a source's health rests on."""

from dataclasses import dataclass, field
from datetime import datetime

from worker.discover.rhythm import Rhythm
from worker.vocabulary import Outcome, SourceHealth, UrlKind


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthFacts:
    """What is known of a source after a poll. All moments are aware."""

    kind: UrlKind
    now: datetime
    outcome: Outcome | None  #: of the last poll; None: not polled yet
    status: int | None = None  #: its HTTP status
    failing_since: datetime | None = None
    failure_score: float = 0.0  #: with the last poll
    items_count: int | None = None  #: in the body that was read; None: none was (304, unchanged)
    links_count: int | None = None  #: all links or entries in it; None as there
    children_count: int = 0  #: sitemaps that it lists
    health: SourceHealth = SourceHealth.NEW  #: before this poll
    moved_to: str | None = None  #: another host, or a URL of it, to which it was redirected
    articles_count: int = 0  #: its recent articles whose visit has ended
    refused_count: int = 0  #: of these, refused to us: 401, 403, 429, challenge, robots.txt
    rhythm: Rhythm = field(default_factory=Rhythm)  #: with the last poll
