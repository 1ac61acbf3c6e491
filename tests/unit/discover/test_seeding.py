"""The habit that the dates of a first reading show."""

from datetime import UTC, datetime, timedelta

import pytest

from worker.discover.habit import Habit, expected, rate
from worker.discover.seeding import seeded

NOW = datetime(2026, 3, 30, 12, 0, tzinfo=UTC)  # a Monday
DAY = timedelta(days=1)


def daily(hours: tuple[int, ...], days: int) -> list[datetime]:
    midnight = NOW.replace(hour=0)
    return [
        midnight - day * DAY + timedelta(hours=hour, minutes=(day * 7 + hour) % 60)
        for day in range(days)
        for hour in hours
        if midnight - day * DAY + timedelta(hours=hour + 1) < NOW
    ]


def test_a_window_of_weeks_shows_rate_and_hours() -> None:
    habit = seeded(daily((7, 8, 9), 20), NOW)
    assert expected(habit, NOW, NOW + DAY) == pytest.approx(3, rel=0.15)
    assert rate(habit, NOW + timedelta(hours=20)) > 5 * rate(habit, NOW + timedelta(hours=8))
    assert habit.until_seconds == NOW.timestamp()


def test_a_window_of_hours_shows_the_rate() -> None:
    published = [NOW - timedelta(minutes=4 * at + 1) for at in range(15)]
    assert rate(seeded(published, NOW), NOW) > 7


def test_a_pinned_item_of_years_ago_does_not_stretch_the_window() -> None:
    published = [NOW - timedelta(hours=at) for at in range(1, 20)] + [NOW - 1000 * DAY]
    assert expected(seeded(published, NOW), NOW, NOW + DAY) > 15


def test_a_source_that_is_silent_since_long_is_expected_to_stay_so() -> None:
    published = [NOW - 900 * DAY - timedelta(hours=7 * at) for at in range(20)]
    assert expected(seeded(published, NOW), NOW, NOW + 7 * DAY) < 0.2


@pytest.mark.parametrize(
    "published",
    [
        [],
        [NOW - DAY, NOW - 2 * DAY],  # too few
        [NOW - DAY] * 20,  # a generator's stamp
        [NOW + at * DAY for at in range(1, 20)],  # the future
        [NOW.replace(hour=0) - at * DAY for at in range(20)],  # days without hours
        [NOW.replace(hour=22) - at * DAY for at in range(1, 20)],  # ... elsewhere
        # ... across the change to summer time
        [NOW.replace(hour=22 + (at > 9)) - at * DAY for at in range(1, 20)],
        # most have no place in the past
        [NOW - at * DAY for at in range(1, 6)] + [NOW + at * DAY for at in range(1, 10)],
    ],
)
def test_dates_that_say_nothing_give_no_habit(published: list[datetime]) -> None:
    assert seeded(published, NOW) == Habit()
