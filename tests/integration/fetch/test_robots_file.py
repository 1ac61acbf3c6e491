"""robots.txt from the network: what each answer allows (RFC 9309, section 2.3.1)."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from integration.fetch.manners import Conversation, MannersServer

from worker.errors import Refused
from worker.fetch.client import Fetcher
from worker.fetch.robots import RobotsRules, parse_robots
from worker.values import RobotsFile
from worker.vocabulary import Outcome

MakeFetcher = Callable[..., Fetcher]
NOW = datetime(2026, 11, 3, 12, 0, tzinfo=UTC)
RULES = b"User-agent: *\nDisallow: /private\n"


def ask(fetcher: Fetcher, server: MannersServer) -> RobotsFile:
    return fetcher.get_robots(server.url(""), now=NOW)


def rules(fetcher: Fetcher, server: MannersServer) -> RobotsRules:
    return parse_robots(ask(fetcher, server), "vedette")


def refusal(fetcher: Fetcher, server: MannersServer) -> Refused:
    with pytest.raises(Refused) as caught:
        ask(fetcher, server)
    return caught.value


def test_a_file_is_kept_with_its_age(server: MannersServer, fetcher: Fetcher) -> None:
    server.says("/robots.txt", RULES)
    file = ask(fetcher, server)
    assert (file.origin, file.status, file.body) == (server.url(""), 200, RULES)
    assert (file.fetched_at, file.expires_at) == (NOW, NOW + timedelta(days=1))
    assert not parse_robots(file, "vedette").allows(server.url("/private/x"))


@pytest.mark.parametrize(
    ("cache_control", "age"),
    [
        ("max-age=7200", timedelta(hours=2)),
        ("public, Max-Age=7200", timedelta(hours=2)),
        ("max-age=60", timedelta(days=1)),  # too short to be sane
        ("max-age=99999999", timedelta(days=1)),
        ("s-max-age=7200", timedelta(days=1)),
        ("no-store", timedelta(days=1)),
        ("max-age=soon", timedelta(days=1)),
    ],
)
def test_its_age_is_what_the_server_says_within_reason(
    server: MannersServer, fetcher: Fetcher, cache_control: str, age: timedelta
) -> None:
    server.says("/robots.txt", RULES, headers=[f"Cache-Control: {cache_control}"])
    assert ask(fetcher, server).expires_at == NOW + age


@pytest.mark.parametrize("status", ["400 B", "401 U", "403 F", "404 N", "410 G", "451 U", "304 N"])
def test_no_file_allows_everything(server: MannersServer, fetcher: Fetcher, status: str) -> None:
    body = b"" if status == "304 N" else RULES
    server.says("/robots.txt", body, status=status)
    assert ask(fetcher, server).body == b""
    assert rules(fetcher, server).allows(server.url("/private"))


@pytest.mark.parametrize("status", ["500 E", "502 B", "503 U", "599 X", "429 T"])
def test_trouble_allows_nothing(server: MannersServer, fetcher: Fetcher, status: str) -> None:
    server.says("/robots.txt", RULES, status=status, headers=["Retry-After: 90"])
    refused = refusal(fetcher, server)
    assert (refused.outcome, refused.retry_after_seconds) == (Outcome.HTTP_ERROR, 90.0)
    assert refused.reason == f"robots.txt: HTTP {status[:3]}"


def test_a_dead_server_allows_nothing(server: MannersServer, make_fetcher: MakeFetcher) -> None:
    server.on("/robots.txt", lambda conversation: conversation.hang_up())
    assert refusal(make_fetcher(), server).outcome is Outcome.UNREACHABLE
    server.on("/robots.txt", lambda conversation: time.sleep(5))
    refused = refusal(make_fetcher(deadline_seconds=0.6), server)
    assert refused.outcome is Outcome.TIMEOUT
    assert refused.reason.startswith("robots.txt: ")


def test_five_redirects_are_followed_also_to_another_host(
    server: MannersServer, fetcher: Fetcher
) -> None:
    with MannersServer(address="127.0.0.2") as other:
        server.redirects("/robots.txt", "/1")
        server.redirects("/1", "/2")
        server.redirects("/2", "/3")
        server.redirects("/3", other.redirects("/4", "/5"))
        other.says("/5", RULES)
        assert ask(fetcher, server).body == RULES


def test_more_redirects_allow_everything(server: MannersServer, fetcher: Fetcher) -> None:
    server.redirects("/robots.txt", "/robots.txt")
    file = ask(fetcher, server)
    assert (file.status, file.body) == (302, b"")
    assert len(server.asked) == 6


@pytest.mark.parametrize("location", ["ftp://a.example/", "", "http:///"])
def test_a_redirect_to_nowhere_allows_everything(
    server: MannersServer, fetcher: Fetcher, location: str
) -> None:
    server.redirects("/robots.txt", location)
    assert rules(fetcher, server).allows(server.url("/private"))


def test_a_file_without_end_is_cut_after_its_last_whole_line(
    server: MannersServer, make_fetcher: MakeFetcher
) -> None:
    def endless(conversation: Conversation) -> None:
        conversation.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        lines = RULES + b"Disallow: /something-longer\n" * 2000
        while True:
            conversation.send(b"%x\r\n%s\r\n" % (len(lines), lines))

    server.on("/robots.txt", endless)
    file = ask(make_fetcher(body_max_bytes=1000), server)  # the page's cap is not its cap
    assert 500 * 1024 - 40 < len(file.body) <= 500 * 1024
    assert file.body.endswith(b"\n")


def test_a_page_served_as_robots_txt_has_no_rules(server: MannersServer, fetcher: Fetcher) -> None:
    server.says("/robots.txt", b"\n<!doctype html>\nUser-agent: *\nDisallow: /\n")
    assert rules(fetcher, server).allows(server.url("/"))
