"""What is no article, or not all of one, is told apart, in many languages; articles are kept."""

from datetime import UTC, datetime

import pytest
from unit.extract.sample_pages import HEADLINE, PARAGRAPHS, URL, article_page, json_ld

from worker.extract.extractor import Extractor
from worker.extract.pagekind.words.challenge import CHALLENGES
from worker.extract.pagekind.words.consent import CONSENT
from worker.extract.pagekind.words.error_page import ERRORS
from worker.extract.pagekind.words.geo import BLOCKED
from worker.extract.pagekind.words.login import LOGIN
from worker.extract.pagekind.words.soft404 import PHRASES
from worker.extract.pagekind.words.teaser import PROMPTS
from worker.settings import ProcessSettings
from worker.values import Extraction
from worker.vocabulary import Access, Outcome

NOW = datetime(2026, 5, 10, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    made = Extractor(ProcessSettings())
    made.warm()
    return made


def _judge(extractor: Extractor, page: str, url: str = URL) -> Extraction:
    return extractor.extract(
        page.encode(), url=url, content_type="text/html; charset=utf-8", now=NOW
    )


def _page(title: str, body: str, head: str = "") -> str:
    return f"<html><head><title>{title}</title>{head}</head><body>{body}</body></html>"


# -- soft 404 ------------------------------------------------------------------------


@pytest.mark.parametrize("language", sorted(PHRASES))
def test_a_page_that_says_that_it_is_not_there_is_a_soft_404(
    extractor: Extractor, language: str
) -> None:
    phrase = PHRASES[language][0]
    page = _page(
        f"{phrase} | Example News", f"<h1>{phrase}</h1><p>{phrase}. <a href='/'>Example</a></p>"
    )
    found = _judge(extractor, page)

    assert found.outcome is Outcome.SOFT_404
    assert found.reason.startswith("says that it is not there: ")


@pytest.mark.parametrize(
    ("heading", "outcome"),
    [
        ("404", Outcome.SOFT_404),
        ("Error 404", Outcome.SOFT_404),
        ("Oops!", Outcome.SOFT_404),
        ("Not found", Outcome.SOFT_404),
        ("500", Outcome.ERROR_PAGE),
        ("Error", Outcome.ERROR_PAGE),
        ("HTTP 503 Service Unavailable", Outcome.ERROR_PAGE),
    ],
)
def test_a_heading_that_is_only_an_error_is_no_article(
    extractor: Extractor, heading: str, outcome: Outcome
) -> None:
    found = _judge(extractor, _page("Example", f"<h1>{heading}</h1><p>Try the search instead.</p>"))

    assert found.outcome is outcome


@pytest.mark.parametrize("language", sorted(ERRORS))
def test_an_error_of_the_site_is_told_from_a_page_that_is_gone(
    extractor: Extractor, language: str
) -> None:
    phrase = ERRORS[language][0]
    found = _judge(extractor, _page(f"{phrase} | Example News", f"<h1>{phrase}</h1>"))

    assert found.outcome is Outcome.ERROR_PAGE
    assert phrase in found.reason


@pytest.mark.parametrize("language", sorted(BLOCKED))
def test_a_geo_block_is_told_in_its_own_words(extractor: Extractor, language: str) -> None:
    phrase = BLOCKED[language][0]
    found = _judge(extractor, _page("Example News", f"<h1>{phrase}</h1><p>{phrase}.</p>"))

    assert found.outcome is Outcome.GEO_BLOCKED


@pytest.mark.parametrize("table", [ERRORS, BLOCKED, PHRASES, LOGIN, CHALLENGES, CONSENT, PROMPTS])
def test_words_of_every_kind_in_a_paragraph_leave_an_article_one(
    extractor: Extractor, table: dict[str, tuple[str, ...]]
) -> None:
    for language, words in table.items():
        paragraph = PARAGRAPHS[language if language in PARAGRAPHS else "en"]
        page = article_page(paragraphs=f"{paragraph} {words[0]}. {paragraph}", repeat=2)

        assert _judge(extractor, page).outcome is Outcome.STORED, language


def test_an_article_about_an_error_is_kept(extractor: Extractor) -> None:
    page = article_page(title="Page not found: how the ministry lost its archive", repeat=6)

    assert _judge(extractor, page).outcome is Outcome.STORED


# -- challenges, log-ins, shells -----------------------------------------------------


@pytest.mark.parametrize(
    "page",
    [
        _page("Just a moment...", '<div id="challenge-error-text">Enable JavaScript</div>'
              "<script>window._cf_chl_opt = {}</script>"),
        _page("news.example", '<p>Please enable JS</p><script src="https://ct.captcha-delivery.com/c.js">'
              "</script>"),
        _page("", '<iframe src="/_Incapsula_Resource?SWUDNSAI=31">Request unsuccessful. Incapsula '
              "incident ID: 1</iframe>"),
        _page("Access to this page has been denied", '<div id="px-captcha"></div>'),
        _page("Verification", '<div class="h-captcha" data-sitekey="x"></div>'),
        _page("Attention Required! | Cloudflare", "<h1>Sorry, you have been blocked</h1>"),
    ],
)  # fmt: skip
def test_a_bot_challenge_is_named(extractor: Extractor, page: str) -> None:
    assert _judge(extractor, page).outcome is Outcome.BOT_CHALLENGE


def test_a_challenge_script_on_an_article_is_no_challenge(extractor: Extractor) -> None:
    script = "<script>window._cf_chl_opt = {}</script><script src='https://captcha-delivery.com/c.js'></script>"

    assert _judge(extractor, article_page(body=script)).outcome is Outcome.STORED


@pytest.mark.parametrize(
    ("page", "outcome", "word"),
    [
        (_page("Sign in", "<form><input type=text><input type=password><button>Go</button></form>"),
         Outcome.LOGIN, "password"),
        (_page("Portal", "<form><input type=text><input type=password><button>Go</button></form>"),
         Outcome.LOGIN, "main form"),
        (_page("News", '<div id="root"></div><script src="/app.js"></script>'),
         Outcome.NEEDS_JAVASCRIPT, "JavaScript"),
        (_page("News", "<noscript>You need to enable JavaScript to run it.</noscript>"),
         Outcome.NEEDS_JAVASCRIPT, "JavaScript"),
        (_page("Nachrichten", "<p>Bitte aktivieren Sie JavaScript.</p>"),
         Outcome.NEEDS_JAVASCRIPT, "JavaScript"),
        (_page("Moved", "<p>Moved.</p>", '<meta http-equiv="refresh" content="0; url=/new">'),
         Outcome.NOT_ARTICLE, "meta refresh"),
    ],
)  # fmt: skip
def test_a_page_without_a_text_of_its_own_is_no_article(
    extractor: Extractor, page: str, outcome: Outcome, word: str
) -> None:
    found = _judge(extractor, page)

    assert found.outcome is outcome
    assert word in found.reason


def test_an_article_with_a_log_in_form_is_kept(extractor: Extractor) -> None:
    form = "<form><input type=password></form><noscript>Please enable JavaScript</noscript>"

    assert _judge(extractor, article_page(body=form)).outcome is Outcome.STORED


# -- consent -------------------------------------------------------------------------


@pytest.mark.parametrize("language", sorted(CONSENT))
def test_a_consent_wall_is_none_of_an_article(extractor: Extractor, language: str) -> None:
    lines = "".join(f"<p>{phrase}: {phrase}.</p>" for phrase in CONSENT[language])
    found = _judge(extractor, _page("Example News", f"<div>{lines}</div>"))

    assert found.outcome is Outcome.CONSENT_WALL
    assert found.reason.startswith("asks for consent only: ")


def test_a_consent_interstitial_is_known_by_its_title(extractor: Extractor) -> None:
    body = "<h1>Bevor Sie fortfahren</h1><p>Mit Ihrer Einwilligung nutzen wir Cookies.</p>"
    found = _judge(extractor, _page("Bevor Sie fortfahren", body))

    assert found.outcome is Outcome.CONSENT_WALL
    assert found.reason.startswith("asks for consent only: ")


def test_an_article_about_privacy_is_kept(extractor: Extractor) -> None:
    story = (
        "The regulator fined the harbour authority on Monday because its visitors' names were kept "
        "for years. The law asks for consent before personal data of guests may be stored, and the "
        "authority had asked nobody. A lawyer said that the case would be appealed in the spring."
    )
    page = article_page(title="Harbour fined over visitor lists", paragraphs=story, repeat=3)

    assert _judge(extractor, page).outcome is Outcome.STORED


def test_a_cookie_banner_beside_an_article_changes_nothing(extractor: Extractor) -> None:
    banner = "<div><p>We use cookies. Our partners need your consent. Accept all</p></div>"

    assert _judge(extractor, article_page(body=banner)).outcome is Outcome.STORED


# -- paywalls ------------------------------------------------------------------------


LOCKED = json_ld({"@type": "NewsArticle", "headline": HEADLINE, "isAccessibleForFree": False})


def test_a_locked_article_with_little_text_is_a_teaser_that_keeps_what_it_shows(
    extractor: Extractor,
) -> None:
    found = _judge(extractor, article_page(head=LOCKED, repeat=2))

    assert found.outcome is Outcome.PARTIAL
    assert found.reason == "teaser before a paywall: declared, and little text is shown"
    assert found.access is Access.PARTIAL
    assert found.title == HEADLINE
    assert PARAGRAPHS["en"] in found.text
    assert found.language.code == "en"


def test_a_locked_article_that_shows_all_its_text_is_kept_as_partial_access(
    extractor: Extractor,
) -> None:
    found = _judge(extractor, article_page(head=LOCKED, repeat=12))

    assert (found.outcome, found.access) == (Outcome.STORED, Access.PARTIAL)


def test_json_ld_that_counts_more_words_than_shown_betrays_a_teaser(extractor: Extractor) -> None:
    node = {"@type": "NewsArticle", "headline": HEADLINE, "isAccessibleForFree": "False"}
    found = _judge(extractor, article_page(head=json_ld({**node, "wordCount": 900}), repeat=6))

    assert found.reason.startswith("teaser before a paywall: ")
    assert "of the declared words" in found.reason


@pytest.mark.parametrize("language", sorted(PROMPTS))
def test_a_short_text_that_ends_with_a_prompt_is_a_teaser(
    extractor: Extractor, language: str
) -> None:
    paragraph = PARAGRAPHS[language if language in PARAGRAPHS else "en"]
    prompt = f"<p>{PROMPTS[language][0]}</p>"
    found = _judge(extractor, article_page(paragraphs=paragraph, repeat=2, body=prompt))

    assert (found.outcome, found.access) == (Outcome.PARTIAL, Access.PARTIAL)


def test_a_paywall_box_outside_the_text_is_seen(extractor: Extractor) -> None:
    box = '<div class="paywall-box"><button>Subscribe to continue reading</button></div>'

    found = _judge(extractor, article_page(repeat=2, body=box))

    assert found.reason == 'teaser before a paywall: asks "subscribe to continue"'


def test_a_free_article_is_no_teaser_whatever_it_advertises(extractor: Extractor) -> None:
    free = json_ld({"@type": "NewsArticle", "headline": HEADLINE, "isAccessibleForFree": True})
    page = article_page(head=free, repeat=2, body="<p>Subscribe to read our newsletter</p>")
    found = _judge(extractor, page)

    assert (found.outcome, found.access) == (Outcome.STORED, Access.FREE)


def test_an_offer_to_subscribers_does_not_hide_a_long_article(extractor: Extractor) -> None:
    page = article_page(repeat=12, body="<p>Already a subscriber? Thank you.</p>")

    assert _judge(extractor, page).outcome is Outcome.STORED


# -- lists ---------------------------------------------------------------------------


LINKS = "".join(
    f'<li><a href="/n/{number}">The {number}th frigate leaves the northern harbour</a></li>'
    for number in range(30)
)


@pytest.mark.parametrize(
    ("url", "head"),
    [
        ("https://news.example/", ""),
        ("https://news.example/en/", ""),
        ("https://news.example/tag/navy", ""),
        ("https://news.example/world", '<meta property="og:type" content="website">'),
        ("https://news.example/world", json_ld({"@type": "CollectionPage"})),
    ],
)
def test_a_page_of_links_is_no_article(extractor: Extractor, url: str, head: str) -> None:
    found = _judge(extractor, _page("Example News", f"<h1>News</h1><ul>{LINKS}</ul>", head), url)

    assert found.outcome is Outcome.NOT_ARTICLE


@pytest.mark.parametrize("head", ["", '<meta property="og:type" content="article">'])
def test_an_article_among_many_links_is_kept(extractor: Extractor, head: str) -> None:
    page = article_page(head=head, repeat=3, body=f"<aside><ul>{LINKS}{LINKS}</ul></aside>")

    assert _judge(extractor, page).outcome is Outcome.STORED


# -- little or nothing ---------------------------------------------------------------


def test_a_page_without_text_is_no_article(extractor: Extractor) -> None:
    found = _judge(extractor, "<html><body><img src='x.jpg'></body></html>")

    assert (found.outcome, found.reason) == (Outcome.NOT_ARTICLE, "no text found")


def test_a_short_text_is_thin(extractor: Extractor) -> None:
    found = _judge(
        extractor, article_page(paragraphs="Two frigates left the harbour on Monday.", repeat=1)
    )

    assert found.outcome is Outcome.THIN
    assert found.title == HEADLINE


@pytest.mark.parametrize("language", ["ja", "zh", "ko"])
def test_a_text_without_spaces_says_more_in_fewer_characters(
    extractor: Extractor, language: str
) -> None:
    text = PARAGRAPHS[language][:90]

    assert _judge(extractor, article_page(paragraphs=text, repeat=1)).outcome is Outcome.STORED


def test_signs_without_words_are_no_article(extractor: Extractor) -> None:
    found = _judge(extractor, article_page(title="x", paragraphs="*** --- ||| " * 40))

    assert (found.outcome, found.reason) == (Outcome.NOT_ARTICLE, "the text has no words")


@pytest.mark.parametrize(
    "body",
    [b"%PDF-1.7", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), b'{"a": 1}', b"<rss><channel/></rss>"],
)
def test_a_file_is_of_the_wrong_type(extractor: Extractor, body: bytes) -> None:
    found = extractor.extract(body, url=URL, content_type="text/html", now=NOW)

    assert found.outcome is Outcome.WRONG_TYPE
    assert found.reason
