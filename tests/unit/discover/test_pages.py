"""Home and section pages give the links that lead to articles, and say why others were left out."""

import time
from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from worker import urls
from worker.discover import pages
from worker.discover.page import link_signs
from worker.discover.page import links as page_links
from worker.discover.page.link_signs import LeftOut
from worker.discover.pages import ScoredLink, Yield
from worker.errors import Refused
from worker.source_values import Item, Reading

HOME = "https://www.ledger.example.org/"
HEADLINE = "Navy orders four patrol ships for the northern squadron"
PATH = "/2026/05/17/navy-orders-four-patrol-ships/"


def _pattern(url: str) -> str:
    """The first directory."""
    return urls.parse(url).path.split("/")[1]


def _read(
    body: str,
    *,
    base_url: str = HOME,
    links_max: int = 200,
    yields: Mapping[str, Yield] | None = None,
) -> Reading:
    return pages.read(
        body, base_url=base_url, links_max=links_max, yields=yields or {}, pattern_of=_pattern
    )


def _taken(
    body: str, *, base_url: str = HOME, yields: Mapping[str, Yield] | None = None
) -> list[str]:
    return [item.url for item in _read(body, base_url=base_url, yields=yields).items]


def _explained(
    body: str, *, base_url: str = HOME, yields: Mapping[str, Yield] | None = None
) -> list[ScoredLink]:
    return pages.explain(body, base_url=base_url, yields=yields or {}, pattern_of=_pattern)


def _link(path: str = PATH, text: str = HEADLINE) -> str:
    return f'<a href="{path}">{text}</a>'


# --- what is taken


def test_a_headline_that_leads_to_a_dated_slug_is_taken() -> None:
    assert _read(f"<ul><li>{_link()}</li></ul>").items == (
        Item(url="https://www.ledger.example.org" + PATH, title=HEADLINE),
    )


def test_a_card_gives_headline_teaser_and_moment() -> None:
    card = f"""<article><a href="{PATH}"><img src="/1.jpg" alt="A ship"></a>
        <h3><a href="{PATH}?utm_source=home">{HEADLINE}</a></h3>
        <p>The contract covers training and spare parts. <a href="{PATH}#more">Read more</a></p>
        <time datetime="2026-05-17T09:30:00+02:00">this morning</time>
        <a href="{PATH}#comments">12</a></article>"""
    assert _read(card).items == (
        Item(
            url="https://www.ledger.example.org" + PATH,
            title=HEADLINE,
            summary="The contract covers training and spare parts.",
            published_at=datetime(2026, 5, 17, 7, 30, tzinfo=UTC),
        ),
    )


def test_a_heading_beside_a_bare_button_is_the_title() -> None:
    card = f'<div><h3>{HEADLINE}</h3><p>Text.</p><a href="{PATH}">Read more</a></div>'
    assert [item.title for item in _read(card).items] == [HEADLINE]


def test_a_label_within_a_link_is_no_part_of_its_title() -> None:
    card = f'<a href="{PATH}"><span>Defence</span><span>{HEADLINE}</span></a>'
    assert [item.title for item in _read(card).items] == [HEADLINE]


def test_emphasis_does_not_part_words() -> None:
    body = f'<a href="{PATH}">Navy orders <b>four</b> patrol <em>ship</em>s for the north</a>'
    assert [item.title for item in _read(body).items] == [
        "Navy orders four patrol ships for the north"
    ]


def test_a_card_that_only_a_script_makes_clickable_is_a_link() -> None:
    assert _taken(f'<div data-href="{PATH}"><h2>{HEADLINE}</h2></div>') == [
        "https://www.ledger.example.org" + PATH
    ]


def test_items_keep_the_order_of_the_page_and_the_best_are_kept() -> None:
    weak = _link("/n/4711", "Storm stops ferries again")
    body = "".join(
        f"<p>{link}</p>"
        for link in (
            weak,
            _link(
                "/2026/05/16/why-the-strait-matters-more/",
                "Why the strait matters more than it did",
            ),
            _link(),
        )
    )
    assert len(_taken(body)) == 3
    reading = _read(body, links_max=2)
    assert [item.url.rsplit("/", 2)[1] for item in reading.items] == [
        "why-the-strait-matters-more",
        "navy-orders-four-patrol-ships",
    ]
    assert (reading.left_out or {})["beyond_max"] == 1


def test_the_page_tells_its_title_and_language() -> None:
    reading = _read('<html lang="pt-BR"><title> Diário\n do Porto </title><body><p>x')
    assert (reading.title, reading.language) == ("Diário do Porto", "pt")


@pytest.mark.parametrize(
    ("attribute", "language"),
    [
        ('lang="EN"', "en"),
        ('lang="zh_CN"', "zh"),
        ('lang=""', None),
        ('lang="deu"', None),
        ("", None),
    ],
)
def test_only_a_two_letter_language_is_one(attribute: str, language: str | None) -> None:
    assert _read(f"<html {attribute}><body><p>x</p>").language == language


# --- addresses


def test_base_href_is_obeyed_and_the_site_stays_that_of_the_page() -> None:
    body = '<base href="/en/"><a href="news/2026/05/17/navy-orders-ships">' + HEADLINE + "</a>"
    assert _taken(body) == ["https://www.ledger.example.org/en/news/2026/05/17/navy-orders-ships"]
    foreign = '<base href="https://cdn.example/">' + _link("x/2026/05/17/a-b-c-d")
    assert _read(foreign).left_out == {"other_site": 1}


@pytest.mark.parametrize("base", ["javascript:alert(1)", "http://[", "ftp://x.example/", ""])
def test_a_base_that_leads_nowhere_is_passed_over(base: str) -> None:
    assert _taken(f'<base href="{base}">{_link()}') == ["https://www.ledger.example.org" + PATH]


def test_subdomains_are_of_the_site_and_others_are_not() -> None:
    body = "".join(
        f"<p>{_link(f'https://{host}/2026/05/17/{number}-ships-leave-for-north/')}</p>"
        for number, host in enumerate(
            ("news.ledger.example.org", "ledger.example.org", "other.example")
        )
    )
    reading = _read(body)
    assert [urls.parse(item.url).host for item in reading.items] == [
        "news.ledger.example.org",
        "ledger.example.org",
    ]
    assert reading.left_out == {"other_site": 1}


def test_address_hosts_are_told_apart_by_host_and_port() -> None:
    body = "".join(
        f"<p>{_link(f'http://{host}/2026/05/17/{number}-ships-leave-for-north/')}</p>"
        for number, host in enumerate(("127.1.0.1:8801", "127.1.0.1:8802", "127.1.0.2:8801"))
    )
    taken = _taken(body, base_url="http://127.1.0.1:8801/")
    assert taken == ["http://127.1.0.1:8801/2026/05/17/0-ships-leave-for-north/"]


def test_one_address_in_several_spellings_is_one_item() -> None:
    spellings = (
        PATH + "?utm_source=home",
        "http://ledger.example.org" + PATH,
        "//www.ledger.example.org" + PATH.rstrip("/"),
        PATH + "#comments",
        " " + PATH[:9] + "\n" + PATH[9:],
    )
    reading = _read("".join(f"<p>{_link(spelling)}</p>" for spelling in spellings))
    assert (len(reading.items), reading.links_count) == (1, 1)


def test_blanks_within_an_address_are_escaped() -> None:
    assert _taken(_link("/2026/05/17/navy orders four ships")) == [
        "https://www.ledger.example.org/2026/05/17/navy%20orders%20four%20ships"
    ]


@pytest.mark.parametrize(
    ("href", "reason"),
    [
        ("mailto:desk@ledger.example.org", LeftOut.NOT_HTTP),
        ("tel:+49401234567", LeftOut.NOT_HTTP),
        ("javascript:open('/2026/05/17/a-b-c-d')", LeftOut.NOT_HTTP),
        ("data:text/html,x", LeftOut.NOT_HTTP),
        ("whatsapp://send?text=x", LeftOut.NOT_HTTP),
        ("http://[bad", LeftOut.BAD_URL),
        ("https://user:pw@www.ledger.example.org/2026/05/17/a-b-c-d", LeftOut.BAD_URL),
        ("#top", LeftOut.PAGE_ITSELF),
        ("", LeftOut.PAGE_ITSELF),
        ("/world/", LeftOut.PAGE_ITSELF),
        ("?utm_source=x", LeftOut.PAGE_ITSELF),
        ("/", LeftOut.FRONT_PAGE),
        ("https://blogs.ledger.example.org", LeftOut.FRONT_PAGE),
        ("https://www.elsewhere.example/2026/05/17/a-b-c-d", LeftOut.OTHER_SITE),
        ("/2026/05/17/front-page-of-today.pdf", LeftOut.MEDIA_FILE),
        ("/2026/05/17/ships-in-the-harbour.JPG", LeftOut.MEDIA_FILE),
    ],
)
def test_links_to_no_page_of_the_site_are_left_out_by_name(href: str, reason: LeftOut) -> None:
    reading = _read(_link(href), base_url=HOME + "world/")
    assert (reading.items, reading.left_out) == ((), {str(reason): 1})


def test_sections_above_the_page_are_left_out() -> None:
    reading = _read(_link("/world/"), base_url=HOME + "world/europe/")
    assert reading.left_out == {"section_above": 1}


def test_a_page_whose_own_address_cannot_be_read_is_refused() -> None:
    with pytest.raises(Refused, match="bad_url"):
        _read(_link(), base_url="ledger.example.org")


# --- what the links say of themselves


@pytest.mark.parametrize(
    ("attributes", "reason"),
    [
        ('rel="category tag"', LeftOut.TAG),
        ('rel="author"', LeftOut.AUTHOR),
        ('rel="next"', LeftOut.PAGINATION),
        ('rel="nofollow sponsored"', LeftOut.ADVERT),
        ("download", LeftOut.MEDIA_FILE),
    ],
)
def test_relations_are_believed(attributes: str, reason: LeftOut) -> None:
    assert _read(f'<a {attributes} href="{PATH}">{HEADLINE}</a>').left_out == {str(reason): 1}


def test_what_a_sponsor_wrote_is_left_out() -> None:
    assert _read(f'<div class="teaser--sponsored">{_link()}</div>').left_out == {"advert": 1}


# --- the document


def test_comments_scripts_and_templates_hold_no_links() -> None:
    hidden = (
        f"<!-- {_link()} --><script>var x = '{_link()}'</script><style>{_link()}</style>"
        f"<template>{_link()}</template><textarea>{_link()}</textarea>"
    )
    assert _read(f"<body>{hidden}</body>").links_count == 0


def test_noscript_and_declared_shadow_roots_hold_links() -> None:
    assert _taken(f"<noscript>{_link()}</noscript>") == ["https://www.ledger.example.org" + PATH]
    shown = f'<x-card><template shadowrootmode="open">{_link()}</template></x-card>'
    assert _taken(shown) == ["https://www.ledger.example.org" + PATH]


@pytest.mark.parametrize(
    "body",
    [
        f"<table><tr><td>{_link()}<td></table></div></body>",
        f'<html lang="en"/><body>{_link()}',
        f'<?xml version="1.0" encoding="iso-8859-1"?><html>{_link()}',
        f"<p>\x00{_link()}\ud800<br></p></p><li>",
        f'<a href={PATH}>{HEADLINE}<a href="/about">About',
        f"<div <b>>{_link()}",
    ],
)
def test_malformed_pages_give_their_links(body: str) -> None:
    assert _taken(body) == ["https://www.ledger.example.org" + PATH]


@pytest.mark.parametrize(
    "body", ["", "  \n", "no page at all", "<", "<!-- nothing -->", "\x00", "&#"]
)
def test_what_is_no_page_gives_nothing(body: str) -> None:
    reading = _read(body)
    assert (reading.items, reading.links_count) == ((), 0)
    assert _explained(body) == []


def test_a_huge_page_is_read_in_seconds_and_up_to_a_limit() -> None:
    row = (
        '<li><a href="/2026/05/17/ship-number-{}-leaves-for-north/">Ship number {} leaves</a></li>'
    )
    body = "<ul>" + "".join(row.format(number, number) for number in range(100_000))
    began = time.process_time()
    reading = _read(body)
    assert time.process_time() - began < 10  # about 1 on a quiet machine
    assert reading.links_count == page_links.ELEMENTS_MAX
    assert len(reading.items) == 200


def test_traps_of_nested_and_endless_links_cost_no_more() -> None:
    nested = "".join(f'<div><a href="/2026/05/17/{n}-ships-leave/">Ship {n} ' for n in range(3_000))
    deep = "<div>" * 1_900 + "".join(f"<p>{_link(f'/2026/05/{n}')}</p>" for n in range(2_000))
    long = "".join(f'<a href="/{"a1-" * 600}{n}">Ship {n} leaves now</a>' for n in range(2_000))
    began = time.process_time()
    for body in (nested, deep, long):
        _read(body)
    assert time.process_time() - began < 20  # about 3 on a quiet machine


# --- what earlier visits showed

DULL = _link("/x/harbour", "Harbour news today")
VIDEO = _link("/video/ships-leave-the-harbour-at-dawn-8812/", "Ships leave the harbour at dawn")


def test_a_pattern_that_gave_articles_is_raised() -> None:
    assert _taken(DULL) == []
    assert len(_taken(DULL, yields={"x": Yield(asked=20, articles=19)})) == 1


def test_a_pattern_that_was_asked_often_without_any_is_left_out() -> None:
    assert len(_taken(_link(), yields={"2026": Yield(asked=3, articles=0)})) == 1
    reading = _read(_link(), yields={"2026": Yield(asked=40, articles=0)})
    assert reading.left_out == {"unyielding": 1}


def test_visits_go_before_a_word_in_the_path_and_not_before_what_is_certain() -> None:
    rich = Yield(asked=10, articles=9)
    assert _read(VIDEO).left_out == {"video": 1}
    assert len(_taken(VIDEO, yields={"video": rich})) == 1
    assert _taken(_link("/docs/the-plan-of-the-navy.pdf"), yields={"docs": rich}) == []
    assert _taken(_link("/login/as-a-reader-of-ours"), yields={"login": rich}) == []


# --- why


def test_reasons_add_up_to_the_score() -> None:
    link = _explained(f"<main><h2>{_link()}</h2></main>")[0]
    points = [float(reason.rsplit(" ", 1)[1]) for reason in link.reasons]
    assert link.is_taken
    assert link.score == pytest.approx(link_signs.PRIOR + sum(points))
    assert "date in path +2.5" in link.reasons


def test_what_forbids_a_link_comes_first_among_its_reasons() -> None:
    tag, foreign = _explained(
        _link("/tag/northern-squadron-of-the-navy/", "Northern squadron of the navy")
        + _link("https://elsewhere.example/")
    )
    assert (tag.is_taken, tag.reasons[0]) == (False, "tag")
    assert (foreign.url, foreign.reasons) == ("https://elsewhere.example/", ("other_site",))


def test_explaining_and_reading_agree() -> None:
    body = _link() + DULL + VIDEO + _link("/about/", "About us")
    explained = [link.url for link in _explained(body) if link.is_taken]
    assert explained == _taken(body)


def test_every_sign_but_the_yield_has_a_weight() -> None:
    unweighed = set(link_signs.Sign) - set(link_signs.WEIGHTS)
    assert unweighed == {link_signs.Sign.YIELD}
