"""A canonical address is absolute, of the web, and believable."""

import pytest
from lxml.html import document_fromstring
from unit.extract.sample_pages import URL

from worker.extract.links import canonical_url
from worker.extract.metatags import MetaTags

LINK = '<link rel="canonical" href="{}">'
OG = '<meta property="og:url" content="{}">'


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (LINK.format(URL), URL),
        (LINK.format("/a/b"), "https://news.example/a/b"),
        (LINK.format("//cdn.example/a/b#top"), "https://cdn.example/a/b"),
        ('<base href="https://other.example/x/">' + LINK.format("b"), "https://other.example/x/b"),
        ('<link rel="CANONICAL nofollow" href="/a/b">', "https://news.example/a/b"),
        (OG.format("https://news.example/og"), "https://news.example/og"),
        (LINK.format("https://news.example/a") + OG.format("https://news.example/b"),
         "https://news.example/a"),
        # an AMP page names the article
        ('<link rel="amphtml" href="/amp">' + LINK.format("/a/b"), "https://news.example/a/b"),
        # of no use
        (LINK.format(""), None),
        (LINK.format("javascript:alert(1)"), None),
        (LINK.format("ftp://news.example/a"), None),
        (LINK.format("http://[::1"), None),
        (LINK.format("https://user:secret@news.example/a"), None),
        (LINK.format("https://news.example:99999/a"), None),
        (LINK.format("https://news.example/" + "a" * 3000), None),
        ("", None),
        # an article is not its site's front page; the next claim is asked
        (LINK.format("https://news.example/"), None),
        (LINK.format("/") + OG.format("/a/b"), "https://news.example/a/b"),
    ],
)  # fmt: skip
def test_the_claimed_address_is_absolute_or_none(head: str, expected: str | None) -> None:
    tree = document_fromstring(f"<html><head>{head}</head><body><p>x</p></body></html>")

    assert canonical_url(tree, MetaTags(tree), URL) == expected
