"""Whether a failed attempt is followed by another, and when: a pure rule."""

from dataclasses import dataclass

from worker.errors import Refused
from worker.vocabulary import OUTCOME_RULES, Outcome


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
