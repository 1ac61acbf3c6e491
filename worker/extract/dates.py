"""Dates as pages write them: a string to a moment in UTC.

Reads ISO 8601, RFC 5322, JavaScript's and the usual spelled-out English forms. It refuses what
could be two dates (05/07/2024), and knows nothing of where a string comes from.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

_SOURCE_MAX_CHARACTERS = 150

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

#: Abbreviations that mean one offset wherever news is written (minutes east of UTC).
_ZONES = {
    "Z": 0, "UTC": 0, "GMT": 0, "UT": 0, "WET": 0, "BST": 60, "CET": 60, "CEST": 120, "EET": 120,
    "EEST": 180, "MSK": 180, "TRT": 180, "JST": 540, "KST": 540, "AEST": 600, "AEDT": 660,
    "EST": -300, "EDT": -240, "CDT": -300, "MDT": -360, "PST": -480, "PDT": -420,
}  # fmt: skip

_TIME = (
    r"(?P<hour>\d{1,2})[:h](?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d{1,9})?)?"
    r"\s*(?P<half>[ap]\.?m\.?)?"
)
_ZONE = r"(?P<zone>Z|(?:UTC|GMT)?\s*[+\-−]\d{1,2}:?\d{2}(?::\d{2})?|[+\-−]\d{2}|[A-Z]{2,5})?"
_CLOCK = rf"(?:[T,\s|]+(?:at\s+|-\s*)?{_TIME}\s*\(?{_ZONE}\)?(?:CET|CEST|\s*\([^)]*\))?)?"
_MONTH_NAME = r"(?P<name>[A-Za-z]{3,9})\.?"

_FORMS = tuple(
    re.compile(rf"\A{date}{_CLOCK}\Z", re.IGNORECASE)
    for date in (
        r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})",
        r"(?P<year>\d{4})(?P<sep>[/.])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})",
        r"(?P<year>\d{4})年(?P<month>\d{1,2})月(?P<day>\d{1,2})日",
        r"(?P<year>\d{4})년\s*(?P<month>\d{1,2})월\s*(?P<day>\d{1,2})일",
        r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})",
        r"(?P<day>1[3-9]|2\d|3[01])[/-](?P<month>\d{1,2})[/-](?P<year>\d{4})",
        r"(?P<month>\d{1,2})[/-](?P<day>1[3-9]|2\d|3[01])[/-](?P<year>\d{4})",
        rf"(?:[A-Za-z]{{3,9}}\.?,?\s+)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s-]+{_MONTH_NAME},?[\s-]+(?P<year>\d{{4}})",
        rf"(?:[A-Za-z]{{3,9}}\.?,?\s+)?{_MONTH_NAME}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})",
    )
)
#: Java's Date: Fri Apr 28 19:20:36 CEST 2023.
_JAVA = re.compile(
    rf"\A[A-Za-z]{{3}}\s+{_MONTH_NAME}\s+(?P<day>\d{{1,2}})\s+{_TIME}\s*{_ZONE}\s+(?P<year>\d{{4}})\Z"
)
_COMPACT = re.compile(
    r"\A(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})"
    rf"(?:[T\s]?(?P<hour>\d{{2}})(?P<minute>\d{{2}})(?P<second>\d{{2}})?\s*{_ZONE})?\Z"
)
_EPOCH = re.compile(r"\A(\d{10})(\d{3})?(?:\.0+)?\Z")
_OFFSET = re.compile(r"([+\-−])(\d{1,2}):?(\d{2})?")
_TAG = re.compile(r"<[^<>]*>")
_ZONE_ID = re.compile(r"\[[^\]]*\]\Z")  # java.time's zone id: 2024-05-17T10:00+03:00[Europe/Kyiv]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A date string, understood."""

    at: datetime  #: aware, UTC; midnight where no time was given
    has_time: bool
    zone: str  #: as it was given; "" where it was not and UTC was assumed


def parse(raw: str) -> Moment | None:
    ""
    "Understand a date string; None where it is none, is ambiguous, or names a day that never was."
    ""
    text = _normal(raw)
    if not text:
        return None
    if epoch := _EPOCH.match(text):
        return _from_epoch(int(epoch.group(1)))
    for form in (_COMPACT, _JAVA, *_FORMS):
        if match := form.match(text):
            return _moment(match.groupdict().get)
    return None


def _normal(raw: str) -> str:
    """ASCII digits (Arabic and Persian pages write their own), one space between words."""
    text = " ".join(_TAG.sub(" ", raw[:_SOURCE_MAX_CHARACTERS]).split())
    text = "".join(str(int(c)) if c.isdecimal() and c > "9" else c for c in text)
    return _ZONE_ID.sub("", text).strip(" ,;|\"'")


def _from_epoch(seconds: int) -> Moment | None:
    try:
        return Moment(at=datetime.fromtimestamp(seconds, UTC), has_time=True, zone="Z")
    except (OverflowError, OSError, ValueError):
        return None


def _moment(group: Callable[[str], str | None]) -> Moment | None:
    month = _month(group)
    hour = _hour(group)
    if month is None or hour is None:
        return None
    zone = _fold_zone(group("zone"))
    offset = _offset_minutes(zone)
    try:
        local = datetime(
            int(group("year") or 0),
            month,
            int(group("day") or 0),
            hour,
            int(group("minute") or 0),
            min(59, int(group("second") or 0)),  # a leap second is the end of its minute
            tzinfo=timezone(timedelta(minutes=offset or 0)),
        )
        at = local.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return Moment(
        at=at, has_time=group("hour") is not None, zone=zone if offset is not None else ""
    )


def _month(group: Callable[[str], str | None]) -> int | None:
    name = group("name")
    return _MONTHS.get(name.lower()) if name else int(group("month") or 0)


def _hour(group: Callable[[str], str | None]) -> int | None:
    """The hour of 24; 24:00 and 13 PM are refused by datetime and here."""
    hour = int(group("hour") or 0)
    half = (group("half") or "").lower().replace(".", "")
    if not half:
        return hour
    if not 1 <= hour <= 12:
        return None
    return hour % 12 + (12 if half == "pm" else 0)


def _fold_zone(zone: str | None) -> str:
    return (zone or "").replace("−", "-").replace(" ", "").upper()


def _offset_minutes(zone: str) -> int | None:
    """Minutes east of UTC; None where no zone was given, or one that names several offsets."""
    if zone in _ZONES:
        return _ZONES[zone]
    match = _OFFSET.search(zone)
    if not match:
        return None
    minutes = int(match.group(2)) * 60 + int(match.group(3) or 0)
    if minutes > 15 * 60:  # no place on Earth is farther
        return None
    return -minutes if match.group(1) == "-" else minutes
