"""An egress proxy: everything goes through it, what must not be asked is not asked of it."""

import socket
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from integration.fetch.authority import Authority
from integration.fetch.manners import Conversation, MannersServer
from integration.fetch.proxy_server import ProxyServer

from worker import egress
from worker.errors import Refused
from worker.fetch.client import Fetcher
from worker.fetch.proxy import ProxyAway
from worker.settings import FetchSettings
from worker.vocabulary import Outcome

MakeFetcher = Callable[..., Fetcher]
PAGE = b"<!doctype html><p>from afar</p>"
URL = "http://far.example/page?a=b"


def no_dns(host: str, port: int) -> list[str]:
    if host == "proxy.example":
        return ["127.0.0.1"]
    raise AssertionError(f"the name {host} is the proxy's to resolve")


@pytest.fixture
def proxy(server: MannersServer) -> Iterator[ProxyServer]:
    with ProxyServer(leads={"far.example": server.port, "8.8.8.8": server.port}) as running:
        yield running


@pytest.fixture
def through(make_fetcher: MakeFetcher, proxy: ProxyServer) -> Callable[..., Fetcher]:
    """Makes fetchers that go through the proxy, with the guard as it is by default."""

    def make(**settings: object) -> Fetcher:
        given = {"allow_networks": (), "proxy_url": proxy.url, "resolve": no_dns, **settings}
        return make_fetcher(**given)

    return make


def refusal(fetcher: Fetcher, url: str = URL) -> Refused:
    with pytest.raises(Refused) as caught:
        fetcher.get(url)
    return caught.value


def test_pages_and_robots_go_through_it_in_absolute_form(
    server: MannersServer, proxy: ProxyServer, through: Callable[..., Fetcher]
) -> None:
    server.says("/page?a=b", PAGE)
    server.says("/robots.txt", b"User-agent: *\nDisallow: /x\n")
    fetcher = through()
    page = fetcher.get(URL)
    assert (page.body, page.final_url, page.remote_address) == (PAGE, URL, "")
    assert fetcher.get_robots("http://far.example", now=datetime.now(UTC)).status == 200
    assert proxy.asked == ["GET http://far.example/page?a=b HTTP/1.1"]  # one connection for both
    assert server.asked[0].headers["host"] == "far.example"


def test_tls_goes_through_a_tunnel_and_is_verified_end_to_end(
    tmp_path: Path, through: Callable[..., Fetcher], proxy: ProxyServer
) -> None:
    authority = Authority(tmp_path)
    with MannersServer(tls=authority.server("far.example")) as locked:
        locked.says("/", PAGE)
        proxy.leads["far.example"] = proxy.leads["false.example"] = locked.port
        fetcher = through()
        pem = str(authority.pem)
        assert fetcher.get("https://far.example/", ca_file=pem).body == PAGE
        assert proxy.asked == ["CONNECT far.example:443 HTTP/1.1"]
        assert refusal(fetcher, "https://far.example/").outcome is Outcome.TLS_ERROR
        with pytest.raises(Refused, match="tls_error"):
            fetcher.get("https://false.example/", ca_file=pem)


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "2130706433", "[::1]", "10.0.0.1", "localhost", "169.254.169.254", "0x7f.1"],
)
def test_private_literals_are_not_asked_of_it(
    proxy: ProxyServer, through: Callable[..., Fetcher], scheme: str, host: str
) -> None:
    assert refusal(through(), f"{scheme}://{host}/").outcome is Outcome.BLOCKED_ADDRESS
    assert proxy.asked == []


@pytest.mark.parametrize("url", ["ftp://far.example/", "http://far.example:25/", "file:///x"])
def test_odd_schemes_and_ports_are_not_asked_of_it(
    proxy: ProxyServer, through: Callable[..., Fetcher], url: str
) -> None:
    assert refusal(through(), url).outcome is Outcome.BAD_URL
    assert proxy.asked == []


def test_a_public_literal_is(
    server: MannersServer, proxy: ProxyServer, through: Callable[..., Fetcher]
) -> None:
    server.says("/", PAGE)
    assert through().get("http://8.8.8.8/").body == PAGE


@pytest.mark.parametrize("url", ["http://far.example/", "https://far.example/"])
def test_its_password_is_sent_to_it_and_not_shown(
    proxy: ProxyServer, server: MannersServer, through: Callable[..., Fetcher], url: str
) -> None:
    proxy.password = "me:s3cret/x"
    server.says("/", PAGE)
    with_password = proxy.url.replace("//", "//me:s3cret%2Fx@")
    if url.startswith("http:"):
        assert through(proxy_url=with_password).get(url).body == PAGE
        assert "proxy-authorization" in server.asked[0].headers  # our small proxy passes it on
    else:
        assert refusal(through(proxy_url=with_password), url).outcome is Outcome.TLS_ERROR
    refused = refusal(through(proxy_url=proxy.url.replace("//", "//me:wrong@")), url)
    assert isinstance(refused, ProxyAway)
    assert "407" in refused.reason
    assert "wrong" not in f"{refused} {refused.detail}"


@pytest.mark.parametrize("url", ["http://far.example/", "https://far.example/"])
def test_a_proxy_that_is_away_is_nobodys_fault(through: Callable[..., Fetcher], url: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    for where in (f"127.0.0.1:{port}", "127.0.0.1:1"):
        refused = refusal(through(proxy_url=f"http://{where}"), url)
        assert isinstance(refused, ProxyAway)
        assert refused.reason == f"the egress proxy {where} can't be reached: Connection refused"
    fetcher = through(proxy_url=f"http://127.0.0.1:{port}")
    with pytest.raises(ProxyAway, match=r"robots\.txt: the egress proxy"):
        fetcher.get_robots("http://far.example", now=datetime.now(UTC))


def test_a_proxy_with_a_name_is_resolved_by_us(
    server: MannersServer, proxy: ProxyServer, through: Callable[..., Fetcher]
) -> None:
    server.says("/page?a=b", PAGE)
    fetcher = through(proxy_url=f"http://proxy.example:{proxy.port}")
    assert fetcher.get(URL).body == PAGE


@pytest.mark.parametrize(
    ("answer", "outcome", "reason"),
    [
        (b"502 Bad Gateway\r\n", Outcome.UNREACHABLE, "could not connect: HTTP 502"),
        (b"504 Late\r\n", Outcome.TIMEOUT, "could not connect: HTTP 504"),
        (b"403 No\r\n", Outcome.BLOCKED_ADDRESS, "won't connect: HTTP 403"),
        (
            b"407 No\r\nX-Smokescreen-Error: destination is private\r\n",
            Outcome.BLOCKED_ADDRESS,
            "won't connect: destination is private",
        ),
    ],
)
def test_what_it_says_to_connect_is_told(
    proxy: ProxyServer,
    through: Callable[..., Fetcher],
    answer: bytes,
    outcome: Outcome,
    reason: str,
) -> None:
    proxy.refusal = b"HTTP/1.1 " + answer + b"Content-Length: 0\r\n\r\n"
    refused = refusal(through(), "https://far.example/")
    assert (refused.outcome, refused.reason) == (outcome, f"the egress proxy {reason}")
    assert not isinstance(refused, ProxyAway)


def test_nonsense_from_it_is_its_own_fault(
    proxy: ProxyServer, through: Callable[..., Fetcher]
) -> None:
    proxy.refusal = b"SSH-2.0-x\r\n\r\n"
    assert isinstance(refusal(through(), "https://far.example/"), ProxyAway)


@pytest.mark.parametrize("url", ["http://far.example/", "https://far.example/"])
def test_the_deadline_holds_through_it(
    server: MannersServer, proxy: ProxyServer, through: Callable[..., Fetcher], url: str
) -> None:
    def drips(conversation: Conversation) -> None:
        conversation.drip(b"HTTP/1.1 200 OK\r\nX: " + b"y" * 1000)

    server.on("/", drips)
    proxy.silent = url.startswith("https")
    started_at = time.monotonic()
    assert refusal(through(deadline_seconds=0.5), url).outcome is Outcome.TIMEOUT
    assert time.monotonic() - started_at < 1.2


def test_a_redirect_to_a_private_host_is_not_asked_of_it(
    server: MannersServer, proxy: ProxyServer, through: Callable[..., Fetcher]
) -> None:
    server.redirects("/page?a=b", "http://10.0.0.1/")
    fetcher = through()
    elsewhere = fetcher.get(URL).elsewhere
    assert elsewhere is not None
    assert refusal(fetcher, elsewhere).outcome is Outcome.BLOCKED_ADDRESS
    assert len(proxy.asked) == 1


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("https://proxy.example", "begin with http://"),
        ("socks5://proxy.example", "begin with http://"),
        ("proxy.example:3128", "begin with http://"),
        ("http://", "names no host"),
        ("http://proxy.example:99999", "can't be read"),
        ("http://me:pass/word@proxy.example/", "can't be read"),
    ],
)
def test_a_url_that_is_none_stops_the_start(url: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        FetchSettings(proxy_url=url)
    with pytest.raises(ValueError, match=reason) as caught:
        egress.read(url)
    assert "word" not in str(caught.value)
