"""Whether a host may be asked now, for people. Pure; the claim decides by the same columns."""

from datetime import datetime, timedelta
from enum import StrEnum


class HostState(StrEnum):
    """What a host does at a moment."""

    PAUSED = "paused"  #: by the operator: nothing is asked of it until `vedette hosts resume`
    ASKING = "asking"  #: a request is under way; the next one waits for its end
    RESTING = "resting"  #: left alone for longer than its pace; the reason says why
    PACING = "pacing"  #: between two requests, at its pace
    FREE = "free"  #: it may be asked now


def state_of(
    now: datetime,
    *,
    is_paused: bool,
    is_busy: bool,
    next_allowed_at: datetime,
    delay_seconds: float,
) -> HostState:
    """The state of a host.

    Args:
        delay_seconds: the pause in force between two requests.
    """
    if is_paused:
        return HostState.PAUSED
    if is_busy:
        return HostState.ASKING
    if next_allowed_at <= now:
        return HostState.FREE
    longer = next_allowed_at - now > timedelta(seconds=delay_seconds)
    return HostState.RESTING if longer else HostState.PACING
