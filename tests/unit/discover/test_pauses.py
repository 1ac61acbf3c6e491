"""How long a source's pauses usually are, and how unlikely a longer one is."""

import pytest

from worker.discover.pauses import Pauses


def of(*lengths: float) -> Pauses:
    pauses = Pauses()
    for at, length in enumerate(lengths, start=1):
        pauses = pauses.after(length, at_seconds=at, is_over=True)
    return pauses


def test_a_pause_goes_on_until_something_new_comes() -> None:
    pauses = of(1.0).after(2.0, at_seconds=5, is_over=False).after(3.0, at_seconds=9, is_over=False)
    assert pauses.current == 5
    assert pauses.since_seconds == 1
    over = pauses.after(1.0, at_seconds=12, is_over=True)
    assert (over.current, over.longest, over.since_seconds) == (0, 6, 12)


def test_longer_is_less_likely() -> None:
    found = [of(1.0).probability(expected, days=1) for expected in (0, 1, 5, 14, 60)]
    assert found[0] == 1
    assert found == sorted(found, reverse=True)
    assert found[-1] < 1e-5


def test_pauses_are_less_regular_than_chance() -> None:
    assert of().probability(14, days=0.3) > 10 * 2.718**-14


def test_the_same_share_of_a_habit_is_less_likely_over_days() -> None:
    assert of().probability(14, days=7) < of().probability(14, days=0.3)


def test_a_source_that_publishes_ten_at_once_is_given_ten_times_the_pause() -> None:
    usual, bursty = of(*[1.0] * 200), of(*[10.0] * 200)
    assert bursty.probability(100, days=1) == pytest.approx(usual.probability(10, days=1), rel=0.5)


def test_one_long_pause_is_forgotten_at_last() -> None:
    pauses = of(50.0, *[1.0] * 600)
    assert pauses.longest < 4
    assert pauses.typical == pytest.approx(1.0, abs=0.05)


def test_it_is_kept_as_json() -> None:
    pauses = of(1.0, 3.25, 2.5).after(0.5, at_seconds=1772409600.25, is_over=False)
    assert Pauses.from_json(pauses.to_json()) == pauses


@pytest.mark.parametrize("change", [{"mean": None}, {"count": -1}, {"longest": float("inf")}])
def test_garbage_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"no number|no amount"):
        Pauses.from_json({**of(1.0).to_json(), **change})
