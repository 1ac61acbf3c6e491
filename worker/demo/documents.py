"""What a news site has beside its articles: robots.txt, RSS feed, news sitemap, home page.

Pure functions of an outlet and the base URL at which it is served.
"""

from email.utils import format_datetime
from html import escape
from xml.etree import ElementTree as ET

from worker.demo.site import Outlet

_ATOM = "http://www.w3.org/2005/Atom"
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_NEWS = "http://www.google.com/schemas/sitemap-news/0.9"

FEED_PATH = "/feed.xml"
SITEMAP_PATH = "/news-sitemap.xml"
ROBOTS_PATH = "/robots.txt"


def robots(outlet: Outlet, base: str) -> bytes:
    """The robots.txt (RFC 9309), which also names the news sitemap."""
    rules = [f"Disallow: {path}" for path in outlet.disallow] or ["Disallow:"]
    lines = ["User-agent: *", *rules, "", f"Sitemap: {base}{SITEMAP_PATH}", ""]
    return "\n".join(lines).encode()


def feed(outlet: Outlet, base: str) -> bytes:
    """The RSS 2.0 feed of all articles that the outlet has published, newest first."""
    ET.register_namespace("atom", _ATOM)
    rss = ET.Element("rss", version="2.0")
    channel = ET.SubElement(rss, "channel")
    _add(channel, "title", outlet.name)
    _add(channel, "link", f"{base}/")
    _add(channel, "description", outlet.name)
    _add(channel, "language", outlet.language)
    self_link = {"href": base + FEED_PATH, "rel": "self", "type": "application/rss+xml"}
    ET.SubElement(channel, f"{{{_ATOM}}}link", self_link)
    for page in outlet.listed:
        item = ET.SubElement(channel, "item")
        _add(item, "title", page.title)
        _add(item, "link", base + page.path)
        _add(item, "guid", base + page.path)
        if page.published is not None:
            _add(item, "pubDate", format_datetime(page.published))
    return _serialise(rss)


def news_sitemap(outlet: Outlet, base: str) -> bytes:
    """The sitemap with Google's news extension, as most publishers offer it."""
    ET.register_namespace("", _SITEMAP)
    ET.register_namespace("news", _NEWS)
    urlset = ET.Element(f"{{{_SITEMAP}}}urlset")
    for page in outlet.listed:
        url = ET.SubElement(urlset, f"{{{_SITEMAP}}}url")
        _add(url, f"{{{_SITEMAP}}}loc", base + page.path)
        news = ET.SubElement(url, f"{{{_NEWS}}}news")
        publication = ET.SubElement(news, f"{{{_NEWS}}}publication")
        _add(publication, f"{{{_NEWS}}}name", outlet.name)
        _add(publication, f"{{{_NEWS}}}language", page.language)
        if page.published is not None:
            _add(news, f"{{{_NEWS}}}publication_date", page.published.isoformat())
        _add(news, f"{{{_NEWS}}}title", page.title)
    return _serialise(urlset)


def home(outlet: Outlet) -> bytes:
    """A plain home page with a link to each article."""
    links = "\n".join(
        f'<li><a href="{escape(page.path)}">{escape(page.title)}</a></li>' for page in outlet.listed
    )
    name = escape(outlet.name)
    return (
        f'<!DOCTYPE html>\n<html lang="{outlet.language}">\n<head><meta charset="utf-8">'
        f'<title>{name}</title>\n<link rel="alternate" type="application/rss+xml" '
        f'href="{FEED_PATH}"></head>\n<body>\n<h1>{name}</h1>\n<ul>\n{links}\n</ul>\n'
        "</body>\n</html>\n"
    ).encode()


def _add(parent: ET.Element, tag: str, text: str) -> None:
    ET.SubElement(parent, tag).text = text


def _serialise(root: ET.Element) -> bytes:
    document: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return document
