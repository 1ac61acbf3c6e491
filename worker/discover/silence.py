"""Whether a source gives nothing where its own habit says that it should. Pure.

A pause is judged by how likely it is that one so long occurs within a week: a busy source makes
hundreds of pauses a week, and one in a thousand would come every other day.
"""

from dataclasses import dataclass
from datetime import datetime

from worker.discover.habit import Rates
from worker.discover.rhythm import Rhythm
from worker.discover.week import DAY_SECONDS, WEEK_HOURS, WEEK_SECONDS

#: A habit of fewer items, or of less than a week, knows no nights and weekends: it raises no alarm.
ITEMS_MIN = 10.0
KNOWN_MIN_SECONDS = WEEK_SECONDS
#: Nothing shorter is a silence: a feed that is written late, a lunch, a strike of the printer.
QUIET_MIN_SECONDS = 3 * 3600.0
#: A pause counts only when it is by so much the longest that is remembered: some sources rest.
LONGEST_FACTOR = 1.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """The pause under way."""

    seconds: float  #: since something new was last found
    expected: float  #: items that the habit made likely in it
    probability: float  #: that a pause so long occurs within a week; 1 where too little is known


def silence(rhythm: Rhythm, *, now: datetime) -> Silence:
    """The pause under way, and how unlikely it is.

    Args:
        now: aware; after the last poll, whose rhythm this is.
    """
    habit, pauses = rhythm.timing.habit, rhythm.timing.pauses
    if not habit.until_seconds:
        return Silence(seconds=0.0, expected=0.0, probability=1.0)
    now_seconds = now.timestamp()
    seconds = max(0.0, now_seconds - pauses.since_seconds)
    expected = pauses.current
    if now_seconds > habit.until_seconds:  # nobody could look since then
        expected += Rates(habit).expected(habit.until_seconds, now_seconds)
    is_known = (
        seconds >= QUIET_MIN_SECONDS
        and expected >= LONGEST_FACTOR * pauses.longest
        and pauses.since_seconds - habit.since_seconds >= KNOWN_MIN_SECONDS
        and habit.items >= ITEMS_MIN
    )
    probability = 1.0
    if is_known:
        one = pauses.probability(expected, days=seconds / DAY_SECONDS)
        pauses_a_week = Rates(habit).base * WEEK_HOURS / pauses.typical
        probability = min(1.0, one * max(1.0, pauses_a_week))
    return Silence(seconds=seconds, expected=expected, probability=probability)
