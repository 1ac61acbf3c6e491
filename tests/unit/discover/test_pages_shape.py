"""The shape of a URL tells articles from lists, in many languages and spellings."""

import pytest

from worker import urls
from worker.discover.page.link_address import Address, Addresses
from worker.discover.page.link_shape import Shape, shape_of
from worker.discover.page.link_signs import LeftOut, Sign

SITE = "https://www.ledger.example"


def _shape(path: str) -> Shape:
    """As a page's link would be read: with its blanks and other letters."""
    address = Addresses(urls.parse(SITE), SITE).read(path)
    assert isinstance(address, Address)
    return shape_of(address.parsed)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        # tags and authors
        ("/tag/navy/", LeftOut.TAG),
        ("/tags/temas/petroleo", LeftOut.TAG),
        ("/schlagwort/marine", LeftOut.TAG),
        ("/etiqueta/armada/", LeftOut.TAG),
        ("/теги/флот", LeftOut.TAG),
        ("/标签/海军", LeftOut.TAG),
        ("/وسوم/البحرية", LeftOut.TAG),
        ("/news/tag-349630-1.html", LeftOut.TAG),
        ("/author/jane-doe", LeftOut.AUTHOR),
        ("/autoren/jana-petersen/", LeftOut.AUTHOR),
        ("/авторы/иван-северов", LeftOut.AUTHOR),
        ("/yazarlar/derya-kaptan/", LeftOut.AUTHOR),
        # lists by date, pages of lists, searches
        ("/2026/", LeftOut.ARCHIVE),
        ("/2026/05/", LeftOut.ARCHIVE),
        ("/news/2026/05/17", LeftOut.ARCHIVE),
        ("/shows/2026/jun/10/", LeftOut.ARCHIVE),
        ("/2026-05-17", LeftOut.ARCHIVE),
        ("/archiv/", LeftOut.ARCHIVE),
        ("/sitemap.html", LeftOut.ARCHIVE),
        ("/page/2/", LeftOut.PAGINATION),
        ("/politik/seite-3", LeftOut.PAGINATION),
        ("/gundem/2", LeftOut.PAGINATION),
        ("/world/?page=4", LeftOut.PAGINATION),
        ("/?s=navy", LeftOut.SEARCH),
        ("/suche?q=marine", LeftOut.SEARCH),
        ("/search/label/Navy", LeftOut.SEARCH),
        ("/events/open-day-at-the-naval-museum/", LeftOut.CALENDAR),
        ("/2026/05/17/a-headline-of-words/comments/", LeftOut.COMMENTS),
        ("/news/4711/comment-page-2", LeftOut.COMMENTS),
        # accounts, shops, tools
        ("/login", LeftOut.ACCOUNT),
        ("/Account/Log_In.aspx", LeftOut.ACCOUNT),
        ("/регистрация", LeftOut.ACCOUNT),
        ("/sign-up/for-the-news-of-today", LeftOut.ACCOUNT),
        ("/shop/mug-with-a-ship-4711.html", LeftOut.SHOP),
        ("/2026/05/17/navy-orders-ships/?share=twitter", LeftOut.SHARE),
        ("/2026/05/17/navy-orders-ships/?replytocom=12", LeftOut.SHARE),
        ("/print/navy-orders-four-ships", LeftOut.SHARE),
        ("/feed/", LeftOut.FEED),
        ("/news/rss.xml", LeftOut.FEED),
        ("/wp-json/wp/v2/posts/4711", LeftOut.FEED),
        # other portals
        ("/video/four-ships-leave-the-harbour-8812/", LeftOut.VIDEO),
        ("/mediathek/", LeftOut.VIDEO),
        ("/видео/четыре-корабля-покинули-порт", LeftOut.VIDEO),
        ("/galerie/bilder-vom-hafen-12345.html", LeftOut.VIDEO),
        ("/impressum", LeftOut.SERVICE),
        ("/politica-de-privacidad/", LeftOut.SERVICE),
        ("/サイト/プライバシーポリシー", LeftOut.SERVICE),
        ("/من-نحن", LeftOut.SERVICE),
        ("/horoscope/", LeftOut.PASTIME),
        ("/погода", LeftOut.PASTIME),
        ("/kategorie/", LeftOut.SECTION),
        ("/thema/", LeftOut.SECTION),
        ("/sponsored/how-a-bank-helps-young-families/", LeftOut.ADVERT),
        ("/anzeige/so-finden-familien-die-versicherung/", LeftOut.ADVERT),
        # files
        ("/files/report.PDF", LeftOut.MEDIA_FILE),
        ("/files/%D9%85%D9%84%D9%81.docx?download=1", LeftOut.MEDIA_FILE),
    ],
)
def test_a_url_that_says_what_it_leads_to_is_believed(path: str, kind: LeftOut) -> None:
    assert _shape(path).left_out is kind


@pytest.mark.parametrize(
    ("host", "kind"),
    [
        ("video.example.org", LeftOut.VIDEO),
        ("abo.example.org", LeftOut.ACCOUNT),
        ("gutscheine.example.org", LeftOut.SHOP),
        ("sport.example.org", None),
        ("radio.example.org", None),  # where the page is: an operator chose it
    ],
)
def test_a_host_can_say_it_too(host: str, kind: LeftOut | None) -> None:
    addresses = Addresses(urls.parse("https://radio.example.org/"), "https://radio.example.org/")
    address = addresses.read(f"https://{host}/ships-leave-the-harbour-4711/")
    assert isinstance(address, Address)
    assert addresses.left_out(address) is kind


@pytest.mark.parametrize(
    "path",
    [
        "/tagesschau/navy-orders-four-ships-4711.html",  # words count as whole segments only
        "/news/login-data-of-sailors-stolen/",
        "/yazarlar/derya-kaptan/bogaz-neden-bu-kadar-onemli-712187",  # below a columnist's name
        "/archive/2026/05/why-the-strait-matters/4711/",
        "/news/view.php?id=4711&page=2",  # its comments are paged, not a list
        "/2026/05/17/search-for-sailors-goes-on/",
        "/privacy/2026/05/how-phones-betray-soldiers/",
    ],
)
def test_words_that_only_look_like_it_are_passed_over(path: str) -> None:
    assert _shape(path).left_out is None


@pytest.mark.parametrize(
    ("path", "sign"),
    [
        ("/2026/05/17/x", Sign.DATE_IN_PATH),
        ("/2026/05/navy-orders", Sign.DATE_IN_PATH),
        ("/2026/dec/06/navy-orders", Sign.DATE_IN_PATH),
        ("/n1/2026/0517/c1001-40237211.html", Sign.DATE_IN_PATH),
        ("/articles/20260517/k00/00m/010/001000c", Sign.DATE_IN_PATH),
        ("/202605/17/content_4711.htm", Sign.DATE_IN_PATH),
        ("/pc/articles/2605/17/news203.html", Sign.DATE_IN_PATH),
        ("/world/2026-05-17-navy-orders/", Sign.DATE_IN_PATH),
        ("/navy-orders-four-patrol-ships", Sign.LONG_SLUG),
        ("/navy_orders_four_patrol_ships.shtml", Sign.LONG_SLUG),
        ("/Navy-orders-four-patrol-ships/artikel/4711", Sign.LONG_SLUG),
        ("/بحرية-تطلب-أربع-سفن-دورية", Sign.LONG_SLUG),
        ("/海军订购四艘巡逻舰", Sign.SLUG),
        ("/navy-orders-ships", Sign.SLUG),
        ("/news/4711", Sign.NUMBER_IN_PATH),
        ("/news/art4711", Sign.NUMBER_IN_PATH),
        ("/a/8q3pnrx2", Sign.NUMBER_IN_PATH),
        ("/news.php?id=4711", Sign.ARTICLE_ID),
        ("/news/articleView.html?idxno=4711", Sign.ARTICLE_ID),
        ("/?p=4711", Sign.ARTICLE_ID),
        ("/artikel/x", Sign.ARTICLE_WORD),
        ("/x/y.html", Sign.HTML_FILE),
        ("/world/europe/", Sign.NAMES_ONLY),
        ("/world", Sign.ONE_NAME),
        ("/?lang=en", Sign.QUERY_ONLY),
        ("/topics/navy/ships-leave-the-harbour/", Sign.LISTING_WORD),
    ],
)
def test_signs_are_seen(path: str, sign: Sign) -> None:
    assert sign in _shape(path).signs


@pytest.mark.parametrize(
    ("path", "sign"),
    [
        ("/news/20971143/x", Sign.DATE_IN_PATH),  # a number that begins like a year
        ("/world/europe/", Sign.LONG_SLUG),
        ("/2026/05/17/x", Sign.NAMES_ONLY),
        ("/section.php?d=1", Sign.ARTICLE_ID),
        ("/news;jsessionid=0123456789abcdef", Sign.NUMBER_IN_PATH),
    ],
)
def test_signs_are_not_imagined(path: str, sign: Sign) -> None:
    assert sign not in _shape(path).signs
