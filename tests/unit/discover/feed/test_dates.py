"""Dates as feeds write them."""

from datetime import UTC, datetime

import pytest

from worker.discover.feed import dates as feed_dates

NOW = datetime(2026, 6, 12, 12, tzinfo=UTC)


def at(day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2026, 6, day, hour, minute, second, tzinfo=UTC)


READABLE = [
    # RFC 822 and 2822, as they should be
    ("Wed, 10 Jun 2026 08:09:10 GMT", at(10, 8, 9, 10)),
    ("Wed, 10 Jun 2026 08:09:10 +0300", at(10, 5, 9, 10)),
    ("Wed, 10 Jun 2026 20:09 -0500", at(11, 1, 9)),
    ("10 Jun 26 08:09:10 UT", at(10, 8, 9, 10)),
    ("Wed, 10 Jun 2026 08:09:60 Z", at(10, 8, 9, 59)),
    # zones by name, with signs, in brackets; what is unknown or missing counts as UTC
    ("Wed, 10 Jun 2026 08:09:10 EST", at(10, 13, 9, 10)),
    ("Wed, 10 Jun 2026 08:09:10 EST5EDT", at(10, 13, 9, 10)),
    ("Wed, 10 Jun 2026 08:09:10 MSK", at(10, 5, 9, 10)),
    ("Wed, 10 Jun 2026 08:09:10 IST", at(10, 2, 39, 10)),
    ("Wed, 10 Jun 2026 08:09:10 GMT+3", at(10, 5, 9, 10)),
    ("Wed, 10 Jun 2026 08:09:10 UTC+03:00", at(10, 5, 9, 10)),
    ("Wed, 10 Jun 2026 08:09:10 +0300 (MSK)", at(10, 5, 9, 10)),
    ("Wed, 10 Jun 2026 08:09:10 −0300", at(10, 11, 9, 10)),
    ("Wed, 10 Jun 2026 08:09:10 +9900", at(10, 8, 9, 10)),
    ("Wed, 10 Jun 2026 08:09:10 Europe/Kyiv", at(10, 8, 9, 10)),
    ("Wed, 10 Jun 2026 08:09:10", at(10, 8, 9, 10)),
    ("Wed, 10 Jun 2026", at(10)),
    # dialects: no comma, long names, other orders, two halves of a day, foreign names of days
    ("Wed 10 Jun 2026 08:09", at(10, 8, 9)),
    ("Wednesday, 10 June 2026 08:09:10 GMT", at(10, 8, 9, 10)),
    ("Wed, 10-Jun-2026 08:09:10 GMT", at(10, 8, 9, 10)),
    ("Wed, Jun 10, 2026 08:09:10 GMT", at(10, 8, 9, 10)),
    ("June 10, 2026 at 8:09 PM", at(10, 20, 9)),
    ("June 10, 2026 - 12:30 a.m. EDT", at(10, 4, 30)),
    ("Wed Jun 10 08:09:10 GMT 2026", at(10, 8, 9, 10)),
    ("Wed Jun 10 08:09:10 2026", at(10, 8, 9, 10)),
    ("Ср, 10 Jun 2026 08:09:10 +0300", at(10, 5, 9, 10)),
    ("\n  Wed,  10 Jun 2026\t08:09:10 GMT ", at(10, 8, 9, 10)),
    # ISO 8601 and RFC 3339
    ("2026-06-10T08:09:10Z", at(10, 8, 9, 10)),
    ("2026-06-10t08:09:10.123456+02:00", at(10, 6, 9, 10)),
    ("2026-06-10T08:09+0200", at(10, 6, 9)),
    ("2026-06-10T08:09-03", at(10, 11, 9)),
    ("2026-06-10 08:09:10", at(10, 8, 9, 10)),
    ("2026-06-10 08:09:10 +0200", at(10, 6, 9, 10)),
    ("2026-06-10", at(10)),
    ("20260610T080910Z", at(10, 8, 9, 10)),
    ("20260610", at(10)),
    # others that can mean one moment only
    ("2026/06/10 08:09", at(10, 8, 9)),
    ("10.06.2026 08:09", at(10, 8, 9)),
    ("1781078950", at(10, 8, 9, 10)),
    ("1781078950000", at(10, 8, 9, 10)),
    ("٢٠٢٦-٠٦-١٠", at(10)),
]  # fmt: skip


@pytest.mark.parametrize(("text", "moment"), READABLE)
def test_a_date_is_one_moment(text: str, moment: datetime) -> None:
    assert feed_dates.parse(text) == moment


UNREADABLE = [
    *("", " ", "yesterday", "12", "2026", "2026-06", "08:09:10", "Wed, 08:09:10 GMT"),
    # two dates in one
    *("05/07/2026", "05/07/26 10:00"),
    # days and times that never were
    *("2026-02-30", "31 Jun 2026", "2026-13-01", "2026-06-10T25:00:00Z", "10 Jun 2026 8:61"),
    *("June 10, 2026 13:00 PM", "0000-00-00 00:00:00", "0001-01-01T00:00:00+14:00"),
    # months in other languages: none rather than another one (marraskuuta is November)
    *("Ср, 10 июня 2026 08:09:10", "10. Juni 2026", "10. marraskuuta 2026", "10 juin 2026"),
    *("9" * 500, "-" * 1000, "Wed, " * 50),
]  # fmt: skip


@pytest.mark.parametrize("text", UNREADABLE)
def test_what_is_no_date_or_two_is_none(text: str) -> None:
    assert feed_dates.parse(text) is None


@pytest.mark.parametrize(
    ("dates", "moment"),
    [
        (["2026-06-10", "2026-06-11"], at(10)),
        (["soon", "2026-06-11"], at(11)),
        # a day's future is a mistaken zone, more is not believed; nor are clocks' zeros
        (["2026-06-13T11:59:00Z"], at(13, 11, 59)),
        (["2026-06-13T12:01:00Z"], None),
        (["2062-06-10", "2026-06-10"], at(10)),
        (["9999999999"], None),
        (["1970-01-01T00:00:00Z"], None),
        (["1989-12-31"], None),
        (["1990-01-01"], datetime(1990, 1, 1, tzinfo=UTC)),
        ([], None),
    ],
)
def test_the_first_date_that_can_be_believed_is_taken(
    dates: list[str], moment: datetime | None
) -> None:
    assert feed_dates.published_at(dates, now=NOW) == moment
