"""What HTTP says of how long a source stays as it is: Cache-Control, Expires (RFC 9111). Pure."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

#: Of a directive's value, more digits than any date has seconds are garbage.
_MAX_AGE = re.compile(r'max-age\s*=\s*"?(\d{1,12})"?')
_AGE = re.compile(r"\d{1,12}")
#: Fresh for no time at all: `no-store` and `no-cache` make any age void (RFC 9111, 5.2.2).
_VOID = frozenset({"no-store", "no-cache"})


def http_hint_seconds(headers: Mapping[str, str], now: datetime) -> float | None:
    """For how long a response says that it is fresh, after the time it spent in caches.

    max-age goes before Expires, and what Age names is over already (RFC 9111, 4.2). s-maxage is
    for shared caches, which we are not.

    Args:
        headers: by name in any case; where a name occurs in two cases the last one counts.
        now: aware; stands in for a Date that is missing or can't be read.

    Returns:
        Seconds above 0; None where the headers say nothing, nothing sensible, or "not at all".
    """
    named = {name.lower(): value.strip() for name, value in headers.items()}
    lifetime = _lifetime(named, now)
    if lifetime is None:
        return None
    age = named.get("age", "")
    left = lifetime - (float(age) if _AGE.fullmatch(age) else 0.0)
    return left if left > 0 else None


def _lifetime(named: Mapping[str, str], now: datetime) -> float | None:
    directives = [part.strip().lower() for part in named.get("cache-control", "").split(",")]
    if any(directive.partition("=")[0].strip() in _VOID for directive in directives):
        return None
    for directive in directives:
        if directive.partition("=")[0].strip() == "max-age":
            found = _MAX_AGE.fullmatch(directive)
            return float(found[1]) if found else None
    expires = _date(named.get("expires", ""))
    if expires is None:
        return None
    return (expires - (_date(named.get("date", "")) or now)).total_seconds()


def _date(text: str) -> datetime | None:
    """An HTTP-date, always UTC; `0` and `-1`, which servers send for "at once", are none."""
    try:
        moment = parsedate_to_datetime(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
