"""What one poll teaches of a source's time: its habit, its activity, its pauses. Pure."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from worker.discover.activity import Activity
from worker.discover.habit import Habit, Rates, learn
from worker.discover.pauses import Pauses
from worker.discover.poll_seen import PollSeen
from worker.discover.seeding import seeded
from worker.discover.week import HOUR_SECONDS

#: Items that follow each other so closely would be found by one poll, and end one pause.
_AT_ONCE_SECONDS = 1800.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """What is known of when a source publishes."""

    habit: Habit = field(default_factory=Habit)
    activity: Activity = field(default_factory=Activity)
    pauses: Pauses = field(default_factory=Pauses)


def begun(seen: PollSeen) -> Timing:
    """Of a new source: its window tells of its past, where its items have dates."""
    now = seen.at.timestamp()
    habit = seeded(seen.published, seen.at) if seen.is_first else Habit()
    if not habit.until_seconds:
        begun_now = Habit(since_seconds=now, until_seconds=now)
        return Timing(habit=begun_now, pauses=Pauses(since_seconds=now))
    rates = Rates(habit)
    moments = sorted(moment.timestamp() for moment in seen.published)
    moments = [moment for moment in moments if habit.since_seconds <= moment <= now]
    pauses = Pauses(since_seconds=habit.since_seconds)
    for before, after in pairwise((habit.since_seconds, *moments)):
        pauses = pauses.after(
            rates.expected(before, after),
            at_seconds=after,
            is_over=after - before > _AT_ONCE_SECONDS,
        )
    last = moments[-1] if moments else habit.since_seconds
    pauses = pauses.after(rates.expected(last, now), at_seconds=now, is_over=False)
    return Timing(habit=habit, pauses=pauses)


def learned(timing: Timing, seen: PollSeen) -> Timing:
    """With one more poll of a source that is not new."""
    habit, pauses = timing.habit, timing.pauses
    rates, typical = Rates(habit), pauses.typical
    since = _watched_since(habit, rates, seen)
    begin, end = max(since.timestamp(), habit.until_seconds), seen.at.timestamp()
    expected = rates.expected(begin, end)
    return Timing(
        habit=learn(
            habit,
            since=since,
            until=seen.at,
            new_count=seen.new_count,
            published=seen.published,
            rates=rates,
        ),
        activity=timing.activity.after(
            hours=max(0.0, end - begin) / HOUR_SECONDS,
            expected=expected / typical,
            seen=seen.new_count / typical,
        ),
        pauses=pauses.after(expected, at_seconds=end, is_over=seen.new_count > 0),
    )


def _watched_since(habit: Habit, rates: Rates, seen: PollSeen) -> datetime:
    """Since when the reading shows all that came.

    Where nothing in it is familiar, more may have come and gone before: then since its oldest
    item, or, without dates, for as long as the habit needs for so many.
    """
    since = seen.previous_at or seen.at
    if seen.new_count < max(1, seen.items_count):
        return since
    since = max(since, datetime.fromtimestamp(habit.until_seconds, UTC))
    dated = [moment for moment in seen.published if since < moment <= seen.at]
    if len(dated) * 2 > seen.new_count:
        return min(dated)
    return max(since, seen.at - timedelta(hours=seen.new_count / rates.base))
