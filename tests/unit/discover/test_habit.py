"""What a source publishes, by hour and weekday."""

import itertools
import json
import random
from datetime import UTC, datetime, timedelta

import pytest

from worker.discover.habit import PRIOR_ITEMS_PER_HOUR, Habit, expected, learn, rate
from worker.discover.rhythm import Rhythm

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
HOUR = timedelta(hours=1)


def watched(days: int, *, poll_hours: float = 1.0, dated: bool = True) -> Habit:
    """An office: four items each weekday, at 9:30, 10:30, 11:30 and 14:30 UTC."""
    habit = Habit()
    at = MONDAY
    while at < MONDAY + timedelta(days=days):
        until = at + poll_hours * HOUR
        came = [
            moment
            for day in range(2)
            for hour in (9.5, 10.5, 11.5, 14.5)
            if (midnight := at.replace(hour=0) + timedelta(days=day)).weekday() < 5
            and at < (moment := midnight + hour * HOUR) <= until
        ]
        habit = learn(
            habit, since=at, until=until, new_count=len(came), published=came if dated else ()
        )
        at = until
    return habit


def test_a_habit_of_weeks_expects_what_was_seen() -> None:
    habit = watched(28)
    week = expected(habit, MONDAY, MONDAY + timedelta(days=7))
    assert week == pytest.approx(20, rel=0.1)
    assert rate(habit, MONDAY + 9.5 * HOUR) > 0.5
    assert rate(habit, MONDAY + 3 * HOUR) < 0.05
    saturday = expected(habit, MONDAY + timedelta(days=5), MONDAY + timedelta(days=6))
    assert saturday < 0.15 * week / 5


def test_items_without_dates_go_to_the_window_in_which_they_came() -> None:
    habit = watched(28, dated=False)
    assert rate(habit, MONDAY + 9.5 * HOUR) > 5 * rate(habit, MONDAY + 3 * HOUR)


def test_in_a_long_window_they_go_where_the_habit_expects_them_and_a_little_everywhere() -> None:
    habit = watched(28)
    friday = MONDAY + timedelta(days=4 + 28)
    later = learn(habit, since=friday, until=friday + 24 * HOUR, new_count=30)
    assert later.hour_items[9] - habit.hour_items[9] > 3 * weight_of(later)
    assert later.hour_items[3] - habit.hour_items[3] == pytest.approx(
        0.5 * 30 / 24 * weight_of(later), rel=0.5
    )


def weight_of(habit: Habit) -> float:
    return habit.weight


def test_time_that_nobody_watched_counts_for_nothing() -> None:
    seen = learn(Habit(), since=MONDAY, until=MONDAY + 10 * HOUR, new_count=20)
    later = MONDAY + 60 * HOUR
    gap = learn(seen, since=later, until=later + 10 * HOUR, new_count=20)
    whole = learn(seen, since=MONDAY + 10 * HOUR, until=later + 10 * HOUR, new_count=20)
    assert sum(gap.day_hours) / gap.weight == pytest.approx(20, rel=0.05)
    assert rate(gap, later) > 2 * rate(whole, later)


def test_a_poll_that_is_told_twice_counts_once() -> None:
    habit = learn(Habit(), since=MONDAY, until=MONDAY + HOUR, new_count=3)
    assert learn(habit, since=MONDAY, until=MONDAY + HOUR, new_count=3) == habit


def test_a_clock_that_was_set_back_does_not_end_the_learning() -> None:
    ahead = MONDAY + timedelta(days=365)
    habit = learn(Habit(), since=ahead, until=ahead + HOUR, new_count=1)
    habit = learn(habit, since=MONDAY, until=MONDAY + HOUR, new_count=1)
    habit = learn(habit, since=MONDAY + HOUR, until=MONDAY + 3 * HOUR, new_count=5)
    assert habit.items > 5


def test_an_old_habit_is_forgotten_by_halves() -> None:
    habit = learn(Habit(), since=MONDAY, until=MONDAY + 24 * HOUR, new_count=100)
    at = MONDAY + timedelta(days=29)
    habit = learn(habit, since=at - HOUR, until=at, new_count=0)
    assert habit.items == pytest.approx(50, rel=0.01)


def test_years_of_learning_stay_small_numbers() -> None:
    habit, at = Habit(), MONDAY
    for _ in range(400):
        habit = learn(habit, since=at, until=at + timedelta(days=7), new_count=70)
        at += timedelta(days=7)
    assert max(habit.hour_items) < 1e5
    assert expected(habit, at, at + timedelta(days=7)) == pytest.approx(70, rel=0.1)


def test_nothing_known_expects_a_little() -> None:
    assert rate(Habit(), MONDAY) == pytest.approx(PRIOR_ITEMS_PER_HOUR)
    assert expected(Habit(), MONDAY, MONDAY) == 0
    assert expected(Habit(), MONDAY + HOUR, MONDAY) == 0


def test_half_a_day_of_nothing_takes_most_of_it_back() -> None:
    habit = learn(Habit(), since=MONDAY, until=MONDAY + 12 * HOUR, new_count=0)
    assert rate(habit, MONDAY + 12 * HOUR) < 0.3 * PRIOR_ITEMS_PER_HOUR


@pytest.mark.parametrize(
    ("since", "until", "new_count"),
    [
        (MONDAY, MONDAY, 5),  # no time
        (MONDAY + HOUR, MONDAY, 5),  # backwards
    ],
)
def test_a_window_without_time_teaches_nothing(
    since: datetime, until: datetime, new_count: int
) -> None:
    assert learn(Habit(), since=since, until=until, new_count=new_count) == Habit()


def test_a_negative_count_is_none() -> None:
    habit = learn(Habit(), since=MONDAY, until=MONDAY + HOUR, new_count=-3)
    assert habit.items == 0


def test_more_dates_than_new_items_are_not_believed() -> None:
    dates = [MONDAY + timedelta(minutes=at) for at in range(1, 30)]
    habit = learn(Habit(), since=MONDAY, until=MONDAY + HOUR, new_count=2, published=dates)
    assert habit.items == pytest.approx(2)


def test_a_sum_over_pieces_is_the_whole() -> None:
    habit = watched(14)
    rng = random.Random(3)
    moments = sorted(MONDAY + rng.uniform(0, 24 * 40) * HOUR for _ in range(50))
    pieces = sum(expected(habit, a, b) for a, b in itertools.pairwise(moments))
    assert pieces == pytest.approx(expected(habit, moments[0], moments[-1]))


def test_it_is_kept_as_json_below_2_kb() -> None:
    habit = watched(28, poll_hours=0.37)
    text = json.dumps(habit.to_json())
    assert len(text) < 1500
    again = Habit.from_json(json.loads(text))
    assert rate(again, MONDAY + 9 * HOUR) == pytest.approx(rate(habit, MONDAY + 9 * HOUR), 1e-4)
    assert len(json.dumps(Rhythm().to_json())) < 2000


@pytest.mark.parametrize(
    "change",
    [
        {"hour_items": [1.0] * 23},
        {"hour_items": "1" * 24},
        {"hour_hours": [float("nan")] * 24},
        {"day_items": [-1.0] * 7},
        {"day_hours": [1e300] * 7},
        {"weight": None},
        {"until": "now"},
        {"since": True},
    ],
)
def test_garbage_is_refused_by_name(change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"no number|no amount|numbers"):
        Habit.from_json({**watched(1).to_json(), **change})
