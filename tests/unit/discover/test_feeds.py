"""Reading feeds that are in order."""

from datetime import UTC, datetime

import pytest
from support.feed_samples import atom, read, reading, rss

from worker.discover import feeds
from worker.source_values import Item, Reading

AT = datetime(2026, 6, 10, 8, 9, 10, tzinfo=UTC)


FORMATS = {
    "RSS 0.91": """<?xml version="1.0"?>
        <!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd">
        <rss version="0.91"><channel><title>News &amp; more</title><link>/</link>
        <description>d</description><language>en-us</language><item><title>One</title>
        <link>/1</link><description>First.</description></item></channel></rss>""",
    "RSS 2.0": """<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
        <title>News &amp; more</title><link>/</link><language>en</language><ttl>30</ttl>
        <item><title>One</title><link>/1</link><description>First.</description>
        <pubDate>Wed, 10 Jun 2026 10:09:10 +0200</pubDate></item></channel></rss>""",
    "RSS 2.0 with modules": """<?xml version="1.0" encoding="UTF-8"?>
        <rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
        xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom"
        xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel>
        <title>News &amp; more</title><atom:link href="/f" rel="self" type="application/rss+xml"/>
        <link>/</link><dc:language>en</dc:language><sy:updatePeriod> hourly </sy:updatePeriod>
        <sy:updateFrequency> 2 </sy:updateFrequency><item><title>One</title><link>/1</link>
        <dc:creator><![CDATA[Me]]></dc:creator><dc:date>2026-06-10T08:09:10Z</dc:date>
        <category><![CDATA[x]]></category><guid isPermaLink="false">/?p=1</guid>
        <content:encoded><![CDATA[<p>First.</p>]]></content:encoded></item></channel></rss>""",
    "RSS 0.90": """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
        xmlns="http://my.netscape.com/rdf/simple/0.9/"><channel><title>News &amp; more</title>
        <link>/</link></channel><item><title>One</title><link>/1</link></item></rdf:RDF>""",
    "RSS 1.0": """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
        xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"
        xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel rdf:about="/">
        <title>News &amp; more</title><link>/</link><dc:language>en</dc:language>
        <sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>
        <items><rdf:Seq><rdf:li rdf:resource="/1"/></rdf:Seq></items></channel>
        <item rdf:about="/1"><title>One</title><link>/1</link><description>First.</description>
        <dc:date>2026-06-10T10:09:10+02:00</dc:date></item></rdf:RDF>""",
    "Atom 0.3": """<feed version="0.3" xmlns="http://purl.org/atom/ns#" xml:lang="en">
        <title>News &amp; more</title><link rel="alternate" type="text/html" href="/"/>
        <entry><title>One</title><link rel="alternate" type="text/html" href="/1"/><id>tag:1</id>
        <issued>2026-06-10T10:09:10+02:00</issued><modified>2026-06-11T00:00:00Z</modified>
        <summary>First.</summary></entry></feed>""",
    "Atom 1.0": """<?xml version="1.0" encoding="utf-8"?><?xml-stylesheet href="x.xsl"?>
        <feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-GB"><!-- x -->
        <title type="html">News &amp;amp; more</title><link href="/"/><link rel="self" href="/f"/>
        <updated>2026-06-12T00:00:00Z</updated><entry><title type="text">One</title>
        <link href="/1"/><id>tag:1</id><updated>2026-06-11T00:00:00Z</updated>
        <published>2026-06-10T08:09:10Z</published><author><name>Me</name></author>
        <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>First.</p></div></content>
        </entry></feed>""",
    "JSON Feed 1.0": """{"version": "https://jsonfeed.org/version/1", "title": "News & more",
        "items": [{"id": 1, "url": "/1", "title": "One", "content_html": "<p>First.</p>",
        "date_published": "2026-06-10T10:09:10+02:00"}]}""",
    "JSON Feed 1.1": """{"version": "https://jsonfeed.org/version/1.1", "title": "News & more",
        "language": "en-US", "items": [{"id": "x", "external_url": "/1", "title": "One",
        "content_text": "First.", "date_modified": "2026-06-10T08:09:10Z"}]}""",
}  # fmt: skip
UNDATED = ("RSS 0.90", "RSS 0.91")
HINTS = {"RSS 2.0": 1800.0, "RSS 2.0 with modules": 1800.0, "RSS 1.0": 1800.0}


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_gives_what_it_says(name: str) -> None:
    found = reading(FORMATS[name])
    assert found == Reading(
        items=(
            Item(
                url="https://a.example/1",
                title="One",
                summary="" if name == "RSS 0.90" else "First.",
                published_at=None if name in UNDATED else AT,
            ),
        ),
        title="News & more",
        language=None if name in ("RSS 0.90", "JSON Feed 1.0") else "en",
        interval_hint_seconds=HINTS.get(name),
        links_count=1,
    )


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_looks_like_a_feed(name: str) -> None:
    for charset in ("utf-8", "utf-8-sig", "utf-16"):
        assert feeds.looks_like_feed(f"\n {FORMATS[name]}".encode(charset), None)


LINKS = [
    # RSS: absolute, relative to the feed, and to nothing
    ("<item><link>https://b.example/1</link></item>", ["https://b.example/1"]),
    ("<item><link>/1?x=2</link></item>", ["https://a.example/1?x=2"]),
    ("<item><link>1.html</link></item>", ["https://a.example/feeds/1.html"]),
    ("<item><link>//b.example/1</link></item>", ["https://b.example/1"]),
    ("<item><link>HTTPS://b.example/1</link></item>", ["https://b.example/1"]),
    # white space around and within, as browsers read it
    ("<item><link>\n  https://b.example/my page\n.html </link></item>",
     ["https://b.example/my%20page.html"]),
    ("<item><link><![CDATA[https://b.example/?a=1&b=2]]></link></item>", ["https://b.example/?a=1&b=2"]),
    ("<item><link>https://b.example/?a=1&amp;b=2</link></item>", ["https://b.example/?a=1&b=2"]),
    # a guid that is a link, and one that is a name
    ("<item><guid>https://b.example/1</guid></item>", ["https://b.example/1"]),
    ('<item><guid isPermaLink="false">https://b.example/?p=1</guid></item>', ["https://b.example/?p=1"]),
    ("<item><guid>abc-123</guid></item>", []),
    ("<item><guid>abc-123</guid><link>/1</link></item>", ["https://a.example/1"]),
    ("<item><link/><guid>https://b.example/1</guid></item>", ["https://b.example/1"]),
    # an aggregator's redirects stay; FeedBurner tells where its own lead
    ("<item><link>https://news.google.com/rss/articles/CBMi?oc=5</link>"
     "<guid isPermaLink='false'>CBMi</guid></item>",
     ["https://news.google.com/rss/articles/CBMi?oc=5"]),
    ("<item><link>/1</link>"
     "<feedburner:origLink xmlns:feedburner='http://rssnamespace.org/feedburner/ext/1.0'>"
     "https://b.example/1</feedburner:origLink></item>", ["https://b.example/1"]),
    ("<item><feedburner:origLink>https://b.example/1</feedburner:origLink><link>/1</link></item>",
     ["https://b.example/1"]),
    ("<item><link>/1</link><feedburner:origLink>urn:x</feedburner:origLink></item>",
     ["https://a.example/1"]),
    # other links within an item are not its own
    ("<item><image><link>/i</link><url>/i.png</url></image><comments>/1#c</comments><link>/1</link>"
     "<enclosure url='/1.mp3' type='audio/mpeg'/><source url='/s'>S</source></item>", ["https://a.example/1"]),
    # no link, no web link, no URL at all; the others stay
    ("<item><title>x</title></item><item><link>/2</link></item>", ["https://a.example/2"]),
    ("<item><link>javascript:alert(1)</link></item><item><link>mailto:x@y</link></item>", []),
    ("<item><link>http://[</link></item><item><link>/2</link></item>", ["https://a.example/2"]),
    (f"<item><link>/{'x' * 9000}</link></item><item><link>/2</link></item>", ["https://a.example/2"]),
    # repeats, in order
    ("<item><link>/2</link></item><item><link>/1</link></item><item><link>/2</link></item>",
     ["https://a.example/2", "https://a.example/1"]),
]  # fmt: skip


@pytest.mark.parametrize(("items", "links"), LINKS)
def test_each_item_gives_its_link(items: str, links: list[str]) -> None:
    assert read(rss(items)) == links


ATOM_LINKS = [
    ('<link href="/1"/>', ["https://a.example/1"]),
    ('<link rel="self" href="/self"/><link rel="alternate" href="/1"/>', ["https://a.example/1"]),
    ('<link rel="alternate" href="/1"/><link rel="related" href="/2"/>', ["https://a.example/1"]),
    ('<link rel="edit" href="/edit"/><link href="/1"/>', ["https://a.example/1"]),
    ('<link rel="alternate" type="application/json" href="/json"/>'
     '<link rel="alternate" type="text/html" href="/1"/>', ["https://a.example/1"]),
    ('<link rel="enclosure" href="/a.mp3"/><id>https://a.example/1</id>', ["https://a.example/1"]),
    ('<link rel="replies" href="/replies"/><id>tag:a.example,2026:1</id>', []),
    ('<source><link href="/s"/></source><link href="/1"/>', ["https://a.example/1"]),
]  # fmt: skip


@pytest.mark.parametrize(("entry", "links"), ATOM_LINKS)
def test_an_atom_entry_leads_to_its_alternate_link(entry: str, links: list[str]) -> None:
    assert read(atom(f"<entry><title>x</title>{entry}</entry>")) == links


def test_xml_base_goes_before_the_feeds_own_place() -> None:
    item = "<item><link>1.html</link></item>"
    assert read(rss(item, attributes='xml:base="https://b.example/x/"')) == [
        "https://b.example/x/1.html"
    ]
    assert read(rss(item, attributes='xml:base="/x/"')) == ["https://a.example/x/1.html"]


JSON_FEED = """{"version": "https://jsonfeed.org/version/1.1", "items": [
    {"url": "/1", "title": "One"}, {"external_url": "https://b.example/2", "title": 3},
    {"id": "https://b.example/3"}, 4, {"url": 5}, null, {"url": "/1"}, {"url": "/\\ud800"},
    {"id": "4", "title": "a
    b"}]}"""


@pytest.mark.parametrize("body", [JSON_FEED, "\ufeff" + JSON_FEED, "\n " + JSON_FEED])
def test_json_feed_is_read(body: str) -> None:
    found = reading(body)
    assert [item.url for item in found.items] == [
        "https://a.example/1",
        "https://b.example/2",
        "https://b.example/3",
    ]
    assert (found.links_count, found.left_out) == (7, {"no web address": 3, "repeated": 1})


TEXTS = [
    ("<title>A &amp;amp; B &lt;b&gt;c&lt;/b&gt;</title>", "A & B c", ""),
    ("<title><![CDATA[ <i>A</i>\n B ]]></title>", "A B", ""),
    ("<title><b>A</b> B</title>", "A B", ""),
    ("<title/><description/>", "", ""),
    ("<title>&lt;script&gt;x()&lt;/script&gt;A</title>", "A", ""),
    (f"<title>{'word ' * 1000}</title>", "word " * 99 + "word…", ""),
    (f"<description>{'word ' * 1000}</description>", "", "word " * 199 + "word…"),
    # the first text that says something, else the longest
    ("<description>More</description><content:encoded>&lt;p&gt;Ships sail.</content:encoded>",
     "", "Ships sail."),
    ("<content:encoded>It is the whole of it, and too long.</content:encoded><description>A "
     "description that says what matters, in one sentence, is taken.</description>",
     "", "A description that says what matters, in one sentence, is taken."),
    # a picture's words are not the item's
    ("<title>A</title><media:content><media:title>B</media:title></media:content>", "A", ""),
    ("<media:group><media:title>B</media:title></media:group><title>A</title>", "A", ""),
    ("<image><title>B</title></image><title>A</title>", "A", ""),
    ("<title>A</title><description>C &lt;p&gt;The post &lt;a href='/1'&gt;A&lt;/a&gt; appeared "
     "first on &lt;a href='/'&gt;Army Technology&lt;/a&gt;.&lt;/p&gt;</description>", "A", "C"),
]  # fmt: skip


@pytest.mark.parametrize(("item", "title", "summary"), TEXTS)
def test_titles_and_summaries_are_plain_text(item: str, title: str, summary: str) -> None:
    namespaces = (
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:media="http://search.yahoo.com/mrss/"'
    )
    [found] = reading(rss(f"<item><link>/1</link>{item}</item>", attributes=namespaces)).items
    assert (found.title, found.summary) == (title, summary)


DATES = [
    ("<published>2026-06-10T08:09:10Z</published><updated>2026-06-11T00:00:00Z</updated>", AT),
    ("<updated>2026-06-10T08:09:10Z</updated>", AT),
    ("<published>soon</published><updated>2026-06-10T08:09:10Z</updated>", AT),
    ("<published>2062-06-10T08:09:10Z</published><updated>2026-06-10T08:09:10Z</updated>", AT),
    ("<published>1970-01-01T00:00:00Z</published>", None),
    ("<published/>", None),
    ("<published>10 июня 2026</published>", None),
    ("", None),
]  # fmt: skip


@pytest.mark.parametrize(("dates", "moment"), DATES)
def test_an_item_is_dated_by_its_publication_else_by_its_last_change(
    dates: str, moment: datetime | None
) -> None:
    [item] = reading(atom(f"<entry><link href='/1'/>{dates}</entry>")).items
    assert item.published_at == moment


def test_an_item_has_a_language_where_it_declares_another_than_its_feed() -> None:
    body = atom(
        "<entry><link href='/1'/><title>a</title></entry>"
        "<entry xml:lang='ru'><link href='/2'/><title>b</title></entry>"
        "<entry><link href='/3'/><title xml:lang='uk-UA'>c</title></entry>"
        "<entry><link href='/4'/><dc:language>fr</dc:language></entry>"
    ).replace("<feed ", "<feed xml:lang='en' xmlns:dc='http://purl.org/dc/elements/1.1/' ")
    found = reading(body)
    assert found.language == "en"
    assert [item.language for item in found.items] == [None, "ru", "uk", "fr"]


@pytest.mark.parametrize("items_max", [1, 2, 3, 4, 5])
def test_no_more_items_are_taken_than_asked_for(items_max: int) -> None:
    items = "".join(f"<item><link>/{n}</link></item>" for n in range(4))
    entries = "".join(f"<entry><link href='/{n}'/></entry>" for n in range(4))
    listed = ",".join(f'{{"url": "/{n}"}}' for n in range(4))
    json_feed = f'{{"version": "https://jsonfeed.org/version/1.1", "items": [{listed}]}}'
    for body in (rss(items), atom(entries), json_feed):
        assert read(body, items_max=items_max) == [
            f"https://a.example/{n}" for n in range(min(items_max, 4))
        ]


def test_of_a_long_feed_the_newest_items_are_taken_wherever_they_stand() -> None:
    for days in ((10, 9, 8, 7), (7, 8, 9, 10)):
        dates = [f"2026-06-{day:02}T00:00:00Z" for day in days]
        entries = "".join(
            f"<entry><link href='/{date[8:10]}'/><updated>{date}</updated></entry>"
            for date in dates
        )
        items = "".join(
            f"<item><link>/{date[8:10]}</link><pubDate>{date}</pubDate></item>" for date in dates
        )
        listed = ",".join(
            f'{{"url": "/{date[8:10]}", "date_published": "{date}"}}' for date in dates
        )
        json_feed = f'{{"version": "https://jsonfeed.org/version/1.1", "items": [{listed}]}}'
        for body in (rss(items), rss(items + "&"), atom(entries), json_feed):
            found = reading(body, items_max=2)
            assert {item.url[-2:] for item in found.items} == {"10", "09"}
            assert found.left_out == {"too many": 2}
