"""When the next look at a source is worth a request. Pure.

A look is due when the items that are expected to wait have waited long enough, all together, each
wait squared: one article found two hours late is worse than two found an hour late. At a steady
rate the interval then goes with the cube root of 1 / rate; without the square it would be the
square root, which makes the mean delay smallest (Cho and Garcia-Molina, "Effective page refresh
policies for web crawlers", 2003) and lets nights and slow sources wait longest. Where the rate
changes, a source that sleeps is left alone until shortly after it wakes.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

from worker.discover import week

#: Newton's steps to a thousandth; from above they come down to the root without overshooting.
_STEPS_MAX = 20
_CLOSE_ENOUGH = 1e-3


@dataclass(slots=True, kw_only=True)
class Look:
    """The next look."""

    seconds: float  #: from now
    items: float  #: that are expected until then
    fills_window: bool  #: it comes early, lest items be pushed out of the source's window


def steady_price(items_per_hour: float, interval_hours: float) -> float:
    """The price of a request at which a steady source is looked at after this interval."""
    return items_per_hour * interval_hours**3 / 3.0


def next_look(
    rate: Callable[[int], float],
    *,
    at_seconds: float,
    price: float,
    items_max: float,
    max_seconds: float,
) -> Look:
    """When to look again.

    Args:
        rate: items an hour (above 0), by hour of the week.
        at_seconds: now, Unix time.
        price: squared hours of waiting, summed over all items, that are worth one request.
        items_max: so many are waited for at the most.
        max_seconds: the look comes no later.
    """
    items = waits = squares = passed_hours = 0.0  # waits: item-hours; squares: item-hours²
    for hour, hours in week.pieces(at_seconds, at_seconds + max_seconds):
        pace = rate(hour)
        items_after = items + pace * hours
        waits_after = waits + (items + pace * hours / 2.0) * hours
        squares_after = squares + (2.0 * waits + (items + pace * hours / 3.0) * hours) * hours
        if squares_after >= price or items_after >= items_max:
            worth = math.inf
            if squares_after >= price:
                worth = _until(price - squares, waits, items, pace, hours)
            full = (items_max - items) / pace
            soonest = max(0.0, min(worth, full, hours))
            return Look(
                seconds=(passed_hours + soonest) * week.HOUR_SECONDS,
                items=items + pace * soonest,
                fills_window=full < worth,
            )
        items, waits, squares = items_after, waits_after, squares_after
        passed_hours += hours
    return Look(seconds=max_seconds, items=items, fills_window=False)


def _until(wanted: float, waits: float, items: float, pace: float, hours: float) -> float:
    """Hours until the squares have grown by `wanted`, which they do within `hours`."""
    at = hours
    for _ in range(_STEPS_MAX):
        excess = (2.0 * waits + (items + pace * at / 3.0) * at) * at - wanted
        step = excess / (2.0 * waits + (2.0 * items + pace * at) * at)
        at -= step
        if step <= _CLOSE_ENOUGH * at:
            break
    return at
