"""Where a link stands speaks for or against it; what wraps the page says nothing."""

import pytest
from lxml import html

from worker.discover.page.link_place import Place, Places
from worker.discover.page.link_signs import Sign


def _place(around: str, *, headlines: int = 0) -> Place:
    """The place of the link `<a id=x>` in some HTML."""
    tree = html.document_fromstring(around.replace("LINK", '<a id="x" href="/">x</a>'))
    anchors = tree.xpath("//a[@href='/h']")
    assert len(anchors) == headlines
    link = tree.get_element_by_id("x")
    return Places(headlines=anchors, others=[link]).of(link)


@pytest.mark.parametrize(
    ("around", "sign"),
    [
        ("<nav>LINK</nav>", Sign.IN_MENU),
        ("<div role='navigation'><p>LINK</p></div>", Sign.IN_MENU),
        ("<ul class='mainNav'><li>LINK</li></ul>", Sign.IN_MENU),
        ("<div id='mega-menu'>LINK</div>", Sign.IN_MENU),
        ("<ol class='breadcrumb'><li>LINK</li></ol>", Sign.IN_MENU),
        ("<header>LINK</header>", Sign.IN_HEADER),
        ("<div class='site-header'>LINK</div>", Sign.IN_HEADER),
        ("<footer>LINK</footer>", Sign.IN_FOOTER),
        ("<div id='footer-wrap'>LINK</div>", Sign.IN_FOOTER),
        ("<aside>LINK</aside>", Sign.IN_ASIDE),
        ("<div class='post-tags'>LINK</div>", Sign.IN_LABELS),
        ("<span class='card__byline'>LINK</span>", Sign.IN_LABELS),
        ("<article><footer>LINK</footer></article>", Sign.IN_LABELS),
        ("<div class='social-share'>LINK</div>", Sign.IN_TOOLS),
        ("<div class='pagination'>LINK</div>", Sign.IN_TOOLS),
        ("<main><nav>LINK</nav></main>", Sign.IN_MENU),
        ("<footer><div class='share'>LINK</div></footer>", Sign.IN_TOOLS),
        ("<main>LINK</main>", Sign.IN_MAIN),
        ("<article>LINK</article>", Sign.IN_MAIN),
        ("<article><header>LINK</header></article>", Sign.IN_MAIN),
    ],
)
def test_the_worst_of_the_places_around_counts(around: str, sign: Sign) -> None:
    assert _place(around).signs == (sign,)


@pytest.mark.parametrize(
    "around",
    [
        "<div>LINK</div>",
        "<body class='nav-open menu'>LINK</body>",  # themes list there what the page has
        "<div class='has-menu'>LINK</div>",
        "<div class='td_with_ajax_pagination'>LINK</div>",
        "<div class='post category-news tag-army author-jane'>LINK</div>",
        "<li><div class='header'>LINK</div></li>",
        "<div class='navy'>LINK</div>",
    ],
)
def test_names_that_only_look_like_it_say_nothing(around: str) -> None:
    assert _place(around).signs == ()


def test_what_holds_most_headlines_is_no_menu() -> None:
    headlines = "<a href='/h'>h</a>" * 4
    assert _place(f"<nav>{headlines}LINK</nav>", headlines=4).signs == ()
    assert _place(f"<nav>LINK</nav><div>{headlines}</div>", headlines=4).signs == (Sign.IN_MENU,)


def test_sponsors_parts_are_known() -> None:
    assert _place("<div class='teaser sponsored'>LINK</div>").is_advert
    assert not _place("<div class='ad-slot'>LINK</div>").is_advert
