"""Times and amounts in words."""

import pytest

from worker.discover.words import amount, pace, span


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 s"),
        (119, "119 s"),
        (120, "2 min"),
        (5400, "90 min"),
        (9 * 3600, "9 h"),
        (60 * 3600, "60 h"),
        (7.4 * 86400, "7 days"),
    ],
)
def test_a_span(seconds: float, words: str) -> None:
    assert span(seconds) == words


@pytest.mark.parametrize(
    ("count", "words"), [(0, "0"), (0.04, "0.04"), (3.14, "3.1"), (14.2, "14"), (1234.5, "1234")]
)
def test_an_amount(count: float, words: str) -> None:
    assert amount(count) == words


@pytest.mark.parametrize(
    ("items_per_hour", "words"),
    [(3.14, "3.1 an hour"), (120, "120 an hour"), (0.17, "4.1 a day"), (0.009, "1.5 a week")],
)
def test_a_pace(items_per_hour: float, words: str) -> None:
    assert pace(items_per_hour) == words
