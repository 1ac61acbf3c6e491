"""The pattern of a URL: pages of one kind share it, whatever they are called."""

import random

import pytest

from worker import urls
from worker.errors import Refused
from worker.frontier.pattern import MAX_LENGTH, pattern_of

ARABIC_SECTION = "%D8%A7%D9%84%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1"
ARABIC_SLUG = f"{ARABIC_SECTION}-{ARABIC_SECTION}-{ARABIC_SECTION}"
HINDI = "%E0%A4%B9%E0%A4%BF%E0%A4%A8%E0%A5%8D%E0%A4%A6%E0%A5%80"
HAN = "%E5%9B%BD%E9%99%85"

PATTERNS = [
    # articles by their name, with and without a number
    ("https://www.example.com/news/navy-orders-four-frigates", "example.com/news/{slug}"),
    ("https://example.com/news/navy-orders-four-frigates-8812/", "example.com/news/{slug}"),
    ("https://example.com/news/navy_orders_frigates.html", "example.com/news/{slug}.html"),
    ("https://example.com/en/world/asia/navy-orders-it", "example.com/en/world/{word}/{slug}"),
    # … by date, in many spellings
    ("https://example.com/2026/11/24/navy-orders-it", "example.com/{date}/{slug}"),
    ("https://example.com/2026/nov/24/navy-orders-it", "example.com/{date}/{slug}"),
    ("https://example.com/news/2026/11/navy-orders-it", "example.com/news/{date}/{slug}"),
    ("https://example.com/2026-11/24/content_30012.htm", "example.com/{date}/{id}.htm"),
    ("https://example.com/n1/2026/1124/c90000-12.html", "example.com/{id}/{date}/{id}.html"),
    ("https://example.com/20261124/x1b2", "example.com/{date}/{id}"),
    ("https://example.com/2026-11-24-navy-orders-it", "example.com/{slug}"),
    # … by a number or an identifier
    ("https://example.com/doc/7715044", "example.com/doc/{n}"),
    ("https://example.com/news/articles/c4gp9x1lno", "example.com/news/articles/{id}"),
    ("https://example.com/a/3f2504e0-4f89-11d3-9a0c-0305e82c3301", "example.com/a/{id}"),
    ("https://example.com/article-12.php", "example.com/{id}.php"),
    ("https://example.com/?p=123", "example.com/?p"),
    ("https://example.com/?123", "example.com/?{n}"),
    ("https://example.com/article.php?id=123&lang=en", "example.com/article.php?id&lang"),
    # … in other scripts, with vowel signs, and without spaces
    (f"https://example.com/{ARABIC_SECTION}/{ARABIC_SLUG}", "example.com/الأخبار/{slug}"),
    (f"https://example.com/{HINDI}/{HINDI}-{HINDI}-{HINDI}", "example.com/हनद/{slug}"),
    (f"https://example.com/{HAN}/{HAN * 6}", "example.com/国际/{slug}"),
    # lists: sections, tags, pages of them
    ("https://example.com/", "example.com/"),
    ("https://example.com/news/asia", "example.com/news/{word}"),
    ("https://example.com/news/middle-east/", "example.com/news/{word}"),
    ("https://example.com/tag/nato/page/3", "example.com/tag/{word}/page/{n}"),
    ("https://example.com/news?page=7", "example.com/{word}?page"),
    ("https://example.com/s.php?q=x&sort=y&f%5B0%5D=1", "example.com/s.php?f[{n}]&q&sort"),
    # calendars
    ("https://example.com/events/2031/05/17", "example.com/events/{date}"),
    ("https://example.com/cal.aspx?month=5&year=2031", "example.com/cal.aspx?month&year"),
    # neither subdomain nor port nor case nor tracking tell apart
    ("http://m.EXAMPLE.co.uk:8080/News/navy-orders-it?utm_source=x", "example.co.uk/news/{slug}"),
    ("http://127.0.0.1:8080/news/1", "127.0.0.1:8080/news/{n}"),
    # without end
    ("https://example.com/" + "a/b/" * 9, "example.com/a/b" + "/{word}" * 6),
    ("https://example.com/?b&d&f&h&j&i&g&e&c&a", "example.com/?a&b&c&d&e&f&g&h&…"),
    # bytes that are no UTF-8, an escaped slash, and a null
    ("https://example.com/%FF%FE/x", "example.com/{id}/{word}"),
    ("https://example.com/a%2Fb/x", "example.com/a-b/{word}"),
    ("https://example.com/news%00/x", "example.com/news/{word}"),
]  # fmt: skip


@pytest.mark.parametrize(("url", "expected"), PATTERNS)
def test_pages_of_one_kind_share_a_pattern(url: str, expected: str) -> None:
    assert pattern_of(url) == expected


APART = [
    ("https://example.com/sport/team-wins-cup-final", "https://example.com/news/team-wins-cup-final"),
    ("https://example.com/news/asia", "https://example.com/news/navy-orders-four-frigates"),
    ("https://example.com/login.php?id=1", "https://example.com/article.php?id=1"),
    ("https://example.com/news/1.html", "https://example.com/news/1.pdf"),
    ("https://example.com/news/1", "https://example.org/news/1"),
    ("https://example.com/news/1", "https://example.com/news/1?print=1"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), APART)
def test_pages_of_two_kinds_have_two_patterns(one: str, other: str) -> None:
    assert pattern_of(one) != pattern_of(other)


def test_a_set_of_tags_or_sections_without_end_makes_no_patterns_without_end() -> None:
    tags = {pattern_of(f"https://example.com/tag/{chr(97 + n % 26)}{'x' * n}") for n in range(20)}
    assert tags == {"example.com/tag/{word}"}


def test_every_url_has_a_pattern_that_a_database_can_keep() -> None:
    pieces = [
        "a",
        "/",
        "//",
        "%00",
        "%FF",
        "%ED%A0%80",
        "é",
        "北京",
        "2026",
        "/05/17",
        "?",
        "&",
        "=",
    ]
    pieces += ["%2F", "%25", "{", "}", ".html", "-", "+", ";", "[", "x" * 300, "9" * 50, "%0A", "@"]
    dice = random.Random(5)
    for _ in range(3000):
        url = "https://a.example/" + "".join(dice.choices(pieces, k=dice.randint(1, 9)))
        pattern = pattern_of(url)
        assert pattern == pattern_of(str(urls.parse(url)))
        assert 0 < len(pattern) <= MAX_LENGTH
        assert "\0" not in pattern
        pattern.encode()


def test_what_is_no_url_is_refused_by_name() -> None:
    with pytest.raises(Refused):
        pattern_of("news/1")
