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
    ["<a>" * 200_001, "".join(f"<a xmlns:n{n}='x'/>" for n in range(201))],
    ids=["elements", "namespaces"],
)
def test_what_no_feed_has_is_refused(text: str) -> None:
    with pytest.raises(Refused) as caught:
        feed_limits.within_limits(text)
    assert caught.value.outcome is Outcome.WRONG_TYPE
    assert "no feed has so many" in caught.value.reason


def test_markup_within_sections_is_text() -> None:
    text = f"<rss><![CDATA[{'<p>' * 200_001}]]></rss>"
    assert feed_limits.within_limits(text) == text
    assert feed_limits.within_limits("<a xmlns:n='x'/>" * 300) == "<a xmlns:n='x'/>" * 300
