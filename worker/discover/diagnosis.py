"""Which kind of trouble a source has. Pure.

A failure that says why (refused, gone, no feed any more) is a kind of silence once it has been met
twice; others are failing, and at last dead.
"""

from dataclasses import dataclass

from worker.discover.health_facts import HealthFacts
from worker.discover.rhythm import USUAL_MIN
from worker.discover.silence import Silence
from worker.discover.words import amount, span
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

_REFUSALS = frozenset({Outcome.ROBOTS_DENIED, Outcome.BOT_CHALLENGE})
_REFUSAL_STATUSES = frozenset({401, 402, 403, 407, 429, 451})
#: Kinds that the content shows: while it is unchanged, they stand.
_OF_CONTENT = frozenset({SourceHealth.EMPTY, SourceHealth.LAYOUT_CHANGED})
_AWAY = frozenset({Outcome.NOT_FOUND, Outcome.GONE, Outcome.BAD_URL, Outcome.REDIRECT_LOOP})


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """How a source is, and what says so."""

    health: SourceHealth
    note: str


def of_failure(facts: HealthFacts, *, dead_after_seconds: float, is_silent: bool) -> Finding:
    """Of a source whose last poll failed."""
    failing_since = facts.failing_since or facts.now
    seconds = max(0.0, (facts.now - failing_since).total_seconds())
    what = _what(facts)
    kind = _kind_of_failure(facts)
    if kind is not None and (is_silent or facts.failure_score >= BELIEVED_SCORE):
        return Finding(health=kind, note=f"{_SAID[kind]} for {span(seconds)}: {what}")
    if seconds >= dead_after_seconds:
        return Finding(health=SourceHealth.DEAD, note=f"failing for {span(seconds)}: {what}")
    return Finding(health=SourceHealth.FAILING, note=f"failing for {span(seconds)}: {what}")


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


def of_reading(facts: HealthFacts, pause: Silence, *, is_silent: bool) -> Finding:
    """Of a source that could be read."""
    refused_share = facts.refused_count / max(facts.articles_count, ARTICLES_MIN)
    if refused_share >= (REFUSED_SILENT_SHARE if is_silent else REFUSED_SHARE):
        note = (
            f"{facts.refused_count} of its last {facts.articles_count} articles are refused to us"
        )
        return Finding(health=SourceHealth.BLOCKED, note=note)
    if facts.items_count is None and facts.health in _OF_CONTENT:
        return Finding(health=facts.health, note="it is as it was at the last poll")
    if facts.items_count == 0 and facts.children_count == 0:
        found = _of_nothing(facts, is_silent=is_silent)
        if found is not None:
            return found
    if is_silent:
        return _of_silence(facts, pause)
    note = "" if facts.moved_to is None else f"it has moved to {facts.moved_to}"
    return Finding(health=SourceHealth.OK, note=note)


def _of_nothing(facts: HealthFacts, *, is_silent: bool) -> Finding | None:
    """A reading without items; None where that may be usual.

    A sitemap of recent news is empty at times, and one that lists only old pages has none for us.
    """
    usual = facts.rhythm.usual_items
    links = facts.links_count or 0
    before = f"; usually {amount(usual)} are" if usual else ""
    if links and facts.kind is not UrlKind.SITEMAP:
        note = f"none of its {links} links is recognised as an article{before}"
        return Finding(health=SourceHealth.LAYOUT_CHANGED, note=note)
    is_sitemap = facts.kind is UrlKind.SITEMAP
    may_be_empty = links > 0 or usual > 0 if is_sitemap else 0 < usual < USUAL_MIN
    if may_be_empty and not is_silent:
        return None
    held = f"usually it holds {amount(usual)}" if usual else "it has never held any"
    return Finding(health=SourceHealth.EMPTY, note=f"it holds no items; {held}")


def _of_silence(facts: HealthFacts, pause: Silence) -> Finding:
    usual, items = facts.rhythm.usual_items, facts.items_count
    quiet = (
        f"nothing new for {span(pause.seconds)}; its habit makes {amount(pause.expected)} likely"
    )
    if facts.kind is UrlKind.PAGE and items is not None and items < SHRUNK_SHARE * usual:
        note = f"{quiet}; {items} links are recognised as articles, usually {amount(usual)}"
        return Finding(health=SourceHealth.LAYOUT_CHANGED, note=note)
    if facts.moved_to is not None:
        note = f"{quiet}; it leads to {facts.moved_to}"
        return Finding(health=SourceHealth.MOVED, note=note)
    return Finding(health=SourceHealth.QUIET, note=quiet)
