"""Dates as sitemaps write them."""

from datetime import UTC, datetime, timedelta

import pytest

from worker.discover.sitemap import dates as sitemap_dates


def utc(
    year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0, micro: int = 0
) -> datetime:
    return datetime(year, month, day, hour, minute, second, micro, tzinfo=UTC)


DAY, MOMENT = timedelta(days=1), timedelta()

READABLE = [
    # W3C: year, month, day
    ("2026", utc(2026, 1, 1), timedelta(days=365)),
    ("2024", utc(2024, 1, 1), timedelta(days=366)),
    ("2026-11", utc(2026, 11, 1), timedelta(days=30)),
    ("2026-12", utc(2026, 12, 1), timedelta(days=31)),
    ("2026-11-24", utc(2026, 11, 24), DAY),
    # minutes, seconds, fractions; Z and offsets
    ("2026-11-24T08:30Z", utc(2026, 11, 24, 8, 30), MOMENT),
    ("2026-11-24T08:30+02:00", utc(2026, 11, 24, 6, 30), MOMENT),
    ("2026-11-24T08:30:15Z", utc(2026, 11, 24, 8, 30, 15), MOMENT),
    ("2026-11-24T08:30:15-05:00", utc(2026, 11, 24, 13, 30, 15), MOMENT),
    ("2026-11-24T08:30:15.5+01:00", utc(2026, 11, 24, 7, 30, 15, 500000), MOMENT),
    ("2026-11-24T08:30:15.123456789Z", utc(2026, 11, 24, 8, 30, 15, 123456), MOMENT),
    ("2026-11-24T00:30:00+05:30", utc(2026, 11, 23, 19), MOMENT),
    # slips: a space, no colon in the offset, no zone, no T, small letters, blanks around
    ("2026-11-24 08:00:00", utc(2026, 11, 24, 8), MOMENT),
    ("2026-11-24T08:00:00", utc(2026, 11, 24, 8), MOMENT),
    ("2026-11-24 08:00", utc(2026, 11, 24, 8), MOMENT),
    ("2026-11-24T08:00:00+0200", utc(2026, 11, 24, 6), MOMENT),
    ("2026-11-24T08:00:00+0000", utc(2026, 11, 24, 8), MOMENT),
    ("2026-11-24T08:00:00+02", utc(2026, 11, 24, 6), MOMENT),
    ("2026-11-24T08:00:00 +02:00", utc(2026, 11, 24, 6), MOMENT),
    ("2026-11-24 08:00:00 UTC", utc(2026, 11, 24, 8), MOMENT),
    ("2026-11-24T08:00:00GMT+03:00", utc(2026, 11, 24, 5), MOMENT),
    ("2026-11-24t08:00:00z", utc(2026, 11, 24, 8), MOMENT),
    ("\n  2026-11-24T08:00:00Z\t", utc(2026, 11, 24, 8), MOMENT),
    ("2026-11-24T8:05:00Z", utc(2026, 11, 24, 8, 5), MOMENT),
    ("2026-11-24T08Z", utc(2026, 11, 24, 8), MOMENT),
    ("2026-11-24Z", utc(2026, 11, 24), DAY),
    ("2026-11-24+02:00", utc(2026, 11, 23, 22), DAY),
    ("2026/11/24", utc(2026, 11, 24), DAY),
    ("2026-1-2", utc(2026, 1, 2), DAY),
    # the end of a day, and of a minute
    ("2026-11-24T24:00:00Z", utc(2026, 11, 25), MOMENT),
    ("2026-06-30T23:59:60Z", utc(2026, 6, 30, 23, 59, 59), MOMENT),
    # as feeds have them
    ("Tue, 24 Nov 2026 08:00:00 GMT", utc(2026, 11, 24, 8), MOMENT),
    ("Tue, 24 Nov 2026 08:00:00 +0200", utc(2026, 11, 24, 6), MOMENT),
    # long before the web, and long after
    ("1851-09-18", utc(1851, 9, 18), DAY),
    ("2999-01-01T00:00:00Z", utc(2999, 1, 1), MOMENT),
]


@pytest.mark.parametrize(("raw", "start", "length"), READABLE)
def test_a_date_is_the_time_that_it_names(raw: str, start: datetime, length: timedelta) -> None:
    period = sitemap_dates.parse(raw)
    assert period is not None
    assert (period.start, period.end - period.start) == (start, length)
    assert period.start.utcoffset() == timedelta()


@pytest.mark.parametrize(
    "raw",
    [
        "", " ", "yesterday", "24/11/2026", "2026-13-01", "2026-02-30", "2026-00-10", "20-11-24",
        "2026-11-24T25:00:00Z", "2026-11-24T08:75:00Z", "2026-11-24T24:00:01Z", "2026-11-24T",
        "2026-11-24T08:00:00+25:00", "2026-11-24T08:00:00-23:00",
        # what programs write who have no date
        "0000-00-00", "0000-00-00 00:00:00", "-0001-11-30T00:00:00+00:00", "1970-01-01T00:00:00Z",
        "1970-01-01", "NaN", "null", "[object Object]", "{{lastmod}}",
        # beyond what a datetime can hold, and beyond any patience
        "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00", "9999-12-31", "9999", "9999-12",
        "0000", "2" * 100_000, "2026-11-24T08:00:00." + "1" * 100_000,
    ],
)  # fmt: skip
def test_what_is_no_date_is_none(raw: str) -> None:
    assert sitemap_dates.parse(raw) is None


def test_a_day_is_exact_and_a_month_is_not() -> None:
    exact = {raw: sitemap_dates.parse(raw) for raw in ("2026-11-24", "2026-11", "2026")}
    assert [period and period.is_exact for period in exact.values()] == [True, False, False]
