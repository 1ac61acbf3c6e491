"""Lengths of time for people."""

import pytest

from worker.frontier.duration import shown


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0 s"),
        (0.25, "0.25 s"),
        (5.0, "5 s"),
        (7.2900001, "7.29 s"),
        (90, "90 s"),
        (119.7, "120 s"),
        (120, "2 min"),
        (1200, "20 min"),
        (5400, "90 min"),
        (7200, "2 h"),
        (238, "4 min"),
        (330, "5.5 min"),
        (100_000, "28 h"),
        (200_000, "2.3 days"),
        (86_400, "24 h"),
        (172_800, "2 days"),
        (31_536_000, "365 days"),
    ],
)
def test_a_length_of_time_is_shown_in_the_unit_that_fits(seconds: float, text: str) -> None:
    assert shown(seconds) == text
