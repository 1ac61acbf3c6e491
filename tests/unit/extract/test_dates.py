"""Date strings become moments, or are refused."""

from datetime import UTC, datetime

import pytest

from worker.extract.dates import parse


def _utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]


@pytest.mark.parametrize(
    ("raw", "at", "has_time", "zone"),
    [
        # ISO 8601
        ("2026-03-04", _utc(2026, 3, 4), False, ""),
        ("2026-03-04T10:20:30Z", _utc(2026, 3, 4, 10, 20, 30), True, "Z"),
        ("2026-03-04T10:20:30.123456+02:00", _utc(2026, 3, 4, 8, 20, 30), True, "+02:00"),
        ("2026-03-04T10:20-0530", _utc(2026, 3, 4, 15, 50), True, "-0530"),
        ("2026-03-04 10:20:30", _utc(2026, 3, 4, 10, 20, 30), True, ""),
        ("2026-03-04T10:20:30+03", _utc(2026, 3, 4, 7, 20, 30), True, "+03"),
        ("20260304T102030Z", _utc(2026, 3, 4, 10, 20, 30), True, "Z"),
        ("20260304", _utc(2026, 3, 4), False, ""),
        ("2026/03/04 10:20", _utc(2026, 3, 4, 10, 20), True, ""),
        ("2026-03-04T10:20:30+02:00[Europe/Kyiv]", _utc(2026, 3, 4, 8, 20, 30), True, "+02:00"),
        # across midnight
        ("2026-03-04T00:30:00+09:00", _utc(2026, 3, 3, 15, 30), True, "+09:00"),
        # RFC 5322, JavaScript, Java
        ("Wed, 04 Mar 2026 10:20:30 GMT", _utc(2026, 3, 4, 10, 20, 30), True, "GMT"),
        ("Wed, 4 Mar 2026 10:20:30 -0500", _utc(2026, 3, 4, 15, 20, 30), True, "-0500"),
        ("Wed Mar 04 2026 10:20:30 GMT+0200 (EET)", _utc(2026, 3, 4, 8, 20, 30), True, "GMT+0200"),
        ("Wed Mar 04 10:20:30 CET 2026", _utc(2026, 3, 4, 9, 20, 30), True, "CET"),
        # spelled out
        ("March 4, 2026", _utc(2026, 3, 4), False, ""),
        ("4 March 2026, 10:20", _utc(2026, 3, 4, 10, 20), True, ""),
        ("Sept. 4th, 2026 at 3:05 p.m. EST", _utc(2026, 9, 4, 20, 5), True, "EST"),
        ("December 31, 2025 12:00 AM", _utc(2025, 12, 31), True, ""),
        # other conventions that are not ambiguous
        ("04.03.2026 10:20", _utc(2026, 3, 4, 10, 20), True, ""),
        ("31/03/2026", _utc(2026, 3, 31), False, ""),
        ("03/31/2026", _utc(2026, 3, 31), False, ""),
        ("2026年3月4日 10:20", _utc(2026, 3, 4, 10, 20), True, ""),
        ("2026년 3월 4일", _utc(2026, 3, 4), False, ""),
        ("٢٠٢٦-٠٣-٠٤", _utc(2026, 3, 4), False, ""),
        # seconds and milliseconds since 1970
        ("1772619630", _utc(2026, 3, 4, 10, 20, 30), True, "Z"),
        ("1772619630000", _utc(2026, 3, 4, 10, 20, 30), True, "Z"),
        # a zone that means several offsets is none
        ("2026-03-04 10:20 CST", _utc(2026, 3, 4, 10, 20), True, ""),
        # a leap second, and markup around it
        ("2016-12-31T23:59:60Z", _utc(2016, 12, 31, 23, 59, 59), True, "Z"),
        ("<span>2026-03-04</span>", _utc(2026, 3, 4), False, ""),
    ],
)
def test_a_date_is_understood(raw: str, at: datetime, has_time: bool, zone: str) -> None:
    moment = parse(raw)

    assert moment is not None
    assert (moment.at, moment.has_time, moment.zone) == (at, has_time, zone)


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "yesterday",
        "2026",
        "2026-03",
        "05/07/2026",  # May or July
        "2026-02-30",
        "2026-13-01",
        "2026-03-04T25:00:00Z",
        "March 32, 2026",
        "Smarch 4, 2026",
        "0000-00-00 00:00:00",
        "13:00 PM",
        "March 4, 2026 13:00 PM",
        "2026-03-04T10:00:00+99:00x",
        "9" * 500,
        "\x00",
        "{{ article.date }}",
    ],
)
def test_what_is_no_date_or_two_is_refused(raw: str) -> None:
    assert parse(raw) is None


def test_the_first_and_last_years_raise_nothing() -> None:
    assert parse("0001-01-01T00:00:00+14:00") is None
    assert parse("9999-12-31T23:59:59-12:00") is None
