"""Inputs that are nearly right: what is wrong everywhere is refused at the door."""

from hypothesis import strategies as st

_WORDS = st.sampled_from(
    [
        "a", "news.example", "127.0.0.1", "[::1]", "[", "]", "@", ":", "/", "//", "..", ".", "?",
        "#", "&", "=", "%", "%2e", "%2F", "%zz", "%E4", "\\", " ", "\t", "ä", "日本", "ß", "\u0130",
        "\ud800", "http", "https", "utm_source=x", "id=1", ";", "xn--", "xn--nxa", "\u3002", "１",
        "www.", ":80", ":443", ":99999", "index.html", "\x00", "\u200b", "amp", "ftp://", "\u202e",
    ]
)  # fmt: skip
url_texts = st.one_of(
    st.builds(
        lambda scheme, words: f"{scheme}://" + "".join(words),
        st.sampled_from(["http", "https", "HTTP", "ftp", ""]),
        st.lists(_WORDS, max_size=12),
    ),
    st.lists(_WORDS, max_size=10).map("".join),
    st.text(max_size=60),
)

content_types = st.one_of(
    st.none(),
    st.sampled_from(
        [
            "text/html; charset=utf-8", "text/html; charset=windows-1251", "text/xml",
            "text/html; charset=iso-2022-jp", "text/html; charset=hz-gb-2312", "text/html;charset=",
            "text/html; charset=utf-16", "text/html; charset=big5", "application/json",
            "text/html; charset=\x00", "text/html; charset=utf-7", "text/html; charset=idna",
        ]
    ),
    st.text(max_size=40),
)  # fmt: skip

_TEXT_BITS = st.sampled_from(
    [
        "&amp;", "&", "&#0;", "&#xD800;", "&#55357;&#56832;", "&nbsp;", "<![CDATA[", "]]>", "<!--",
        "-->", "\x00", "\x1b[31m", "\u202e", "\ud800", "ä", "ж", "国", "<b>", "</b>", "<", ">", '"',
        "'",
        "https://news.example/1", "Sun, 10 May 2026 10:00:00 GMT", "2026-05-09", "9" * 30,
        "The frigates leave the harbour. ", "\n", " ", "Ã¤", "\\ud83d",
    ]
)  # fmt: skip


def _documents(tags: list[str], heads: list[str]) -> st.SearchStrategy[bytes]:
    """Tags and texts in any order, in some encoding, perhaps cut."""
    bits = st.one_of(st.sampled_from(tags), st.sampled_from(tags), _TEXT_BITS)
    text = st.builds(
        lambda head, body: head + "".join(body), st.sampled_from(heads), st.lists(bits, max_size=40)
    )
    codecs = st.sampled_from(["utf-8", "utf-8", "utf-8", "utf-16", "cp1251", "gb18030", "cp1252"])
    return st.builds(_encoded, text, codecs, st.integers(0, 60))


def _encoded(text: str, codec: str, cut: int) -> bytes:
    errors = "surrogatepass" if codec.startswith("utf") else "replace"
    body = text.encode(codec, errors)
    return body if cut < 50 else body[: -(cut - 49)]


def _pairs(names: str) -> list[str]:
    return [tag for name in names.split() for tag in (f"<{name}>", f"</{name}>")]


feed_documents = _documents(
    [
        *_pairs("item title link description pubDate guid content:encoded entry summary updated"),
        "<id>",
        "<link href='https://news.example/2'/>", "<item/>",
        "</channel></rss>", "<item a='1' a='2'>",
    ],
    [
        "<rss version='2.0'><channel>", "<?xml version='1.0' encoding='utf-16'?><rss><channel>",
        "<feed xmlns='http://www.w3.org/2005/Atom'>", "<!DOCTYPE rss [<!ENTITY e 'x'>]><rss>",
        '{"version": "https://jsonfeed.org/version/1", "items": [', "",
        "<rdf:RDF xmlns='http://purl.org/rss/1.0/'>", "\n\nWarning: x<?xml version='1.0'?><rss>",
    ],
)  # fmt: skip
sitemap_documents = _documents(
    [
        *_pairs("url loc lastmod sitemap news:news news:title news:publication_date image:loc"),
        "</urlset>", "<url/>", "<?x", "?>", "https://news.example/a\n",
    ],
    [
        "<urlset>", "<?xml version='1.0'?><sitemapindex xmlns='x'>", "https://news.example/1\n",
        "<!DOCTYPE urlset SYSTEM 'x'><urlset>", "",
    ],
)  # fmt: skip
page_documents = _documents(
    [
        *_pairs("p div article h1 b table tr td ul li script style title html body head svg"),
        *_pairs("noscript template"),
        "<meta charset=utf-8>", "<meta property='og:title' content='", "'>", "<br/>", "<html/>",
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":"', '"}</script>',
        "<a href='https://news.example/2'>", "<time datetime='2026-05-09T10:00'>",
        "<!DOCTYPE html>",
    ],
    ["<!DOCTYPE html><html><head>", "<html><body><article>", "<?xml version='1.0'?><html>", ""],
)  # fmt: skip

robots_files = st.lists(
    st.sampled_from(
        [
            b"User-agent: *\n", b"User-agent: vedette\r\n", b"Disallow: /\n", b"Allow: /a*b$\n",
            b"Disallow: *" + b"*a" * 30 + b"$\n", b"Crawl-delay: 1e999\n", b"Crawl-delay: -5\n",
            b"Sitemap: https://news.example/s.xml\r", b"Disallow: /%zz%2F\xff\n", b"\xef\xbb\xbf",
            b"\x00", b":", b"#", b"disallow:/x", b"\n", b"<html>", b"user-agent: vedette\xc3\n",
        ]
    ),
    max_size=20,
).map(b"".join)  # fmt: skip
