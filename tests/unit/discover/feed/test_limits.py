"""What feedparser must not be given."""

import pytest

from worker.discover.feed import limits as feed_limits
from worker.errors import Refused
from worker.vocabulary import Outcome

ATTRIBUTES = 'a="x" ' * 300


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("<item><title>x</title></item>", "<item><title>x</title></item>"),
        ("<item><category>a</category><link>/1</link></item>", "<item>a<link>/1</link></item>"),
        ('<entry><media:category scheme="x"/><id>1</id></entry>', "<entry><id>1</id></entry>"),
        ("<categoryname>a</categoryname>", "<categoryname>a</categoryname>"),
        (f"<item {ATTRIBUTES}><title>x</title></item>", "<title>x</title></item>"),
    ],
    ids=["plain", "keyword", "empty keyword", "another name", "crowded"],
)
def test_what_is_never_kept_is_left_out(text: str, kept: str) -> None:
    assert feed_limits.within_limits(text) == kept


@pytest.mark.parametrize(
    "text",
    [
        "<a>" * 120_001,
        "".join(f"<a xmlns:n{n}='x'/>" for n in range(201)),
        "<a>&amp;</a>" * 110_000 + "<a>" + "&lt;b&gt;<br/>" * 200_000,
        "<a><![CDATA[x]]></a>" * 100_001,
    ],
    ids=["elements", "namespaces", "references", "sections"],
)
def test_what_no_feed_has_is_refused(text: str) -> None:
    with pytest.raises(Refused) as caught:
        feed_limits.within_limits(text)
    assert caught.value.outcome is Outcome.WRONG_TYPE
    assert "no feed has so many" in caught.value.reason


def test_markup_within_sections_is_text() -> None:
    sections = "".join(f"<![CDATA[{'<p>' * 1_000}]]>" for _ in range(201))
    text = f"<rss>{sections}</rss>"
    assert feed_limits.within_limits(text) == text
    assert feed_limits.within_limits("<a xmlns:n='x'/>" * 300) == "<a xmlns:n='x'/>" * 300


@pytest.mark.parametrize(
    ("begin", "end"), [("<a>", "</a>"), ("<a><![CDATA[", "]]></a>")], ids=["text", "section"]
)
def test_a_text_as_long_as_a_book_is_cut(begin: str, end: str) -> None:
    kept = feed_limits.within_limits(f"{begin}{'&amp; ' * 1_000_000}{end}<b/>")
    assert 40_000 < len(kept) < 60_000
    assert kept.startswith(begin)
    assert kept.endswith(f"{end}<b/>")
