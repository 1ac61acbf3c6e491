"""Other ways of polling the made-up press: fixed intervals, and one who knows the true rates."""

import itertools
import math
import random
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from bench.polling_run import Tallies, Tally, tally_of
from bench.polling_world import DAY, HOUR, SimSource

#: Of the range in which the price's logarithm lies.
_HALVINGS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """Of intervals, in hours."""

    least: float
    most: float


def fixed(
    sources: Sequence[SimSource], *, days: int, interval_seconds: float, seed: int
) -> Tallies:
    """Every source after the same interval, punctually, hints unheard."""
    rng = random.Random(seed)
    tallies: Tallies = {}
    for source in sources:
        phase = rng.uniform(0, interval_seconds)
        count = math.ceil((days * DAY - phase) / interval_seconds)
        polls = [phase + number * interval_seconds for number in range(count)]
        _collect(source, polls, tally_of(tallies, source))
    return tallies


def knowing(sources: Sequence[SimSource], *, days: int, requests: int, bounds: Bounds) -> Tallies:
    """So many requests, placed best by one who knows each source's true rate at every hour.

    Bursts, holidays and changes included: only the moments of the articles are left to chance. A
    request has the same price everywhere, in hours that articles wait; so no other way of placing
    them has a smaller mean delay within the same bounds.
    """
    price = _price(sources, days, requests, bounds)
    tallies: Tallies = {}
    for source in sources:
        polls = _polls_at_price(source.hourly(days), price, bounds)
        _collect(source, polls, tally_of(tallies, source))
    return tallies


def _price(sources: Sequence[SimSource], days: int, requests: int, bounds: Bounds) -> float:
    """Article-hours at which so many requests are made, by bisection.

    At a price, an hour with a rate is worth sqrt(rate / (2 * price)) requests, within the bounds.
    """
    roots = sorted([math.sqrt(rate) for source in sources for rate in source.hourly(days)])
    sums = [0.0, *itertools.accumulate(roots)]
    least, most = 1 / bounds.most, 1 / bounds.least
    low, high = -12.0, 4.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        scale = 1 / math.sqrt(2 * math.exp(middle))
        slow, fast = bisect_right(roots, least / scale), bisect_right(roots, most / scale)
        made = slow * least + (sums[fast] - sums[slow]) * scale + (len(roots) - fast) * most
        low, high = (middle, high) if made > requests else (low, middle)
    return math.exp((low + high) / 2)


def _polls_at_price(rates: Sequence[float], price: float, bounds: Bounds) -> list[float]:
    """A poll whenever the waiting that is to be expected is worth its price."""
    polls = [0.0]
    articles = waits = last = 0.0
    for hour, rate in enumerate(rates):
        at = float(hour)
        while True:
            worth = at + _until(price - waits, articles, rate)
            due = min(max(worth, last + bounds.least), last + bounds.most)
            if due >= hour + 1.0:
                break
            polls.append(due * HOUR)
            last = at = due
            articles = waits = 0.0
        span = hour + 1.0 - at
        waits += (articles + rate * span / 2) * span
        articles += rate * span
    return polls


def _until(wanted: float, articles: float, rate: float) -> float:
    """Hours until the articles there, and those to come, have waited so many hours more."""
    if wanted <= 0:
        return 0.0
    if rate <= 0:
        return wanted / articles if articles > 0 else math.inf
    return (math.sqrt(articles * articles + 2 * rate * wanted) - articles) / rate


def _collect(source: SimSource, polls: Sequence[float], tally: Tally) -> None:
    """What these polls find; the first one finds only what is old."""
    tally.requests += len(polls)
    articles, window = source.articles, source.window
    shown = bisect_right(articles, polls[0])
    for at in polls[1:]:
        now_shown = bisect_right(articles, at, shown)
        if now_shown > shown:
            first = max(shown, now_shown - window)
            tally.missed += first - shown
            tally.delays.extend([at - article for article in articles[first:now_shown]])
            shown = now_shown
