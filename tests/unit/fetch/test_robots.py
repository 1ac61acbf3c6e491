"""The reading of robots.txt, as tables after RFC 9309."""

import random
import time
from datetime import UTC, datetime

import pytest

from worker.fetch.robots import RobotsRules, parse_robots
from worker.values import RobotsFile

NOW = datetime(2026, 11, 3, tzinfo=UTC)
SITE = "https://news.example"


def rules(body: str | bytes, *, token: str = "vedette", status: int = 200) -> RobotsRules:
    data = body.encode() if isinstance(body, str) else body
    file = RobotsFile(origin=SITE, status=status, body=data, fetched_at=NOW, expires_at=NOW)
    return parse_robots(file, token)


@pytest.mark.parametrize(
    ("pattern", "path", "is_match"),
    [
        # prefixes
        ("/", "/", True),
        ("/fish", "/fish.html", True),
        ("/fish", "/Fish", False),
        ("/fish/", "/fish", False),
        ("/fish?x", "/fish?x=1", True),
        # stars
        ("/*.php", "/a/b.php?c", True),
        ("/*.php", "/a/b.html", False),
        ("/a*b*c", "/a-b-c-d", True),
        ("/a*b*c", "/a-c-b", False),
        ("*", "/anything", True),
        ("/a**b", "/ab", True),
        # the end
        ("/*.php$", "/a.php", True),
        ("/*.php$", "/a.php?x", False),
        ("/*.php$", "/a.php/b.php", True),
        ("/a$", "/a", True),
        ("/a$", "/ab", False),
        ("/aa*aa$", "/aaa", False),
        ("/$", "/", True),
        ("/$", "/a", False),
        # percent-encoding
        ("/caf\u00e9", "/caf%C3%A9", True),
        ("/caf%c3%a9", "/caf%C3%A9", True),
        ("/caf\u00e9", "/caf\u00e9", True),
        ("/%7Ejoe", "/~joe", True),
        ("/a%2Fb", "/a/b", False),
        ("/a%2A", "/a*", True),
        ("/a%2Ab", "/axb", False),
        ("/a$b", "/a$b", True),
    ],
)
def test_a_path_fits_a_disallowed_pattern(pattern: str, path: str, is_match: bool) -> None:
    read = rules(f"User-agent: *\nDisallow: {pattern}\n")
    assert read.allows(SITE + path) is not is_match


@pytest.mark.parametrize(
    ("lines", "path", "is_allowed"),
    [
        # the longest rule counts, wherever it stands; allow among equals
        ("Disallow: /\nAllow: /p", "/page", True),
        ("Allow: /p\nDisallow: /", "/page", True),
        ("Allow: /page\nDisallow: /*.htm", "/page.htm", False),
        ("Allow: /folder\nDisallow: /folder", "/folder/page", True),
        ("Allow: /$\nDisallow: /", "/", True),
        ("Allow: /$\nDisallow: /", "/page.htm", False),
        # empty rules say nothing
        ("Disallow:", "/x", True),
        ("Disallow:\nDisallow: /x", "/x", False),
        ("Allow:\nDisallow: /", "/x", False),
        # an index page stands for its directory
        ("Disallow: /\nAllow: /a/index.html", "/a/", True),
        # robots.txt itself is always allowed
        ("Disallow: /", "/robots.txt", True),
        # spelling
        ("dissallow : /x # comment", "/x", False),
        ("  DISALLOW:/x", "/x", False),
        ("Disallow /x", "/x", False),
        ("Noindex: /x", "/x", True),
    ],
)
def test_the_longest_rule_decides(lines: str, path: str, is_allowed: bool) -> None:
    assert rules(f"User-agent: *\n{lines}\n").allows(SITE + path) is is_allowed


@pytest.mark.parametrize(
    ("body", "is_allowed"),
    [
        # our own group counts alone
        ("User-agent: *\nDisallow: /\n\nUser-agent: Vedette\nDisallow: /other", True),
        ("User-agent: vedette\nDisallow: /x\n\nUser-agent: *\nAllow: /", False),
        ("User-agent: vedette\n\nUser-agent: *\nDisallow: /", False),  # one group of two names
        ("User-agent: vedette\nDisallow:\n\nUser-agent: *\nDisallow: /", True),
        # groups of one name are one
        ("User-agent: vedette\nAllow: /y\nUser-agent: b\nUser-agent: VEDETTE\nDisallow: /x", False),
        # names are compared whole
        ("User-agent: vedette-news\nDisallow: /", True),
        ("User-agent: vede\nDisallow: /", True),
        ("User-agent: vedette/1.0 beta\nDisallow: /", False),
        ("User-agent: vedette bot\nDisallow: /", False),
        ("User-agent: *bot\nDisallow: /", True),
        # other records end no group, rules before any name say nothing
        ("User-agent: vedette\nSitemap: https://a.example/s\nDisallow: /", False),
        ("User-agent: vedette\nCrawl-delay: 3\nUser-agent: b\nDisallow: /", False),
        ("Disallow: /\nUser-agent: b\nDisallow: /", True),
        # nothing
        ("", True),
        ("\n\n#\n::\n:\n", True),
    ],
)
def test_the_group_that_names_us_counts(body: str, is_allowed: bool) -> None:
    assert rules(body).allows(f"{SITE}/x") is is_allowed


@pytest.mark.parametrize(
    "body",
    [
        b"\xef\xbb\xbfUser-agent: *\nDisallow: /x\n",
        "\ufeffUser-agent: *\r\nDisallow: /x\r\n".encode("utf-16-le"),
        b"# caf\xe9\xff\x00\nUser-agent: *\rDisallow: /x\r",
        b"User-agent: *\nDisallow: /x",
    ],
)
def test_any_encoding_and_line_ending_is_read(body: bytes) -> None:
    assert not rules(body).allows(f"{SITE}/x")


@pytest.mark.parametrize("status", [301, 404, 500])
def test_only_a_file_has_rules(status: int) -> None:
    assert rules("User-agent: *\nDisallow: /\n", status=status).allows(f"{SITE}/x")


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("10", 10.0), ("0.5", 0.5), ("10s", 10.0), ("-1", None), ("soon", None), ("", None)],
)
def test_a_crawl_delay_is_seconds(value: str, seconds: float | None) -> None:
    assert rules(f"User-agent: *\nCrawl-delay: {value}\n").crawl_delay_seconds == seconds


def test_a_crawl_delay_is_its_groups_own() -> None:
    body = "User-agent: a\nCrawl-delay: 9\n\nUser-agent: *\nDisallow: /x\n"
    assert rules(body).crawl_delay_seconds is None
    assert rules(body, token="a").crawl_delay_seconds == 9.0


def test_sitemaps_belong_to_nobody() -> None:
    body = "Sitemap: https://a.example/1\nUser-agent: b\nSitemap: https://a.example/2 # two\n"
    assert rules(body).sitemaps == ("https://a.example/1", "https://a.example/2")


def test_the_site_itself_is_its_root() -> None:
    assert not rules("User-agent: *\nDisallow: /\n").allows(SITE)


@pytest.mark.parametrize(
    "body",
    [
        "User-agent: *\nDisallow: /" + "*a" * 8000 + "*b\n",
        "User-agent: *\n" + "".join(f"Disallow: /*a*a*a*a*a*b{n}\n" for n in range(15_000)),
        "User-agent: *\n" + "Disallow: /" + "x" * 500_000,
        "User-agent: *\n" * 30_000 + "Disallow: /b",
        ":" * 500_000,
        "\n" * 500_000,
        "%" * 500_000,
    ],
    ids=["stars", "rules", "one rule", "names", "colons", "lines", "escapes"],
)
def test_no_file_takes_long_to_read_or_ask(body: str) -> None:
    started_at = time.process_time()
    assert rules(body).allows(f"{SITE}/{'a' * 4000}")
    assert time.process_time() - started_at < 2


def test_no_bytes_raise() -> None:
    dice = random.Random(11)
    words = [b"User-agent: *", b"Disallow: ", b"/", b"*", b"$", b"%", b"\n", b"\r", b"\xff", b"\0"]
    for _ in range(300):
        body = b"".join(dice.choices([*words, dice.randbytes(3)], k=40))
        rules(body).allows(f"{SITE}/a%2")
