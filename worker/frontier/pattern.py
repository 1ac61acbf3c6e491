"""The pattern of a URL: its site and its shape, by which pages of one kind are counted together.

Knows nothing of what such pages gave. One section's articles share a pattern, and so do all pages
of a calendar, of a faceted search or of a list, however many there are of them.
"""

import re
import unicodedata
from urllib.parse import unquote

from worker import urls
from worker.frontier.canonical import canonicalise
from worker.frontier.site import site_of

MAX_LENGTH = 200  # a database's index takes some 2,000 bytes at the most
_SEGMENTS_MAX = 8  # paths that grow without end are one pattern from here on
_NAMES_MAX = 8
_CUT = "…"
#: Sections are kept as they are spelled where they stand first: more would make a pattern of each
#: tag, and no budget would ever be used up.
_WORDS_KEPT = 2
_WORD_WEIGHT_MAX = 24
_SECTION_WORDS_MAX = 3
#: From here on a last segment is an article's name, and no section's: "us-news", "middle-east".
_SLUG_WORDS = 3
#: What follows one of these is somebody's or something's name, and stands for all of them.
_CONTAINERS = re.compile(
    "authors?|autor|autoren|auteur|by|c|cat|categor(y|ies)|hashtag|issues?|keywords?|labels?|member|"
    "people|person|profile|search|section|series|stichwort|tags?|t|term|themen?|thema|topics?|u|users?"
)

_MONTH = (
    r"(?:0?[1-9]|1[0-2]|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|"
    r"aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_YEAR = r"(?:19|20|21)\d\d"
_DATE = re.compile(
    rf"(?<=/)(?:{_YEAR}[/_.-]{_MONTH}(?:[/_.-]{_DAY})?|{_DAY}[/_.-]{_MONTH}[/_.-]{_YEAR}|"
    rf"{_YEAR}/?(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))(?=[/.]|$)"
)
_DATE_MARK = "{date}"
_EXTENSION = re.compile(
    r"\.(?:s?html?|php\d?|aspx?|jspx?|cfm|do|ece|stm|xml|json|rss|pdf|jpe?g|png|gif|webp|mp[34])$"
)
_HASH = re.compile(r"(?=.*\d)[0-9a-f]{12,}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_NAME = re.compile(r"[a-z_][a-z0-9_.\[\]-]{0,19}")
_WIDE = "\u2e80"  # from here on a character is about a syllable: Chinese, Japanese, Korean
_WIDE_WEIGHT = 3


def pattern_of(url: str) -> str:
    """Site and shape: `example.com/news/{date}/{slug}.html`, `example.com/events?month&year`.

    Numbers, dates, names of articles and identifiers are generalised, the first plain section words
    stay; of a query only the names of parameters count. The host's subdomain, tracking parameters
    and a slash at the end do not. The same URL has the same pattern everywhere, in at most
    `MAX_LENGTH` characters.

    Raises:
        Refused: `bad_url`, where `urls.parse` does.
    """
    parsed = urls.parse(url)
    path, _, query = canonicalise(parsed).removeprefix(parsed.origin).partition("?")
    *before, last = _segments(path)
    shapes = [*_leading(before), _last(last, has_query=bool(query))]
    pattern = f"{site_of(parsed)}/{'/'.join(shapes[:_SEGMENTS_MAX])}{_query_shape(query)}"
    return pattern if len(pattern) <= MAX_LENGTH else pattern[: MAX_LENGTH - 1] + _CUT


def _segments(path: str) -> list[str]:
    """Decoded, in lower case, each date in one; at least one segment."""
    decoded = [unquote(one, errors="replace").replace("/", " ") for one in path.split("/") if one]
    return _DATE.sub(_DATE_MARK, "/" + "/".join(decoded).lower())[1:].split("/")


def _leading(segments: list[str]) -> list[str]:
    shapes, kept, container = [], 0, ""
    for segment in segments:
        if kept < _WORDS_KEPT and not _CONTAINERS.fullmatch(container) and _is_section(segment):
            shapes.append("-".join(_words(segment)))
            kept += 1
        else:
            shapes.append(_shape(segment))
        container = segment
    return shapes


def _last(segment: str, *, has_query: bool) -> str:
    if not segment:
        return ""
    extension = _EXTENSION.search(segment)
    if extension is None:
        return _shape(segment)
    stem = segment[: extension.start()]
    if has_query and _is_section(stem):  # a script: article.php?id is not login.php?id
        return "-".join(_words(stem)) + extension[0]
    return _shape(stem) + extension[0]


def _query_shape(query: str) -> str:
    if not query:
        return ""
    names = sorted({_name_shape(pair.partition("=")[0]) for pair in query.split("&")})
    shown = names[:_NAMES_MAX] + [_CUT] * (len(names) > _NAMES_MAX)
    return "?" + "&".join(shown)


def _name_shape(name: str) -> str:
    name = unquote(name.replace("+", " "), errors="replace").lower()
    return re.sub(r"\d+", "{n}", name) if _NAME.fullmatch(name) else _shape(name)


def _is_section(segment: str) -> bool:
    words = _words(segment)
    if segment == _DATE_MARK or not 0 < len(words) <= _SECTION_WORDS_MAX:
        return False
    return all(word.isalpha() for word in words) and _weight(segment) <= _WORD_WEIGHT_MAX


def _shape(segment: str) -> str:
    """What a segment is an example of."""
    if segment == _DATE_MARK:
        return segment
    if segment.isdecimal():
        return "{n}"
    words = _words(segment)
    if _HASH.fullmatch(segment) or not words:
        return "{id}"
    plain = sum(word.isalpha() for word in words)
    if plain < len(words):
        return "{slug}" if plain > 1 or _weight(segment) > 2 * _WORD_WEIGHT_MAX else "{id}"
    is_long = len(words) >= _SLUG_WORDS or _weight(segment) > _WORD_WEIGHT_MAX
    return "{slug}" if is_long else "{word}"


def _words(segment: str) -> list[str]:
    """Runs of letters and digits; vowel signs and accents, which are neither, don't part them."""
    if not segment.isascii():
        segment = "".join(c for c in segment if not unicodedata.category(c).startswith("M"))
    return re.findall(r"[^\W_]+", segment)


def _weight(segment: str) -> int:
    """Its length, where a Chinese character counts as much as a short syllable does."""
    return sum(_WIDE_WEIGHT if character >= _WIDE else 1 for character in segment)
