"""Whether a failed attempt is followed by another, and when: a pure rule."""

from dataclasses import dataclass

from worker.errors import Refused
from worker.vocabulary import HOUR, MINUTE, OUTCOME_RULES, Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryAfter:
    """Try again after `seconds`."""

    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveUp:
    """The outcome stands."""


#: Statuses that may pass: the request was early, clashed, or the server was in trouble.
_PASSING_STATUSES = frozenset(
    {408, 421, 423, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524}
)

#: How long robots.txt was waited for -> the next wait, in seconds.
_ROBOTS_WAITS = ((MINUTE, MINUTE), (11 * MINUTE, 10 * MINUTE), (71 * MINUTE, HOUR))
_ROBOTS_WAIT_MAX = 4 * HOUR


def is_robots_refused(refused: Refused) -> bool:
    """Whether a server that can be reached refuses its robots.txt: 5xx or 429."""
    status = refused.detail.get("status") or 0
    is_told = "robots_url" in refused.detail and refused.outcome is Outcome.HTTP_ERROR
    return is_told and (status >= 500 or status == 429)


def decide_on_robots(
    refused: Refused, *, waited_seconds: float, patience_seconds: float
) -> RetryAfter | GiveUp:
    """What follows where `is_robots_refused`: nothing may be asked meanwhile (RFC 9309, 2.3.1.4).

    Attempts don't count: nothing was asked for the URL itself.

    Args:
        waited_seconds: since this visit was first refused so; 0 at the first time.
        patience_seconds: the setting fetch.robots_patience_seconds.
    """
    left = patience_seconds - waited_seconds
    if left <= 0:
        return GiveUp()
    usual = next((w for below, w in _ROBOTS_WAITS if waited_seconds < below), _ROBOTS_WAIT_MAX)
    # The last look is when patience ends; but not right after the one before.
    wait = max(min(float(usual), left), float(MINUTE))
    return RetryAfter(seconds=max(wait, refused.retry_after_seconds or 0.0))


def decide(refused: Refused, *, attempts: int, attempts_max: int) -> RetryAfter | GiveUp:
    """What follows a refused attempt.

    Args:
        refused: how it ended.
        attempts: attempts of this visit so far, this one included.
        attempts_max: the setting frontier.fetch_attempts_max.
    """
    waits = OUTCOME_RULES[refused.outcome].retry_after_seconds
    if not waits or attempts >= attempts_max or attempts > len(waits):
        return GiveUp()
    status = refused.detail.get("status")
    if refused.outcome is Outcome.HTTP_ERROR and status not in _PASSING_STATUSES:
        return GiveUp()
    wait = float(waits[attempts - 1])
    return RetryAfter(seconds=max(wait, refused.retry_after_seconds or 0.0))
