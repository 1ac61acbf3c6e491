"""The hours of a week in UTC, numbered 0 (Monday, 0:00) to 167. Pure."""

from collections.abc import Iterator

HOUR_SECONDS = 3600.0
DAY_HOURS = 24
DAY_SECONDS = DAY_HOURS * HOUR_SECONDS
WEEK_HOURS = 168
WEEK_SECONDS = WEEK_HOURS * HOUR_SECONDS
#: Unix time began on a Thursday.
_FIRST_HOUR = 3 * DAY_HOURS


def hour_of_week(at_seconds: float) -> int:
    """Of a Unix time."""
    return (int(at_seconds // HOUR_SECONDS) + _FIRST_HOUR) % WEEK_HOURS


def pieces(since_seconds: float, until_seconds: float) -> Iterator[tuple[int, float]]:
    """A window cut at full hours: hour of the week, and how many hours of it (1 at the most)."""
    at = since_seconds / HOUR_SECONDS
    until = until_seconds / HOUR_SECONDS
    hour = int(at)
    while hour + 1 < until:
        yield (hour + _FIRST_HOUR) % WEEK_HOURS, hour + 1 - at
        hour += 1
        at = hour
    if at < until:
        yield (hour + _FIRST_HOUR) % WEEK_HOURS, until - at
