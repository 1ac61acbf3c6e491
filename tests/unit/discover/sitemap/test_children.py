"""Which sitemaps of an index are watched, where not all can be."""

from datetime import UTC, datetime, timedelta

import pytest

from worker.discover.sitemap import children as sitemap_children
from worker.discover.sitemap import names as sitemap_names
from worker.source_values import ChildSitemap

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
AGE_MAX = timedelta(days=3)


def child(name: str, hours_ago: float | None = None) -> ChildSitemap:
    changed_at = None if hours_ago is None else NOW - timedelta(hours=hours_ago)
    return ChildSitemap(url=f"https://www.a.example/{name}", changed_at=changed_at)


def chosen(*children: ChildSitemap, count_max: int) -> list[str]:
    found = sitemap_children.freshest(children, count_max=count_max, now=NOW, age_max=AGE_MAX)
    return [one.url.removeprefix("https://www.a.example/") for one in found]


def test_those_that_changed_last_are_kept() -> None:
    listed = [child(f"{letter}.xml", hours_ago=24 * i) for i, letter in enumerate("dacb")]
    assert chosen(*listed, count_max=3) == ["d.xml", "a.xml", "c.xml"]
    assert chosen(*reversed(listed), count_max=3) == ["d.xml", "a.xml", "c.xml"]


def test_lastmods_of_one_day_say_nothing_and_news_goes_first() -> None:
    listed = [child("pages.xml", 0.1), child("posts.xml", 0.2), child("news-sitemap.xml", 0.3)]
    assert chosen(*listed, count_max=1) == ["news-sitemap.xml"]
    later = [child("pages.xml", 0.1), child("news-sitemap.xml", 30)]
    assert chosen(*later, count_max=1) == ["pages.xml"]


def test_a_news_sitemap_without_a_date_goes_before_archives_with_one() -> None:
    archives = [
        child(f"sitemap-{year}.xml", 24 * 365 * (2027 - year)) for year in range(2000, 2026)
    ]
    assert chosen(*archives, child("news-sitemap.xml"), count_max=2)[0] == "news-sitemap.xml"


def test_the_name_of_an_archive_goes_before_a_stamp_of_today() -> None:
    months = [
        f"sitemap-{year}-{month:02}.xml" for year in range(2015, 2027) for month in range(1, 12)
    ]
    stamped = [child(month, hours_ago=i / 100) for i, month in enumerate(months)]
    wanted = ["sitemap-2026-11.xml", "sitemap-2026-10.xml", "sitemap-2026-09.xml"]
    assert chosen(*stamped, count_max=3) == wanted
    assert chosen(*reversed(stamped), count_max=3) == wanted
    assert chosen(*map(child, months), count_max=3) == wanted  # no lastmod at all
    assert chosen(*stamped, child("posts.xml", 20), count_max=2) == [wanted[0], "posts.xml"]


def test_of_a_series_both_ends_are_kept() -> None:
    listed = [child(f"post-sitemap{i}.xml") for i in range(1, 38)]
    assert chosen(*listed, count_max=4) == [
        "post-sitemap37.xml", "post-sitemap1.xml", "post-sitemap36.xml", "post-sitemap2.xml",
    ]  # fmt: skip


def test_each_series_has_its_turn() -> None:
    listed = [
        *(child(f"author-sitemap{i}.xml") for i in range(1, 30)),
        *(child(f"post-sitemap{i}.xml") for i in range(1, 30)),
        child("page-sitemap.xml"),
    ]
    assert chosen(*listed, count_max=5) == [
        "author-sitemap29.xml", "post-sitemap29.xml", "page-sitemap.xml",
        "author-sitemap1.xml", "post-sitemap1.xml",
    ]  # fmt: skip


def test_what_says_nothing_goes_between_the_recent_and_the_old() -> None:
    listed = [child("old.xml", 24 * 30), child("silent.xml"), child("recent.xml", 30)]
    assert chosen(*listed, count_max=9) == ["recent.xml", "silent.xml", "old.xml"]


def test_none_and_few_are_kept_all() -> None:
    assert chosen(count_max=5) == []
    assert chosen(child("a.xml"), count_max=5) == ["a.xml"]


UNTIL = [
    ("sitemap-2026-11.xml", (2026, 12, 1)),
    ("sitemap_2026_02.xml.gz", (2026, 3, 1)),
    ("sitemap-202611.xml", (2026, 12, 1)),
    ("20261124.xml", (2026, 11, 25)),
    ("2026/11/24/sitemap.xml", (2026, 11, 25)),
    ("sitemaps/2026/", (2027, 1, 1)),
    ("sitemap.xml?yyyy=2026&mm=11&dd=24", (2026, 11, 25)),
    ("sitemap.xml?year=2026&month=2", (2026, 3, 1)),
    ("sitemap.xml?date=2026-02", (2026, 3, 1)),
    ("post-sitemap37.xml", None),
    ("sitemap-123456789.xml", None),
    ("sitemap-20269.xml", None),
    ("sitemap.xml?from=2000000", None),
    ("sitemap-2026-02-30.xml", None),
    ("sitemap.xml", None),
]


@pytest.mark.parametrize(("name", "until"), UNTIL)
def test_an_address_may_name_a_time(name: str, until: tuple[int, int, int] | None) -> None:
    wanted = datetime(*until, tzinfo=UTC) if until else None
    assert sitemap_names.read(f"https://www.a.example/{name}").until == wanted


@pytest.mark.parametrize(
    ("url", "is_news"),
    [
        ("https://a.example/news-sitemap.xml", True),
        ("https://a.example/sitemap_googlenews.xml", True),
        ("https://a.example/sitemap.xml?type=news", True),
        ("https://a.example/outboundfeeds/news-sitemap/", True),
        ("https://news.example/sitemap.xml", False),
        ("https://a.example/news/sitemap-1.xml", False),
        ("https://a.example/newsletter-sitemap.xml", False),
        ("http://[", False),
    ],
)
def test_news_is_what_the_file_is_called(url: str, is_news: bool) -> None:
    assert sitemap_names.read(url).is_news is is_news
