"""How long until the next look at a source: what its time asks for, within the bounds. Pure."""

import math
from dataclasses import dataclass

from worker.discover.guard import Guard
from worker.discover.habit import PRIOR_ITEMS_PER_HOUR, Rates
from worker.discover.learning import Timing
from worker.discover.limits import RhythmLimits
from worker.discover.outlook import Look, next_look, steady_price
from worker.discover.week import HOUR_SECONDS, WEEK_HOURS
from worker.discover.words import pace

#: Added to every source's rate, as if it published three items more a day: the rare items of a slow
#: source are worth more requests each. With half an item, those of the slowest class were found
#: after 25 minutes (p50) instead of 20, for a third fewer requests.
INTEREST_ITEMS_PER_HOUR = 3.0 / 24.0
#: A look is due before the habit expects so much of the window to be new, whatever the publisher's
#: hint is: a burst of three times the habit must not push items out unseen.
WINDOW_SHARE_MAX = 1.0 / 3.0
#: Results are moved by so much either way, so that sources don't clump.
SPREAD_SHARE = 0.1
#: A habit of fewer items is not spoken of.
_KNOWN_ITEMS = 3.0


@dataclass(slots=True, kw_only=True)
class Interval:
    """Until the next look."""

    seconds: float
    reason: str  #: for people
    is_hinted: bool = False  #: the publisher's hint decided it


def interval(
    timing: Timing,
    guard: Guard,
    *,
    at_seconds: float,
    items_count: int,
    limits: RhythmLimits,
    hint_seconds: float | None,
    retry_after_seconds: float | None,
    spread: float,
) -> Interval:
    """Until the next look.

    Args:
        at_seconds: now, Unix time.
        items_count: that the source shows.
        hint_seconds: the publisher's own interval; None: none.
        retry_after_seconds: what the server asked for; None: nothing.
        spread: 0 to 1 (excluded).
    """
    outlook = _Outlook(timing, at_seconds=at_seconds, items_count=items_count)
    look = outlook.look(limits)
    wanted_seconds = look.seconds * guard.pressure * (1.0 + SPREAD_SHARE * (2.0 * spread - 1.0))
    hinted_seconds = _hinted_seconds(hint_seconds, guard.hint_share, limits)
    if hinted_seconds > wanted_seconds:
        hinted_seconds = outlook.spared(hinted_seconds)
    floor_seconds = max(limits.interval_min_seconds, hinted_seconds, retry_after_seconds or 0.0)
    if wanted_seconds < floor_seconds:
        return Interval(
            seconds=floor_seconds * (1.0 + SPREAD_SHARE * spread),
            reason=_floor_reason(floor_seconds, hinted_seconds, retry_after_seconds),
            is_hinted=floor_seconds == hinted_seconds,
        )
    if wanted_seconds >= limits.interval_max_seconds:
        most_seconds = limits.interval_max_seconds * (1.0 - SPREAD_SHARE * spread)
        wanted_seconds = max(floor_seconds, most_seconds)
    return Interval(seconds=wanted_seconds, reason=outlook.reason(look, guard.pressure))


def _floor_reason(
    floor_seconds: float, hinted_seconds: float, retry_after_seconds: float | None
) -> str:
    if retry_after_seconds == floor_seconds:
        return "Retry-After"
    return (
        "publisher's hint" if hinted_seconds == floor_seconds else "discover.interval_min_seconds"
    )


def _hinted_seconds(hint_seconds: float | None, share: float, limits: RhythmLimits) -> float:
    """The hint as far as it proved right; up to the usual interval in any case."""
    if hint_seconds is None or hint_seconds <= 0:
        return 0.0
    counted = min(hint_seconds, limits.hint_max_seconds)
    return max(counted * share, min(counted, limits.poll_interval_seconds))


class _Outlook:
    """What is to be expected from now on."""

    def __init__(self, timing: Timing, *, at_seconds: float, items_count: int) -> None:
        self._rates = Rates(timing.habit)
        self._activity = timing.activity.factor
        self._is_known = timing.habit.items >= _KNOWN_ITEMS
        self._at_seconds = at_seconds
        self._items_max = WINDOW_SHARE_MAX * max(1.0, items_count) / self._activity

    def look(self, limits: RhythmLimits) -> Look:
        """What habit and window ask for, whatever the other bounds are."""
        base = self._rates.base
        return next_look(
            self._rates.at,
            at_seconds=self._at_seconds,
            price=_price(limits) / (self._activity + _interest(base) / base),
            items_max=self._items_max,
            max_seconds=limits.interval_max_seconds,
        )

    def reason(self, look: Look, pressure: float) -> str:
        """Why then, for people."""
        if pressure < 1.0 or look.fills_window:
            return "its window is nearly full"
        if not self._is_known:
            return "new source"
        items_per_hour = look.items / look.seconds * HOUR_SECONDS * self._activity
        return f"habit: {pace(items_per_hour)} at this time"

    def spared(self, hinted_seconds: float) -> float:
        """The hint, cut where items would be lost by following it: its giver didn't mean that."""
        return next_look(
            self._rates.at,
            at_seconds=self._at_seconds,
            price=math.inf,
            items_max=self._items_max,
            max_seconds=hinted_seconds,
        ).seconds


def _interest(items_per_hour: float) -> float:
    """In a source of so many items; it fades where there is not one in a fortnight."""
    faded = min(1.0, items_per_hour * 2 * WEEK_HOURS)
    return INTEREST_ITEMS_PER_HOUR * faded * faded


def _price(limits: RhythmLimits) -> float:
    """Of a request: such that an unknown source gets the setting's interval."""
    return steady_price(
        PRIOR_ITEMS_PER_HOUR + INTEREST_ITEMS_PER_HOUR, limits.poll_interval_seconds / HOUR_SECONDS
    )
