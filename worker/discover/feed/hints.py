"""How often a publisher wants its feed to be read: RSS <ttl> and the syndication module."""

import re

#: RSS 1.0's module Syndication (https://web.resource.org/rss/1.0/modules/syndication/).
_PERIOD_SECONDS = {
    "hourly": 3600.0,
    "daily": 86_400.0,
    "weekly": 7 * 86_400.0,
    "monthly": 30 * 86_400.0,
    "yearly": 365 * 86_400.0,
}
_NUMBER = re.compile(r"[0-9]{1,7}(?:\.[0-9]{1,3})?")


def interval_seconds(*, ttl: str | None, period: str | None, frequency: str | None) -> float | None:
    """The pause between two readings that the publisher asks for.

    Args:
        ttl: RSS 2.0's <ttl>, in minutes.
        period: sy:updatePeriod; `daily` where only the frequency is given, as the module says.
        frequency: sy:updateFrequency, readings within that period; 1 where only the period is.

    Returns:
        The longer one of the two hints, in seconds, above 0; None where there is none that makes
        sense. It is not clamped: `discover.hint_max_seconds` is for whoever plans the poll.
    """
    minutes = _positive(ttl)
    hints = [minutes * 60.0] if minutes is not None else []
    syndication = _of_syndication(period, frequency)
    if syndication is not None:
        hints.append(syndication)
    return max(hints, default=None)


def _of_syndication(period: str | None, frequency: str | None) -> float | None:
    if not period and not frequency:
        return None
    period_seconds = _PERIOD_SECONDS.get((period or "daily").strip().lower())
    times = _positive(frequency or "1")
    if period_seconds is None or times is None:
        return None
    seconds = period_seconds / times
    # Once an hour is what WordPress writes into every feed, unasked: a default and no wish.
    return None if seconds == _PERIOD_SECONDS["hourly"] else seconds


def _positive(text: str | None) -> float | None:
    if text is None or not _NUMBER.fullmatch(text.strip()):
        return None
    return float(text) or None
