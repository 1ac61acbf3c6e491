"""Feeds to read in tests, and a reader with a fixed clock."""

from datetime import UTC, datetime

from worker.discover import feeds
from worker.source_values import Reading

BASE = "https://a.example/feeds/news.xml"
NOW = datetime(2026, 6, 12, 12, tzinfo=UTC)


def reading(body: bytes | str, *, content_type: str | None = None, items_max: int = 100) -> Reading:
    content = body if isinstance(body, bytes) else body.encode()
    return feeds.read(
        content, base_url=BASE, content_type=content_type, items_max=items_max, now=NOW
    )


def read(body: bytes | str, *, content_type: str | None = None, items_max: int = 100) -> list[str]:
    found = reading(body, content_type=content_type, items_max=items_max)
    return [item.url for item in found.items]


def rss(items: str, *, before: str = "", attributes: str = "") -> str:
    head = f'<?xml version="1.0"?>{before}<rss version="2.0" {attributes}>'
    return f"{head}<channel><title>News</title>{items}</channel></rss>"


def atom(entries: str) -> str:
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>News</title>{entries}</feed>'
