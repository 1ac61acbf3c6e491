"""Redirects: followed within a host, handed back before another, and never without end."""

import pytest
from integration.fetch.manners import Conversation, MannersServer

from worker.errors import Refused
from worker.fetch.client import Fetcher
from worker.values import Hop
from worker.vocabulary import Outcome

PAGE = b"<p>the page</p>"


def refusal(fetcher: Fetcher, url: str, **options: object) -> Refused:
    with pytest.raises(Refused) as caught:
        fetcher.get(url, **options)  # type: ignore[arg-type]
    return caught.value


@pytest.mark.parametrize("status", ["301 M", "302 F", "303 S", "307 T", "308 P"])
def test_redirects_within_a_host_are_followed(
    server: MannersServer, fetcher: Fetcher, status: str
) -> None:
    start = server.redirects("/a", "/b?c=d#e", status)
    server.redirects("/b?c=d", "page", status)
    end = server.says("/page", PAGE)
    page = fetcher.get(start)
    assert (page.body, page.requested_url, page.final_url) == (PAGE, start, end)
    code = int(status[:3])
    assert page.hops == (
        Hop(url=start, status=code, location=server.url("/b?c=d")),
        Hop(url=server.url("/b?c=d"), status=code, location=end),
    )
    assert server.connection_count == 1


def test_another_host_is_not_asked_but_named(server: MannersServer, fetcher: Fetcher) -> None:
    with MannersServer(address="127.0.0.2") as other:
        target = other.says("/page", PAGE)
        start = server.redirects("/a", "/b")
        server.redirects("/b", target, "301 Moved Permanently")
        page = fetcher.get(start, may_fetch=lambda url: url == server.url("/b"))
        assert page.elsewhere == target
        assert (page.body, page.status) == (b"", 301)
        assert [hop.location for hop in page.hops] == [server.url("/b"), target]
        assert other.asked == []


def test_another_port_is_another_host(server: MannersServer, fetcher: Fetcher) -> None:
    with MannersServer() as other:
        target = other.says("/page", PAGE)
        assert fetcher.get(server.redirects("/", target)).elsewhere == target


def test_robots_txt_counts_for_the_target_too(server: MannersServer, fetcher: Fetcher) -> None:
    url = server.redirects("/a", "/private")
    refused = refusal(fetcher, url, may_fetch=lambda url: "private" not in url)
    assert refused.outcome is Outcome.ROBOTS_DENIED
    assert refused.detail["chain"] == f"{url} -> {server.url('/private')}"
    assert server.paths == ["/a"]


def test_a_loop_ends(server: MannersServer, fetcher: Fetcher) -> None:
    url = server.redirects("/a", "/b")
    server.redirects("/b", "/a#again")
    assert refusal(fetcher, url).outcome is Outcome.REDIRECT_LOOP
    assert server.paths == ["/a", "/b"]


def test_a_loop_that_waits_for_a_cookie_ends(server: MannersServer, fetcher: Fetcher) -> None:
    cookie = ["Set-Cookie: seen=1", "Location: /"]
    url = server.says("/", status="302 Found", headers=cookie)
    assert refusal(fetcher, url).outcome is Outcome.REDIRECT_LOOP


@pytest.mark.parametrize(("hops_left", "asked"), [(0, 1), (3, 4), (None, 11)])
def test_a_long_chain_ends(
    server: MannersServer, fetcher: Fetcher, hops_left: int | None, asked: int
) -> None:
    def onward(conversation: Conversation) -> None:
        step = int(conversation.path[1:])
        conversation.answer(status="302 Found", headers=[f"Location: /{step + 1}"])

    for step in range(20):
        server.on(f"/{step}", onward)
    refused = refusal(fetcher, server.url("/0"), hops_left=hops_left)
    assert refused.outcome is Outcome.REDIRECT_LOOP
    assert len(server.asked) == asked


def test_a_redirect_to_another_host_counts_as_one(server: MannersServer, fetcher: Fetcher) -> None:
    url = server.redirects("/", "http://127.0.0.2/")
    assert refusal(fetcher, url, hops_left=0).outcome is Outcome.REDIRECT_LOOP


@pytest.mark.parametrize(
    "location",
    [
        *("ftp://127.0.0.1/x", "javascript:alert(1)", "file:///etc/passwd", "mailto:a@b.example"),
        *("http://[::1", "/a\\b", "http://127.0.0.1:99999/", "http://u:p@127.0.0.1/"),
    ],
)
def test_a_redirect_to_no_url_is_refused_with_its_way(
    server: MannersServer, fetcher: Fetcher, location: str
) -> None:
    start = server.redirects("/a", "/b")
    server.redirects("/b", location)
    refused = refusal(fetcher, start)
    assert refused.outcome is Outcome.BAD_URL
    assert "u:p@" not in refused.reason
    assert refused.detail["chain"] == f"{start} -> {server.url('/b')}"


@pytest.mark.parametrize(
    ("location", "asked"),
    [
        ("/caf\u00c3\u00a9", "/caf%C3%A9"),  # UTF-8, as it looks in a Latin-1 header
        ("/caf\u00e9", "/caf%C3%A9"),
        ("/two words ", "/two%20words"),
        ("?page=2", "/?page=2"),
    ],
)
def test_sloppy_locations_are_mended_as_browsers_do(
    server: MannersServer, fetcher: Fetcher, location: str, asked: str
) -> None:
    url = server.redirects("/", location)
    server.says(asked, PAGE)
    assert fetcher.get(url).body == PAGE
