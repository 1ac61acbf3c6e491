"""How a source is, and, where it is silent, which kind of silence it is. Pure.

A failure that says why (refused, gone, no feed any more) is a kind of silence once it has been met
twice; others are failing, and at last dead. A source that is read well is silent when its own habit
makes so long a pause too unlikely (`silence`).
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Self

from worker.discover.rhythm import Rhythm
from worker.discover.silence import Silence, silence
from worker.discover.words import amount, span
from worker.settings import DiscoverSettings
from worker.vocabulary import Outcome, SourceHealth, UrlKind

#: Failures are believed once they weigh so much: two hard ones, or eight bad moments.
BELIEVED_SCORE = 2.0
#: Of so many recent articles at least ...
ARTICLES_MIN = 5
#: ... so many refused mean that the site refuses us; where the source is silent, half are enough.
REFUSED_SHARE = 0.8
REFUSED_SILENT_SHARE = 0.5
#: A page that shows less than this share of its usual links is not recognised any more.
SHRUNK_SHARE = 0.2
#: Sources that usually hold fewer items are empty at times.
USUAL_MIN = 3.0

_REFUSALS = frozenset({Outcome.ROBOTS_DENIED, Outcome.BOT_CHALLENGE, Outcome.BLOCKED_ADDRESS})
_REFUSAL_STATUSES = frozenset({401, 402, 403, 407, 429, 451})
_AWAY = frozenset({Outcome.NOT_FOUND, Outcome.GONE, Outcome.BAD_URL, Outcome.REDIRECT_LOOP})
_READ = frozenset({Outcome.POLLED, Outcome.UNCHANGED})


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthLimits:
    """Settings of section `discover` that the verdict rests on."""

    dead_after_seconds: float
    silence_probability: float

    @classmethod
    def from_settings(cls, settings: DiscoverSettings) -> Self:
        """As they are set."""
        return cls(
            dead_after_seconds=settings.dead_after_seconds,
            silence_probability=settings.silence_probability,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthFacts:
    """What is known of a source after a poll. All moments are aware."""

    kind: UrlKind
    now: datetime
    added_at: datetime
    outcome: Outcome | None  #: of the last poll; None: not polled yet
    status: int | None = None  #: its HTTP status
    read_at: datetime | None = None  #: when it was last read, 304 included; None: never
    new_at: datetime | None = None  #: when something new was last found
    failing_since: datetime | None = None
    failure_score: float = 0.0  #: with the last poll
    items_count: int | None = None  #: in the last body that was read; None: none was
    links_count: int | None = None  #: all links or entries in it; None: not known
    children_count: int = 0  #: sitemaps that it lists
    moved_to: str | None = None  #: another host, or a URL of it, to which it was redirected
    articles_count: int = 0  #: its recent articles whose visit has ended
    refused_count: int = 0  #: of these, refused to us: 401, 403, 429, challenge, robots.txt
    rhythm: Rhythm = field(default_factory=Rhythm)  #: with the last poll


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """How a source is, and what it rests on."""

    health: SourceHealth
    note: str = ""  #: one line for people, with numbers
    expected: float | None = None  #: items that its habit made likely since something new was found
    quiet_seconds: float | None = None  #: since something new was found; None: never

    @property
    def is_silent(self) -> bool:
        """Whether it gives nothing where it should."""
        return self.health.is_silent


def judge(facts: HealthFacts, *, limits: HealthLimits) -> Verdict:
    """How a source is."""
    if facts.outcome is None:
        return Verdict(health=SourceHealth.NEW, note="not polled yet")
    since = facts.new_at or facts.read_at or facts.added_at
    pause = silence(facts.rhythm, new_at=since, now=facts.now)
    is_silent = pause.probability < limits.silence_probability
    if facts.outcome in _READ:
        found = _of_reading(facts, pause, is_silent=is_silent)
    else:
        found = _of_failure(facts, limits, is_silent=is_silent)
    return Verdict(
        health=found.health,
        note=found.note,
        expected=pause.expected if facts.rhythm.habit.until_seconds else None,
        quiet_seconds=None if facts.new_at is None else pause.seconds,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Finding:
    health: SourceHealth
    note: str


def _of_failure(facts: HealthFacts, limits: HealthLimits, *, is_silent: bool) -> _Finding:
    failing_since = facts.failing_since or facts.now
    seconds = max(0.0, (facts.now - failing_since).total_seconds())
    what = _what(facts)
    kind = _kind_of_failure(facts)
    if kind is not None and (is_silent or facts.failure_score >= BELIEVED_SCORE):
        return _Finding(health=kind, note=f"{_SAID[kind]} for {span(seconds)}: {what}")
    if seconds >= limits.dead_after_seconds:
        return _Finding(health=SourceHealth.DEAD, note=f"failing for {span(seconds)}: {what}")
    return _Finding(health=SourceHealth.FAILING, note=f"failing for {span(seconds)}: {what}")


_SAID = {
    SourceHealth.BLOCKED: "refused to us",
    SourceHealth.MOVED: "not there",
    SourceHealth.LAYOUT_CHANGED: "not what it was",
}


def _what(facts: HealthFacts) -> str:
    status = "" if facts.status is None else f", HTTP {facts.status}"
    whereto = "" if facts.moved_to is None else f", after a redirect to {facts.moved_to}"
    return f"{facts.outcome}{status}{whereto}"


def _kind_of_failure(facts: HealthFacts) -> SourceHealth | None:
    """The kind of silence that a failure speaks of; None where it may be chance."""
    outcome = facts.outcome
    if outcome in _REFUSALS or (
        outcome is Outcome.HTTP_ERROR and facts.status in _REFUSAL_STATUSES
    ):
        return SourceHealth.BLOCKED
    if outcome in _AWAY:
        return SourceHealth.MOVED
    if outcome is Outcome.WRONG_TYPE:
        return SourceHealth.LAYOUT_CHANGED if facts.moved_to is None else SourceHealth.MOVED
    return None


def _of_reading(facts: HealthFacts, pause: Silence, *, is_silent: bool) -> _Finding:
    refused_share = facts.refused_count / max(facts.articles_count, ARTICLES_MIN)
    if refused_share >= (REFUSED_SILENT_SHARE if is_silent else REFUSED_SHARE):
        note = (
            f"{facts.refused_count} of its last {facts.articles_count} articles are refused to us"
        )
        return _Finding(health=SourceHealth.BLOCKED, note=note)
    if facts.items_count == 0 and facts.children_count == 0:
        found = _of_nothing(facts, is_silent=is_silent)
        if found is not None:
            return found
    if is_silent:
        return _of_silence(facts, pause)
    note = "" if facts.moved_to is None else f"it has moved to {facts.moved_to}"
    return _Finding(health=SourceHealth.OK, note=note)


def _of_nothing(facts: HealthFacts, *, is_silent: bool) -> _Finding | None:
    """A reading without items; None where that may be usual.

    A sitemap of recent news is empty at times, and one that lists only old pages has none for us.
    """
    usual = facts.rhythm.usual_items
    links = facts.links_count or 0
    before = f"; usually {amount(usual)} are" if usual else ""
    if links and facts.kind is not UrlKind.SITEMAP:
        note = f"none of its {links} links is recognised as an article{before}"
        return _Finding(health=SourceHealth.LAYOUT_CHANGED, note=note)
    is_usual = links > 0 if facts.kind is UrlKind.SITEMAP else 0 < usual < USUAL_MIN
    if is_usual and not is_silent:
        return None
    if facts.kind is UrlKind.SITEMAP and not is_silent and usual:
        return None
    held = f"usually it holds {amount(usual)}" if usual else "it has never held any"
    return _Finding(health=SourceHealth.EMPTY, note=f"it holds no items; {held}")


def _of_silence(facts: HealthFacts, pause: Silence) -> _Finding:
    usual, items = facts.rhythm.usual_items, facts.items_count
    quiet = (
        f"nothing new for {span(pause.seconds)}; its habit makes {amount(pause.expected)} likely"
    )
    if facts.kind is UrlKind.PAGE and items is not None and items < SHRUNK_SHARE * usual:
        note = f"{quiet}; {items} links are recognised as articles, usually {amount(usual)}"
        return _Finding(health=SourceHealth.LAYOUT_CHANGED, note=note)
    if facts.moved_to is not None:
        note = f"{quiet}; it leads to {facts.moved_to}"
        return _Finding(health=SourceHealth.MOVED, note=note)
    return _Finding(health=SourceHealth.QUIET, note=quiet)
