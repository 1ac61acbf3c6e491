"""When two pages are the same article."""

import pytest

from worker import urls
from worker.frontier.identity import identify, own_identity, same_article, text_sha256
from worker.frontier.site import site_of

SITES = [
    ("https://news.a.example.com/x", "example.com"),
    ("https://a.b.bbc.co.uk/", "bbc.co.uk"),
    ("https://mod.gov.ua/", "mod.gov.ua"),
    # a host that lets everybody have a name under it
    ("https://somebody.github.io/", "somebody.github.io"),
    ("https://xn--e1afmkfd.xn--p1ai/", "xn--e1afmkfd.xn--p1ai"),
    ("https://example.com:8443/", "example.com"),
    # what nobody registered: host and port
    ("http://127.0.0.1:8080/", "127.0.0.1:8080"),
    ("http://[::1]/", "[::1]"),
    ("http://intranet/", "intranet"),
    ("http://www.paper.corp:8080/", "paper.corp:8080"),
]


@pytest.mark.parametrize(("url", "site"), SITES)
def test_the_site_is_what_somebody_registered(url: str, site: str) -> None:
    assert site_of(urls.parse(url)) == site


FOUND = "https://www.example.com/news/frigate?utm_source=feed"

ACCEPTED = [
    "https://www.example.com/news/frigate-ordered",
    "http://example.com/2026/frigate",
    "https://news.example.com/frigate",
    "https://www.example.com/?p=12",
]

DISMISSED = [
    # none, and none that can be read
    *(
        None,
        "",
        "/news/frigate",
        "javascript:x",
        "https://me:pw@example.com/x",
        "http://[",
        "x" * 9000,
    ),
    # other sites, and neighbours under a public suffix
    *("https://other.example/news/frigate", "https://example.co.uk/", "https://com/x"),
    # the front page, in all of its spellings
    *("https://www.example.com", "https://www.example.com/", "http://example.com/index.html"),
    *("https://www.example.com/?utm_source=x", "https://news.example.com/#top"),
]


@pytest.mark.parametrize("claimed", ACCEPTED)
def test_a_canonical_link_within_the_site_counts(claimed: str) -> None:
    assert identify(FOUND, claimed).key == identify(claimed, None).key


@pytest.mark.parametrize("claimed", DISMISSED)
def test_any_other_canonical_link_is_dismissed(claimed: str | None) -> None:
    assert identify(FOUND, claimed) == identify(FOUND, None)


def test_a_front_page_may_claim_to_be_it() -> None:
    found = identify("https://www.example.com/?utm_source=x", "https://example.com/")
    assert found.canonical_url == "https://example.com/"


def test_articles_told_apart_by_a_parameter_do_not_become_the_front_page() -> None:
    assert identify("https://a.example.com/?p=1", "https://a.example.com/") == identify(
        "https://a.example.com/?p=1", None
    )


def test_neighbours_on_one_address_are_strangers() -> None:
    found = identify("http://127.0.0.1:8080/x", "http://127.0.0.1:8081/y")
    assert found == identify("http://127.0.0.1:8080/x", None)


def test_an_identity_shows_a_link_that_people_can_follow() -> None:
    found = identify("http://www.example.com/x/?utm_source=y#z", None)
    assert found.canonical_url == "http://www.example.com/x/"
    assert found.site == "example.com"


def test_twins_share_an_identity_unless_they_turn_out_to_be_two() -> None:
    one, other = "https://www.example.com/x", "http://m.example.com/x/"
    assert identify(one, None).key == identify(other, None).key
    assert own_identity(one).key != own_identity(other).key
    assert own_identity(other).key != identify(other, None).key


def test_equal_texts_have_one_hash_whatever_their_white_space_and_case() -> None:
    assert text_sha256("The Frigate\n\n sails.") == text_sha256(" the frigate sails. ")
    assert text_sha256("The frigate sails.") != text_sha256("The frigate sailed.")
    assert len(text_sha256("\ud800")) == 64


def words(start: int, count: int) -> str:
    return " ".join(f"word{n}" for n in range(start, start + count))


def han(start: int, count: int) -> str:
    return "".join(
        chr(0x4E00 + n) + ("，" if n % 12 == 0 else "") for n in range(start, start + count)
    )


def thai(start: int, count: int) -> str:
    return "".join(
        chr(0x0E01 + n * 7 % 46) + chr(0x0E01 + n % 46) for n in range(start, start + count)
    )


SAME = [
    # a title of its own
    ("Navy orders four frigates", words(0, 50), "NAVY orders four “frigates”", words(500, 50)),
    ("海军订购四艘新型护卫舰", han(0, 50), "海军订购四艘新型护卫舰", han(900, 50)),
    # half of the shorter text
    (None, words(0, 100), "Other", words(0, 100)),
    ("One", words(0, 100), "Other", words(40, 100)),
    (None, words(10, 30), None, words(0, 400)),
    (None, han(0, 200), None, han(60, 200)),
    (None, thai(0, 200), None, thai(0, 200)),
    (None, "short text", None, "Short text"),
]

NOT_SAME = [
    # a title that stands over many articles
    ("Press release", words(0, 100), "Press release", words(500, 100)),
    ("新闻", han(0, 200), "新闻", han(900, 200)),
    ("Pressemitteilung", words(0, 100), "Pressemitteilung", words(500, 100)),
    # little in common, or nothing to compare
    (None, words(0, 100), None, words(80, 100)),
    (None, han(0, 200), None, han(150, 200)),
    (None, "", None, ""),
    ("", "", "", ""),
    (None, words(0, 100), None, ""),
    ("!!!", words(0, 100), "???", words(500, 100)),
]


@pytest.mark.parametrize(("title", "text", "other_title", "other_text"), SAME)
def test_pages_with_an_own_title_or_half_a_text_in_common_are_one_article(
    title: str | None, text: str, other_title: str | None, other_text: str
) -> None:
    assert same_article(title, text, other_title, other_text)
    assert same_article(other_title, other_text, title, text)


@pytest.mark.parametrize(("title", "text", "other_title", "other_text"), NOT_SAME)
def test_pages_with_less_in_common_are_two(
    title: str | None, text: str, other_title: str | None, other_text: str
) -> None:
    assert not same_article(title, text, other_title, other_text)
    assert not same_article(other_title, other_text, title, text)
