"""Mending XML that isn't well-formed."""

from xml.parsers import expat

import pytest

from worker.discover.feed import mending as feed_mending

MENDED = [
    # a sound text stays, byte by byte
    ("<a>x &amp; y &#8211; <![CDATA[a & b < c]]></a>", None),
    # references: HTML's, none, half, impossible, in two halves
    ("<a>caf&eacute;&nbsp;&lt;</a>", "<a>café\xa0&lt;</a>"),
    ("<a>A & B &nosuch; AT&T &;</a>", "<a>A &amp; B &amp;nosuch; AT&amp;T &amp;;</a>"),
    ("<a>/?a=1&b=2&copy=3</a>", "<a>/?a=1&amp;b=2&amp;copy=3</a>"),
    ('<a href="/?a=1&b=2">&nbsp;</a>', '<a href="/?a=1&amp;b=2">\xa0</a>'),
    ("<a>x&#0;y&#x1f;z&#x110000;&#xffff;</a>", "<a>xyz</a>"),
    ("<a>&#xD83D;&#xDE00;&#xD83D;</a>", "<a>😀</a>"),
    ("<a>&#0;&#60;b&#38;</a>", "<a>&lt;b&amp;</a>"),
    ("<a>&LT;&nbsp;</a>", "<a>&lt;\xa0</a>"),
    # what XML doesn't read stays
    ("<a><![CDATA[a & b &copy; < c]]><!-- & < -->&nbsp;</a>",
     "<a><![CDATA[a & b &copy; < c]]><!-- & < -->\xa0</a>"),
    # forbidden characters; lone angle brackets
    ("<a>x\x00\x0b\x1f\ufffey</a>", "<a>xy</a>"),
    ("<a>1 < 2 <3</a>", "<a>1 &lt; 2 &lt;3</a>"),
    # elements of mere text that aren't closed
    ("<item><title>A<link>/1</link></item>", "<item><title>A</title><link>/1</link></item>"),
    ("<item><title><![CDATA[A & B]]><link>/1</item>",
     "<item><title><![CDATA[A & B]]></title><link>/1</link></item>"),
    ("<item><link>/1<pubDate>x<guid>/1</item>",
     "<item><link>/1</link><pubDate>x</pubDate><guid>/1</guid></item>"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "result"), MENDED)
def test_what_is_broken_becomes_well_formed(text: str, result: str | None) -> None:
    mended = feed_mending.mended(text)
    assert mended == (text if result is None else result)
    expat.ParserCreate("utf-8").Parse(mended.encode(), True)


def test_mended_text_needs_no_mending() -> None:
    for text, _ in MENDED:
        once = feed_mending.mended(text)
        assert feed_mending.mended(once) == once
