"""How sources spread their articles over day and week: the habits of a made-up press."""

import random
from dataclasses import dataclass

WEEK_DAYS = 7
_SATURDAY_SUNDAY = frozenset({5, 6})
_FRIDAY_SATURDAY = frozenset({4, 5})


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How a kind of source spreads its articles; its rates are factors of a weekday's noon."""

    night: float
    first_hour: int  #: local; the day begins
    last_hour: int  #: ... and ends before this hour
    weekend: float
    holiday: float
    clump: float  #: articles published at once, mean


NEWSROOM = Shape(night=0.08, first_hour=6, last_hour=23, weekend=0.55, holiday=0.5, clump=1.2)
OFFICE = Shape(night=0.01, first_hour=8, last_hour=18, weekend=0.04, holiday=0.1, clump=1.4)
WIRE = Shape(night=0.6, first_hour=5, last_hour=22, weekend=0.75, holiday=0.8, clump=1.2)
DIGEST = Shape(night=0.0, first_hour=7, last_hour=9, weekend=0.1, holiday=0.15, clump=6.0)
_SHAPES = (NEWSROOM, OFFICE, WIRE, DIGEST)

#: Hours east of Greenwich, as often as they occur: half of the press is European.
_ZONES = (0, 0, 1, 1, 1, 1, 2, 2, 3, 3, -3, -5, -5, -5, -6, -8, 5, 5, 7, 8, 9, 10)
_FRIDAY_SHARE = 0.4  #: of sources in zone 3 that rest on Friday and Saturday


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a source works."""

    zone: int  #: hours east of Greenwich
    weekend: frozenset[int]  #: 0 is Monday


def shape_of(articles_per_day: float, rng: random.Random) -> Shape:
    """Busy sources are newsrooms and wires, slow ones mostly offices."""
    if articles_per_day > 60:
        return rng.choices(_SHAPES, (70, 0, 30, 0))[0]
    if articles_per_day > 5:
        return rng.choices(_SHAPES, (62, 22, 10, 6))[0]
    return rng.choices(_SHAPES, (25, 50, 10, 15))[0]


def zones() -> frozenset[int]:
    """All that occur."""
    return frozenset(_ZONES)


def place(rng: random.Random) -> Place:
    """Somewhere."""
    zone = rng.choice(_ZONES)
    rests_on_friday = zone == 3 and rng.random() < _FRIDAY_SHARE
    return Place(zone=zone, weekend=_FRIDAY_SATURDAY if rests_on_friday else _SATURDAY_SUNDAY)


def factor(shape: Shape, where: Place, hour: int, *, is_holiday: bool) -> float:
    """Of the mean rate of a week without holidays, at an hour after a Monday's midnight UTC."""
    day, hour_of_day = divmod(hour + where.zone, 24)
    found = 1.0 if shape.first_hour <= hour_of_day < shape.last_hour else shape.night
    if day % WEEK_DAYS in where.weekend:
        found *= shape.weekend
    if is_holiday:
        found *= shape.holiday
    return found / _mean(shape, where)


def _mean(shape: Shape, where: Place) -> float:
    day_hours = shape.last_hour - shape.first_hour
    day = (day_hours + (24 - day_hours) * shape.night) / 24
    resting = len(where.weekend)
    return day * (WEEK_DAYS - resting + resting * shape.weekend) / WEEK_DAYS
