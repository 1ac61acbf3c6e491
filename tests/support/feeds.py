"""Feeds, sitemaps and front pages for tests, written from a few words."""

from collections.abc import Sequence
from datetime import datetime
from email.utils import format_datetime


def rss(*items: tuple[str, str], at: Sequence[datetime] = (), extra: str = "") -> bytes:
    """An RSS feed of (url, title) pairs; `at` dates the first ones."""
    written = []
    for place, (url, title) in enumerate(items):
        date = f"<pubDate>{format_datetime(at[place])}</pubDate>" if place < len(at) else ""
        written.append(
            f"<item><title>{title}</title><link>{url}</link>"
            f"<description>{title}, in more words.</description>{date}</item>"
        )
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>'
        f"<title>A feed</title><language>en</language>{extra}{''.join(written)}</channel></rss>"
    ).encode()


def urlset(*entries: tuple[str, datetime | None]) -> bytes:
    """A sitemap of (url, lastmod) pairs."""
    written = "".join(
        f"<url><loc>{url}</loc>{f'<lastmod>{at.isoformat()}</lastmod>' if at else ''}</url>"
        for url, at in entries
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{written}</urlset>'
    ).encode()


def sitemap_index(*entries: tuple[str, datetime | None]) -> bytes:
    """A sitemap index of (url, lastmod) pairs."""
    written = "".join(
        f"<sitemap><loc>{url}</loc>{f'<lastmod>{at.isoformat()}</lastmod>' if at else ''}</sitemap>"
        for url, at in entries
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>'
        f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{written}</sitemapindex>'
    ).encode()


def front_page(*links: tuple[str, str], feed: str | None = None) -> bytes:
    """A home page: a menu, and (url, headline) pairs as its articles; it may declare a feed."""
    declared = f'<link rel="alternate" type="application/rss+xml" href="{feed}">' if feed else ""
    cards = "".join(
        f'<article><h2><a href="{url}">{text}</a></h2></article>' for url, text in links
    )
    return (
        f'<!doctype html><html lang="en"><head><title>A paper</title>{declared}</head><body>'
        '<header><nav><a href="/">Home</a><a href="/politics/">Politics</a>'
        '<a href="/login">Log in</a></nav></header>'
        f'<main>{cards}</main><footer><a href="/imprint">Imprint</a></footer></body></html>'
    ).encode()
