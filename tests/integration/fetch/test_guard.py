"""No way in: forbidden addresses get no connection, however they are reached."""

import socket
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from integration.fetch.manners import MannersServer

from worker.errors import Refused
from worker.fetch.client import Fetcher
from worker.vocabulary import Outcome

MakeFetcher = Callable[..., Fetcher]
PUBLIC = "93.184.216.34"


@pytest.fixture
def dialled(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """Every address that a socket was asked to connect to; only loopback is really dialled."""
    seen: list[tuple[str, int]] = []
    connect = socket.socket.connect

    def spy(self: socket.socket, address: tuple[str, int]) -> None:
        seen.append(address)
        if not address[0].startswith("127."):
            raise ConnectionRefusedError(111, "not in a test")
        connect(self, address)

    monkeypatch.setattr("worker.fetch.sockets.socket.socket.connect", spy)
    return seen


def refusal(fetcher: Fetcher, url: str) -> Refused:
    with pytest.raises(Refused) as caught:
        fetcher.get(url)
    return caught.value


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "2130706433", "0177.0.0.1", "0x7f000001", "127.1", "0", "①②⑦.⓪.⓪.①"),
        *("localhost", "[::1]", "[::ffff:127.0.0.1]", "[::]", "169.254.169.254", "10.1.2.3"),
    ],
)
def test_a_private_host_gets_no_connection_in_any_spelling(
    make_fetcher: MakeFetcher, dialled: list[tuple[str, int]], host: str
) -> None:
    refused = refusal(make_fetcher(allow_networks=()), f"http://{host}/")
    assert refused.outcome is Outcome.BLOCKED_ADDRESS
    assert dialled == []


def test_one_forbidden_answer_refuses_the_host(
    make_fetcher: MakeFetcher, dialled: list[tuple[str, int]]
) -> None:
    fetcher = make_fetcher(allow_networks=(), resolve=lambda host, port: [PUBLIC, "192.168.0.1"])
    assert refusal(fetcher, "http://mixed.example/").outcome is Outcome.BLOCKED_ADDRESS
    assert dialled == []


def test_a_name_is_resolved_once_and_the_vetted_address_is_dialled(
    make_fetcher: MakeFetcher, dialled: list[tuple[str, int]]
) -> None:
    answers: Iterator[list[str]] = iter([[PUBLIC], ["127.0.0.1"], ["127.0.0.1"]])
    fetcher = make_fetcher(allow_networks=(), resolve=lambda host, port: next(answers))
    assert refusal(fetcher, "http://rebinding.example/").outcome is Outcome.UNREACHABLE
    assert dialled == [(PUBLIC, 80)]
    assert next(answers) == ["127.0.0.1"]  # the first look-up was the only one


def test_a_network_that_is_let_through_is_let_through_at_any_port(
    server: MannersServer, make_fetcher: MakeFetcher
) -> None:
    server.says("/", b"<p>here</p>")
    url = server.url("/", host="intranet.example")
    fetcher = make_fetcher(resolve=lambda host, port: ["127.0.0.1"])
    assert fetcher.get(url).body == b"<p>here</p>"
    assert server.asked[0].headers["host"] == f"intranet.example:{server.port}"


def test_another_network_stays_shut(make_fetcher: MakeFetcher) -> None:
    fetcher = make_fetcher(resolve=lambda host, port: ["10.0.0.1"])
    assert refusal(fetcher, "http://other.example/").outcome is Outcome.BLOCKED_ADDRESS


@pytest.mark.parametrize("networks", [(), ("127.0.0.0/8",)])
def test_an_odd_port_of_a_public_host_is_no_url_of_ours(
    make_fetcher: MakeFetcher, dialled: list[tuple[str, int]], networks: tuple[str, ...]
) -> None:
    fetcher = make_fetcher(allow_networks=networks, resolve=lambda host, port: [PUBLIC])
    assert refusal(fetcher, "http://public.example:6379/").outcome is Outcome.BAD_URL
    assert dialled == []


@pytest.mark.parametrize(
    "url",
    [
        "ftp://127.0.0.1/",
        "file:///etc/passwd",
        "//127.0.0.1/",
        "http:127.0.0.1/",
        "http:///path",
        "http://user@127.0.0.1/",
        "http://127.1.1.1:80\\@127.2.2.2:80/",
        "http://127.0.0.1:70000/",
        "http://[::1/",
        "http://a b/",
        "http://127.0.0.1/\x00",
        "http://127.0.0.1/\ud800",
        "http://-ⓔ-.example/",
        "http://127.0.0.1/" + "a" * 9000,
        "",
    ],
)
def test_what_is_no_url_is_refused_before_any_connection(
    fetcher: Fetcher, dialled: list[tuple[str, int]], url: str
) -> None:
    assert refusal(fetcher, url).outcome is Outcome.BAD_URL
    assert dialled == []


def test_a_name_without_an_address_is_a_dns_error(make_fetcher: MakeFetcher) -> None:
    def resolve(host: str, port: int) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    refused = refusal(make_fetcher(resolve=resolve), "http://nowhere.example/")
    assert refused.outcome is Outcome.DNS_ERROR
    assert refused.reason == "Name or service not known"
    assert refusal(make_fetcher(resolve=lambda h, p: []), "http://x.example/").outcome is (
        Outcome.DNS_ERROR
    )


@pytest.mark.parametrize(
    "location",
    ["http://10.0.0.1/", "http://0xa9fea9fe/latest/meta-data/", "http://[::1]/", "//192.168.0.1/"],
)
def test_a_redirect_to_a_private_host_is_handed_back_and_refused_when_asked_for(
    server: MannersServer,
    fetcher: Fetcher,
    dialled: list[tuple[str, int]],
    location: str,
) -> None:
    page = fetcher.get(server.redirects("/", location))
    assert page.elsewhere is not None
    assert refusal(fetcher, page.elsewhere).outcome is Outcome.BLOCKED_ADDRESS
    assert dialled == [("127.0.0.1", server.port)]


def test_a_robots_txt_does_not_lead_to_a_private_host_either(
    server: MannersServer, make_fetcher: MakeFetcher, dialled: list[tuple[str, int]]
) -> None:
    server.redirects("/robots.txt", "http://10.0.0.1/robots.txt")
    with pytest.raises(Refused) as caught:
        make_fetcher().get_robots(server.url(""), now=datetime.now(UTC))
    assert caught.value.outcome is Outcome.BLOCKED_ADDRESS
    assert dialled == [("127.0.0.1", server.port)]
