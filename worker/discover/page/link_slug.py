"""The name of an article in its URL: how many words it has, dates and numbers beside it."""

import re

from worker.discover.page.link_text import words_count

LONG_SLUG_WORDS = 5.0
SLUG_WORDS = 3.0

_JOINT = re.compile(r"[-_+,.~|:;!()'’\s]+")
_LETTER = re.compile(r"[^\W\d_]")

_MONTH = (
    r"(?:0?[1-9]|1[0-2]|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?"
    r"|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_YEAR = r"(?:199\d|20[0-4]\d)"
_DATE = re.compile(
    rf"(?<!\d)(?:{_YEAR}([/_.-]){_MONTH}(?:[/_.-](?:0?[1-9]|[12]\d|3[01])(?!\d))?(?![a-z\d])"
    rf"|{_YEAR}/?(?:0[1-9]|1[0-2])/?(?:0[1-9]|[12]\d|3[01])(?:(?!\d)|(?=\d{{4,}}))"
    rf"|{_YEAR}(?:0[1-9]|1[0-2])(?=/)"
    r"|(?<=/)[0-3]\d(?:0[1-9]|1[0-2])/(?:0[1-9]|[12]\d|3[01])(?=/))"  # /2208/10/: August 2022
)
_ONLY_DATE = re.compile(
    rf"(?:.*/)?{_YEAR}(?:[/_-]{_MONTH}(?:[/_-](?:0?[1-9]|[12]\d|3[01]))?)?(?:\.[a-z]{{2,5}})?"
)
#: Four digits alone, or five somewhere.
_NUMBER = re.compile(r"(?<![a-z\d])[a-z]{0,3}\d{4,}(?![a-z\d])|\d{5,}")
#: Letters and digits mixed at random.
_MIXED = re.compile(r"(?<![a-z\d])(?=[a-z\d]*\d)(?=[a-z\d]*[a-z])[a-z\d]{8,}(?![a-z\d])")


def slug_words(name: str) -> float:
    """The words of a path segment, as `words_count` counts them."""
    return words_count(" ".join(part for part in _JOINT.split(name) if _LETTER.search(part)))


def has_date(path: str) -> bool:
    """Whether a date of a day or a month stands in it."""
    return _DATE.search(path.lower()) is not None


def ends_in_date(path: str) -> bool:
    """Whether a year, month or day is the last of it: a list of what came out then."""
    return _ONLY_DATE.fullmatch(path) is not None


def has_number(name: str) -> bool:
    """Whether it holds an identifier."""
    return _NUMBER.search(name) is not None or _MIXED.search(name) is not None


def is_like_article(name: str) -> bool:
    """Whether it can hardly be the name of a section, tag or person."""
    words = slug_words(name)
    return words >= LONG_SLUG_WORDS or (words >= SLUG_WORDS and has_number(name))
