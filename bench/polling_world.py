"""A made-up press: sources with habits, bursts, holidays, changes and ends, for some weeks.

Its numbers are assumptions, meant to be about as unkind as real sources are; none is a measurement.
"""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bench.polling_shapes import Place, Shape, factor, place, shape_of, zones

#: A Monday; hour 0 of the simulation. Times are seconds from here, negative before.
START = datetime(2026, 3, 2, tzinfo=UTC)
_START_SECONDS = START.timestamp()
HOUR = 3600.0
DAY = 24 * HOUR

#: Classes by articles a day, and where each ends.
BANDS = {
    "below 1 a day": 1.0,
    "1 to 5": 5.0,
    "5 to 20": 20.0,
    "20 to 100": 100.0,
    "above 100": math.inf,
}
#: Kinds of sources by their publisher's hint.
HINT_OBEYED, HINT_LIES, HINT_NONE = "an hour", "a lie", "none or short"

FATES = ("steady", "changed", "paused", "stopped")
#: Shares of sources that are steady, change their habit, pause for days, stop for good.
FATE_SHARES = (84.0, 8.0, 4.0, 4.0)
#: Articles a day: log-normal between one a week and 300.
_MEDIAN_RATE, _RATE_SIGMA = 6.0, 1.7
_RATE_MIN, _RATE_MAX = 1.0 / 7.0, 300.0
_WINDOWS = (10, 15, 20, 20, 25, 30, 50, 100)
_DATES = ("exact", "none", "days", "stamp")
_DATES_SHARES = (70.0, 18.0, 7.0, 5.0)
#: The past before the first poll, which fills the windows.
_PAST_MAX_DAYS = 26 * 7
#: A burst begins every ten days, about, and fades within the day.
_BURST_EVERY_HOURS, _BURST_KEPT = 240, 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class SimSource:
    """One source: what it will publish, and how it shows it."""

    number: int
    band: str
    fate: str
    first_hour: int  #: of `rates`, from the start; negative
    rates: Sequence[float]  #: true articles an hour, bursts included
    articles: Sequence[float]  #: moments of publication, sorted
    window: int  #: items that it shows
    dates: str  #: exact, none, days (without time of day), stamp (time of the reading)
    hint: str
    hint_seconds: float | None
    silent_since: float = math.inf  #: when it stopped or paused
    silent_until: float = math.inf

    def hourly(self, days: int) -> Sequence[float]:
        """True articles an hour from the start on."""
        return self.rates[-self.first_hour :][: days * 24]


def make(
    numbers: Sequence[int], *, days: int, seed: int, fate_shares: Sequence[float] = FATE_SHARES
) -> list[SimSource]:
    """The sources of these numbers, for so many days; the same for the same seed."""
    rng = random.Random(seed)
    holidays = {
        zone: frozenset(rng.sample(range(days), 1 + days // 20)) for zone in sorted(zones())
    }
    return [
        _source(number, days, holidays, fate_shares, random.Random(f"{seed}/{number}"))
        for number in numbers
    ]


def moment(seconds: float) -> datetime:
    """As a date."""
    return datetime.fromtimestamp(_START_SECONDS + seconds, UTC)


def _source(
    number: int,
    days: int,
    holidays: dict[int, frozenset[int]],
    fate_shares: Sequence[float],
    rng: random.Random,
) -> SimSource:
    rate = min(max(rng.lognormvariate(math.log(_MEDIAN_RATE), _RATE_SIGMA), _RATE_MIN), _RATE_MAX)
    shape, where = shape_of(rate, rng), place(rng)
    window = rng.choice(_WINDOWS)
    past_days = min(_PAST_MAX_DAYS, math.ceil(2.0 * window / rate) + 7)
    hours = range(-past_days * 24, days * 24)
    fate = rng.choices(FATES, fate_shares)[0]
    turn = rng.uniform(days / 3, days * 2 / 3)
    since = turn * DAY if fate in {"paused", "stopped"} else math.inf
    until = since + rng.uniform(2, 7) * DAY if fate == "paused" else math.inf
    usual = _usual(
        shape, where, hours, holidays[where.zone], turn if fate == "changed" else None, rng
    )
    rates = [
        0.0 if since <= hour * HOUR < until else rate / 24 * one * level
        for hour, one, level in zip(hours, usual, _levels(len(hours), rng), strict=True)
    ]
    hint, hint_seconds = _hint(rate, rng)
    return SimSource(
        number=number,
        band=next(name for name, limit in BANDS.items() if rate < limit),
        fate=fate,
        first_hour=hours[0],
        rates=rates,
        articles=_articles(rates, hours[0], shape.clump, days * DAY, rng),
        window=window,
        dates=rng.choices(_DATES, _DATES_SHARES)[0],
        hint=hint,
        hint_seconds=hint_seconds,
        silent_since=since,
        silent_until=until,
    )


def _usual(
    shape: Shape,
    where: Place,
    hours: range,
    holidays: frozenset[int],
    turn_days: float | None,
    rng: random.Random,
) -> list[float]:
    """Factors of the mean rate at each hour, as the habit has them; it may change at a turn."""
    changed = (rng.choice((0.25, 0.4, 2.5, 4.0)), rng.choice((0, 0, -6, 6, 12)))
    found = []
    for hour in hours:
        is_changed = turn_days is not None and hour >= turn_days * 24
        times, shift = changed if is_changed else (1.0, 0)
        is_holiday = (hour + where.zone) // 24 in holidays
        found.append(times * factor(shape, where, hour + shift, is_holiday=is_holiday))
    return found


def _levels(count: int, rng: random.Random) -> list[float]:
    """What no habit knows: busy and idle days (log-normal, mean 1), and bursts."""
    sigma, memory_hours = rng.uniform(0.2, 0.7), rng.uniform(6, 48)
    kept = math.exp(-1.0 / memory_hours)
    moved = sigma * math.sqrt(1.0 - kept * kept)
    level, burst = rng.gauss(0, sigma), 0.0
    found = []
    for _ in range(count):
        level = kept * level + rng.gauss(0, moved)
        burst *= _BURST_KEPT
        if rng.random() * _BURST_EVERY_HOURS < 1.0:
            burst = rng.uniform(1, 3)
        found.append(math.exp(level - sigma * sigma / 2) * (1 + burst))
    return found


def _articles(
    rates: Sequence[float], first_hour: int, clump: float, end: float, rng: random.Random
) -> list[float]:
    """A Cox process: clumps come at these rates, their articles within minutes."""
    found: list[float] = []
    wanted, passed = rng.expovariate(1.0), 0.0
    for hour, rate in enumerate(rates, start=first_hour):
        pace = rate / clump
        while passed + pace >= wanted:
            at = (hour + (wanted - passed) / pace) * HOUR
            found.append(at)
            while rng.random() > 1.0 / clump:
                at += rng.uniform(1, 240)
                found.append(at)
            wanted += rng.expovariate(1.0)
        passed += pace
    return sorted([at for at in found if at < end])


def _hint(rate: float, rng: random.Random) -> tuple[str, float | None]:
    """Most give none, or a short one; an hour is common; few lie."""
    kind = rng.choices((HINT_NONE, "short", HINT_OBEYED, HINT_LIES), (60, 25, 12, 3))[0]
    if kind == HINT_OBEYED:
        return (HINT_OBEYED, HOUR) if rate < 20 else (HINT_NONE, 900.0)
    if kind == HINT_LIES:
        return HINT_LIES, rng.choice((DAY, 7 * DAY))
    return HINT_NONE, rng.choice((60.0, 300.0, 600.0, 900.0)) if kind == "short" else None
