"""The habit that a source starts with: what the dates of a first reading tell of its past. Pure."""

from collections.abc import Sequence
from datetime import UTC, datetime

from worker.discover import week
from worker.discover.habit import Habit, learn

#: Older items are left out: they would count little, and habits change.
PAST_MAX_SECONDS = 26 * week.WEEK_SECONDS
#: Fewer dated items are no habit yet.
ITEMS_MIN = 4
#: So many of the oldest may be pinned or stray; they don't say where the window begins.
_STRAY_SHARE = 0.1
#: Dates that are mere days all stand at midnight somewhere; in summer time at another one.
_DAYS_TIMES_MAX = 2


def seeded(published: Sequence[datetime], at: datetime) -> Habit:
    """The habit that the items of a first reading show, learned as if week by week.

    A source shows its last so many items: the oldest of them says where the window begins, and is
    not counted itself.

    Args:
        published: the items' dates, in any order (aware).
        at: when it was read (aware).

    Returns:
        An empty habit where the dates tell nothing: too few, all the same (a generator's stamp),
        or days without hours.
    """
    moments = _telling(published, at)
    if not moments:
        return Habit()
    now = at.timestamp()
    begin = max(_begin(moments), now - PAST_MAX_SECONDS)
    moments = [moment for moment in moments if moment > begin]
    habit = Habit(since_seconds=begin, until_seconds=begin)
    while begin < now:
        end = min(begin + week.WEEK_SECONDS, now)
        within = [_at(moment) for moment in moments if begin < moment <= end]
        habit = learn(
            habit, since=_at(begin), until=_at(end), new_count=len(within), published=within
        )
        begin = end
    return habit


def _telling(published: Sequence[datetime], at: datetime) -> list[float]:
    """Dates that say something, the newest first; none where they say nothing."""
    now = at.timestamp()
    moments = sorted({m for m in (p.timestamp() for p in published) if m <= now}, reverse=True)
    if len(moments) < max(ITEMS_MIN, len(published) // 2):
        return []
    times_of_day = {moment % week.DAY_SECONDS for moment in moments}
    return moments if len(times_of_day) > _DAYS_TIMES_MAX else []


def _begin(moments: Sequence[float]) -> float:
    return moments[len(moments) - 1 - int(len(moments) * _STRAY_SHARE)]


def _at(moment: float) -> datetime:
    return datetime.fromtimestamp(moment, UTC)
