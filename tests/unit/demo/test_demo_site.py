"""What the sample web says about itself is whole, valid and varied enough."""

import re
from collections import Counter

import pytest

from worker.demo.site import PAGES_FOLDER, Outlet, Page, expectations, load_outlets
from worker.vocabulary import Admission, Decision, Outcome, Topic

OUTLETS = load_outlets()
PAGES = [(outlet, page) for outlet in OUTLETS for page in outlet.pages]


def each_page(condition=lambda page: True):
    chosen = [(outlet, page) for outlet, page in PAGES if condition(page)]
    return pytest.mark.parametrize(
        ("outlet", "page"), chosen, ids=[f"{o.host}{p.path[:60]}" for o, p in chosen]
    )


def test_it_is_large_and_varied_enough():
    assert len(PAGES) >= 22
    stored = [page for _, page in PAGES if page.outcome is Outcome.STORED]
    assert len({page.language for page in stored if page.language}) >= 9
    decisions = Counter(page.decision for page in stored)
    assert decisions[Decision.YES] >= 10
    assert decisions[Decision.NO] >= 8
    assert {page.outcome for _, page in PAGES} >= {
        Outcome.STORED,
        Outcome.DUPLICATE,
        Outcome.NOT_ARTICLE,
        Outcome.SOFT_404,
        Outcome.CONSENT_WALL,
        Outcome.THIN,
        Outcome.PARTIAL,
        Outcome.ROBOTS_DENIED,
        Outcome.NOT_FOUND,
        Outcome.GONE,
    }


def test_it_has_pages_in_more_charsets_than_utf_8():
    charsets = {charset_of(page) for _, page in PAGES if page.file is not None}
    assert charsets == {"utf-8", "windows-1251", "windows-1252", "gb18030"}


def test_every_file_is_used_and_every_used_file_is_there():
    used = {page.file for _, page in PAGES if page.file is not None}
    assert used == {path.name for path in PAGES_FOLDER.iterdir()}


def test_hosts_and_urls_are_unique():
    assert len({outlet.host for outlet in OUTLETS}) == len(OUTLETS)
    assert all(1 <= outlet.host <= 254 for outlet in OUTLETS)
    assert len({(outlet.host, page.path) for outlet, page in PAGES}) == len(PAGES)


@each_page()
def test_every_page_is_served_or_another_form_of_one_that_is(outlet: Outlet, page: Page):
    assert page.path.isascii()
    assert page.path.startswith("/")
    if page.file is None and page.redirect_to is None:
        assert page.path.split("?")[0] == page.article
    if page.redirect_to is not None:
        assert page.redirect_to in {sibling.path for sibling in outlet.pages}
        assert 300 <= page.status < 400


@each_page()
def test_every_page_says_why_it_is_here(outlet: Outlet, page: Page):
    assert len(page.why) > 10
    assert "\n" not in page.why


@each_page(lambda page: page.outcome is Outcome.STORED and page.article is None)
def test_a_stored_article_has_all_that_can_be_checked(outlet: Outlet, page: Page):
    assert page.title
    assert re.fullmatch("[a-z]{2}", page.language)
    assert page.published is not None
    assert page.published.utcoffset() is not None
    assert page.decision in {Decision.YES, Decision.NO}
    assert bool(page.topics) is (page.decision is Decision.YES)
    assert all(isinstance(topic, Topic) for topic in page.topics)


@each_page(lambda page: page.outcome not in {Outcome.STORED, Outcome.DUPLICATE})
def test_what_is_not_stored_is_not_judged(outlet: Outlet, page: Page):
    assert page.decision is None
    assert not page.topics


@each_page(lambda page: page.outcome is Outcome.ROBOTS_DENIED)
def test_what_robots_txt_denies_is_disallowed_there(outlet: Outlet, page: Page):
    assert page.path.startswith(outlet.disallow)


@each_page(lambda page: page.outcome is not Outcome.ROBOTS_DENIED)
def test_all_else_is_allowed(outlet: Outlet, page: Page):
    assert not (outlet.disallow and page.path.startswith(outlet.disallow))


@each_page(lambda page: page.file is not None)
def test_every_page_decodes_in_its_charset_and_looks_like_a_news_page(outlet: Outlet, page: Page):
    raw = (PAGES_FOLDER / str(page.file)).read_bytes()
    text = raw.decode(charset_of(page))
    assert 3_000 <= len(raw) <= 12_000
    assert text.lower().startswith("<!doctype html")
    assert text.rstrip().endswith("</html>")
    assert "\ufffd" not in text


@each_page(lambda page: page.outcome is Outcome.STORED and page.file is not None)
def test_an_article_shows_its_title_and_links_to_itself(outlet: Outlet, page: Page):
    text = (PAGES_FOLDER / str(page.file)).read_bytes().decode(charset_of(page))
    assert text.count(page.title) >= 1
    assert f'<link rel="canonical" href="{{{{base}}}}{page.path}"' in text


def test_twins_expect_what_their_article_expects_and_may_come_first():
    outlet = next(o for o in OUTLETS if any(page.article for page in o.pages))
    expected = expectations(outlet, "http://127.0.0.1:1")
    twin_url, twin = next((u, e) for u, e in expected.items() if e.outcome is Outcome.DUPLICATE)
    article = expected[twin.article_url]
    assert twin_url != twin.article_url
    assert (twin.title, twin.language, twin.decision) == (
        article.title,
        article.language,
        article.decision,
    )
    assert twin.outcomes == article.outcomes == {Outcome.STORED, Outcome.DUPLICATE}
    assert article.outcome is Outcome.STORED


def test_only_another_spelling_of_a_url_is_known_already():
    known = [page for _, page in PAGES if page.admission is Admission.KNOWN]
    assert known
    assert all("utm_" in page.path for page in known)


def test_the_feed_lists_published_articles_newest_first():
    for outlet in OUTLETS:
        dates = [page.published for page in outlet.listed if page.published is not None]
        assert dates == sorted(dates, reverse=True)
        assert all(page.title for page in outlet.listed)


def charset_of(page: Page) -> str:
    """The charset of a page's bytes as a browser would find it, by header or meta."""
    declared = re.search(r"charset=([\w-]+)", page.content_type)
    if declared is None:
        raw = (PAGES_FOLDER / str(page.file)).read_bytes()[:1024].decode("ascii", "ignore")
        declared = re.search(r"charset=\"?([\w-]+)", raw)
    assert declared is not None
    label = declared[1].lower()
    return {"iso-8859-1": "windows-1252", "gb2312": "gb18030"}.get(label, label)
