"""Finding sources on a site."""

import pytest

from worker.discover import finder
from worker.discover.site.found import FoundSource, How
from worker.errors import Refused
from worker.vocabulary import UrlKind

HOME = "https://www.daily.example/"


def find(
    html: str, *, base_url: str = HOME, robots_sitemaps: tuple[str, ...] = ()
) -> list[FoundSource]:
    return finder.candidates(html, base_url=base_url, robots_sitemaps=robots_sitemaps)


def urls_of(found: list[FoundSource], how: How) -> list[str]:
    return [one.url for one in found if one.how is how]


def head(*links: str) -> str:
    return f"<html><head><title>The Daily</title>{''.join(links)}</head><body></body></html>"


def body(*anchors: str) -> str:
    return f"<html><head><title>The Daily</title></head><body>{''.join(anchors)}</body></html>"


RSS = '<link rel="alternate" type="application/rss+xml" title="{title}" href="{href}">'


# --- the whole page


SITE = """<!DOCTYPE html>
<html lang="en"><head><title> The
 Daily </title>
<link rel="alternate" type="application/rss+xml" title="The Daily" href="/rss/all.xml">
<link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed/">
<link rel="alternate" type="application/json+oembed" href="/oembed?url=x">
<link rel="alternate" hreflang="de" href="https://de.daily.example/">
</head><body>
<nav><a href="/">Home</a><a href="/politics/">Politics</a><a href="/world/">World</a>
<a href="/defence/">Defence</a><a href="/sport/">Sport</a></nav>
<main><a href="/defence/2026/03/04/ninety-new-tanks-81234">The army orders tanks</a></main>
<footer><a href="/help/rss-feeds/">RSS feeds</a>
<a href="/rss/defence.xml">Defence feed</a></footer>
</body></html>"""


def test_a_site_gives_its_sources_in_the_order_in_which_they_are_worth_a_try() -> None:
    found = find(SITE, robots_sitemaps=("https://www.daily.example/sitemap-news.xml",))
    assert [(one.kind, one.how, one.url, one.title) for one in found] == [
        (UrlKind.FEED, How.LINK_ELEMENT, f"{HOME}rss/all.xml", "The Daily"),
        (UrlKind.SITEMAP, How.ROBOTS, f"{HOME}sitemap-news.xml", ""),
        (UrlKind.FEED, How.ANCHOR, f"{HOME}rss/defence.xml", "Defence feed"),
        (UrlKind.PAGE, How.FEED_LIST, f"{HOME}help/rss-feeds/", "RSS feeds"),
        (UrlKind.PAGE, How.SECTION, f"{HOME}defence/", "Defence"),
        (UrlKind.PAGE, How.SECTION, f"{HOME}world/", "World"),
        (UrlKind.PAGE, How.SECTION, f"{HOME}politics/", "Politics"),
        (UrlKind.PAGE, How.ITSELF, HOME, "The Daily"),
    ]
    assert not any(one.is_elsewhere for one in found)


@pytest.mark.parametrize(
    "html", ["", " ", "\x00", "<", "<html", "{}", "<?xml version='1.0' encoding='x'?>", "\ud800"]
)
def test_a_page_that_says_nothing_leaves_itself_and_the_well_known_paths(html: str) -> None:
    found = find(html)
    assert [one.how for one in found[:1]] == [How.ITSELF]
    assert urls_of(found, How.WELL_KNOWN) == [
        f"https://www.daily.example{path}" for path in (*finder.FEED_PATHS, *finder.SITEMAP_PATHS)
    ]


def test_well_known_paths_are_guessed_only_for_what_is_missing() -> None:
    guessed = {one.kind for one in find(SITE) if one.how is How.WELL_KNOWN}
    assert guessed == {UrlKind.SITEMAP}
    listed = find("", robots_sitemaps=("/sitemap.xml",))
    assert {one.kind for one in listed if one.how is How.WELL_KNOWN} == {UrlKind.FEED}


def test_guesses_are_few_since_each_costs_a_request() -> None:
    assert len(urls_of(find(""), How.WELL_KNOWN)) <= 15


def test_a_section_page_is_guessed_to_have_its_own_feed_first() -> None:
    found = find("", base_url="https://www.daily.example/land/")
    assert urls_of(found, How.WELL_KNOWN)[0] == "https://www.daily.example/land/feed/"
    named = find("", base_url="https://www.daily.example/land.html")
    assert urls_of(named, How.WELL_KNOWN)[0] == "https://www.daily.example/feed/"


def test_a_base_url_that_is_none_is_refused() -> None:
    with pytest.raises(Refused, match="bad_url"):
        find("", base_url="ftp://daily.example/")


# --- what link elements declare


DECLARED = [
    # (attributes of the link, what is found)
    ('rel="alternate" type="application/rss+xml" href="/f"', "https://www.daily.example/f"),
    ('rel="alternate" type="application/atom+xml" href="/f"', "https://www.daily.example/f"),
    ('rel="alternate" type="application/feed+json" href="/f"', "https://www.daily.example/f"),
    ('rel="alternate" type="application/rdf+xml" href="/f"', "https://www.daily.example/f"),
    ('rel="ALTERNATE home" type="Application/RSS+XML; charset=x" href="/f"', f"{HOME}f"),
    ('rel="feed" type="application/rss+xml" href="f"', f"{HOME}f"),
    ('rel=alternate type=text/xml href="/rss.xml"', f"{HOME}rss.xml"),
    ('rel="alternate" type="application/json" href="/feed.json"', f"{HOME}feed.json"),
    ('rel="alternate" type="application/rss+xml" href="feed://daily.example/f"', "http://daily.example/f"),
    ('rel="alternate" type="application/rss+xml" href="feed:https://daily.example/f"', "https://daily.example/f"),
    ('rel="alternate" type="application/rss+xml" href=" /a b&amp;c#x "', f"{HOME}a%20b&c"),
    # of readers' comments, of one page for other sites, or no feed at all
    ('rel="alternate" type="application/rss+xml" title="Daily » Comments Feed" href="/x"', None),
    ('rel="alternate" type="application/rss+xml" title="Kommentar-Feed" href="/x"', None),
    ('rel="alternate" type="application/rss+xml" href="/comments/feed/"', None),
    ('rel="alternate" type="application/atom+xml" href="/feeds/123/comments/default"', None),
    ('rel="alternate" type="application/rss+xml" href="/?feed=comments-rss2"', None),
    ('rel="alternate" type="application/json+oembed" href="/f"', None),
    ('rel="alternate" type="text/xml+oembed" href="/f"', None),
    ('rel="alternate" type="application/json" href="/wp-json/wp/v2/pages/2"', None),
    ('rel="alternate" type="text/html" hreflang="de" href="/de/"', None),
    ('rel="stylesheet" type="text/css" href="/feed.css"', None),
    ('rel="alternate" type="application/rss+xml" href=""', None),
    ('rel="alternate" type="application/rss+xml" href="http://[/"', None),
    ('rel="alternate" type="application/rss+xml" href="javascript:void(0)"', None),
    ('rel="alternate" type="application/rss+xml"', None),
]  # fmt: skip


@pytest.mark.parametrize(("attributes", "url"), DECLARED)
def test_a_declared_feed_is_told_from_what_else_is_declared(
    attributes: str, url: str | None
) -> None:
    found = urls_of(find(head(f"<link {attributes}>")), How.LINK_ELEMENT)
    assert found == ([] if url is None else [url])


def test_declared_feeds_keep_their_order_and_titles() -> None:
    links = [RSS.format(title=name, href=f"/{name}.rss") for name in ("z", "defence", "a")]
    found = [one for one in find(head(*links)) if one.how is How.LINK_ELEMENT]
    assert [one.title for one in found] == ["z", "defence", "a"]


def test_a_title_is_one_line_of_bounded_length() -> None:
    (feed, *_) = find(head(RSS.format(title="A\n\u202e " + "B" * 900, href="/rss")))
    assert feed.title.startswith("A B")
    assert len(feed.title) <= 120


def test_the_pages_own_base_counts() -> None:
    page = head('<base href="https://cdn.daily.example/x/">', RSS.format(title="", href="rss"))
    assert urls_of(find(page), How.LINK_ELEMENT) == ["https://cdn.daily.example/x/rss"]


def test_a_declared_sitemap_is_found_and_a_readers_site_map_is_not() -> None:
    page = head(
        '<link rel="sitemap" type="application/xml" href="/maps/all.xml">',
        '<link rel="sitemap" href="/sitemap.html">',
    )
    found = [one for one in find(page) if one.how is How.LINK_ELEMENT]
    assert [(one.kind, one.url) for one in found] == [(UrlKind.SITEMAP, f"{HOME}maps/all.xml")]


def test_a_feed_that_the_site_declares_elsewhere_is_taken_and_marked() -> None:
    (feed, *_) = find(head(RSS.format(title="", href="https://feeds.feedburner.com/daily")))
    assert (feed.url, feed.is_elsewhere) == ("https://feeds.feedburner.com/daily", True)
    page = head(RSS.format(title="", href="https://rss.example.com/all"))
    (sister, *_) = find(page, base_url="https://www.example.com/")
    assert (sister.url, sister.is_elsewhere) == ("https://rss.example.com/all", False)


def test_what_differs_by_scheme_or_last_slash_only_is_one_source() -> None:
    page = head(
        RSS.format(title="first", href="/feed/"),
        RSS.format(title="second", href="http://www.daily.example/feed"),
    )
    assert [one.title for one in find(page) if one.kind is UrlKind.FEED] == ["first"]


# --- what anchors look like


ANCHORS = [
    # (address, text, how it is taken)
    ("/rss", "RSS", How.ANCHOR),
    ("/feed/", "", How.ANCHOR),
    ("/_rss", "", How.ANCHOR),
    ("/rss2.0", "", How.ANCHOR),
    ("/rss.xml", "", How.ANCHOR),
    ("/news/index.rdf", "", How.ANCHOR),
    ("/top-stories.rss", "", How.ANCHOR),
    ("/export/rss.php", "", How.ANCHOR),
    ("/DesktopModules/RSS.ashx?Site=9", "", How.ANCHOR),
    ("/feed.json", "", How.ANCHOR),
    ("/rss/world.xml", "", How.ANCHOR),
    ("/arc/outboundfeeds/rss/category/land/", "", How.ANCHOR),
    ("/?feed=rss2", "", How.ANCHOR),
    ("/index.php?format=feed&type=rss", "", How.ANCHOR),
    ("https://rss.daily.example/all", "", How.ANCHOR),
    ("https://feeds.sister.example/all", "", How.ANCHOR),
    ("https://feeds.feedburner.com/daily", "", How.ANCHOR),
    # pages that list feeds
    ("/rss-feeds/", "RSS feeds", How.FEED_LIST),
    ("/service/rss.html", "RSS", How.FEED_LIST),
    ("/rss/index.html", "RSS", How.FEED_LIST),
    ("/feeds", "Our feeds", How.FEED_LIST),
    ("/flux-rss", "Nos flux RSS", How.FEED_LIST),
    ("/kanaly-rss/", "Kanały RSS", How.FEED_LIST),
    # none of these
    ("/feedback", "Feedback", None),
    ("/feedback/", "Send RSS feedback", None),
    ("/crossfeed.html", "Crossfeed", None),
    ("/comments/feed/", "Comments", None),
    ("/a-story-on-rss-readers", "A story on RSS readers", None),
    ("/rss-feeds/", "Services", None),
    ("/atomic-energy/", "Atomic energy", None),
    ("https://other.example/feed/", "Their feed", None),
    ("https://feeds.feedburner.com/~r/daily/~3/x1/", "A story", None),
    ("mailto:rss@daily.example", "RSS", None),
    ("#rss", "RSS", None),
]


@pytest.mark.parametrize(("address", "text", "how"), ANCHORS)
def test_an_anchor_is_taken_for_what_it_looks_like(
    address: str, text: str, how: How | None
) -> None:
    found = [
        one.how
        for one in find(body(f'<a href="{address}">{text}</a>'))
        if one.how in (How.ANCHOR, How.FEED_LIST)
    ]
    assert found == ([] if how is None else [how])


def test_an_anchor_without_words_is_named_by_what_is_said_of_it() -> None:
    page = body('<a href="/rss"><img src="i.png" alt="All stories"></a>')
    assert [one.title for one in find(page) if one.how is How.ANCHOR] == ["All stories"]


def test_of_many_linked_feeds_those_of_defence_come_first() -> None:
    names = ["culture", "world", "sport", "defence", "weather"]
    page = body(*(f'<a href="/rss/{name}.xml">{name}</a>' for name in names))
    found = [one.title for one in find(page) if one.how is How.ANCHOR]
    assert found == ["defence", "world", "culture", "sport", "weather"]


def test_a_page_that_lists_feeds_gives_them() -> None:
    page = body(
        '<a href="/rss-feeds/">RSS feeds</a>',
        *(f'<a href="/rss/{number}.xml">Desk {number}</a>' for number in range(100)),
        '<a href="/rss/army.xml">Army</a>',
        '<a href="/world/">World</a>',
    )
    found = finder.listed_feeds(page, base_url=f"{HOME}rss-feeds/")
    assert {one.how for one in found} == {How.ANCHOR}
    assert found[0].url == f"{HOME}rss/army.xml"
    assert len(found) == 40


# --- sitemaps of robots.txt


def test_news_sitemaps_go_first_and_those_of_no_use_last() -> None:
    lines = (
        f"{HOME}sitemap_images.xml",
        f"{HOME}sitemap-2009.xml",
        f"{HOME}sitemap.xml.gz",
        "https://cdn.example.net/daily/news.xml",
        "/relative.xml",
        "no url at all \\",
        f"{HOME}google-news/today.xml",
    )
    found = [one for one in find("", robots_sitemaps=lines) if one.how is How.ROBOTS]
    assert [(one.url, one.is_elsewhere) for one in found] == [
        ("https://cdn.example.net/daily/news.xml", True),
        (f"{HOME}google-news/today.xml", False),
        (f"{HOME}sitemap.xml.gz", False),
        (f"{HOME}relative.xml", False),
        (f"{HOME}sitemap_images.xml", False),
        (f"{HOME}sitemap-2009.xml", False),
    ]


def test_a_robots_txt_with_thousands_of_sitemaps_gives_a_few() -> None:
    lines = tuple(f"{HOME}sitemap-{number}.xml" for number in range(5000))
    assert len(urls_of(find("", robots_sitemaps=lines), How.ROBOTS)) == 20


# --- sections


def sections(*anchors: str, base_url: str = HOME) -> list[str]:
    return urls_of(find(body(*anchors), base_url=base_url), How.SECTION)


SECTION_LINKS = [
    ('<a href="/military/">Military</a>', f"{HOME}military/"),
    ('<a href="/index.php?cat=5">Verteidigung</a>', f"{HOME}index.php?cat=5"),
    ('<a href="/rubrik/armee.html">Armee</a>', f"{HOME}rubrik/armee.html"),
    # articles, files, other sites, front pages
    ('<a href="/army/2026/03/04/">Army</a>', None),
    ('<a href="/army-812345">Army</a>', None),
    ('<a href="/world/the-minister-says-that-it-will-be-long">World</a>', None),
    ('<a href="/a/b/c/d/defence">Defence</a>', None),
    ('<a href="/defence.pdf">Defence</a>', None),
    ('<a href="https://other.example/defence/">Defence</a>', None),
    ('<a href="/">Defence</a>', None),
    ('<a href="/defence/"></a>', None),
]


@pytest.mark.parametrize(("anchor", "url"), SECTION_LINKS)
def test_a_section_is_told_from_an_article(anchor: str, url: str | None) -> None:
    assert sections(anchor) == ([] if url is None else [url])


def test_a_section_may_have_a_host_of_its_own() -> None:
    anchor = '<a href="https://defence.example.com/">Latest</a>'
    found = sections(anchor, base_url="https://www.example.com/")
    assert found == ["https://defence.example.com/"]


def test_defence_goes_first_and_menus_go_before_the_rest() -> None:
    found = sections(
        '<a href="/politics/">Politics</a>',
        '<a href="/army-news/">Army news</a>',
        '<div class="main-menu"><ul><li><a href="/defence/">Defence</a></li></ul></div>',
        '<a href="/war/">War</a>',
    )
    names = ("defence", "army-news", "war", "politics")
    assert found == [f"{HOME}{name}/" for name in names]


def test_a_link_in_two_menus_is_one_section() -> None:
    found = sections(
        '<a href="/world/?from=top">World</a>', '<a href="/world/?from=side">World</a>'
    )
    assert found == [f"{HOME}world/?from=top"]


def test_a_section_page_is_no_section_of_itself() -> None:
    assert sections('<a href="/army/">Army</a>', base_url=f"{HOME}army/") == []


def test_sections_are_few() -> None:
    anchors = [f'<a href="/defence/{number}">Defence {number}</a>' for number in range(50)]
    anchors += [f'<a href="/world/{number}">World {number}</a>' for number in range(50)]
    assert len(sections(*anchors)) == 10


# --- what a person types


TYPED = [
    ("daily.example", "https://daily.example/"),
    ("  DAILY.example/ ", "https://daily.example/"),
    ("https://www.daily.example/land/", "https://www.daily.example/land/"),
    ("daily.example/land?x=1#top", "https://daily.example/land?x=1"),
    ("//daily.example/a", "https://daily.example/a"),
    ("HTTP://Daily.Example", "http://daily.example/"),
    ("http:daily.example", "http://daily.example/"),
    ("https:/daily.example/a", "https://daily.example/a"),
    ("daily.example:8443", "https://daily.example:8443/"),
    ("http://localhost:8000", "http://localhost:8000/"),
    ("127.1.0.1:8801", "https://127.1.0.1:8801/"),
    ("[::1]:80", "https://[::1]:80/"),
    ("оборона.example", "https://xn--80ab0bcban.example/"),
    ("feed://daily.example/rss", "http://daily.example/rss"),
    ("feed:https://daily.example/rss", "https://daily.example/rss"),
]


@pytest.mark.parametrize(("typed", "url"), TYPED)
def test_a_search_begins_where_a_person_means(typed: str, url: str) -> None:
    assert finder.home_of(typed) == url


MISTYPED = [
    ("", "it names no site"),
    ("   ", "it names no site"),
    ("/land/", "it names no site"),
    ("dailyexample", "it has no dot"),
    ("localhost", "it has no dot"),
    ("the daily", "it has no dot"),
    ("the daily.example", "space"),
    ("ftp://daily.example/", "scheme 'ftp' is not http or https"),
    ("mailto:me@daily.example", "user name or password"),
    ("me@daily.example", "user name or password"),
    ("https://", "it names no host"),
    ("daily..example", "is no host name"),
    ("daily.example:99999", "port 99999"),
    ("daily\\.example", "backslash"),
]


@pytest.mark.parametrize(("typed", "reason"), MISTYPED)
def test_what_is_no_site_is_refused_with_the_reason(typed: str, reason: str) -> None:
    with pytest.raises(Refused) as caught:
        finder.home_of(typed)
    assert reason in caught.value.reason


# --- what another source has already


OVERLAPS = [
    (["a", "b"], ["a", "b", "c"], 1.0),
    (["a", "b", "b"], ["b"], 0.5),
    (["a"], ["b"], 0.0),
    ([], ["a"], 0.0),
    (["a"], [], 0.0),
]


@pytest.mark.parametrize(("keys", "others", "share"), OVERLAPS)
def test_the_overlap_is_the_share_of_a_sources_own_links(
    keys: list[str], others: list[str], share: float
) -> None:
    assert finder.overlap(iter(keys), iter(others)) == share


# --- pages that mean no good


def test_a_hostile_page_is_read_in_bounded_time() -> None:
    page = body(
        f'<div class="{"nav" * 100_000}">',
        "<div>" * 1500,
        '<a href="/rss/' + "a" * 100_000 + '">RSS</a>',
        *(f'<a href="/{n}{"/rss." * 1500}html">{"RSS " * 50}</a>' for n in range(500)),
        *(f'<a href="/feed/{n}/x">{"RSS " * 50}</a>' for n in range(6000)),
    )
    found = find(page)
    assert len(urls_of(found, How.ANCHOR)) == 40
