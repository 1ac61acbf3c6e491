"""Dates of sitemaps: W3C date and time in all its forms, and the usual slips.

https://www.w3.org/TR/NOTE-datetime, which sitemaps.org and Google's news extension both name.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache

from worker.discover.feed import dates as feed_dates

_MAX_CHARACTERS = 60
_FORM = re.compile(
    r"(?P<year>\d{4})(?:(?P<mark>[-/.])(?P<month>\d{1,2})(?:(?P=mark)(?P<day>\d{1,2})"
    r"(?:(?:\s*T\s*|\s+)(?P<hour>\d{1,2})(?::?(?P<minute>\d{2}))?"
    r"(?::?(?P<second>\d{2})(?:[.,]\d{1,12})?)?)?"
    r"\s*(?P<zone>Z|UTC|GMT|(?:UTC|GMT)?[+\-−]\d{1,2}(?::?\d{2})?)?)?)?",
    re.IGNORECASE,
)
_OFFSET = re.compile(r"([+\-−])(\d{1,2}):?(\d{2})?")
#: No place on Earth is farther from Greenwich.
_OFFSET_MAX = timedelta(hours=15)
#: What programs write who have no date: the epoch.
_NO_DATE = datetime(1970, 1, 1).date()  # noqa: DTZ001


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """The time that a date names: a moment, or a day, a month or a year."""

    start: datetime  #: aware, UTC
    end: datetime  #: of the whole period; the start itself where a time was given

    @property
    def is_exact(self) -> bool:
        """Whether at least the day is known."""
        return self.end - self.start <= timedelta(days=1)


@lru_cache(maxsize=4096)  # days without a time, and programs' stamps, are in many entries
def parse(raw: str) -> Period | None:
    """Understand a date; None where it is none, or names a day that never was.

    Where no zone is given it is UTC.
    """
    text = raw.strip()
    if not text or len(text) > _MAX_CHARACTERS:
        return None
    period = _in_one_go(text)
    if period is None:
        match = _FORM.fullmatch(text)
        period = _period(match) if match else _as_in_feeds(text)
    return None if period is None or period.start.date() == _NO_DATE else period


def _in_one_go(text: str) -> Period | None:
    """The usual forms, ten times as fast."""
    if text[4:5] != "-" or text[7:8] != "-" or text[10:11] not in ("", "T", " "):
        return None
    try:
        at = datetime.fromisoformat(text)
        at = at if at.tzinfo else at.replace(tzinfo=UTC)
        has_time = len(text) > len("2026-11-24")
        return _whole(at, at if has_time else at + timedelta(days=1))
    except (ValueError, OverflowError):
        return None


def _period(match: re.Match[str]) -> Period | None:
    year, month, day = (int(match[name] or 0) for name in ("year", "month", "day"))
    try:
        if match["month"] is None:
            return _whole(datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC))
        if match["day"] is None:
            after = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=UTC)
            return _whole(datetime(year, month, 1, tzinfo=UTC), after)
        midnight = datetime(year, month, day, tzinfo=_zone(match["zone"]))
        if match["hour"] is None:
            return _whole(midnight, midnight + timedelta(days=1))
        return _moment(midnight + _since_midnight(match))
    except (ValueError, OverflowError):
        return None


def _since_midnight(match: re.Match[str]) -> timedelta:
    hour, minute, second = (int(match[name] or 0) for name in ("hour", "minute", "second"))
    # A leap second is the end of its minute; 24:00 the end of its day (ISO 8601).
    since = timedelta(hours=hour, minutes=minute, seconds=min(59, second))
    if minute > 59 or second > 60 or since > timedelta(days=1):
        raise ValueError("no such time")
    return since


def _whole(start: datetime, end: datetime) -> Period:
    if abs(start.utcoffset() or timedelta()) > _OFFSET_MAX:
        raise ValueError("no such zone")
    return Period(start=start.astimezone(UTC), end=end.astimezone(UTC))


def _moment(at: datetime) -> Period:
    return _whole(at, at)


def _zone(text: str | None) -> timezone:
    match = _OFFSET.search(text or "")
    if match is None:
        return UTC
    offset = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    return timezone(-offset if match[1] != "+" else offset)


def _as_in_feeds(text: str) -> Period | None:
    """RFC 822, which RSS uses, and so some sitemaps."""
    at = feed_dates.parse(text)
    return _moment(at) if at is not None else None
