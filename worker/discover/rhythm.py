"""When a source is looked at again, after a poll that could read it. Pure.

What the poll teaches is learned (`learning`), a guard watches that nothing is pushed out of the
source's window between two polls (`guard`), and both give the next interval (`interval`). Knows
nothing of failures (`failing`) and alarms (`health`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from worker.discover.activity import Activity
from worker.discover.guard import Guard
from worker.discover.habit import Habit
from worker.discover.interval import interval
from worker.discover.learning import Timing, begun, learned
from worker.discover.limits import RhythmLimits
from worker.discover.numbers import number
from worker.discover.pauses import Pauses
from worker.discover.poll_seen import PollSeen

__all__ = ["Next", "PollSeen", "Rhythm", "RhythmLimits", "after_poll"]

#: A poll that began later than this share of its interval says nothing about the interval: an
#: overloaded crawler would ask ever more often.
LATE_SHARE = 0.5
#: A reading with something new moves the usual number of items by so much.
USUAL_SHARE = 0.1
#: A source that usually holds so many is broken when it holds none: nobody could see what came.
USUAL_MIN = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """What is known of a source's time; empty for a new one."""

    timing: Timing = field(default_factory=Timing)
    guard: Guard = field(default_factory=Guard)
    usual_items: float = 0.0  #: items that a reading usually has
    interval_seconds: float = 0.0  #: given last; 0: none yet
    is_hinted: bool = False  #: the publisher's hint decided it

    @property
    def habit(self) -> Habit:
        """What the source publishes, by hour and weekday."""
        return self.timing.habit

    def to_json(self) -> dict[str, Any]:
        """As a plain document, below 2 KB."""
        return {
            "habit": self.timing.habit.to_json(),
            "activity": self.timing.activity.to_json(),
            "pauses": self.timing.pauses.to_json(),
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
            timing=Timing(
                habit=Habit.from_json(document["habit"]),
                activity=Activity.from_json(document["activity"]),
                pauses=Pauses.from_json(document["pauses"]),
            ),
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
            a lower bound, as long as it doesn't lose items, up to `limits.hint_max_seconds`.
        spread: 0 to 1 (excluded), any fixed or random number: moves the result by up to 10 %.
        retry_after_seconds: a lower bound that counts in full.
    """
    timing, guard = _timing(rhythm, seen), _guard(rhythm, seen)
    found = interval(
        timing,
        guard,
        at_seconds=seen.at.timestamp(),
        items_count=seen.items_count,
        limits=limits,
        hint_seconds=hint_seconds,
        retry_after_seconds=retry_after_seconds,
        spread=spread,
    )
    kept = Rhythm(
        timing=timing,
        guard=guard,
        usual_items=_usual(rhythm.usual_items, seen),
        interval_seconds=found.seconds,
        is_hinted=found.is_hinted,
    )
    return Next(rhythm=kept, seconds=found.seconds, reason=found.reason)


def _timing(rhythm: Rhythm, seen: PollSeen) -> Timing:
    if seen.is_first or not rhythm.habit.until_seconds:
        return begun(seen)
    if seen.items_count == 0 and rhythm.usual_items >= USUAL_MIN:
        return rhythm.timing
    return learned(rhythm.timing, seen)


def _guard(rhythm: Rhythm, seen: PollSeen) -> Guard:
    late_seconds = (seen.at - seen.due_at).total_seconds()
    if seen.is_first or late_seconds > LATE_SHARE * rhythm.interval_seconds:
        return rhythm.guard
    return rhythm.guard.after(
        new_count=seen.new_count, items_count=seen.items_count, was_hinted=rhythm.is_hinted
    )


def _usual(usual_items: float, seen: PollSeen) -> float:
    """Moved a little by each reading that brings something new: others may be broken."""
    if not seen.new_count:
        return usual_items
    return usual_items + (seen.items_count - usual_items) * (USUAL_SHARE if usual_items else 1.0)
