"""Inputs to begin with, in our own words."""

from collections.abc import Iterator

from unit.extract.sample_pages import PARAGRAPHS, article_page, json_ld

_RSS = (
    "<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel><title>News</title>"
    "<ttl>60</ttl><item><title>Frigates &amp; tugs</title><link>https://news.example/1</link>"
    "<pubDate>Sun, 10 May 2026 10:00:00 GMT</pubDate><description><![CDATA[<p>They left.</p>]]>"
    "</description><guid>https://news.example/1</guid></item></channel></rss>"
)
_ATOM = (
    "<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='en'><title>News</title><entry>"
    "<title type='html'>&lt;b&gt;Frigates&lt;/b&gt;</title><link rel='alternate' href='/2'/>"
    "<updated>2026-05-10T10:00:00Z</updated><content type='xhtml'><div>They left.</div></content>"
    "</entry></feed>"
)
_JSON = (
    '{"version": "https://jsonfeed.org/version/1.1", "title": "News", "items": [{"id": "1",'
    ' "url": "https://news.example/3", "date_published": "2026-05-10", "content_text": "x"}]}'
)
_SITEMAP = (
    "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>https://news.example/4"
    "</loc><lastmod>2026-05-09T10:00+02:00</lastmod><news:news><news:title>Ships</news:title>"
    "</news:news></url></urlset>"
)
_INDEX = (
    "<sitemapindex><sitemap><loc>https://news.example/2026-05.xml</loc></sitemap></sitemapindex>"
)
_ROBOTS = (
    "User-agent: *\nDisallow: /private/*.pdf$\nAllow: /\n\nUser-agent: Vedette\nCrawl-delay: 2.5\n"
    "Disallow: /%E4?a=*\nSitemap: https://news.example/sitemap.xml\n"
)
_ADDRESSES = (
    "https://news.example:443/a/../b?utm_source=x&id=1#top", "http://[::ffff:10.0.0.1]:8080/",
    "http://0x7f.1/", "HTTPS://Bücher.example/%7Euser/%2e%2E/ä?q=%zz", "//other.example/x",
    "http://user:pass@news.example/", "/relative?x", "http://news.example.:80/?",
)  # fmt: skip
_PAUSES = ("120", "Sun, 10 May 2026 10:00:00 GMT", "-1", "1e9")


def of(target: str) -> Iterator[bytes]:
    """The seeds of a target."""
    yield from {"urls": _urls, "robots": _robots, "feeds": _feeds}.get(target, _pages)()


def _urls() -> Iterator[bytes]:
    for address in _ADDRESSES:
        yield address.encode()
        yield f"https://news.example/\x00{address}".encode()
    for pause in _PAUSES:
        yield b"\x00" + pause.encode()


def _robots() -> Iterator[bytes]:
    for path in ("", "private/a.pdf", "ä?a=b", "%E4"):
        yield f"{path}\x00{_ROBOTS}".encode()


def _feeds() -> Iterator[bytes]:
    for document in (_RSS, _ATOM, _JSON, _SITEMAP, _INDEX):
        yield b"\x00" + document.encode()
        yield b"\x05" + document.encode("utf-16")
        yield b"\x04" + document.replace("Frigates", "护卫舰").encode("gb18030")


def _pages() -> Iterator[bytes]:
    node = {
        "@type": "NewsArticle", "headline": "Frigates leave", "datePublished": "2026-05-04",
        "author": [{"name": "Ana Lima"}], "isAccessibleForFree": "False",
    }  # fmt: skip
    yield b"\x01" + article_page(head=json_ld(node)).encode()
    yield b"\x02" + article_page(language="ru").encode("cp1251")
    yield b"\x03" + article_page(language="ja").encode("iso2022_jp", "replace")
    yield b"\x00" + article_page(language="zh").encode("utf-16")
    yield b"\x00" + article_page(language="de").encode().decode("latin-1").encode()
    yield b"\x01<div>" * 40 + PARAGRAPHS["en"].encode() + b"</html>&#xD83D;&#x2019;\x00<p>after"
