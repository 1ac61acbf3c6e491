"""Text out of markup, as feeds carry it."""

import time

import pytest

from worker.discover.feed import text as feed_text

TEXTS = [
    # markup: within words it joins, else it parts
    ("<b>F</b>-35", "F-35"),
    ("<p>One</p><p>Two</p>", "One Two"),
    ("One<br/>Two<img src='x' alt='a > b'/>", "One Two"),
    ('<a href="https://a.example/?a=1&b=2" title="x > y">One</a>', "One"),
    ("<p title=l'avion>L'avion d'essai</p>", "L'avion d'essai"),
    ("演<em>習</em>が", "演習が"),
    # what nobody reads
    ("One<script>alert('<b>')</script><style>p { }</style><!-- <p>no</p> -->Two", "One Two"),
    ("One<script>never closed", "One"),
    # escaped once, twice, thrice
    ("A &amp; B", "A & B"),
    ("&lt;p&gt;One&lt;/p&gt; &amp;amp; Two&amp;nbsp;x", "One & Two x"),
    ("caf&eacute; &#8220;x&#x201d;", "café “x”"),
    # what only looks like markup or a reference
    ("1 < 2 > 0, AT&T, R&D;, a<b, x &copy y, &#0; &nosuch;",
     "1 < 2 > 0, AT&T, R&D;, a<b, x &copy y, \ufffd &nosuch;"),
    ("Unit <3 and &lt;Type 45&gt;", "Unit <3 and <Type 45>"),
    # cut off in the middle
    ('One <a href="https://a.example/', "One"),
    ("One </", "One"),
    # white space, controls, marks that turn text round or hide
    (" One\n\t\xa0Two\u2003\x00\x1fThree ", "One Two Three"),
    ("\u202eeno\u202c t\u00adwo\ufeff\u200b", "eno two"),
    ("می\u200cرود", "می\u200cرود"),
    ("x\ud800y\uffff", "x y"),
    ("", ""),
    ("<p></p>", ""),
]  # fmt: skip


@pytest.mark.parametrize(("source", "text"), TEXTS)
def test_markup_becomes_one_line_of_text(source: str, text: str) -> None:
    assert feed_text.plain(source, max_characters=100) == text


def test_a_long_text_is_cut_at_a_word() -> None:
    text = feed_text.plain("word " * 100_000, max_characters=18)
    assert text == "word word word…"
    assert len(feed_text.plain("x" * 1000, max_characters=500)) == 500


FOOTERS = [
    # WordPress, in whatever language
    ('<p>Ships sail.</p>\n<p>The post <a href="/1">The fleet &#038; the sea</a> appeared first on '
     '<a href="/">Naval Technology</a>.</p>', "<p>Ships sail.</p>\n"),
    ('Ships sail.<p>Сообщение <a rel="nofollow" href="/1">The fleet &amp; the sea</a> появились '
     'сначала на <a href="/">Флот</a>.</p>\n', "Ships sail."),
    # two links, or the title, alone are none
    ('<p>Of <a href="/2">ships</a> and <a href="/3">planes</a>.</p>', None),
    ('<p>The fleet & the sea: <a href="/2">ships</a> and <a href="/3">planes</a></p>', None),
    ('<p>The post <a href="/1">The fleet & the sea</a></p>', None),
    ("<P>İ</P><P>The post <A HREF='/1'>The fleet & the sea</A> on <A HREF='/'>Sea</A></P>",
     "<P>İ</P>"),
    ("Ships sail.", None),
    ("", None),
]  # fmt: skip


@pytest.mark.parametrize(("source", "kept"), FOOTERS)
def test_a_blogs_footer_is_no_part_of_a_summary(source: str, kept: str | None) -> None:
    title = "The fleet & the sea"
    assert feed_text.without_footer(source, title) == (source if kept is None else kept)
    assert feed_text.without_footer(source, "") == source


@pytest.mark.parametrize("piece", ["<a '", '<a "', "<script ", "<p><a ", "<!-", "&amp;", "</", "<"])
def test_no_markup_takes_long(piece: str) -> None:
    source = piece * (1_000_000 // len(piece))
    started = time.process_time()
    feed_text.plain(feed_text.without_footer(source, "x"), max_characters=1000)
    assert time.process_time() - started < 0.5
