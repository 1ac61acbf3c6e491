"""The canonical form, as a table: what is one page, and what must stay two."""

import hashlib
import random
import time

import pytest

from worker import urls
from worker.errors import Refused
from worker.frontier.canonical import article_form, canonicalise, key_of
from worker.frontier.lookup import key_of_url

CANONICAL = [
    # scheme, host and fragment, by the parser; case of the path stays
    ("HTTP://A.Example:80/Path#x", "http://a.example/Path"),
    ("http://a.example/b/../c/%7ed", "http://a.example/c/~d"),
    # tracking parameters, in any case, escaped, or with a forgotten &amp;
    ("http://a.example/?utm_source=x&UTM_Medium=y&utm%5Fid=z&b=1", "http://a.example/?b=1"),
    ("http://a.example/?b=1&amp;utm_source=x", "http://a.example/?b=1"),
    (
        "http://a.example/?fbclid=1&gclid=2&at_medium=3&ocid=4&mc_cid=5&ref_src=6",
        "http://a.example/",
    ),
    ("http://a.example/?CMP=share_btn_tw", "http://a.example/"),
    ("http://a.example/x/a-1?maca=en-rss-all&traffic_source=rss", "http://a.example/x/a-1"),
    ("http://a.example/x/?replytocom=712", "http://a.example/x/"),
    # session ids: parameters, of a segment too, and ASP.NET's segment
    ("http://a.example/x;jsessionid=AB12?y=1", "http://a.example/x?y=1"),
    ("http://a.example/x;jsessionid=AB12;jsessionid=1/y", "http://a.example/x/y"),
    ("http://a.example/?PHPSESSID=AB12&y=1", "http://a.example/?y=1"),
    ("http://a.example/?ASPSESSIONIDQQ=AB&osCsid=1&zenid=2", "http://a.example/"),
    ("http://a.example/?session_id=0123456789abcdef0123456789abcdef&y=1", "http://a.example/?y=1"),
    ("http://a.example/?y=1&s=0123456789ABCDEF0123456789abcdef", "http://a.example/?y=1"),
    ("http://a.example/(S(3wsmu4idm2kzlvnk0xwbqcy5))/x.aspx", "http://a.example/x.aspx"),
    ("http://a.example/a/(X(1)S(3wsmu4idm2kzlvnk0xwbqcy5))/x", "http://a.example/a/x"),
    # index pages
    ("http://a.example/index.html", "http://a.example/"),
    ("http://a.example/x/Default.aspx?id=1", "http://a.example/x/?id=1"),
    # parameters by name; those of one name in their order
    ("http://a.example/?b=2&a=1&b=1", "http://a.example/?a=1&b=2&b=1"),
    # a space is a space; no empty pairs
    ("http://a.example/?q=a%20b", "http://a.example/?q=a+b"),
    ("http://a.example/?&a=1&&", "http://a.example/?a=1"),
    ("http://a.example/?utm_source=x", "http://a.example/"),
]

DIFFERENT = [
    # scheme, host, port
    ("http://a.example/", "https://a.example/"),
    ("http://a.example/", "http://www.a.example/"),
    ("http://a.example/", "http://a.example:8080/"),
    # paths: case, a slash at the end, escaped slashes, empty segments, other session-like names
    ("http://a.example/A", "http://a.example/a"),
    ("http://a.example/a", "http://a.example/a/"),
    ("http://a.example/a%2Fb", "http://a.example/a/b"),
    ("http://a.example/a//b", "http://a.example/a/b"),
    ("http://a.example/a;v=1", "http://a.example/a;v=2"),
    ("http://a.example/(S(1))/a", "http://a.example/a"),
    ("http://a.example/(S(3wsmu4idm2kzlvnk0xwbqcy5))", "http://a.example/"),
    ("http://a.example/my-index.html", "http://a.example/"),
    ("http://a.example/index.html5", "http://a.example/"),
    # parameters: values, a missing value and an empty one, names alone, order within a name
    ("http://a.example/?id=1", "http://a.example/?id=2"),
    ("http://a.example/?a", "http://a.example/?a="),
    ("http://a.example/?1", "http://a.example/?2"),
    ("http://a.example/?=1", "http://a.example/?1"),
    ("http://a.example/?a=1&a=2", "http://a.example/?a=2&a=1"),
    ("http://a.example/?a=1;b=2", "http://a.example/?a=1"),
    # an escaped plus, ampersand and equals sign; bytes that are no UTF-8
    ("http://a.example/?q=a%2Bb", "http://a.example/?q=a+b"),
    ("http://a.example/?q=a%26b=c", "http://a.example/?q=a&b=c"),
    ("http://a.example/?a%3Db=c", "http://a.example/?a=b=c"),
    ("http://a.example/?q=%EF%F0", "http://a.example/?q=%E8%E9"),
    # searches, meetings and stories that are called like sessions
    ("http://a.example/?s=frigate", "http://a.example/?s=corvette"),
    ("http://a.example/?session=2026", "http://a.example/?session=2027"),
    *((f"http://a.example/?{name}=0123456789abcdef0123456789abcdef", "http://a.example/")
      for name in ("sid", "id", "hash")),
    # twins for phones are pages of their own, and only their article is the same
    *((twin, "https://a.example/x") for twin in
      ("https://m.a.example/x", "https://a.example/x/amp", "https://a.example/x?amp=1",
       "https://a.example/x?outputType=amp", "https://a.example/x.amp")),
    # names that only resemble tracking, or name things elsewhere
    *((f"http://a.example/?{name}=1", f"http://a.example/?{name}=2")
      for name in ("ref", "source", "from", "cmp", "campaign_id", "utm", "gclids", "share", "amp")),
]  # fmt: skip


def canonical(url: str) -> str:
    return canonicalise(urls.parse(url))


@pytest.mark.parametrize(("given", "expected"), CANONICAL)
def test_one_page_has_one_canonical_form(given: str, expected: str) -> None:
    assert canonical(given) == expected


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_pages_that_may_differ_have_different_forms(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)


def test_the_key_is_the_sha256_of_the_canonical_form() -> None:
    expected = hashlib.sha256(b"http://a.example/?b=1").hexdigest()
    assert key_of("http://a.example/?b=1") == expected
    assert key_of_url(" http://A.example?utm_source=x&b=1#y ") == expected


def test_a_key_is_refused_for_what_is_no_url() -> None:
    with pytest.raises(Refused):
        key_of_url("a.example")


SAME_ARTICLE_FORM = [
    ("http://a.example/x", "https://www.a.example/x/"),
    ("http://m.a.example/x?b=1&a=2", "https://amp.a.example/x/?a=2&b=1"),
    ("http://mobile.a.co.uk/x/index.html", "https://a.co.uk/x"),
    ("http://a.example:80/", "https://a.example:443"),
    # AMP pages
    ("https://a.example/x/amp", "https://a.example/x"),
    ("https://a.example/x/amp/", "https://a.example/x/"),
    ("https://a.example/x/amp.html", "https://a.example/x"),
    ("https://a.example/x.html/amp", "https://a.example/x.html"),
    ("https://a.example/x.amp.html", "https://a.example/x.html"),
    ("https://a.example/x.amp", "https://a.example/x"),
    ("https://a.example/x?amp", "https://a.example/x"),
    ("https://a.example/x?b=1&amp=1&outputType=amp-type", "https://a.example/x?b=1"),
    ("https://amp.a.example/x/AMP?outputType=amp", "https://www.a.example/x"),
]

DIFFERENT_ARTICLE_FORM = [
    # an own name that looks like a label for phones
    ("https://amp.com.au/x", "https://m.com.au/x"),
    ("https://m.co.uk/x", "https://www.co.uk/x"),
    # other labels, ports, addresses, parameters that end in a slash
    ("https://news.a.example/x", "https://a.example/x"),
    ("http://127.0.0.1:8080/x", "http://127.0.0.1:8081/x"),
    ("https://a.example/?u=/x/", "https://a.example/?u=/x"),
    ("https://a.example/x/y", "https://a.example/x"),
    # words and parameters that only look like AMP's
    ("https://a.example/amp", "https://a.example/"),
    ("https://a.example/amp/x", "https://a.example/x"),
    ("https://a.example/x/amp-meter", "https://a.example/x"),
    ("https://a.example/preamp", "https://a.example/pre"),
    ("https://a.example/x?amp=12", "https://a.example/x"),
    ("https://a.example/x?output=amp", "https://a.example/x"),
]


@pytest.mark.parametrize(("one", "other"), SAME_ARTICLE_FORM)
def test_twins_share_their_article_form(one: str, other: str) -> None:
    assert article_form(urls.parse(one)) == article_form(urls.parse(other))


@pytest.mark.parametrize(("one", "other"), DIFFERENT_ARTICLE_FORM)
def test_strangers_have_article_forms_of_their_own(one: str, other: str) -> None:
    assert article_form(urls.parse(one)) != article_form(urls.parse(other))


def test_canonicalising_twice_changes_nothing() -> None:
    pieces = [
        "a",
        "/",
        "//",
        "..",
        "/.",
        "%2e",
        "%2f",
        "%",
        "é",
        "?",
        "&",
        "=",
        "+",
        "%20",
        ";",
        "B",
    ]
    pieces += [
        ";jsessionid=1",
        "/index.html",
        "/index.php",
        "/amp",
        ".amp",
        ".amp.html",
        "amp=1",
        "/(S(3wsmu4idm2kzlvnk0xwbqcy5))",
        "utm_source=x",
        "&a=1",
        "&a",
        "&a=",
        "#",
    ]
    random_ = random.Random(11)
    for _ in range(6000):
        host = random_.choice(["a.example", "www.a.co.uk", "[::1]:8080", "m.a.example:443"])
        url = urls.parse(f"http://{host}/" + "".join(random_.choices(pieces, k=8)))
        once = canonicalise(url)
        assert canonicalise(urls.parse(once)) == once
        form = article_form(url)
        assert article_form(urls.parse(form)) == form


@pytest.mark.parametrize(
    "piece", ["/", "/amp", ".amp", "/index.html", ".amp.html", ";jsessionid=1", "/(S(", "&a", "%20"]
)
def test_a_long_url_of_one_piece_takes_no_longer_than_another(piece: str) -> None:
    url = urls.parse("https://a.example/x" + piece * (8000 // len(piece)) + "x")
    started = time.perf_counter()
    article_form(url)
    assert time.perf_counter() - started < 5
