"""A title is one clean line without the site's name."""

from typing import Any

import pytest
from lxml.html import document_fromstring

from worker.extract.metatags import MetaTags
from worker.extract.title import title_of
from worker.strings import one_line

OG = '<meta property="og:title" content="{}">'


@pytest.mark.parametrize(
    ("expected", "headline", "head", "body"),
    [
        # the order of trust
        ("From JSON", "From JSON", OG.format("From og"), "<h1>From h1</h1>"),
        ("From og", None, OG.format("From og") + "<title>T</title>", "<h1>From h1</h1>"),
        ("From h1", None, "<title>From title</title>", "<h1>From <b>h1</b></h1>"),
        ("From title", None, "<title>From title</title>", ""),
        (None, None, "", "<p>Text</p>"),
        # the site's name goes, before or after
        ("Frigates leave", None, "<title>Frigates leave | Example News</title>", ""),
        ("Frigates leave", None, "<title>Frigates leave - World - Example News</title>", ""),
        ("Frigates leave port", None, "<title>Example News: Frigates leave port</title>", ""),
        ("Frigates leave", None, "<title>Frigates leave | news.example</title>", ""),
        ("Frigates – and a tug", None, "<title>Frigates – and a tug</title>", ""),
        # a title that is only the site's name is none
        ("Frigates leave", "Example News", "", "<h1>Frigates leave</h1>"),
        # the <h1> of the article before the one of the header
        ("Inner", None, "", "<h1>Masthead</h1><article><h1>Inner</h1></article>"),
        # cut-off headlines are made whole
        ("The frigates leave the harbour at dawn", "The frigates leave the…", "",
         "<h1>The frigates leave the harbour at dawn</h1>"),
        # an SVG's title is no title of the page
        ("Real", None, "<title>Real</title>", "<svg><title>Icon</title></svg>"),
    ],
)  # fmt: skip
def test_the_title_is_found_and_cleaned(
    expected: str | None, headline: str | None, head: str, body: str
) -> None:
    tree = document_fromstring(f"<html><head>{head}</head><body>{body}<p>x</p></body></html>")
    title = title_of(
        tree=tree,
        articles=[{"headline": headline}] if headline else [],
        metas=MetaTags(tree),
        site_names=("Example News", "news.example", "World"),
    )
    assert title == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("  two\n\t words  ", "two words"),
        ("a\x00b\x1fc\x85d", "a b c d"),
        ("abc\u202edef\u2066\u200b", "abcdef"),
        ("ship\U000e0068\U000e0069s", "ships"),
        ("می\u200cکنند", "می\u200cکنند"),
        ("AT&amp;T &#8217;s", "AT&T ’s"),
        ("<b>bold</b> move", "bold move"),
        ("1 < 2 > 0", "1 < 2 > 0"),
        ("lone \ud800 surrogate", "lone surrogate"),
        ("", None),
        ("\u200b", None),
        (5, None),
        (["x"], None),
        (None, None),
    ],
)
def test_a_field_becomes_one_storable_line(value: Any, expected: str | None) -> None:
    assert one_line(value, max_characters=100) == expected


def test_a_title_of_a_megabyte_is_cut_at_a_word() -> None:
    line = one_line("frigate " * 125_000, max_characters=500)

    assert line is not None
    assert len(line) <= 500
    assert line.endswith("frigate…")
