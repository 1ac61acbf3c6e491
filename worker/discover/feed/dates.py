"""Dates as feeds write them: RFC 822 in all its dialects, ISO 8601, and the odd epoch.

Reads English month names only. Refuses what could be two dates (05/07/2026). No zone data: a zone
that is unknown, or missing, counts as UTC, which is off by half a day at the most.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

_SOURCE_MAX_CHARACTERS = 100
_FUTURE_MAX = timedelta(days=1)  # zones are mistaken by hours; more than a day is no date of news
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)  # before the web; 1970 is a clock's zero

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july",
            "aug august", "sep sept september", "oct october", "nov november", "dec december",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
#: Hours east of UTC: RFC 822's, and others that feeds write. IST and BST name several zones each,
#: and are read as India's and Britain's.
_ZONE_HOURS = {
    "edt": -4.0, "est": -5.0, "et": -5.0, "cdt": -5.0, "cst": -6.0, "mdt": -6.0, "mst": -7.0,
    "pdt": -7.0, "pst": -8.0, "pt": -8.0, "akdt": -8.0, "akst": -9.0, "hst": -10.0, "brt": -3.0,
    "art": -3.0, "bst": 1.0, "ist": 5.5, "wet": 0.0, "west": 1.0, "cet": 1.0, "cest": 2.0,
    "met": 1.0, "mest": 2.0, "mez": 1.0, "mesz": 2.0, "eet": 2.0, "eest": 3.0, "sast": 2.0,
    "msk": 3.0, "trt": 3.0, "idt": 3.0, "gst": 4.0, "pkt": 5.0, "wib": 7.0, "ict": 7.0,
    "sgt": 8.0, "myt": 8.0, "hkt": 8.0, "awst": 8.0, "jst": 9.0, "kst": 9.0, "aest": 10.0,
    "aedt": 11.0, "nzst": 12.0, "nzdt": 13.0,
}  # fmt: skip
_OFFSET_HOURS_MAX = 14.0  # Kiritimati; beyond it is a mistake

_CLOCK = (
    r"(?:(?:\s*[T,|]\s*|\s+(?:at\s+|-\s+)?)(?P<hour>\d{1,2})[:.](?P<minute>\d{2})"
    r"(?:[:.](?P<second>\d{2})(?:[.,]\d+)?)?"
    r"\s*(?P<half>[ap]\.?m\b\.?)?\s*(?P<zone>[^\d].*)?)?"
)
_DAY_NAME = r"(?:[^\W\d]{2,12}\.?,?\s*)?"  # in any language: it adds nothing
_MONTH_NAME = r"(?P<name>[A-Za-z]{3,9})\.?"
_FORMS = tuple(
    re.compile(rf"{form}\Z", re.IGNORECASE)
    for form in (
        rf"(?P<year>\d{{4}})(?P<mark>[-/.])(?P<month>\d{{1,2}})(?P=mark)(?P<day>\d{{1,2}}){_CLOCK}",
        rf"{_DAY_NAME}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\.?[\s-]+{_MONTH_NAME},?[\s-]+"
        rf"(?P<year>\d{{4}}|\d\d){_CLOCK}",
        rf"{_DAY_NAME}{_MONTH_NAME}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+"
        rf"(?P<year>\d{{4}}){_CLOCK}",
        r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)"
        r"(?:T?(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)?\s*(?P<zone>[^\d].*)?)?",
        rf"(?P<day>\d{{1,2}})\.(?P<month>\d{{1,2}})\.(?P<year>\d{{4}}){_CLOCK}",
        # Java's and the shell's: Fri Apr 28 19:20:36 CEST 2023
        rf"{_DAY_NAME}{_MONTH_NAME}\s+(?P<day>\d{{1,2}})\s+(?P<hour>\d{{1,2}}):(?P<minute>\d\d):"
        r"(?P<second>\d\d)(?P<half>)\s+(?P<zone>[^\d]\S*\s+)?(?P<year>\d{4})",
    )
)
_EPOCH = re.compile(r"(\d{10})(?:\d{3})?\Z")
_OFFSET = re.compile(r"([+\-−])\s*(\d{1,2}):?(\d\d)?")
_ZONE_NAME = re.compile(r"[a-z]+")


def published_at(dates: Iterable[str], *, now: datetime) -> datetime | None:
    """The first of the dates that can be read and believed: aware, UTC.

    Args:
        dates: as the feed gives them, best first.
        now: aware; what is more than a day later, or before 1990, is not believed.
    """
    for text in dates:
        at = parse(text)
        if at is not None and _EARLIEST <= at <= now + _FUTURE_MAX:
            return at
    return None


def parse(text: str) -> datetime | None:
    """The moment that a date means: aware, UTC; a day without a time is its midnight.

    Returns:
        None where it is no date, names a day that never was, or could be two dates.
    """
    text = " ".join(text[:_SOURCE_MAX_CHARACTERS].split())
    try:
        if epoch := _EPOCH.match(text):
            return datetime.fromtimestamp(int(epoch[1]), UTC)
        for form in _FORMS:
            if found := form.match(text):
                return _moment(found.groupdict(default=""))
    except (ValueError, OverflowError):
        return None
    return None


def _moment(part: dict[str, str]) -> datetime:
    name = part.get("name", "").lower()
    month = _MONTHS.get(name, 0) if name else int(part["month"])
    local = datetime(
        _year(part["year"]),
        month,
        int(part["day"]),
        _hour(part),
        int(part["minute"] or 0),
        min(59, int(part["second"] or 0)),  # a leap second is the end of its minute
        tzinfo=UTC,
    )
    return local - timedelta(hours=_hours_east(part["zone"]))


def _year(digits: str) -> int:
    """RFC 2822, section 4.3, reads two digits as 1950 to 2049; there were no feeds before 1999."""
    year = int(digits)
    return year if len(digits) > 2 else year + (1900 if year >= 90 else 2000)


def _hour(part: dict[str, str]) -> int:
    hour = int(part["hour"] or 0)
    half = part.get("half", "")[:1].lower()
    if not half:
        return hour
    if not 1 <= hour <= 12:
        raise ValueError("a half of the day has twelve hours")
    return hour % 12 + (12 if half == "p" else 0)


def _hours_east(zone: str) -> float:
    """An offset, whatever stands around it (GMT+3, +03:00 (MSK)); else a name; else UTC."""
    if offset := _OFFSET.search(zone):
        hours = int(offset[2]) + int(offset[3] or 0) / 60
        if hours > _OFFSET_HOURS_MAX:
            return 0.0
        return hours if offset[1] == "+" else -hours
    name = _ZONE_NAME.search(zone.lower())
    return _ZONE_HOURS.get(name[0], 0.0) if name else 0.0
