"""Retry-After: how long a server asks to be left alone (RFC 9110, section 10.2.3). Pure."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_NUMBER = re.compile(r"[+-]?\d+(\.\d*)?")

MIN_SECONDS = 1.0  # 0, a past date and negative numbers all mean "now", which is never polite


def parse(header: str | None, now: datetime, max_seconds: float) -> float | None:
    """Seconds to wait, from a Retry-After header.

    Args:
        header: a number of seconds or an HTTP-date; None where none was sent.
        now: aware, to count from where it is a date.
        max_seconds: more is cut to this.

    Returns:
        Seconds between 1 and `max_seconds`; None where there is no header or it makes no sense.
    """
    text = (header or "").strip()
    if _NUMBER.fullmatch(text):
        seconds = float(text)
    else:
        moment = _moment(text)
        if moment is None:
            return None
        seconds = (moment - now).total_seconds()
    return min(max(seconds, MIN_SECONDS), max_seconds)


def _moment(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
        # A date without a zone is UTC, as HTTP-dates are; some overflow only when compared.
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
