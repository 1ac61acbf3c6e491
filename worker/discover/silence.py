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
    rates = Rates(habit)
    expected = pauses.current + rates.expected(habit.until_seconds, now_seconds)
    seconds = max(0.0, now_seconds - pauses.since_seconds)
    is_known = (
        habit.items >= ITEMS_MIN
        and pauses.since_seconds - habit.since_seconds >= KNOWN_MIN_SECONDS
        and seconds >= QUIET_MIN_SECONDS
        and expected >= LONGEST_FACTOR * pauses.longest
    )
    pauses_a_week = max(1.0, rates.base * WEEK_HOURS / pauses.typical)
    one = pauses.probability(expected, days=seconds / DAY_SECONDS)
    return Silence(
        seconds=seconds,
        expected=expected,
        probability=min(1.0, one * pauses_a_week) if is_known else 1.0,
    )
