"""Crawler traps: URLs that are never worth a request, and patterns that have given nothing.

Pure rules. A false trap loses articles, so the first kind holds only what can be nothing else, and
the second is tried again for ever, if seldom. Session ids are no rule here: those that are plain
are dropped by the canonical form, the others show as duplicates, which count as nothing found.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import groupby
from urllib.parse import unquote

from worker import urls

#: Heritrix draws the line here too; the deepest article that we have met has 12 segments.
DEPTH_MAX = 20
PARAMETERS_MAX = 30
SAME_PARAMETER_MAX = 10  # of one name: filter[]=a&filter[]=b
SAME_PAIR_MAX = 3
_EMPTY_SEGMENTS_MAX = 5
#: A segment repeated: two are met (`/news/news/…`), three in archives of archives.
_SAME_SEGMENT_RUN = 4
_CYCLES = 3  # /a/b/a/b/a/b: a relative link that is taken for granted on the page it leads to
_SAME_SEGMENT_ANYWHERE = 5
#: "%" escaped, and escaped, and escaped: an address that carries itself as a parameter.
_NESTED = re.compile("%(25){3}")

YEAR_FIRST = 1990  # no news site is older; what lies before is a calendar that pages back
YEARS_AHEAD = 2
_CALENDAR_WORDS = (
    "agenda|archief|archiv|archives?|archivi?o|arkiv|arsiv|arxiv|calendari?o?|calendrier|day|"
    "etkinlik(?:ler)?|evenements|events?|eventos|eventi|kalendarz?|kalender|kalenteri|month|naptar|"
    "takvim|termine|veranstaltungen|week|wydarzenia|year"
)
_MONTH, _DAY = r"(?:0[1-9]|1[0-2])", r"(?:0[1-9]|[12]\d|3[01])"
_YEAR = r"(?:1[89]|2[0-4])\d\d"
#: Padded with zeros, and the whole end of the path: `/1985/3/12` may be volume, issue and page.
_DATE_PATH = re.compile(rf"(?:^|/)({_YEAR})([/-]){_MONTH}\2{_DAY}$")
#: A month at least: `/archives/1985` is the post of that number, and `/archives/1985/2` its end.
_CALENDAR_PATH = re.compile(rf"(?:^|/)(?:{_CALENDAR_WORDS})/(\d{{4}})[/-]{_MONTH}(?:[/-]\d\d)?$")
_YEAR_NAME = re.compile("year|y|yr|jahr|annee|anno?|rok|god|yil")
_MONTH_NAME = re.compile("month|mo?|mon|monat|mois|mese?|mes|miesiac|ay")
_DATE_NAME = re.compile("date|day|d|datum|fecha|data|dia|jour|tag|tribe-bar-date")
_CALENDAR_NAME = re.compile(
    f"{_YEAR_NAME.pattern}|{_MONTH_NAME.pattern}|{_DATE_NAME.pattern}|view|mode|cal|calendar"
)
_FOUR_DIGITS = re.compile(r"[0-9]{4}")
_DATE_VALUE = re.compile(rf"(\d{{4}})-{_MONTH}(?:-{_DAY})?")

#: A pattern that has given articles is stopped below this share of them, …
POOR_SHARE = 0.01
#: … once so many times the budget were asked: at 3 % a stretch that poor has odds of 1 to 60.
POOR_AFTER = 5
PROBE_INTERVAL = timedelta(days=1)


class Trap(StrEnum):
    """Why a URL is a trap by itself."""

    SLASHES = "its path grows slash by slash"
    DEPTH = f"its path has more than {DEPTH_MAX} segments"
    PATH = "its path repeats itself"
    QUERY = "its query repeats itself"
    ESCAPES = "it is escaped again and again"
    CALENDAR = f"it is a calendar's page before {YEAR_FIRST}, or {YEARS_AHEAD} years ahead"


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternTries:
    """What the newest pages of one pattern gave."""

    asked: int  #: pages that told whether there is an article
    articles: int  #: of these, those with one
    waiting: int = 0  #: pages on their way
    newest_articles: int = 0  #: articles among the ten newest
    last_at: datetime | None = None  #: when the last page ended


def trap_reason(url: str, *, now: datetime) -> Trap | None:
    """Why a URL is a trap by itself, whatever its site is; None where it may be an article.

    Args:
        url: one that `urls.parse` accepts.
        now: aware; only its year counts.

    Raises:
        Refused: `bad_url`, where `urls.parse` does.
    """
    parsed = urls.parse(url)
    segments = [unquote(one, errors="replace").lower() for one in parsed.path.split("/")[1:]]
    pairs = [pair for pair in parsed.query.split("&") if pair]
    if segments.count("") > _EMPTY_SEGMENTS_MAX:
        return Trap.SLASHES
    segments = [one for one in segments if one]
    if len(segments) > DEPTH_MAX:
        return Trap.DEPTH
    if _repeats(segments):
        return Trap.PATH
    if _grows(pairs):
        return Trap.QUERY
    if _NESTED.search(f"{parsed.path}?{parsed.query}"):
        return Trap.ESCAPES
    year = _calendar_year(segments, pairs)
    is_far = year is not None and not YEAR_FIRST <= year <= now.year + YEARS_AHEAD
    return Trap.CALENDAR if is_far else None


def _repeats(segments: Sequence[str]) -> bool:
    """Whether words do; numbers repeat themselves on each eleventh of November."""
    words = [one for one in segments if len(one) > 1 and not one.isdecimal()]
    if any(count >= _SAME_SEGMENT_ANYWHERE for count in Counter(words).values()):
        return True
    if any(
        len(run) >= _SAME_SEGMENT_RUN and len(word) > 1 and not word.isdecimal()
        for word, run in ((word, list(run)) for word, run in groupby(segments))
    ):
        return True
    return any(_cycles(segments, length) for length in range(2, len(segments) // _CYCLES + 1))


def _cycles(segments: Sequence[str], length: int) -> bool:
    matched = 0
    for at in range(length, len(segments)):
        matched = matched + 1 if segments[at] == segments[at - length] else 0
        if matched == length * (_CYCLES - 1):
            return not all(one.isdecimal() for one in segments[at - length : at])
    return False


def _grows(pairs: Sequence[str]) -> bool:
    names = Counter(pair.partition("=")[0] for pair in pairs)
    return (
        len(pairs) > PARAMETERS_MAX
        or any(count > SAME_PARAMETER_MAX for count in names.values())
        or any(count > SAME_PAIR_MAX for count in Counter(pairs).values())
    )


def _calendar_year(segments: Sequence[str], pairs: Sequence[str]) -> int | None:
    """The year of a calendar's page, known by its path's end or by all of its parameters."""
    if pairs:
        return _year_asked_for(pairs)
    path = "/".join(segments)
    date = _DATE_PATH.search(path)
    if date is not None:
        return int(date[1])
    page = _CALENDAR_PATH.search(path)
    return None if page is None else int(page[1])


def _year_asked_for(pairs: Sequence[str]) -> int | None:
    """None where other parameters say what is shown: `?id=12&date=1985-12-03`."""
    named = [unquote(pair, errors="replace").lower().partition("=")[::2] for pair in pairs]
    if not all(_CALENDAR_NAME.fullmatch(name) for name, _ in named):
        return None
    has_month = any(_MONTH_NAME.fullmatch(name) for name, _ in named)
    for name, value in named:
        date = _DATE_VALUE.fullmatch(value) if _DATE_NAME.fullmatch(name) else None
        if date is not None:
            return int(date[1])
        if has_month and _YEAR_NAME.fullmatch(name) and _FOUR_DIGITS.fullmatch(value):
            return int(value)
    return None


def looked_at(budget: int) -> int:
    """How many of a pattern's newest pages are looked at: what is older counts no more."""
    return max(500, 2 * POOR_AFTER * budget)


def is_exhausted(tries: PatternTries, budget: int) -> bool:
    """Whether a pattern has used up its budget and given nothing for it, or next to nothing.

    Either `budget` pages told that there is no article, and none that there is; or `POOR_AFTER`
    budgets were asked, less than `POOR_SHARE` of them were articles, and none of the newest.
    """
    if tries.articles == 0:
        return tries.asked >= budget
    is_poor = tries.articles < POOR_SHARE * tries.asked
    return is_poor and tries.asked >= POOR_AFTER * budget and tries.newest_articles == 0


def may_be_probed(tries: PatternTries, now: datetime) -> bool:
    """Whether one more page of an exhausted pattern may be asked: one a day, and one at a time.

    An article found so sets the pattern free: for good where it had given none, else for as long
    as it is among the newest.
    """
    is_rested = tries.last_at is None or now - tries.last_at >= PROBE_INTERVAL
    return tries.waiting == 0 and is_rested
