"""Retry-After, as a table."""

from datetime import UTC, datetime

import pytest

from worker.fetch.retry_after import parse

NOW = datetime(2026, 11, 3, 12, 0, tzinfo=UTC)
MAX_SECONDS = 86_400.0


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        # numbers
        ("120", 120.0),
        (" 120 ", 120.0),
        ("1.5", 1.5),
        ("0", 1.0),
        ("-5", 1.0),
        ("1000000000000", MAX_SECONDS),
        ("9" * 5000, MAX_SECONDS),
        # dates, in the three forms of RFC 9110, section 5.6.7
        ("Tue, 03 Nov 2026 12:10:00 GMT", 600.0),
        ("Tuesday, 03-Nov-26 12:10:00 GMT", 600.0),
        ("Tue Nov  3 12:10:00 2026", 600.0),
        ("Tue, 03 Nov 2026 13:10:00 +0100", 600.0),
        ("Tue, 03 Nov 2026 11:00:00 GMT", 1.0),
        ("Fri, 01 Jan 2100 00:00:00 GMT", MAX_SECONDS),
        # nonsense
        (None, None),
        ("", None),
        ("soon", None),
        ("12 minutes", None),
        ("1e3", None),
        ("inf", None),
        ("nan", None),
        ("2026-11-03T12:10:00Z", None),
        ("Tue, 99 Nov 2026 99:99:99 GMT", None),
        ("Tue, 03 Nov 99999 12:00:00 GMT", None),
        ("Fri, 31 Dec 9999 23:59:59 -2359", None),
        ("\x00", None),
    ],
)
def test_a_header_gives_seconds_within_bounds_or_nothing(
    header: str | None, seconds: float | None
) -> None:
    assert parse(header, NOW, MAX_SECONDS) == seconds
