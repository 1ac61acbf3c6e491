"""A card holds what is about one address alone: heading, teaser, moment."""

from datetime import UTC, datetime

import pytest
from lxml import html

from worker.discover.page.cards import NO_CARD, Card, Cards

TEASER = "The contract covers training and spare parts."


def _cards(body: str) -> list[Card]:
    """The card of each address, in their order."""
    tree = html.document_fromstring(f"<body>{body}</body>")
    links: dict[str, list[html.HtmlElement]] = {}
    for anchor in tree.iter("a"):
        links.setdefault(anchor.get("href", ""), []).append(anchor)
    cards = Cards(dict(enumerate(links.values())))
    return [cards.of(n, anchors, "Title") for n, anchors in enumerate(links.values())]


def test_cards_end_where_the_next_begins() -> None:
    body = (
        f"<div><div><h3><a href=1>Title</a></h3><p>{TEASER}</p></div>"
        "<div><h3><a href=2>Other</a></h3><p>Another text of more than five words.</p></div></div>"
    )
    assert [card.summary for card in _cards(body)] == [
        TEASER,
        "Another text of more than five words.",
    ]


def test_where_cards_cannot_be_told_apart_there_is_none() -> None:
    assert _cards(f"<p><a href=1>Title</a><a href=2>Other</a> {TEASER}</p>") == [NO_CARD, NO_CARD]


def test_a_lone_card_does_not_grow_to_the_page() -> None:
    assert _cards(f"<main><a href=1>Title</a><p>{TEASER}</p></main>") == [NO_CARD]


@pytest.mark.parametrize(
    "teaser",
    [
        f"<p>{TEASER}</p>",
        f'<div class="card__excerpt">{TEASER}</div>',
        f'<span class="teaserText">{TEASER}</span>',
        f"<p>{TEASER} <a href=1>Read more »</a></p>",
        f"<p>Short.</p><p>{TEASER}</p>",
    ],
)
def test_teasers_are_found(teaser: str) -> None:
    assert _cards(f"<li><a href=1>Title</a>{teaser}</li>")[0].summary == TEASER


@pytest.mark.parametrize(
    "text",
    [
        "<p>Title</p>",
        "<p>17 May 2026</p>",
        f'<div class="leading-6">{TEASER}</div>',
        f'<div class="description"><h3>Title</h3>{TEASER}</div>',
        f"<script>{TEASER}</script>",
    ],
)
def test_what_is_no_teaser_is_none(text: str) -> None:
    assert _cards(f"<li><a href=1>Title</a>{text}</li>")[0].summary == ""


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2026-05-17T09:30:00+02:00", datetime(2026, 5, 17, 7, 30, tzinfo=UTC)),
        ("2026-05-17T09:30Z", datetime(2026, 5, 17, 9, 30, tzinfo=UTC)),
        ("2026-05-17 09:30", datetime(2026, 5, 17, 9, 30, tzinfo=UTC)),
        ("2026-05-17", datetime(2026, 5, 17, tzinfo=UTC)),
        ("0001-01-01T00:00:00+14:00", None),
        ("1970-01-01", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_moments_are_read_or_left(written: str, moment: datetime | None) -> None:
    card = _cards(f"<li><a href=1>Title</a><time datetime='{written}'>x</time></li>")[0]
    assert (card.published_at, card.has_time) == (moment, True)
