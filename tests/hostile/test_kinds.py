"""The labelled pages: floors for what is told apart, and none for what must be kept."""

from collections import Counter

import pytest

from hostile.cases_kinds import KEPT_MAX, RECALL_MIN, REJECTED_MAX, cases, figures, judge
from hostile.kind_pages import KindPage, kind_pages

PAGES = list(kind_pages())
ARTICLES = [page for page in PAGES if page.is_article]


def _id(page: KindPage) -> str:
    return f"{page.kind}/{page.name}"


@pytest.fixture(scope="module")
def outcomes() -> list[str]:
    return [str(judge(page).outcome) for page in PAGES]


def test_the_set_is_large_and_varied_enough() -> None:
    assert len(PAGES) >= 190
    assert len(ARTICLES) >= 85
    assert len({page.language for page in PAGES}) >= 25
    assert sum(page.is_held_out for page in PAGES) >= 60
    assert len({page.url for page in PAGES}) == len(PAGES)
    assert len({(page.kind, page.name) for page in PAGES}) == len(PAGES)
    assert min(Counter(page.outcome for page in PAGES).values()) >= 4


@pytest.mark.parametrize("page", ARTICLES, ids=_id)
def test_an_article_is_kept_whatever_it_looks_like(page: KindPage) -> None:
    made = judge(page)

    assert (str(made.outcome), made.reason) == ("stored", "")


@pytest.mark.parametrize("page", [page for page in PAGES if not page.is_article], ids=_id)
def test_what_is_no_article_says_why(page: KindPage) -> None:
    made = judge(page)

    assert made.reason
    assert "\n" not in made.reason
    assert len(made.reason) < 300


def test_all_kinds_hold_their_floors(outcomes: list[str]) -> None:
    pairs = list(zip(PAGES, outcomes, strict=True))

    assert sum(page.is_article and has != "stored" for page, has in pairs) <= REJECTED_MAX
    assert sum(not page.is_article and has == "stored" for page, has in pairs) <= KEPT_MAX
    for one in figures(PAGES, outcomes):
        assert one.recall >= RECALL_MIN, one
        assert one.precision >= RECALL_MIN, one


def test_every_page_is_a_case() -> None:
    assert sum(1 for _ in cases()) == len(PAGES) + 1
