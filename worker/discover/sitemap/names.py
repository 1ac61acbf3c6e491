"""What the address of a sitemap says of its content: a date, a number, news."""

import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from worker.discover.sitemap import dates as sitemap_dates

#: A list of the last two days, by Google's rules; a newsletter's archive is another thing.
_NEWS = re.compile(r"news(?!letter)", re.IGNORECASE)
#: 2026, 2026-11, 20261124, 2026/11/24.
_DATE = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)"
    r"(?:[-_/.]?(?P<month>0[1-9]|1[0-2])(?:[-_/.]?(?P<day>0[1-9]|[12]\d|3[01]))?)?(?!\d)"
)
#: WordPress.com's ?yyyy=2026&mm=11&dd=24, and the like.
_QUERY_DATE = re.compile(
    r"(?<![a-z])(?:y{1,4}|year)=(?P<year>(?:19|20)\d\d)\b"
    r"(?:.{0,20}?(?<![a-z])(?:mm?|month)=(?P<month>0?[1-9]|1[0-2])\b"
    r"(?:.{0,20}?(?<![a-z])(?:dd?|day)=(?P<day>0?[1-9]|[12]\d|3[01])\b)?)?",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d+")
_NUMBER_DIGITS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A sitemap's address, understood."""

    is_news: bool
    until: datetime | None  #: end of the year, month or day that it names
    series: str  #: the address without its numbers: one for all parts of a series
    numbers: tuple[int, ...]  #: its place in the series


def read(url: str) -> Name:
    """Understand a sitemap's address; its host says nothing of what it holds."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return Name(is_news=False, until=None, series=url, numbers=())
    text = f"{parts.path}?{parts.query}"
    file_name = f"{parts.path.rstrip('/').rpartition('/')[2]}?{parts.query}"
    return Name(
        is_news=bool(_NEWS.search(file_name)),
        until=_until(text),
        series=_NUMBER.sub("#", text),
        numbers=tuple(int(found[0][:_NUMBER_DIGITS]) for found in _NUMBER.finditer(text)),
    )


def _until(text: str) -> datetime | None:
    match = _QUERY_DATE.search(text) or _DATE.search(text)
    if match is None:
        return None
    period = sitemap_dates.parse("-".join(part for part in match.groups() if part))
    return period.end if period else None
