"""How often a publisher wants its feed to be read."""

import pytest

from worker.discover.feed import hints as feed_hints

HINTS = [
    # RSS ttl, in minutes
    ("60", None, None, 3600.0),
    (" 15\n", None, None, 900.0),
    ("0.5", None, None, 30.0),
    # the syndication module
    (None, "hourly", None, None),  # WordPress writes it into every feed
    (None, "hourly", "1", None),
    (None, "daily", "24", None),
    (None, "\n\thourly\t", "\n\t2\t", 1800.0),
    (None, "Daily", "4", 21_600.0),
    (None, None, "48", 1800.0),
    (None, "weekly", "1", 604_800.0),
    (None, "yearly", "1", 31_536_000.0),
    # of two, the longer
    ("60", "daily", "1", 86_400.0),
    ("120", "hourly", "1", 7200.0),
    ("60", "sometimes", "1", 3600.0),
    # no hint, or none that makes sense
    (None, None, None, None),
    ("", "", "", None),
    ("0", None, None, None),
    ("-5", None, None, None),
    ("an hour", None, None, None),
    ("1e9", None, None, None),
    ("inf", None, None, None),
    ("9" * 400, None, None, None),
    (None, "fortnightly", "1", None),
    (None, "hourly", "0", None),
    (None, "hourly", "often", None),
]


@pytest.mark.parametrize(("ttl", "period", "frequency", "seconds"), HINTS)
def test_hints_become_seconds(
    ttl: str | None, period: str | None, frequency: str | None, seconds: float | None
) -> None:
    found = feed_hints.interval_seconds(ttl=ttl, period=period, frequency=frequency)
    assert found == seconds
