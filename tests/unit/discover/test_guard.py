"""The guard by the share of new items."""

import pytest

from worker.discover.guard import BAND_HIGH_SHARE, CALM_POLLS, PRESSURE_MIN, Guard


def after(guard: Guard, new_count: int, *, times: int = 1, was_hinted: bool = False) -> Guard:
    for _ in range(times):
        guard = guard.after(new_count=new_count, items_count=20, was_hinted=was_hinted)
    return guard


def test_above_the_band_the_interval_is_halved_at_once() -> None:
    assert after(Guard(), int(20 * BAND_HIGH_SHARE)).pressure == 0.5
    assert after(Guard(), 20, times=2).pressure == 0.25
    assert after(Guard(), 20, times=99).pressure == PRESSURE_MIN


def test_below_it_for_long_the_interval_grows_back() -> None:
    pressed = after(Guard(), 20)
    assert after(pressed, 0, times=CALM_POLLS - 1).pressure == 0.5
    assert after(pressed, 0, times=CALM_POLLS).pressure > 0.5
    assert after(pressed, 0, times=10 * CALM_POLLS) == Guard()


def test_within_the_band_nothing_changes_and_calm_begins_anew() -> None:
    pressed = after(after(Guard(), 20), 0, times=CALM_POLLS - 1)
    assert after(pressed, 6).pressure == 0.5
    assert after(after(pressed, 6), 0, times=CALM_POLLS - 1).pressure == 0.5


def test_a_hint_that_proves_wrong_counts_half() -> None:
    assert after(Guard(), 3, was_hinted=True).hint_share == 0.5
    assert after(Guard(), 2, was_hinted=True).hint_share == 1.0
    assert after(Guard(), 3, was_hinted=False).hint_share == 1.0


def test_a_hint_that_was_wrong_is_trusted_again_slowly() -> None:
    doubted = after(Guard(), 3, was_hinted=True)
    assert 0.6 < after(doubted, 0, times=5 * CALM_POLLS, was_hinted=True).hint_share < 0.7
    assert after(doubted, 0, times=15 * CALM_POLLS, was_hinted=True) == Guard()


def test_an_empty_reading_says_nothing() -> None:
    assert Guard().after(new_count=0, items_count=0, was_hinted=False) == Guard()


@pytest.mark.parametrize("change", [{"pressure": None}, {"calm_count": -1}, {"hint_share": "x"}])
def test_garbage_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"no number|no amount"):
        Guard.from_json({**Guard().to_json(), **change})


def test_it_is_kept_as_json() -> None:
    guard = after(after(Guard(), 20, was_hinted=True), 0)
    assert Guard.from_json(guard.to_json()) == guard
