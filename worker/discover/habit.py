"""What a source publishes by hour and weekday (UTC), learned from polls. Pure.

A rate is base x hour x weekday: 32 numbers, which some dozen items teach, where the 168 hours of a
week would need months. Old weeks are forgotten by halves. Time in which nobody looked counts for
nothing. Knows nothing of intervals, budgets and alarms.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Self

from worker.discover import week
from worker.discover.numbers import number, numbers, rounded

#: After so long a week counts half: long enough for seven weekdays, short enough for a new habit.
HALF_LIFE_SECONDS = 4 * week.WEEK_SECONDS
#: Before anything is known a source is taken to publish so much, as a small newsroom does ...
PRIOR_ITEMS_PER_HOUR = 10.0 / 24.0
#: ... with the weight of a quarter of an item: what is seen, or not, in some hours decides.
PRIOR_ITEMS = 0.25
#: Items by which an hour's own count has to speak up against its neighbours', those against the
#: day's mean, and a weekday's against the week's. Found by `python -m bench.polling`: with less,
#: slow sources are looked for at random hours; with more, sharp habits blur.
HOUR_SHRINKAGE = 2.0
NEIGHBOURS_SHRINKAGE = 1.0
DAY_SHRINKAGE = 2.0
#: Of items that can't be dated so much is spread evenly over the window; the rest goes where the
#: habit expects it. If all went there, a new hour would never be noticed.
_EVENLY_SHARE = 0.5
#: The present weighs ever more; beyond this, all is scaled down.
_WEIGHT_MAX = 64.0
_HALVINGS_MAX = 60.0  #: what is older than five years weighs nothing
#: Where the past ends so far in the future, a clock was set back: learning goes on from now.
_CLOCK_SECONDS = 3600.0

_DAYS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Habit:
    """Items seen and hours watched, by hour of the day and by weekday, both weighted by age."""

    since_seconds: float = 0.0  #: Unix time from which it was learned
    until_seconds: float = 0.0  #: ... and to which; 0: nothing is known
    weight: float = 1.0  #: of what is learned at `until_seconds`
    hour_items: tuple[float, ...] = (0.0,) * week.DAY_HOURS
    hour_hours: tuple[float, ...] = (0.0,) * week.DAY_HOURS
    day_items: tuple[float, ...] = (0.0,) * _DAYS
    day_hours: tuple[float, ...] = (0.0,) * _DAYS

    @property
    def items(self) -> float:
        """Items that it rests on; old ones count less."""
        return sum(self.day_items) / self.weight

    def to_json(self) -> dict[str, Any]:
        """As a plain document, well below 2 KB."""
        return {
            "since": self.since_seconds,
            "until": self.until_seconds,
            "weight": self.weight,
            "hour_items": rounded(self.hour_items),
            "hour_hours": rounded(self.hour_hours),
            "day_items": rounded(self.day_items),
            "day_hours": rounded(self.day_hours),
        }

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> Self:
        """From what `to_json` gave.

        Raises:
            ValueError: it is not that.
        """
        return cls(
            since_seconds=number(document.get("since")),
            until_seconds=number(document.get("until")),
            weight=max(1.0, number(document.get("weight"))),
            hour_items=numbers(document.get("hour_items"), week.DAY_HOURS),
            hour_hours=numbers(document.get("hour_hours"), week.DAY_HOURS),
            day_items=numbers(document.get("day_items"), _DAYS),
            day_hours=numbers(document.get("day_hours"), _DAYS),
        )


class Rates:
    """A habit ready to be asked: items an hour, for each hour of the week.

    Each hour's factor is drawn to its neighbours' and theirs to the mean, by as much as there are
    few items: a hierarchical Gamma-Poisson estimate. Weekdays are UTC's, so that for a source far
    from Greenwich the borders of its weekend are off by some hours.
    """

    __slots__ = ("_cache", "_habit", "_mean", "base")

    def __init__(self, habit: Habit) -> None:
        items, hours, weight = sum(habit.day_items), sum(habit.day_hours), habit.weight
        prior = PRIOR_ITEMS * weight
        self._habit = habit
        self._mean = items / hours if hours > 0 else 0.0
        self._cache: dict[int, float] = {}
        #: Items an hour, over the whole week.
        self.base = (items + prior) / (hours + prior / PRIOR_ITEMS_PER_HOUR)

    def at(self, hour_of_week: int) -> float:
        """Items an hour in this hour of the week."""
        rate = self._cache.get(hour_of_week)
        if rate is None:
            day, hour = divmod(hour_of_week, week.DAY_HOURS)
            rate = self.base * self._hour(hour) * self._day(day)
            self._cache[hour_of_week] = rate
        return rate

    def expected(self, since_seconds: float, until_seconds: float) -> float:
        """Items in a window."""
        items = 0.0
        if until_seconds - since_seconds > week.WEEK_SECONDS:
            weeks = (until_seconds - since_seconds) // week.WEEK_SECONDS
            items = weeks * sum([self.at(hour) for hour in range(week.WEEK_HOURS)])
            since_seconds += weeks * week.WEEK_SECONDS
        for hour, hours in week.pieces(since_seconds, until_seconds):
            items += self.at(hour) * hours
        return items

    def _hour(self, hour: int) -> float:
        habit = self._habit
        items, hours, weight, mean = habit.hour_items, habit.hour_hours, habit.weight, self._mean
        after = hour + 1 - week.DAY_HOURS  # -1 for 22: from the end
        near_items = items[hour - 1] + items[hour] + items[after]
        near_hours = hours[hour - 1] + hours[hour] + hours[after]
        drawn = NEIGHBOURS_SHRINKAGE * weight
        near = (near_items + drawn) / (mean * near_hours + drawn)
        drawn = HOUR_SHRINKAGE * weight
        return (items[hour] + drawn * near) / (mean * hours[hour] + drawn)

    def _day(self, day: int) -> float:
        drawn = DAY_SHRINKAGE * self._habit.weight
        return (self._habit.day_items[day] + drawn) / (
            self._mean * self._habit.day_hours[day] + drawn
        )


def rate(habit: Habit, at: datetime) -> float:
    """Items an hour that are expected at a moment (aware)."""
    return Rates(habit).at(week.hour_of_week(at.timestamp()))


def expected(habit: Habit, since: datetime, until: datetime) -> float:
    """Items that are expected in a window (aware); 0 where it is empty."""
    return Rates(habit).expected(since.timestamp(), until.timestamp())


def learn(
    habit: Habit,
    *,
    since: datetime,
    until: datetime,
    new_count: int,
    published: Sequence[datetime] = (),
    rates: Rates | None = None,
) -> Habit:
    """The habit, with what one poll found.

    Args:
        since: begin of what was watched: the poll before (aware). What is known already is not
            learned again, so that a poll that is told twice counts once.
        until: its end: this poll.
        new_count: items that were not there before.
        published: their dates, as far as they have one. A date within the window says the hour;
            items without, or with another one, are spread over the window.
        rates: of this habit, where they are there already.
    """
    end = until.timestamp()
    if end < habit.until_seconds - _CLOCK_SECONDS:
        return replace(habit, until_seconds=end)
    begin = max(since.timestamp(), habit.until_seconds)
    if end <= begin:
        return habit
    dated = [moment.timestamp() for moment in published]
    dated = [at for at in dated if begin < at <= end][: max(0, new_count)]
    weight = _weight(habit, end)
    watched = _Amounts(habit.hour_hours, habit.day_hours, weight)
    came = _Amounts(habit.hour_items, habit.day_items, weight)
    for at in dated:
        came.add(week.hour_of_week(at), 1.0)
    undated = max(0, new_count) - len(dated)
    share = _spread(rates or Rates(habit), begin, end, items=undated)
    for hour_of_week, hours in week.pieces(begin, end):
        watched.add(hour_of_week, hours)
        if undated:
            came.add(hour_of_week, share(hour_of_week) * hours)
    scale = weight if weight > _WEIGHT_MAX else 1.0
    return Habit(
        since_seconds=habit.since_seconds if habit.until_seconds else begin,
        until_seconds=end,
        weight=weight / scale,
        hour_items=came.by_hour(scale),
        hour_hours=watched.by_hour(scale),
        day_items=came.by_day(scale),
        day_hours=watched.by_day(scale),
    )


def _weight(habit: Habit, until_seconds: float) -> float:
    """Of the present, at a later moment."""
    if not habit.until_seconds:
        return habit.weight
    halvings = (until_seconds - habit.until_seconds) / HALF_LIFE_SECONDS
    return float(habit.weight * 2.0 ** min(halvings, _HALVINGS_MAX))


def _spread(rates: Rates, begin: float, end: float, *, items: int) -> Callable[[int], float]:
    """Items an hour, of those that came somewhere in a window."""
    if not items:
        return lambda _: 0.0
    evenly = _EVENLY_SHARE * items * week.HOUR_SECONDS / (end - begin)
    likely = (1.0 - _EVENLY_SHARE) * items / rates.expected(begin, end)
    return lambda hour_of_week: evenly + likely * rates.at(hour_of_week)


class _Amounts:
    """Weighted amounts by hour and by weekday, while something is added to them."""

    __slots__ = ("_day", "_days", "_hour", "_hours", "_weight")

    def __init__(self, hour: tuple[float, ...], day: tuple[float, ...], weight: float) -> None:
        self._hour, self._day, self._weight = hour, day, weight
        self._hours: list[float] | None = None  # most polls find nothing new
        self._days: list[float] = []

    def add(self, hour_of_week: int, amount: float) -> None:
        if self._hours is None:
            self._hours, self._days = list(self._hour), list(self._day)
        day, hour = divmod(hour_of_week, week.DAY_HOURS)
        self._hours[hour] += amount * self._weight
        self._days[day] += amount * self._weight

    def by_hour(self, scale: float) -> tuple[float, ...]:
        return _scaled(self._hour if self._hours is None else self._hours, scale)

    def by_day(self, scale: float) -> tuple[float, ...]:
        return _scaled(self._day if self._hours is None else self._days, scale)


def _scaled(amounts: Sequence[float], scale: float) -> tuple[float, ...]:
    return tuple(amounts) if scale == 1.0 else tuple([amount / scale for amount in amounts])
