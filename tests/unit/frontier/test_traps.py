"""Which URLs are traps by themselves, and when a pattern has used up its budget."""

from datetime import UTC, datetime, timedelta

import pytest

from worker.errors import Refused
from worker.frontier.traps import (
    POOR_AFTER,
    PROBE_INTERVAL,
    PatternTries,
    Trap,
    is_exhausted,
    looked_at,
    may_be_probed,
    trap_reason,
)

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
HAN = "%E6%B5%B7%E5%86%9B"

TRAPS = [
    # segments in a row, cycles, and one that comes back again and again
    ("/news/news/news/news", Trap.PATH),
    ("/en/News/news/NEWS/news/frigate-sails", Trap.PATH),
    ("/a/b/a/b/a/b", Trap.PATH),
    ("/x/a/b/c/a/b/c/a/b/c/d", Trap.PATH),
    ("/news/1/news/1/news/1", Trap.PATH),
    ("/x/img/y/img/z/img/v/img/w/img", Trap.PATH),
    # depth, and slashes
    ("/" + "/".join(f"s{n}" for n in range(21)), Trap.DEPTH),
    ("/news///////frigate", Trap.SLASHES),
    # queries that grow
    ("/?" + "&".join(f"a{n}=1" for n in range(31)), Trap.QUERY),
    ("/?" + "&".join(f"filter%5B%5D={n}" for n in range(11)), Trap.QUERY),
    ("/?page=2&page=2&page=2&page=2", Trap.QUERY),
    ("/login?next=%2Flogin%3Fnext%3D%252Flogin%253Fnext%253D%25252Fx%2525252F", Trap.ESCAPES),
    # calendars far off
    ("/events/2031/05/17", Trap.CALENDAR),
    ("/events/2031/05/17/", Trap.CALENDAR),
    ("/en/calendar/2029-01", Trap.CALENDAR),
    ("/kalender/0001/01", Trap.CALENDAR),
    ("/1985/12/03", Trap.CALENDAR),
    ("/whats-on/2040-02-29", Trap.CALENDAR),
    ("/?month=5&year=2031", Trap.CALENDAR),
    ("/events?y=1970&m=1&d=1", Trap.CALENDAR),
    ("/events?tribe-bar-date=2035-05-01", Trap.CALENDAR),
    ("/events?date=1989-12&view=month", Trap.CALENDAR),
]

ARTICLES = [
    # dates, of the day and of history
    "/2026/11/24/frigate-sails", "/2026/11/24/", "/events/2028/12/31", "/1990/01/01",
    "/1985/12/03/us/navy-orders-frigates.html", "/history/1944/06/06/landing-in-normandy",
    "/11/11/11/remembrance-day", "/2011/11/11/11/11", "/2026/2026/2026/2026",
    # numbers that look like a year, volume, issue or page
    "/archives/1985", "/archives/1985/2", "/news/2031", "/proceedings/1985/3/12", "/event/2040",
    "/story/2031/05", "/1985/december/frigates-of-tomorrow", "/product/1234/05/06",
    # words repeated in slugs, and equal segments
    "/news/news/frigate-sails", "/news/news/news/frigate-sails", "/war-war-war-and-no-end",
    "/world/world-news/world/world-news/frigate", "/sport/football/sport/frigate",
    "/a/a/a/a/a1b2c3.html", "/0/0/0/0/12.html",
    # long slugs in other scripts
    f"/{HAN * 60}", f"/{HAN}/{HAN * 30}.html", "/" + "navy-orders-" * 40,
    # articles by parameter
    "/?id=123&lang=en", "/?p=1985", "/article.php?id=7&date=1985-12-03", "/?year=2031&id=5",
    "/?y=1970", "/?year=2031", "/?m=12&y=2026", "/?date=20311224", "/view?d=1985",
    "/storypage.aspx?StoryId=1&catid=2&tab=3&from=4&lang=5&a=6&b=7&c=8&d=9&e=10&f=11",
    "/?tag=a&tag=b&tag=c", "/?a=1&a=1&a=1",
    # hashes and sessions: an article may be behind
    "/20261124/0123456789abcdef0123456789abcdef/c.html", "/(S(3wsmu4idm2kzlvnk0xwbqcy5))/x.aspx",
    "/x;jsessionid=1A2B", "/3f2504e0-4f89-11d3-9a0c-0305e82c3301",
    # an address within an address, and text escaped twice
    "/web/20261124080000/https://example.org/news/2026/11/24/frigate", "/100%2525-of-it",
    "/login?next=%2Fnews%3Fid%3D%2531", "/",
]  # fmt: skip


@pytest.mark.parametrize(("path", "reason"), TRAPS)
def test_what_can_be_no_article_is_a_trap(path: str, reason: Trap) -> None:
    assert trap_reason(f"https://example.com{path}", now=NOW) is reason


@pytest.mark.parametrize("path", ARTICLES)
def test_what_may_be_an_article_is_no_trap(path: str) -> None:
    assert trap_reason(f"https://example.com{path}", now=NOW) is None


def test_the_far_future_comes_nearer_each_year() -> None:
    url = "https://example.com/events/2031/05/17"
    assert trap_reason(url, now=NOW.replace(year=2028)) is Trap.CALENDAR
    assert trap_reason(url, now=NOW.replace(year=2029)) is None


def test_what_is_no_url_is_refused_by_name() -> None:
    with pytest.raises(Refused):
        trap_reason("/news", now=NOW)


BUDGET = 40

EXHAUSTED = [
    # no article at all: the budget decides, whatever waits
    (PatternTries(asked=0, articles=0, waiting=900), False),
    (PatternTries(asked=39, articles=0), False),
    (PatternTries(asked=40, articles=0), True),
    (PatternTries(asked=500, articles=0), True),
    # articles: only next to none of them, after many pages, and none of late
    (PatternTries(asked=40, articles=1), False),
    (PatternTries(asked=199, articles=1), False),
    (PatternTries(asked=200, articles=2), False),
    (PatternTries(asked=200, articles=1), True),
    (PatternTries(asked=500, articles=4), True),
    (PatternTries(asked=500, articles=5), False),
    (PatternTries(asked=500, articles=1, newest_articles=1), False),
    (PatternTries(asked=500, articles=500, newest_articles=10), False),
]


@pytest.mark.parametrize(("tries", "expected"), EXHAUSTED)
def test_a_pattern_that_gives_nothing_uses_up_its_budget(
    tries: PatternTries, expected: bool
) -> None:
    assert is_exhausted(tries, BUDGET) is expected


@pytest.mark.parametrize("budget", [1, 40, 1000])
def test_enough_pages_are_looked_at_to_use_up_any_budget(budget: int) -> None:
    asked = looked_at(budget)
    assert is_exhausted(PatternTries(asked=asked, articles=0), budget)
    assert asked >= POOR_AFTER * budget


def test_one_page_a_day_is_asked_to_see_whether_the_verdict_was_wrong() -> None:
    def probed(last_at: datetime | None, waiting: int) -> bool:
        tries = PatternTries(asked=40, articles=0, waiting=waiting, last_at=last_at)
        return may_be_probed(tries, NOW)

    assert probed(NOW - PROBE_INTERVAL, 0)
    assert not probed(NOW - PROBE_INTERVAL + timedelta(seconds=1), 0)
    assert not probed(NOW - PROBE_INTERVAL, 1)
    assert probed(None, 0)
