"""When a source is looked at again, after a poll that could read it. Pure.

Its habit says when a look is worth a request (`outlook`), a guard watches that nothing is pushed
out of the source's window between two polls (`guard`), and publisher's hints and settings bound the
result. Knows nothing of failures (`failing`) and alarms (`health`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any, Self

from worker.discover.activity import Activity
from worker.discover.guard import Guard
from worker.discover.habit import PRIOR_ITEMS_PER_HOUR, Habit, Rates, learn
from worker.discover.numbers import number
from worker.discover.outlook import next_look, steady_price
from worker.discover.pauses import Pauses
from worker.discover.seeding import seeded
from worker.discover.week import HOUR_SECONDS
from worker.discover.words import pace
from worker.settings import DiscoverSettings

#: Added to every source's rate, as if it published so much more: the rare items of a slow source
#: are worth more requests each. Without it, a source of one item a week is asked every 6 h.
INTEREST_ITEMS_PER_HOUR = 3.0 / 24.0
#: A look is due before the habit expects so much of the window to be new.
WINDOW_SHARE_MAX = 1.0 / 3.0
#: A poll that began later than this share of its interval says nothing about the interval: an
#: overloaded crawler would ask ever more often.
LATE_SHARE = 0.5
#: Results are moved by so much either way, so that sources don't clump.
SPREAD_SHARE = 0.1
#: A reading moves the usual number of items by so much.
_USUAL_SHARE = 0.1
#: Items that follow each other so closely would be found by one poll, and end one pause.
_AT_ONCE_SECONDS = 1800.0
#: A habit of fewer items is not spoken of.
_KNOWN_ITEMS = 3.0

_HINT = "publisher's hint"


@dataclass(frozen=True, slots=True, kw_only=True)
class RhythmLimits:
    """Settings of section `discover` that bound intervals, in seconds."""

    poll_interval_seconds: float
    interval_min_seconds: float
    interval_max_seconds: float
    hint_max_seconds: float

    @classmethod
    def from_settings(cls, settings: DiscoverSettings) -> Self:
        """As they are set."""
        return cls(
            poll_interval_seconds=settings.poll_interval_seconds,
            interval_min_seconds=settings.interval_min_seconds,
            interval_max_seconds=max(settings.interval_max_seconds, settings.interval_min_seconds),
            hint_max_seconds=settings.hint_max_seconds,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PollSeen:
    """What a poll saw."""

    at: datetime  #: when it read the source
    previous_at: datetime | None  #: when the source was last read; None: never
    due_at: datetime  #: when the poll was due
    items_count: int  #: in the reading; of the last one where nothing has changed since
    new_count: int  #: of these, not seen before
    published: tuple[datetime, ...]  #: dates of the new items, as far as they have one
    is_first: bool  #: the first reading: all is new, and old


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """What is known of a source's time."""

    habit: Habit = field(default_factory=Habit)
    activity: Activity = field(default_factory=Activity)
    pauses: Pauses = field(default_factory=Pauses)
    guard: Guard = field(default_factory=Guard)
    usual_items: float = 0.0  #: items that a reading usually has
    interval_seconds: float = 0.0  #: given last; 0: none yet
    is_hinted: bool = False  #: the publisher's hint decided it

    def to_json(self) -> dict[str, Any]:
        """As a plain document, below 2 KB."""
        return {
            "habit": self.habit.to_json(),
            "activity": self.activity.to_json(),
            "pauses": self.pauses.to_json(),
            "guard": self.guard.to_json(),
            "usual_items": round(self.usual_items, 3),
            "interval_seconds": round(self.interval_seconds, 3),
            "is_hinted": self.is_hinted,
        }

    @classmethod
    def from_json(cls, document: object) -> Self:
        """From what `to_json` gave; anything else is a new source."""
        try:
            return cls._read(document) if isinstance(document, Mapping) else cls()
        except (ValueError, TypeError, AttributeError, KeyError):
            return cls()

    @classmethod
    def _read(cls, document: Mapping[str, Any]) -> Self:
        return cls(
            habit=Habit.from_json(document["habit"]),
            activity=Activity.from_json(document["activity"]),
            pauses=Pauses.from_json(document["pauses"]),
            guard=Guard.from_json(document["guard"]),
            usual_items=number(document["usual_items"]),
            interval_seconds=number(document["interval_seconds"]),
            is_hinted=document["is_hinted"] is True,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Next:
    """When the source is looked at again, and why then."""

    rhythm: Rhythm  #: to be kept
    seconds: float  #: from the poll on
    reason: str  #: for people


def after_poll(
    rhythm: Rhythm,
    seen: PollSeen,
    *,
    limits: RhythmLimits,
    hint_seconds: float | None,
    spread: float,
    retry_after_seconds: float | None = None,
) -> Next:
    """Learn from a poll, and say when the next one is due.

    Args:
        hint_seconds: the publisher's own interval (ttl, sy:update, max-age, Expires; the largest);
            a lower bound that counts up to `limits.hint_max_seconds`.
        spread: 0 to 1 (excluded), any fixed or random number: moves the result by up to 10 %.
        retry_after_seconds: a lower bound that counts in full.
    """
    guard = _guard(rhythm, seen)
    learned = _learned(rhythm, seen)
    wanted = _wanted(learned, guard.pressure, seen, limits)
    floors = {
        "discover.interval_min_seconds": limits.interval_min_seconds,
        _HINT: _hinted_seconds(hint_seconds, guard.hint_share, limits),
        "Retry-After": retry_after_seconds or 0.0,
    }
    chosen = _bounded(wanted, floors, ceiling_seconds=limits.interval_max_seconds, spread=spread)
    kept = Rhythm(
        habit=learned.habit,
        activity=learned.activity,
        pauses=learned.pauses,
        guard=guard,
        usual_items=_usual(rhythm.usual_items, seen.items_count),
        interval_seconds=chosen.seconds,
        is_hinted=chosen.reason == _HINT,
    )
    return Next(rhythm=kept, seconds=chosen.seconds, reason=chosen.reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Learned:
    """What polls taught of the source's time."""

    habit: Habit
    activity: Activity
    pauses: Pauses


@dataclass(frozen=True, slots=True, kw_only=True)
class _Interval:
    seconds: float
    reason: str


def _learned(rhythm: Rhythm, seen: PollSeen) -> _Learned:
    habit, activity, pauses = rhythm.habit, rhythm.activity, rhythm.pauses
    if seen.is_first or not habit.until_seconds:
        return _started(seen)
    if seen.items_count == 0 and rhythm.usual_items >= _KNOWN_ITEMS:
        return _Learned(habit=habit, activity=activity, pauses=pauses)  # broken: nobody could see
    rates = Rates(habit)
    since = _watched_since(habit, rates, seen)
    begin, end = since.timestamp(), seen.at.timestamp()
    expected = rates.expected(begin, end)
    return _Learned(
        habit=learn(
            habit,
            since=since,
            until=seen.at,
            new_count=seen.new_count,
            published=seen.published,
            rates=rates,
        ),
        activity=activity.after(
            hours=max(0.0, end - begin) / HOUR_SECONDS,
            expected=expected / pauses.typical,
            seen=seen.new_count / pauses.typical,
        ),
        pauses=pauses.after(expected, is_over=seen.new_count > 0),
    )


def _started(seen: PollSeen) -> _Learned:
    """A new source: its window tells of its past, where its items have dates."""
    habit = seeded(seen.published, seen.at) if seen.is_first else Habit()
    if not habit.until_seconds:
        now = seen.at.timestamp()
        begun = Habit(since_seconds=now, until_seconds=now)
        return _Learned(habit=begun, activity=Activity(), pauses=Pauses())
    rates = Rates(habit)
    moments = sorted(moment.timestamp() for moment in seen.published)
    moments = [m for m in moments if habit.since_seconds <= m <= habit.until_seconds]
    pauses = Pauses()
    for before, after in pairwise((*moments, habit.until_seconds)):
        is_over = after - before > _AT_ONCE_SECONDS and after != habit.until_seconds
        pauses = pauses.after(rates.expected(before, after), is_over=is_over)
    return _Learned(habit=habit, activity=Activity(), pauses=pauses)


def _watched_since(habit: Habit, rates: Rates, seen: PollSeen) -> datetime:
    """Since when the reading shows all that came.

    Where nothing in it is familiar, more may have come and gone before: then since its oldest
    item, or, without dates, for as long as the habit needs for so many.
    """
    since = max(seen.previous_at or seen.at, datetime.fromtimestamp(habit.until_seconds, UTC))
    if seen.new_count < max(1, seen.items_count):
        return since
    dated = [moment for moment in seen.published if since < moment <= seen.at]
    if len(dated) * 2 > seen.new_count:
        return min(dated)
    return max(since, seen.at - timedelta(hours=seen.new_count / rates.base))


def _usual(usual_items: float, items_count: int) -> float:
    """Moved a little by each reading that is not empty."""
    if items_count <= 0:
        return usual_items
    return usual_items + (items_count - usual_items) * (_USUAL_SHARE if usual_items else 1.0)


def _guard(rhythm: Rhythm, seen: PollSeen) -> Guard:
    late_seconds = (seen.at - seen.due_at).total_seconds()
    if seen.is_first or late_seconds > LATE_SHARE * rhythm.interval_seconds:
        return rhythm.guard
    return rhythm.guard.after(
        new_count=seen.new_count, items_count=seen.items_count, was_hinted=rhythm.is_hinted
    )


def _wanted(learned: _Learned, pressure: float, seen: PollSeen, limits: RhythmLimits) -> _Interval:
    """What the habit and the window ask for, whatever the bounds are."""
    rates, activity = Rates(learned.habit), learned.activity.factor
    look = next_look(
        rates.at,
        at_seconds=learned.habit.until_seconds,
        price=_price(limits) / (activity + INTEREST_ITEMS_PER_HOUR / rates.base),
        items_max=WINDOW_SHARE_MAX * max(1.0, seen.items_count) / activity,
        max_seconds=limits.interval_max_seconds,
    )
    seconds = look.seconds * pressure
    if pressure < 1.0 or look.fills_window:
        reason = "its window is nearly full"
    elif learned.habit.items < _KNOWN_ITEMS:
        reason = "new source"
    else:
        per_hour = look.items / look.seconds * HOUR_SECONDS * activity
        reason = f"habit: {pace(per_hour)} at this time"
    return _Interval(seconds=seconds, reason=reason)


def _price(limits: RhythmLimits) -> float:
    """Of a request: such that an unknown source gets the setting's interval."""
    return steady_price(
        PRIOR_ITEMS_PER_HOUR + INTEREST_ITEMS_PER_HOUR, limits.poll_interval_seconds / HOUR_SECONDS
    )


def _hinted_seconds(hint_seconds: float | None, share: float, limits: RhythmLimits) -> float:
    """The hint as far as it counts: less where items were lost by following it."""
    if hint_seconds is None or hint_seconds <= 0:
        return 0.0
    counted = min(hint_seconds, limits.hint_max_seconds)
    return max(counted * share, min(counted, limits.poll_interval_seconds))


def _bounded(
    wanted: _Interval, floors: Mapping[str, float], *, ceiling_seconds: float, spread: float
) -> _Interval:
    """Within the bounds, and moved by the spread, never below a floor."""
    reason, floor_seconds = max(floors.items(), key=lambda floor: floor[1])
    moved_seconds = wanted.seconds * (1.0 + SPREAD_SHARE * (2.0 * spread - 1.0))
    if moved_seconds < floor_seconds:
        return _Interval(seconds=floor_seconds * (1.0 + SPREAD_SHARE * spread), reason=reason)
    if moved_seconds < ceiling_seconds:
        return _Interval(seconds=moved_seconds, reason=wanted.reason)
    seconds = max(floor_seconds, ceiling_seconds * (1.0 - SPREAD_SHARE * spread))
    return _Interval(seconds=seconds, reason=wanted.reason)
