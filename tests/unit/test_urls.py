"""Reading and redacting URLs, as tables; and what `requests` makes of what was read."""

import random
import time

import pytest
import requests

from worker import urls
from worker.errors import Refused
from worker.vocabulary import Outcome

READ = [
    # the least that is needed; white space around, scheme and host in any case
    ("http://a.example", "http://a.example/"),
    (" \t\u00a0HTTPS://A.Example/Path \r\n", "https://a.example/Path"),
    ("http://a.example?x=1", "http://a.example/?x=1"),
    # no fragment, no empty query
    ("http://a.example/#top", "http://a.example/"),
    ("http://a.example/?#", "http://a.example/"),
    # ports: an empty one and the scheme's own go without saying
    ("http://a.example:/", "http://a.example/"),
    ("http://a.example:0080/", "http://a.example/"),
    ("https://a.example:80/", "https://a.example:80/"),
    ("http://a.example:65535/", "http://a.example:65535/"),
    # a dot at the end, underscores, single labels
    ("http://a.example./", "http://a.example/"),
    ("http://a_b.example/", "http://a_b.example/"),
    ("http://intranet/", "http://intranet/"),
    # IDNA 2008 with UTS 46
    ("http://München.example/", "http://xn--mnchen-3ya.example/"),
    ("http://faß.example/", "http://xn--fa-hia.example/"),
    ("http://МИД.рф/", "http://xn--d1ahl.xn--p1ai/"),
    ("http://a_b.münchen.example/", "http://a_b.xn--mnchen-3ya.example/"),
    ("http://ａ。example/", "http://a.example/"),
    ("http://ex\u00adample.example/", "http://example.example/"),
    # one IPv4 address in all its spellings
    *((f"http://{odd}/", "http://127.0.0.1/") for odd in ("2130706433", "0x7f000001", "127.1")),
    *((f"http://{odd}/", "http://127.0.0.1/") for odd in ("0177.0.0.1", "0x7f.1", "127.0.1")),
    ("http://①②⑦.⓪.⓪.①/", "http://127.0.0.1/"),
    ("http://0/", "http://0.0.0.0/"),
    ("http://0x/", "http://0.0.0.0/"),
    # IPv6
    ("http://[0:0::1]:8080/", "http://[::1]:8080/"),
    ("http://[::FFFF:1.2.3.4]/", "http://[::ffff:102:304]/"),
    # escapes: what is needed, in upper case, unreserved characters plain; a lone % is a character
    ("http://a.example/é?x=é", "http://a.example/%C3%A9?x=%C3%A9"),
    ("http://a.example/%c3%a9/%7Euser/%41", "http://a.example/%C3%A9/~user/A"),
    ("http://a.example/100%/%zz%C3%A9", "http://a.example/100%25/%25zz%C3%A9"),
    ("http://a.example/%E9", "http://a.example/%E9"),
    ("http://a.example/a%2Fb", "http://a.example/a%2Fb"),
    ("http://a.example/{x}|^`[]", "http://a.example/%7Bx%7D%7C%5E%60%5B%5D"),
    ("http://a.example/?a=[1]|2&b=%20+", "http://a.example/?a=%5B1%5D%7C2&b=%20+"),
    ("http://a.example/a;p=1/b;q?c;d", "http://a.example/a;p=1/b;q?c;d"),
    ("http://a.example/\u202e\u200b", "http://a.example/%E2%80%AE%E2%80%8B"),
    # dot segments, escaped ones too; empty segments stay
    ("http://a.example/a/./b/../c/..", "http://a.example/a/"),
    ("http://a.example/../../x", "http://a.example/x"),
    ("http://a.example/public/%2e%2E/private", "http://a.example/private"),
    ("http://a.example//a//b", "http://a.example//a//b"),
    # an @ in a path is no user
    ("http://a.example/@user", "http://a.example/@user"),
]

REFUSED = [
    # not http(s), not absolute
    *("", "a.example", "//a.example/", "ftp://a.example/", "javascript:alert(1)", "data:,x"),
    *("http:a.example", "http:/a.example", "http://", "http:///path", "\ufeffhttp://a.example/"),
    # characters that parsers disagree about
    *("http://a.example\\@b.example/", "http://a.example/a b", "http://a.example/\x00"),
    *("http://a.exa\tmple/", "http://a.example/\x7f/", "http://a.example/\u2028x"),
    # users and passwords
    *("http://user@a.example/", "http://user:secret@a.example/", "http://@a.example/"),
    # hosts
    *("http://.a.example/", "http://a..example/", "http://a.example../", "http://-a.example/"),
    *("http://a%2eexample/", "http://a,b.example/", "http://*.example/", "http://\u00ad/"),
    *(
        "http://a／b.example/",
        "http://a？b.example/",
        "http://☃.example/",
        "http://\u202ea.example/",
    ),
    *(f"http://{'a' * 64}.example/", f"http://{'a.' * 127}example/", f"http://{'é' * 300}/"),
    # addresses that are none
    *(
        "http://1.2.3.4.5/",
        "http://256.1.1.1/",
        "http://4294967296/",
        "http://a.1/",
        "http://a.0x/",
    ),
    *("http://08.1.1.1/", "http://[::1/", "http://::1/", "http://[::1]x/", "http://[1.2.3.4]/"),
    *("http://[v1.x]/", "http://[fe80::1%eth0]/", "http://[fe80::1%25eth0]/", "http://[::１]/"),
    # ports
    *("http://a.example:0/", "http://a.example:65536/", "http://a.example:8o/"),
    *("http://a.example:+80/", "http://a.example:-1/", "http://a.example:٨٠/"),
    "http://a.example:" + "9" * 5000,
    # what UTF-8 can't encode
    *("http://a.example/\ud800", "http://a.example/?\udfff", "http://\ud800.example/"),
    # longer than any page's, before escaping or after
    "http://a.example/" + "a" * 8192,
    "http://a.example/" + "é" * 3000,
]


@pytest.mark.parametrize(("given", "read"), READ)
def test_a_url_is_read_as_it_is_asked_for(given: str, read: str) -> None:
    assert str(urls.parse(given)) == read


@pytest.mark.parametrize("given", REFUSED, ids=lambda given: ascii(given)[:50])
def test_what_is_no_web_url_is_a_bad_url(given: str) -> None:
    with pytest.raises(Refused) as caught:
        urls.parse(given)
    assert caught.value.outcome is Outcome.BAD_URL
    assert len(caught.value.reason) < 400
    assert caught.value.reason.isprintable()


@pytest.mark.parametrize(
    "given", ["http://me:hunter2@a.example/", "http://me:hunter2@a／b/", "http://me:hunter2@[x/"]
)
def test_a_reason_repeats_no_password(given: str) -> None:
    with pytest.raises(Refused) as caught:
        urls.parse(given)
    assert "hunter2" not in str(caught.value)


def test_the_parts_of_a_url_give_its_host_key_and_origin() -> None:
    default = urls.parse("https://a.example:443/")
    assert (default.port, default.host_key, default.origin) == (
        443,
        "a.example",
        "https://a.example",
    )
    other = urls.parse("http://[::1]:8080/x?y")
    assert (other.host, other.host_key, other.query) == ("::1", "[::1]:8080", "y")
    assert other.origin == "http://[::1]:8080"


def random_urls(count: int) -> list[str]:
    pieces = "a B / // . .. /. /.. %2e %2F % %zz %C3%A9 é ? & = + %20 ; ;jsessionid=1 /index.html"
    pieces += " /index.php/ utm_source=x &a=1 &a= &b # @ : [ ] | ^ ' \" < ~ * ! $ , 日本 %00 \u202e"
    hosts = ["a.example", "www.a.co.uk", "m.a.example", "amp.com.au", "1.2.3.4", "[::1]", "127.1"]
    random_ = random.Random(7)
    return [
        f"{random_.choice(['http', 'https'])}://{random_.choice(hosts)}"
        + random_.choice(["", ":8080", ":80", ":443"])
        + random_.choice(["/", "?", ""])
        + "".join(random_.choices(pieces.split(" "), k=random_.randint(0, 9)))
        for _ in range(count)
    ]


def readable(count: int) -> list[urls.WebUrl]:
    read = []
    for url in random_urls(count):
        try:
            read.append(urls.parse(url))
        except Refused:
            continue
    assert len(read) > count // 3
    return read


def test_reading_what_was_read_changes_nothing() -> None:
    for url in readable(3000):
        assert urls.parse(str(url)) == url


def test_requests_asks_for_what_was_read_character_by_character() -> None:
    for url in readable(1500):
        prepared = requests.PreparedRequest()
        prepared.prepare(method="GET", url=str(url))
        assert prepared.url == str(url)
        assert prepared.path_url == str(url).removeprefix(url.origin)


REDACTED = [
    # nothing to hide
    ("https://a.example/2026/11/24/frigate-order?page=2#comments", None),
    ("https://a.example/?author=smith&id=5f2b8c9d&q=a%20b+c", None),
    ("https://a.example/@user/keys?monkey=1&turkey=2&tokyo=3", None),
    ("https://a.example:8080/@user", None),
    ("https://a.example/?12345", None),
    ("https://a.example/?p=a-long-title-of-an-article-in-2026-with-many-words", None),
    # users and passwords, wherever they stand
    ("https://me:pw@a.example/x", "https://***@a.example/x"),
    ("https://me@a.example/x", "https://***@a.example/x"),
    ("https://me:p@w@a.example/x", "https://***@a.example/x"),
    ("https://me:p/w@a.example/x", "https://***@a.example/x"),
    ("https://me:p#w@a.example", "https://***@a.example"),
    ("https:\\\\me:pw@a.example", "https:\\\\***@a.example"),
    ("//me:pw@a.example", "//***@a.example"),
    ("me:pw@a.example", "me:***@a.example"),
    ("redis://:pw@a.example:6379/0", "redis://***@a.example:6379/0"),
    # names that tell, in any case, escaped, in any place
    ("https://a.example/?token=1&b=2", "https://a.example/?token=***&b=2"),
    ("https://a.example/?b=2;TOKEN=1;c=3", "https://a.example/?b=2;TOKEN=***;c=3"),
    ("https://a.example/?%74oken=1", "https://a.example/?%74oken=***"),
    ("https://a.example/?sig=1", "https://a.example/?sig=***"),
    ("https://a.example/?key=1", "https://a.example/?key=***"),
    ("https://a.example/?X-Amz-Signature=1&apikey=2&api_key=3&pwd=4",
     "https://a.example/?X-Amz-Signature=***&apikey=***&api_key=***&pwd=***"),
    ("https://a.example/?user[password]=1&auth=2", "https://a.example/?user[password]=***&auth=***"),
    ("https://a.example/#access_token=1&state=2", "https://a.example/#access_token=***&state=2"),
    ("https://a.example/#/in?token=1", "https://a.example/#/in?token=***"),
    ("https://a.example/x;jsessionid=1?y=2", "https://a.example/x;jsessionid=***"),
    ("?token=1", "?token=***"),
    # values that look like tokens, with another name or none
    ("https://a.example/?eyJhbGciOiJIUzI1NiJ9.e30.abc", "https://a.example/?***"),
    ("https://a.example/in/eyJhbGciOiJIUzI1NiJ9.e30.abc", "https://a.example/in/***"),
    ("https://a.example/?x=0123456789abcdef0123456789abcdef", "https://a.example/?x=***"),
    ("https://a.example/?0123456789abcdef", "https://a.example/?***"),
    ("https://a.example/?x=ghp_0123456789abcdef", "https://a.example/?x=***"),
    # a URL within
    ("https://a.example/?u=https%3A%2F%2Fme%3Apw%40b.example", "https://a.example/?u=***"),
    ("https://a.example/?u=https%253A%252F%252Fb%252F%253Ftoken%253D1", "https://a.example/?u=***"),
    # what is no URL; nothing unprintable gets through
    ("", None),
    ("http://[", None),
    ("a\x1b[31m\n\u202eb\ud800", "a?[31m??b?"),
]  # fmt: skip


@pytest.mark.parametrize(("given", "shown"), REDACTED, ids=lambda text: ascii(text)[:60])
def test_a_redacted_url_shows_no_secret_and_all_the_rest(given: str, shown: str | None) -> None:
    assert urls.redact(given) == (given if shown is None else shown)


def test_redacting_hostile_text_takes_no_time() -> None:
    started = time.perf_counter()
    for hostile in ("?a=" * 3000, "http://" + "a:" * 4000 + "@", "?" + ";" * 8000, "eyJ" * 3000):
        urls.redact(hostile)
    assert time.perf_counter() - started < 2
