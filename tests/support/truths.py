"""What holds for any input, however hostile: property tests and fuzzing ask the same.

Each function takes an input, and raises AssertionError, or whatever ought not to be raised, where
it does not hold.
"""

import re
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from worker import urls
from worker.discover import feeds, sitemaps
from worker.errors import Refused
from worker.extract.charset import decode
from worker.extract.extractor import Extractor
from worker.fetch import retry_after
from worker.fetch.robots import parse_robots
from worker.fetch.target import join_target
from worker.frontier.canonical import article_form, canonicalise
from worker.settings import DiscoverSettings
from worker.source_values import Reading
from worker.values import Extraction, RobotsFile
from worker.vocabulary import Integrity, Outcome

NOW = datetime(2026, 5, 10, 12, tzinfo=UTC)
PAGE_URL = "https://news.example/defence/frigates-leave"
FEED_ITEMS_MAX = 50
_SITEMAP_LIMITS = sitemaps.SitemapLimits.from_settings(
    DiscoverSettings(sitemap_max_bytes=200_000, sitemap_entries_max=100)
)
_ONE_LINE = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_STORABLE = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff]")
_WEB = re.compile("https?://[^\x00-\x20\x7f\ud800-\udfff]+", re.IGNORECASE)


def of_url(text: str) -> None:
    """Reading and canonical form are idempotent, in ASCII, and refuse by name only."""
    try:
        url = urls.parse(text)
    except Refused as refused:
        assert refused.outcome is Outcome.BAD_URL
        return
    assert str(url).isascii()
    assert urls.parse(str(url)) == url
    canonical = canonicalise(url)
    again = urls.parse(canonical)
    assert canonicalise(again) == canonical
    assert again.host == url.host
    assert article_form(again) == article_form(urls.parse(str(again)))


def of_redirect(base: str, location: str) -> None:
    """A redirect leads to a web address, or is refused by name."""
    with suppress(Refused):
        start = urls.parse(base)
        target = join_target(start, location)
        assert target.scheme in ("http", "https")
        assert urls.parse(str(target)) == target


def of_retry_after(header: str) -> None:
    """A pause between a second and the cap, or none."""
    for now in (NOW, NOW - timedelta(days=20_000)):
        seconds = retry_after.parse(header, now, 3_600)
        assert seconds is None or 1 <= seconds <= 3_600


def of_robots(body: bytes, path: str) -> None:
    """Any file has rules, and they answer for any path."""
    file = RobotsFile(
        origin="https://news.example",
        status=200,
        body=body,
        fetched_at=NOW,
        expires_at=NOW + timedelta(days=1),
    )
    rules = parse_robots(file, "vedette")
    assert rules.crawl_delay_seconds is None or rules.crawl_delay_seconds >= 0
    assert rules.allows("https://news.example/robots.txt")
    with suppress(Refused):
        rules.allows(str(urls.parse(f"https://news.example/{path}")))


def of_feed(body: bytes, content_type: str | None) -> None:
    """A feed gives clean items with web addresses, or is refused as no feed."""
    feeds.looks_like_feed(body, content_type)
    try:
        found = feeds.read(
            body,
            base_url="https://news.example/feed",
            content_type=content_type,
            items_max=FEED_ITEMS_MAX,
            now=NOW,
        )
    except Refused as refused:
        assert refused.outcome is Outcome.WRONG_TYPE
        return
    assert len(found.items) <= FEED_ITEMS_MAX
    _assert_listing(found)


def of_sitemap(body: bytes, content_type: str | None) -> None:
    """The same of a sitemap."""
    sitemaps.looks_like_sitemap(body, content_type)
    try:
        found = sitemaps.read(
            body,
            base_url="https://news.example/sitemap.xml",
            content_type=content_type,
            now=NOW,
            limits=_SITEMAP_LIMITS,
        )
    except Refused as refused:
        assert refused.outcome is Outcome.WRONG_TYPE
        return
    _assert_listing(found)
    assert all(_WEB.fullmatch(child.url) for child in found.children)


def of_charset(body: bytes, content_type: str | None) -> None:
    """Any bytes become UTF-8 without controls."""
    decoded = decode(body, content_type)
    text = decoded.html.decode("utf-8")
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]", text)
    assert 0 <= decoded.replaced_share <= 1


def of_page(extractor: Extractor, body: bytes, content_type: str | None) -> Extraction:
    """A page gives values that can be stored and shown, and a verdict."""
    found = extractor.extract(body, url=PAGE_URL, content_type=content_type, now=NOW)
    for line in (found.title, found.lead, found.site_name, *found.authors):
        assert line is None or (line and len(line) <= 2_000 and not _ONE_LINE.search(line))
    assert not _STORABLE.search(found.text)
    assert (found.outcome is Outcome.STORED) == (found.reason == "")
    assert found.integrity is not Integrity.UNKNOWN
    assert found.canonical_url is None or _WEB.fullmatch(found.canonical_url)
    assert 0 <= found.language.confidence <= 1
    if found.published is not None:
        assert found.published.at.tzinfo is not None
    return found


def _assert_listing(found: Reading) -> None:
    assert not _ONE_LINE.search(found.title)
    for item in found.items:
        assert _WEB.fullmatch(item.url)
        assert not _ONE_LINE.search(f"{item.title}{item.summary}")
        assert len(item.title) <= 500
        assert len(item.summary) <= 1_000
        assert item.published_at is None or item.published_at <= NOW + timedelta(days=2)
