"""Which links look like feeds, and which like pages that list feeds: by type, words, and address.

Nothing is asked: a feed at an unusual address is missed, and what only looks like one gets through.
"""

import re

from worker import urls
from worker.discover.site.page import SiteLink

_FEED_TYPES = frozenset(
    f"{kind}/{name}"
    for kind in ("application", "text")
    for name in ("rss+xml", "x-rss+xml", "atom+xml", "rdf+xml", "feed+json", "rss")
)
#: Longer paths are no feed's; the patterns below take the square of a path's length.
_PATH_MAX_CHARACTERS = 300
#: Feeds among other things: the address must say it too.
_VAGUE_TYPES = frozenset({"application/xml", "text/xml", "application/json"})
_PAGE = r"\.(?:s?html?|jsp)"
_FEED_PATH = re.compile(
    rf"""
      /_?(?:rss|feeds?|newsfeed|atom|rdf|xml-?rss|rss-?\d[\d.]*)/?$       # /feed/ /_rss /rss2
    | \.(?:rss|rdf|atom)$                                               # /top-stories.rss
    | /[^/]*(?<![a-z])(?:rss|feed|atom)s?(?![a-z])[^/]*\.               # /rss2.xml /feed.json
      (?:xml|json|php\d?|aspx?|ashx|rdf|jsp|cfm|cgi)$
    | /(?:rss\d?|feeds?|outboundfeeds)/(?!.*{_PAGE}$).                  # /rss/world.xml
    """,
    re.VERBOSE,
)
_FEED_QUERY = re.compile(r"(?:^|&)(?:feed|format|output|type|alt|view)=(?:rss2?|atom|rdf|feed)\b")
_FEED_HOST = re.compile(r"\A(?:rss|feeds?)\d*\.|(?:\A|\.)feedburner\.com\Z")
#: Feed services send a feed's readers to articles by these.
_COUNTED_CLICK = re.compile(r"/~|/click\b|\.phdo$")
_COMMENTS = re.compile(
    r"/comments?/(?:feed|default|rss|atom)|/feeds/(?:\d+/)?comments/|[?&]feed=comments|"
    r"comments?[-_.](?:rss|feed|xml)|(?:rss|feed)[-_]?comments?"
)
#: In the languages that blogs come in; WordPress' own comment feeds are known by their address.
_COMMENTS_TITLE = re.compile(
    r"(?i)\bcomments\b|\bcommentaires\b|\bcomentarios\b|\bcomentários\b|\bcommenti\b|\bkomment|"
    r"\bkoment|\breacties\b|коммент|комент|hozzászól|yorum|σχόλι|تعليقات|دیدگاه|コメント|评论|評論|댓글"
)
_LIST_PATH = re.compile(
    rf"/[\w-]*(?:rss|feeds?)[\w-]*{_PAGE}$|"
    r"/(?:feeds|rss[-_]?(?:feeds?|list|index|info|center|channels?|service|kan\w+)|"
    r"(?:subscribe|info|service|help|about)[-_/]rss|(?:flux|fils?|canal\w*|kana\w+)[-_]rss)/?$|"
    rf"/(?:rss|feeds?)/index{_PAGE}$"
)
_LIST_TEXT = re.compile(r"(?i)\brss\b|\bfeeds\b")


def is_declared_feed(link: SiteLink) -> bool:
    """Whether a `<link>` declares a feed of articles; comments and oEmbed are none."""
    if not link.rel & {"alternate", "feed"} or is_of_comments(link):
        return False
    is_vague = link.media_type in _VAGUE_TYPES
    return link.media_type in _FEED_TYPES or (is_vague and _has_feed_address(link.url))


def is_declared_sitemap(link: SiteLink) -> bool:
    """Whether a `<link rel=sitemap>` leads to one, and not to a page for readers."""
    return "sitemap" in link.rel and not re.search(rf"{_PAGE}$", link.url.path.lower())


def looks_like_feed(link: SiteLink) -> bool:
    """Whether an anchor's type or address is that of a feed of articles."""
    if link.media_type not in _FEED_TYPES and not _has_feed_address(link.url):
        return False
    return not is_of_comments(link) and not lists_feeds(link)


def lists_feeds(link: SiteLink) -> bool:
    """Whether an anchor clearly leads to a page that lists feeds: its words and its path say so."""
    path = link.url.path.lower()
    if len(path) > _PATH_MAX_CHARACTERS:
        return False
    return bool(_LIST_PATH.search(path) and _LIST_TEXT.search(link.text))


def is_of_comments(link: SiteLink) -> bool:
    """Whether what readers say is at its end."""
    address = f"{link.url.path}?{link.url.query}".lower()
    return bool(_COMMENTS.search(address) or _COMMENTS_TITLE.search(link.text))


def is_feed_host(url: urls.WebUrl) -> bool:
    """Whether the host is there for feeds: `rss.agency.example`, or a feed service."""
    return _FEED_HOST.search(url.host) is not None


def _has_feed_address(url: urls.WebUrl) -> bool:
    path = url.path.lower()
    if len(path) > _PATH_MAX_CHARACTERS or _COUNTED_CLICK.search(path):
        return False
    if _FEED_PATH.search(path) or _FEED_QUERY.search(url.query.lower()):
        return True
    return is_feed_host(url) and path != "/" and not re.search(rf"{_PAGE}$", path)
