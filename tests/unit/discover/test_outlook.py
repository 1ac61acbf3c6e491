"""When the next look is worth a request."""

import math

import pytest

from worker.discover.outlook import next_look, steady_price

HOUR = 3600.0
DAY = 24 * HOUR
MONDAY = 4 * DAY  # 5 January 1970


def look_seconds(rate: float, price: float, items_max: float = math.inf) -> float:
    return next_look(
        lambda _: rate, at_seconds=MONDAY, price=price, items_max=items_max, max_seconds=DAY
    ).seconds


@pytest.mark.parametrize("rate", [0.01, 0.3, 2.0, 50.0])
@pytest.mark.parametrize("hours", [0.1, 0.5, 1.7, 9.3])
def test_at_a_steady_rate_the_interval_is_the_one_that_the_price_was_made_for(
    rate: float, hours: float
) -> None:
    assert look_seconds(rate, steady_price(rate, hours)) == pytest.approx(hours * HOUR, rel=0.002)


def test_eight_times_the_rate_halves_the_interval() -> None:
    price = steady_price(1.0, 1.0)
    assert look_seconds(8.0, price) == pytest.approx(look_seconds(1.0, price) / 2, rel=0.01)


def test_a_source_that_sleeps_is_looked_at_shortly_after_it_wakes() -> None:
    def rate(hour: int) -> float:
        return 2.0 if 6 <= hour % 24 < 22 else 1e-6

    look = next_look(
        rate, at_seconds=MONDAY, price=steady_price(2.0, 0.5), items_max=99, max_seconds=DAY
    )
    assert look.seconds == pytest.approx(6.5 * HOUR, rel=0.01)


def test_the_last_items_of_the_evening_do_not_wait_until_morning() -> None:
    def rate(hour: int) -> float:
        return 2.0 if 6 <= hour % 24 < 22 else 1e-6

    at_seconds = MONDAY + 21.8 * HOUR
    look = next_look(
        rate, at_seconds=at_seconds, price=steady_price(2.0, 0.5), items_max=99, max_seconds=DAY
    )
    assert look.seconds < HOUR


def test_it_comes_before_the_window_is_full() -> None:
    look = next_look(lambda _: 10.0, at_seconds=MONDAY, price=1e9, items_max=5, max_seconds=DAY)
    assert look.seconds == pytest.approx(HOUR / 2)
    assert look.items == pytest.approx(5)
    assert look.fills_window


def test_it_never_comes_later_than_the_bound() -> None:
    look = next_look(
        lambda _: 1e-9, at_seconds=MONDAY + 7, price=1.0, items_max=9, max_seconds=5 * HOUR
    )
    assert look.seconds == 5 * HOUR
    assert not look.fills_window
