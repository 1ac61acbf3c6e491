"""When a source that failed is asked again. Pure.

A failure weighs by what it says: that the source is not there, that something is wrong, or that the
moment was bad. The weights add up until a poll succeeds, and each doubling of patience is paid for
with one hard failure. A source is never given up: a dead one is asked once a day.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Self

from worker.discover.words import span
from worker.settings import DiscoverSettings
from worker.vocabulary import Outcome


class Severity(float, Enum):
    """By how much a failure lets the score grow."""

    NONE = 0.0  #: no failure
    TEMPORARY = 0.25  #: the moment was bad: four of them double the interval
    SOFT = 0.5  #: something is wrong, and may be mended
    HARD = 1.0  #: it is not there, or not for us: each one doubles the interval


#: Every outcome that a poll can end with; a test holds it complete. A new one goes here too.
SEVERITIES: dict[Outcome, Severity] = {
    Outcome.POLLED: Severity.NONE,
    Outcome.UNCHANGED: Severity.NONE,
    # It is not there, or nothing that we can read is.
    Outcome.NOT_FOUND: Severity.HARD,
    Outcome.GONE: Severity.HARD,
    Outcome.WRONG_TYPE: Severity.HARD,
    Outcome.BAD_URL: Severity.HARD,
    Outcome.REDIRECT_LOOP: Severity.HARD,
    Outcome.TLS_ERROR: Severity.HARD,
    Outcome.TOO_LARGE: Severity.HARD,
    Outcome.BLOCKED_ADDRESS: Severity.HARD,
    # Not for us: to insist is rude.
    Outcome.ROBOTS_DENIED: Severity.HARD,
    Outcome.BOT_CHALLENGE: Severity.HARD,
    # Ours: it would break the next child too.
    Outcome.QUARANTINED: Severity.HARD,
    Outcome.DROPPED: Severity.HARD,
    Outcome.SOFT_404: Severity.HARD,
    Outcome.ERROR_PAGE: Severity.SOFT,
    Outcome.LOGIN: Severity.HARD,
    Outcome.CONSENT_WALL: Severity.HARD,
    Outcome.GEO_BLOCKED: Severity.HARD,
    Outcome.NEEDS_JAVASCRIPT: Severity.HARD,
    Outcome.GALLERY: Severity.HARD,
    # Something is wrong, and may be mended.
    Outcome.HTTP_ERROR: Severity.SOFT,
    Outcome.TRUNCATED: Severity.SOFT,
    Outcome.DNS_ERROR: Severity.SOFT,
    # The moment was bad.
    Outcome.UNREACHABLE: Severity.TEMPORARY,
    Outcome.TIMEOUT: Severity.TEMPORARY,
}

#: What `http_error` means, where its status says more.
_HARD_STATUSES = frozenset({400, 401, 402, 403, 405, 406, 407, 451})
_TEMPORARY_STATUSES = frozenset({408, 421, 423, 425, 429, 502, 503, 504, 520, 521, 522, 523, 524})

#: A score beyond this changes nothing: 5 minutes, doubled so often, are a year.
SCORE_MAX = 16.0
#: Results are moved by so much, so that sources that failed together don't come back together.
SPREAD_SHARE = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class FailingLimits:
    """Settings of section `discover` that bound the back-off, in seconds."""

    poll_interval_seconds: float
    failing_interval_max_seconds: float
    dead_after_seconds: float

    @classmethod
    def from_settings(cls, settings: DiscoverSettings) -> Self:
        """As they are set."""
        return cls(
            poll_interval_seconds=settings.poll_interval_seconds,
            failing_interval_max_seconds=settings.failing_interval_max_seconds,
            dead_after_seconds=settings.dead_after_seconds,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """What follows from a poll that failed."""

    severity: float  #: by which the score grew
    score: float  #: to be kept; a success sets it back to 0
    seconds: float  #: until the next poll
    reason: str  #: for people
    is_dead: bool  #: it has failed for long; it is asked seldom, and for ever


def severity(outcome: Outcome, status: int | None) -> Severity:
    """How much a failure weighs.

    Args:
        status: the HTTP status, where there was one; it tells http_errors apart.
    """
    if outcome is Outcome.HTTP_ERROR and status in _HARD_STATUSES:
        return Severity.HARD
    if outcome is Outcome.HTTP_ERROR and status in _TEMPORARY_STATUSES:
        return Severity.TEMPORARY
    return SEVERITIES.get(outcome, Severity.SOFT)


def after_failure(
    outcome: Outcome,
    *,
    status: int | None,
    score: float,
    failing_since: datetime,
    now: datetime,
    interval_seconds: float,
    retry_after_seconds: float | None,
    limits: FailingLimits,
    spread: float,
) -> Failure:
    """What follows from a poll that failed.

    Args:
        status: the HTTP status, where there was one.
        score: of the failures before it.
        failing_since: when the first of them, without a success since, was met (aware).
        interval_seconds: the source's own interval, as its rhythm gave it; not the one that the
            failure before gave, which has grown already. 0: none yet.
        retry_after_seconds: what the server asked for; a lower bound, whatever the settings say.
        spread: 0 to 1 (excluded), any fixed or random number.
    """
    weight = severity(outcome, status)
    grown = min(max(score, 0.0) + weight, SCORE_MAX)
    failing_seconds = max(0.0, (now - failing_since).total_seconds())  # a clock may jump
    is_dead = failing_seconds >= limits.dead_after_seconds
    most_seconds = limits.failing_interval_max_seconds
    base_seconds = interval_seconds if interval_seconds > 0 else limits.poll_interval_seconds
    wanted_seconds = most_seconds if is_dead else min(base_seconds * 2.0**grown, most_seconds)
    seconds = wanted_seconds * (1.0 - SPREAD_SHARE * spread)
    reason = f"{'dead' if is_dead else 'failing'} for {span(failing_seconds)}: {outcome}"
    if retry_after_seconds is not None and retry_after_seconds > seconds:
        seconds = retry_after_seconds * (1.0 + SPREAD_SHARE * spread)
        reason = f"Retry-After, {reason}"
    return Failure(
        severity=float(weight), score=grown, seconds=seconds, reason=reason, is_dead=is_dead
    )
