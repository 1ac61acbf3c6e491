"""Reading sitemaps, sound, broken and of every kind."""

import gzip
from datetime import UTC, datetime, timedelta

import pytest

from worker.discover import sitemaps
from worker.discover.sitemaps import SitemapLimits
from worker.errors import Refused
from worker.settings import DiscoverSettings
from worker.source_values import ChildSitemap, Item, Reading
from worker.vocabulary import Outcome

BASE = "https://www.example.com/maps/sitemap.xml"
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
TODAY = "2026-11-24T08:00:00Z"
LIMITS = SitemapLimits(
    max_bytes=1_000_000, entries_max=1000, age_max_seconds=3 * 86_400, children_max=20
)
CORE = "http://www.sitemaps.org/schemas/sitemap/0.9"
NAMESPACES = (
    f'xmlns="{CORE}" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" '
    'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1" '
    'xmlns:video="http://www.google.com/schemas/sitemap-video/1.1" '
    'xmlns:xhtml="http://www.w3.org/1999/xhtml"'
)


def read(
    body: bytes | str,
    *,
    base_url: str = BASE,
    content_type: str | None = "application/xml",
    limits: SitemapLimits = LIMITS,
) -> Reading:
    content = body if isinstance(body, bytes) else body.encode()
    return sitemaps.read(
        content, base_url=base_url, content_type=content_type, now=NOW, limits=limits
    )


def links(body: bytes | str, *, base_url: str = BASE) -> list[str]:
    return [item.url for item in read(body, base_url=base_url).items]


def urlset(entries: str, *, root: str = f"urlset {NAMESPACES}") -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{root}>{entries}</{root.partition(" ")[0]}>'


def url(loc: str, more: str = "") -> str:
    return f"<url><loc>{loc}</loc>{more}</url>"


def news(*, date: str = TODAY, title: str = "Frigate", language: str = "en") -> str:
    return (
        "<news:news><news:publication><news:name>The Example</news:name>"
        f"<news:language>{language}</news:language></news:publication>"
        f"<news:publication_date>{date}</news:publication_date>"
        f"<news:title>{title}</news:title></news:news>"
    )


# --- what an entry says


def test_a_news_sitemap_gives_title_date_and_language() -> None:
    reading = read(urlset(url("https://www.example.com/1", news())))
    assert reading == Reading(
        items=(
            Item(
                url="https://www.example.com/1",
                title="Frigate",
                published_at=datetime(2026, 11, 24, 8, tzinfo=UTC),
                language="en",
            ),
        ),
        title="The Example",
        language="en",
        links_count=1,
    )


DATES = [
    # the publication's date, else that of the last change
    (f"<lastmod>2026-11-24T11:00:00Z</lastmod>{news()}", "2026-11-24T08:00:00+00:00"),
    (f"<lastmod>{TODAY}</lastmod>", "2026-11-24T08:00:00+00:00"),
    (f"<lastmod>{TODAY}</lastmod>{news(date='soon')}", "2026-11-24T08:00:00+00:00"),
    ("<lastmod>2026-11-24</lastmod>", "2026-11-24T00:00:00+00:00"),
    # none that can be used: a time too long, in the future, none at all
    ("<lastmod>2026-11</lastmod>", None),
    ("<lastmod>2026</lastmod>", None),
    ("<lastmod>2026-11-26T12:00:00Z</lastmod>", None),
    ("<lastmod>2036-11-26</lastmod>", None),
    ("<lastmod>soon</lastmod>", None),
    ("<lastmod/>", None),
    ("", None),
    # clocks may be wrong by hours
    ("<lastmod>2026-11-25T08:00:00Z</lastmod>", "2026-11-25T08:00:00+00:00"),
    (f"<lastmod>{TODAY}</lastmod>{news(date='2036-11-26')}", "2026-11-24T08:00:00+00:00"),
]


@pytest.mark.parametrize(("more", "published"), DATES)
def test_an_entry_has_the_date_that_can_be_believed(more: str, published: str | None) -> None:
    [item] = read(urlset(url("/1", more))).items
    assert item.published_at == (published and datetime.fromisoformat(published))


@pytest.mark.parametrize(
    ("more", "is_kept"),
    [
        ("<lastmod>2026-11-21T12:00:00Z</lastmod>", True),
        ("<lastmod>2026-11-21T11:59:59Z</lastmod>", False),
        ("<lastmod>2026-11-21</lastmod>", True),  # its evening is within
        ("<lastmod>2026-11-20</lastmod>", False),
        ("<lastmod>2026-10</lastmod>", False),
        ("<lastmod>2025</lastmod>", False),
        (f"<lastmod>{TODAY}</lastmod>{news(date='2026-11-01')}", False),
        ("", True),
    ],
)
def test_older_entries_are_left_out(more: str, is_kept: bool) -> None:
    reading = read(urlset(url("/1", more)))
    assert bool(reading.items) is is_kept
    assert reading.left_out == (None if is_kept else {"older": 1})
    assert reading.links_count == 1


TITLES = [
    ("Frigate", "Frigate"),
    ("\n  A\n frigate ", "A frigate"),
    ("Tom &amp; Jerry", "Tom & Jerry"),
    ("<![CDATA[Tom & Jerry]]>", "Tom & Jerry"),
    ("<![CDATA[Tom &amp; Jerry]]>", "Tom & Jerry"),
    ("Tom &amp;amp; Jerry", "Tom & Jerry"),
    ("&amp;#8220;Yes&amp;#8221;", "“Yes”"),
    ("<![CDATA[An <em>old</em> ship]]>", "An old ship"),
    ("An <em>old</em> ship", "An old ship"),
    # not well-formed, and yet to be understood
    ("Tom & Jerry", "Tom & Jerry"),
    ("5 < 6, &eacute;t&eacute; &nbsp;&#8217;&nope; &copy 3", "5 < 6, été ’&nope; &copy 3"),
    ("a&#0;b&#xD800;c&#x1;\x01d", "a�b�cd"),
    ("Фрегат: «Дозор»", "Фрегат: «Дозор»"),
    ("", ""),
]  # fmt: skip


@pytest.mark.parametrize(("written", "title"), TITLES)
def test_a_title_is_one_line_of_plain_text(written: str, title: str) -> None:
    [first, second] = read(urlset(url("/1", news(title=written)) + url("/2", news()))).items
    assert first.title == title
    assert second.title == "Frigate"


@pytest.mark.parametrize(
    ("tag", "language"),
    [("en", "en"), ("EN", "en"), ("pt-BR", "pt"), ("zh-cn", "zh"), ("ukr", "uk"), ("xx", None)],
)
def test_a_language_is_declared_with_two_or_three_letters(tag: str, language: str | None) -> None:
    reading = read(urlset(url("/1", news(language=tag))))
    assert [item.language for item in reading.items] == [reading.language] == [language]


def test_a_sitemap_in_two_languages_has_none_of_its_own() -> None:
    entries = url("/1", news(language="uk")) + url("/2", news(language="en"))
    assert read(urlset(entries)).language is None


OTHER_VOCABULARIES = [
    "<image:image><image:loc>https://www.example.com/x.jpg</image:loc>"
    "<image:title>Picture</image:title></image:image>",
    "<video:video><video:content_loc>https://www.example.com/x.mp4</video:content_loc>"
    "<video:title>Video</video:title><video:publication_date>2026-11-23</video:publication_date>"
    "</video:video>",
    '<xhtml:link rel="alternate" hreflang="de" href="https://www.example.com/de/1"/>',
    "<image:loc>https://www.example.com/x.jpg</image:loc><image:title>Picture</image:title>",
]


@pytest.mark.parametrize("more", OTHER_VOCABULARIES)
def test_pictures_videos_and_translations_are_no_entries(more: str) -> None:
    expected = Item(url="https://www.example.com/1")
    for body in (urlset(url("/1", more)), urlset(f"<url>{more}<loc>/1</loc></url>")):
        assert read(body).items == (expected,)


def test_prefixes_that_nobody_declared_mean_what_they_say() -> None:
    more = OTHER_VOCABULARIES[0] + news()
    [item] = read(urlset(url("/1", more), root="urlset")).items
    assert (item.url, item.title, item.language) == ("https://www.example.com/1", "Frigate", "en")


# --- links

LINKS = [
    ("https://www.example.com/1?a=1&amp;b=2", ["https://www.example.com/1?a=1&b=2"]),
    # other hosts of the same site, not other sites
    ("https://sport.example.com/1", ["https://sport.example.com/1"]),
    ("http://example.com:8080/1", ["http://example.com:8080/1"]),
    ("https://b.example/1", []),
    ("https://example.com.evil.example/1", []),
    # relative to the sitemap
    ("/1", ["https://www.example.com/1"]),
    ("1.html", ["https://www.example.com/maps/1.html"]),
    ("//example.com/1", ["https://example.com/1"]),
    ("www.example.com/1", ["https://www.example.com/1"]),
    # white space around and within, as browsers read it
    ("\n   https://www.example.com/my page\n.html\t", ["https://www.example.com/my%20page.html"]),
    ("\u00a0https://www.example.com/1\u2003\ufeff", ["https://www.example.com/1"]),
    ("<![CDATA[ https://www.example.com/?a=1&b=2 ]]>", ["https://www.example.com/?a=1&b=2"]),
    ("https://www.example.com/<![CDATA[?a=1&b=2]]>", ["https://www.example.com/?a=1&b=2"]),
    # escaped once too little, once too often, or as in HTML
    ("https://www.example.com/?a=1&b=2&copy=3", ["https://www.example.com/?a=1&b=2&copy=3"]),
    ("https://www.example.com/?a=1&amp;amp;b=2", ["https://www.example.com/?a=1&b=2"]),
    ("https://www.example.com/caf&eacute;", ["https://www.example.com/café"]),
    ("https://www.example.com/a]]>b", ["https://www.example.com/a]]>b"]),
    # a place within a page is no page
    ("https://www.example.com/1#top", ["https://www.example.com/1"]),
    # nothing, or nothing for us
    ("", []),
    ("javascript:alert(1)", []),
    ("ftp://www.example.com/1", []),
    ("http://[", []),
    ("http://", []),
    ("https://www.example.com/" + "x" * 9000, []),
]  # fmt: skip


@pytest.mark.parametrize(("loc", "expected"), LINKS)
def test_each_entry_gives_its_link(loc: str, expected: list[str]) -> None:
    last = "https://www.example.com/last"
    assert links(urlset(url(loc) + url(last))) == [*expected, last]


def test_what_is_left_out_is_counted_by_its_reason() -> None:
    entries = [url("https://b.example/1")] * 2 + [url("mailto:x@example.com"), "<url/>"]
    reading = read(urlset("".join([*entries, url("/1"), url("/1"), url("/2")])))
    assert [item.url for item in reading.items] == [
        "https://www.example.com/1",
        "https://www.example.com/2",
    ]
    assert reading.left_out == {"foreign site": 2, "no web address": 2, "repeated": 1}
    assert reading.links_count == 7


@pytest.mark.parametrize(
    ("base_url", "loc", "is_kept"),
    [
        ("https://www.a.co.uk/sitemap.xml", "https://m.a.co.uk/1", True),
        ("https://www.a.co.uk/sitemap.xml", "https://b.co.uk/1", False),
        ("http://127.0.0.1:8080/sitemap.xml", "http://127.0.0.1:8080/1", True),
        ("http://127.0.0.1:8080/sitemap.xml", "http://127.0.0.2:8080/1", False),
        ("http://intranet/sitemap.xml", "http://intranet/1", True),
        ("https://xn--mnchen-3ya.de/sitemap.xml", "https://www.münchen.de/1", True),
    ],
)
def test_a_sitemap_speaks_for_its_own_site(base_url: str, loc: str, is_kept: bool) -> None:
    assert links(urlset(url(loc)), base_url=base_url) == [loc] * is_kept


# --- forms

PLAIN = urlset(url("/1") + url("/2?a=1&amp;b=2"))
EXPECTED = ["https://www.example.com/1", "https://www.example.com/2?a=1&b=2"]

FORMS = [
    PLAIN,
    PLAIN.encode("utf-8-sig"),
    PLAIN.encode("utf-16"),
    PLAIN.encode("utf-16-be"),
    PLAIN.replace("UTF-8", "utf-16").encode("utf-16-le"),
    PLAIN.replace("UTF-8", "utf-16"),
    PLAIN.replace("UTF-8", "no-such-charset"),
    PLAIN.replace("UTF-8", "hex"),
    # before the root
    PLAIN.partition("\n")[2],
    "\n\n  " + PLAIN,
    "\ufeff\n" + PLAIN,
    "<br />\n<b>Warning</b>: date(): in <b>/x.php</b> on line 7\n" + PLAIN,
    PLAIN.replace("<urlset", '<!-- <html> --><?xml-stylesheet href="x.xsl"?><urlset'),
    PLAIN.replace("<urlset", "<!DOCTYPE urlset><urlset"),
    # namespaces: none, another's, with a prefix; another root
    urlset(url("/1") + url("/2?a=1&amp;b=2"), root="urlset"),
    PLAIN.replace(CORE, "http://www.google.com/schemas/sitemap/0.84"),
    PLAIN.replace("<url", "<s:url").replace("</url", "</s:url").replace("<loc", "<s:loc")
    .replace("</loc", "</s:loc").replace(' xmlns="', ' xmlns:s="'),
    urlset(url("/1") + url("/2?a=1&amp;b=2"), root="sitemapindex"),
    PLAIN.upper().replace("A=1&AMP;B=2", "a=1&amp;b=2").replace("XMLNS", "xmlns"),
    # faults
    PLAIN.replace("&amp;", "&"),
    PLAIN.replace("</loc></url><url>", "</loc><url>"),
    PLAIN.replace("</loc></url><url>", "</lok></url><url>"),
    PLAIN.replace("</urlset>", ""),
    PLAIN.replace("</urlset>", "</urlset></urlset>\n<b>Warning</b>: & <"),
    PLAIN.replace("<url>", "<!-- a -- b <url> & --><url>", 1),
    PLAIN.replace("<url>", "<?php if (a < b && c) ?><url>", 1),
    PLAIN.replace("<url>", "\x00\x01\ufffe<url>", 1),
    PLAIN.replace("<url>", "<!ELEMENT url ANY><url>", 1),
    PLAIN.replace("<urlset ", '<urlset xmlns:x="1" xmlns:x="2" x:y="1" x:y="2" '),
    # a list of URLs
    "https://www.example.com/1\nhttps://www.example.com/2?a=1&b=2\n",
    "\ufeff# all pages\r\n\r\n  https://www.example.com/1  \r\nhttps://www.example.com/2?a=1&b=2",
    "https://www.example.com/1\nhttps://www.example.com/2?a=1&b=2".encode("utf-16"),
]  # fmt: skip


@pytest.mark.parametrize("body", FORMS)
def test_a_sitemap_is_read_in_any_form(body: bytes | str) -> None:
    content = body if isinstance(body, bytes) else body.encode()
    for packed in (content, gzip.compress(content), gzip.compress(gzip.compress(content))):
        assert links(packed) == EXPECTED
        assert sitemaps.looks_like_sitemap(packed, None)


@pytest.mark.parametrize(
    ("declared", "charset", "content_type"),
    [
        ("windows-1251", "windows-1251", None),
        ("", "windows-1251", "text/xml; charset=windows-1251"),
        ("windows-1251", "windows-1251", "text/xml; charset=utf-8"),
        # the bytes are right, whatever is declared
        ("iso-8859-1", "utf-8", "text/xml; charset=iso-8859-1"),
        ("utf-8", "utf-16", "text/xml; charset=utf-8"),
    ],
)
def test_a_title_is_read_in_its_charset(
    declared: str, charset: str, content_type: str | None
) -> None:
    text = urlset(url("/1", news(title="Фрегат"))).partition("\n")[2]
    declaration = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    [item] = read((declaration + text).encode(charset), content_type=content_type).items
    assert item.title == "Фрегат"


def test_a_file_that_is_cut_off_gives_what_is_whole() -> None:
    body = urlset("".join(url(f"/{i}", news(title=f"T {i} & 1")) for i in range(5))).encode()
    whole = read(body).items
    for length in range(body.index(b"<url>"), len(body) - 1):
        reading = read(body[:length])
        assert reading.items == whole[: len(reading.items)]
        assert reading.left_out == {"ends early": 1}
        assert len(reading.items) == body[:length].count(b"</url>")


def test_gzip_that_is_cut_off_or_damaged_gives_what_can_be_unpacked() -> None:
    text = "".join(url(f"/{i * 7919 % 1000}", f"<x>{i**5}</x>") for i in range(500))
    body = gzip.compress(urlset(text).encode())
    whole = [item.url for item in read(body).items]
    half = body[: len(body) // 2]
    for damaged in (half, half + b"\xff" * 100 + body, body[:-8] + bytes(8)):
        reading = read(damaged)
        assert [item.url for item in reading.items][:200] == whole[:200]
        assert (reading.left_out or {})["damaged compression"] == 1
    assert read(half).left_out == {"damaged compression": 1}


def test_a_list_that_is_cut_off_loses_its_last_line() -> None:
    lines = [f"https://www.example.com/{i * 7919}" for i in range(1000)]
    limits = SitemapLimits(max_bytes=1003, entries_max=1000, age_max_seconds=1000, children_max=1)
    reading = read("\n".join(lines), limits=limits)
    urls = [item.url for item in reading.items]
    assert urls
    assert urls == lines[: len(urls)]
    assert reading.left_out == {"beyond the size cap": 1}


def test_a_fault_that_stops_the_parser_costs_a_few_entries() -> None:
    for fault in ("</url>", '<a b="', "<url " + "x" * 10 + ">", "<a>" * 70):
        entries = [url(f"/{i}") for i in range(300)]
        entries[100] += fault
        found = links(urlset("".join(entries)))
        assert len(found) > 250, fault
        assert found[-1] == "https://www.example.com/299"
        assert found[:99] == [f"https://www.example.com/{i}" for i in range(99)]


def test_every_third_title_with_a_tag_that_nobody_closes_costs_nothing() -> None:
    entries = [url(f"/{i}", news(title="A<br>B" if i % 3 == 0 else "A")) for i in range(900)]
    assert len(links(urlset("".join(entries)))) > 890


# --- indexes


def index(*locs: str, more: str = "") -> str:
    listed = "".join(f"<sitemap><loc>{loc}</loc>{more}</sitemap>" for loc in locs)
    return urlset(listed, root=f'sitemapindex xmlns="{CORE}"')


def test_an_index_gives_its_sitemaps() -> None:
    reading = read(index("/news.xml.gz", more="<lastmod>2026-11-24T08:00:00+02:00</lastmod>"))
    assert reading == Reading(
        children=(
            ChildSitemap(
                url="https://www.example.com/news.xml.gz",
                changed_at=datetime(2026, 11, 24, 6, tzinfo=UTC),
            ),
        ),
        links_count=1,
    )


@pytest.mark.parametrize(
    ("lastmod", "changed_at"),
    [
        ("2026-11-23", datetime(2026, 11, 23, tzinfo=UTC)),
        ("2025", datetime(2025, 1, 1, tzinfo=UTC)),
        ("2026", None),  # it may have been yesterday
        ("2026-11", None),
        ("2027-01-01", None),
        ("x", None),
    ],
)
def test_a_sitemap_changed_when_its_index_says_so(
    lastmod: str, changed_at: datetime | None
) -> None:
    [child] = read(index("/1.xml", more=f"<lastmod>{lastmod}</lastmod>")).children
    assert child.changed_at == changed_at


def test_an_index_lists_neither_itself_nor_others_nor_any_twice() -> None:
    reading = read(
        index("/1.xml", BASE, "sitemap.xml", "/1.xml", "https://b.example/2.xml", "", "/3.xml")
    )
    assert sorted(child.url for child in reading.children) == [
        "https://www.example.com/1.xml",
        "https://www.example.com/3.xml",
    ]
    assert reading.left_out == {
        "itself": 2, "repeated": 1, "foreign site": 1, "no web address": 1
    }  # fmt: skip
    assert reading.links_count == 7


def test_of_many_sitemaps_the_freshest_are_kept() -> None:
    reading = read(index(*(f"/post-{i}.xml" for i in range(100)), "/news.xml"))
    assert len(reading.children) == 20
    assert reading.children[0].url == "https://www.example.com/news.xml"
    assert reading.left_out == {"too many": 81}


def test_a_file_may_be_both() -> None:
    both = "<sitemap><loc>/2.xml</loc></sitemap>" + url("/1")
    reading = read(urlset(both))
    assert (len(reading.items), len(reading.children)) == (1, 1)


# --- the newest


def entries_max(count: int) -> SitemapLimits:
    return SitemapLimits(
        max_bytes=10_000_000, entries_max=count, age_max_seconds=86_400, children_max=1
    )


@pytest.mark.parametrize("is_newest_first", [True, False])
def test_of_too_many_entries_the_newest_are_kept_in_their_order(is_newest_first: bool) -> None:
    dated = [
        url(f"/{i}", f"<lastmod>{(NOW - timedelta(minutes=i)).isoformat()}</lastmod>")
        for i in range(1000)
    ]
    newest = [f"https://www.example.com/{i}" for i in range(10)]
    body = urlset("".join(dated if is_newest_first else reversed(dated)))
    reading = read(body, limits=entries_max(10))
    assert [item.url for item in reading.items] == (newest if is_newest_first else newest[::-1])
    assert reading.left_out == {"too many": 990}


def test_entries_without_a_date_are_kept_from_both_ends() -> None:
    reading = read(urlset("".join(url(f"/{i}") for i in range(1000))), limits=entries_max(4))
    assert [item.url.rpartition("/")[2] for item in reading.items] == ["0", "1", "998", "999"]


def test_entries_with_a_date_go_before_those_without() -> None:
    entries = [url(f"/{i}") for i in range(1000)]
    entries[500] = url("/500", f"<lastmod>{TODAY}</lastmod>")
    reading = read(urlset("".join(entries)), limits=entries_max(3))
    assert [item.url.rpartition("/")[2] for item in reading.items] == ["0", "500", "999"]


# --- what is no sitemap

NO_SITEMAPS = [
    (b"", "it is empty"),
    (b"  \n ", "it is empty"),
    (gzip.compress(b""), "it is empty"),
    (b"<!DOCTYPE html><html><body>Not found</body></html>", "it is an HTML page, no sitemap"),
    (b"<html><pre><urlset></urlset></pre></html>", "it is an HTML page, no sitemap"),
    (b"<?xml version='1.0'?><!DOCTYPE html PUBLIC 'x'><html/>", "it is an HTML page, no sitemap"),
    (b"<rss version='2.0'><channel/></rss>", "it is a feed, no sitemap"),
    (b"<feed xmlns='http://www.w3.org/2005/Atom'/>", "it is a feed, no sitemap"),
    (b"<rdf:RDF xmlns:rdf='x'/>", "it is a feed, no sitemap"),
    (b"<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error>",
     "it is XML, but <Error> is no sitemap"),
    (b"<urlsets/>", "it is XML, but <urlsets> is no sitemap"),
    (b'{"urls": ["https://www.example.com/1"]}', "it is JSON, no sitemap"),
    (b"User-agent: *\nSitemap: https://www.example.com/sitemap.xml",
     "it is text, but no list of URLs"),
    (b"https://www.example.com/1 and others", "it is text, but no list of URLs"),
    (b"PK\x03\x04\x14\x00sitemap.xml", "it is a zip archive, no sitemap"),
    (b"\x89PNG\r\n\x1a\n\x00\x00", "it is binary data, no sitemap"),
    (bytes(range(128, 256)) * 4, "it is text, but no list of URLs"),
    (b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xff\xff\xff",
     "it is gzip data that can't be unpacked"),
    (gzip.compress(gzip.compress(gzip.compress(PLAIN.encode()))), "it is binary data, no sitemap"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "reason"), NO_SITEMAPS)
def test_what_is_no_sitemap_is_refused_and_named(body: bytes, reason: str) -> None:
    with pytest.raises(Refused) as refused:
        read(body)
    assert (refused.value.outcome, refused.value.reason) == (Outcome.WRONG_TYPE, reason)
    assert not sitemaps.looks_like_sitemap(body, None)


@pytest.mark.parametrize("body", ["<urlset/>", "<urlset></urlset>", "<sitemapindex />"])
def test_an_empty_sitemap_is_a_sitemap(body: str) -> None:
    assert read(body) == Reading()


def test_a_base_that_is_no_web_address_is_refused() -> None:
    with pytest.raises(Refused, match="bad_url"):
        read(PLAIN, base_url="file:///sitemap.xml")


def test_limits_are_the_operators() -> None:
    settings = DiscoverSettings(
        sitemap_max_bytes=5000,
        sitemap_entries_max=4,
        sitemap_age_max_seconds=3,
        sitemap_children_max=2,
    )
    assert SitemapLimits.from_settings(settings) == SitemapLimits(
        max_bytes=5000, entries_max=4, age_max_seconds=3, children_max=2
    )
