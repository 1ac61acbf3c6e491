"""TLS: always verified, for the name that was asked for; a host's own authority is for it alone."""

import os
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from integration.fetch.authority import Authority
from integration.fetch.manners import Conversation, MannersServer

from worker.errors import Refused
from worker.fetch.client import Fetcher
from worker.settings import FetchSettings
from worker.vocabulary import Outcome

MakeFetcher = Callable[..., Fetcher]
PAGE = b"<!doctype html><p>behind a lock</p>"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def pem(authority: Authority) -> Path:
    return authority.pem


@pytest.fixture
def locked(authority: Authority) -> Iterator[MannersServer]:
    with MannersServer(tls=authority.server("good.example")) as running:
        running.says("/", PAGE)
        yield running


def to_loopback(host: str, port: int) -> list[str]:
    return ["127.0.0.1"]


def refusal(fetcher: Fetcher, url: str) -> Refused:
    with pytest.raises(Refused) as caught:
        fetcher.get(url)
    return caught.value


def test_a_certificate_of_a_trusted_authority_opens(
    locked: MannersServer, make_fetcher: MakeFetcher, pem: Path
) -> None:
    fetcher = make_fetcher(resolve=to_loopback, ca_file=pem)
    url = locked.url("/", host="good.example")
    assert [fetcher.get(url).body for _ in range(3)] == [PAGE] * 3
    assert locked.connection_count == 1


def test_a_certificate_of_an_unknown_authority_is_refused(
    locked: MannersServer, make_fetcher: MakeFetcher
) -> None:
    refused = refusal(make_fetcher(resolve=to_loopback), locked.url("/", host="good.example"))
    assert refused.outcome is Outcome.TLS_ERROR
    assert refused.reason == "certificate: unable to get local issuer certificate"
    assert locked.asked == []


def test_a_certificate_of_another_name_is_refused(
    locked: MannersServer, make_fetcher: MakeFetcher, pem: Path
) -> None:
    fetcher = make_fetcher(resolve=to_loopback, ca_file=pem)
    refused = refusal(fetcher, locked.url("/", host="evil.example"))
    assert refused.outcome is Outcome.TLS_ERROR
    assert "evil.example" in refused.reason
    assert refusal(fetcher, locked.url("/")).outcome is Outcome.TLS_ERROR  # nor for an address


def test_a_server_without_tls_is_a_tls_error(
    server: MannersServer, make_fetcher: MakeFetcher
) -> None:
    url = server.url("/").replace("http:", "https:")
    with socket.create_server(("127.0.0.1", 0)) as plain:

        def greet() -> None:
            connection, _ = plain.accept()
            connection.sendall(b"220 mail.example ESMTP\r\n" * 10)
            connection.close()

        threading.Thread(target=greet, daemon=True).start()
        url = f"https://127.0.0.1:{plain.getsockname()[1]}/"
        assert refusal(make_fetcher(), url).outcome is Outcome.TLS_ERROR


def test_a_handshake_without_end_is_a_tls_error_and_the_host_rests(
    server: MannersServer, make_fetcher: MakeFetcher
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        started_at = time.monotonic()
        fetcher = make_fetcher(connect_timeout_seconds=0.4)
        url = f"https://127.0.0.1:{silent.getsockname()[1]}/"
        refused = refusal(fetcher, url)
        assert (refused.outcome, refused.reason) == (Outcome.TLS_ERROR, "no TLS handshake in time")
        assert refused.retry_after_seconds == 300
        assert time.monotonic() - started_at < 1


def test_a_drip_behind_tls_ends_at_the_deadline(
    locked: MannersServer, make_fetcher: MakeFetcher, pem: Path
) -> None:
    def drips(conversation: Conversation) -> None:
        conversation.send(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        conversation.drip(b"x" * 1000)

    locked.on("/slow", drips)
    fetcher = make_fetcher(resolve=to_loopback, ca_file=pem, deadline_seconds=0.6)
    started_at = time.monotonic()
    refused = refusal(fetcher, locked.url("/slow", host="good.example"))
    assert refused.outcome is Outcome.TIMEOUT
    assert time.monotonic() - started_at < 1.2


def test_a_fresh_tls_connection_that_dies_is_not_asked_twice(
    locked: MannersServer, make_fetcher: MakeFetcher, pem: Path
) -> None:
    locked.on("/", lambda conversation: conversation.hang_up())
    fetcher = make_fetcher(resolve=to_loopback, ca_file=pem)
    refused = refusal(fetcher, locked.url("/", host="good.example"))
    assert refused.outcome is Outcome.UNREACHABLE
    assert len(locked.asked) == 1


def test_a_kept_tls_connection_that_is_dead_is_replaced_unseen(
    locked: MannersServer, make_fetcher: MakeFetcher, pem: Path
) -> None:
    def closes_on_the_second(conversation: Conversation) -> None:
        if conversation.number > 1:
            conversation.hang_up()
        conversation.answer(PAGE)

    locked.on("/", closes_on_the_second)
    fetcher = make_fetcher(resolve=to_loopback, ca_file=pem)
    url = locked.url("/", host="good.example")
    assert [fetcher.get(url).body for _ in range(2)] == [PAGE] * 2
    assert locked.connection_count == 2


@pytest.mark.parametrize(
    ("quality", "reason"),
    [
        ("expired", "certificate: certificate has expired"),
        ("not_yet", "certificate: certificate is not yet valid"),
    ],
)
def test_a_certificate_counts_at_its_time_only(
    authority: Authority, make_fetcher: MakeFetcher, quality: str, reason: str
) -> None:
    with MannersServer(tls=getattr(authority, quality)("good.example")) as server:
        fetcher = make_fetcher(resolve=to_loopback, ca_file=authority.pem)
        refused = refusal(fetcher, server.url("/", host="good.example"))
        assert (refused.outcome, refused.reason) == (Outcome.TLS_ERROR, reason)


def test_a_hosts_own_authority_opens_it(
    locked: MannersServer, make_fetcher: MakeFetcher, pem: Path
) -> None:
    locked.says("/robots.txt", b"User-agent: *")
    fetcher = make_fetcher(resolve=to_loopback)
    url = locked.url("/", host="good.example")
    assert fetcher.get(url, ca_file=str(pem)).body == PAGE
    robots = fetcher.get_robots(url[:-1], now=datetime.now(UTC), ca_file=str(pem))
    assert robots.status == 200
    # Without it neither a new connection nor the one that was kept is used.
    assert refusal(fetcher, url).outcome is Outcome.TLS_ERROR


def test_a_hosts_own_authority_is_read_anew_when_it_changes(
    locked: MannersServer, make_fetcher: MakeFetcher, pem: Path, tmp_path: Path
) -> None:
    own = tmp_path / "own.pem"
    own.write_bytes(Authority(tmp_path, "other").pem.read_bytes())
    fetcher = make_fetcher(resolve=to_loopback)
    url = locked.url("/", host="good.example")
    with pytest.raises(Refused, match="tls_error"):
        fetcher.get(url, ca_file=str(own))
    own.write_bytes(pem.read_bytes())
    assert fetcher.get(url, ca_file=str(own)).body == PAGE


def test_a_hosts_own_authority_is_not_trusted_where_its_robots_txt_leads(
    locked: MannersServer, make_fetcher: MakeFetcher, authority: Authority, pem: Path
) -> None:
    with MannersServer(tls=authority.server("other.example")) as other:
        other.says("/robots.txt", b"User-agent: *")
        locked.redirects("/robots.txt", other.url("/robots.txt", host="other.example"))
        fetcher = make_fetcher(resolve=to_loopback)
        with pytest.raises(Refused) as caught:
            fetcher.get_robots(
                locked.url("", host="good.example"), now=datetime.now(UTC), ca_file=str(pem)
            )
        assert caught.value.outcome is Outcome.TLS_ERROR


@pytest.mark.parametrize("content", [None, b"", b"no certificate", b"-----BEGIN CERTIFICATE-----"])
def test_an_authority_that_cannot_be_read_is_a_tls_error_with_its_file(
    locked: MannersServer, make_fetcher: MakeFetcher, tmp_path: Path, content: bytes | None
) -> None:
    own = tmp_path / "own.pem"
    if content is not None:
        own.write_bytes(content)
    with pytest.raises(Refused) as caught:
        make_fetcher(resolve=to_loopback).get(
            locked.url("/", host="good.example"), ca_file=str(own)
        )
    assert caught.value.outcome is Outcome.TLS_ERROR
    assert str(own) in caught.value.reason
    assert locked.connection_count == 0


def test_the_name_is_sent_in_the_handshake(authority: Authority, make_fetcher: MakeFetcher) -> None:
    context = authority.server("good.example")
    names: list[str | None] = []
    context.sni_callback = lambda _socket, name, _context: names.append(name)
    with MannersServer(tls=context) as server:
        server.says("/", PAGE)
        fetcher = make_fetcher(resolve=to_loopback, ca_file=authority.pem)
        fetcher.get(server.url("/", host="good.example"))
    assert names == ["good.example"]


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
def test_an_old_protocol_is_a_tls_error(authority: Authority, make_fetcher: MakeFetcher) -> None:
    context = authority.server("good.example")
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version = ssl.TLSVersion.TLSv1
    context.maximum_version = ssl.TLSVersion.TLSv1_1
    with MannersServer(tls=context) as server:
        fetcher = make_fetcher(resolve=to_loopback, ca_file=authority.pem)
        refused = refusal(fetcher, server.url("/", host="good.example"))
    assert refused.outcome is Outcome.TLS_ERROR
    assert "version" in refused.reason


def test_http_on_the_port_of_tls_is_a_tls_error(make_fetcher: MakeFetcher) -> None:
    with socket.create_server(("127.0.0.1", 0)) as plain:

        def decline() -> None:
            connection, _ = plain.accept()
            connection.recv(65_536)
            connection.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
            connection.close()

        threading.Thread(target=decline, daemon=True).start()
        url = f"https://good.example:{plain.getsockname()[1]}/"
        refused = refusal(make_fetcher(resolve=to_loopback), url)
    assert refused.outcome is Outcome.TLS_ERROR
    assert refused.reason == "TLS: wrong version number"


NO_VERIFICATION = {
    "PYTHONHTTPSVERIFY": "0",
    "REQUESTS_CA_BUNDLE": "",
    "CURL_CA_BUNDLE": "",
    "SSL_CERT_FILE": "",
}


def test_nothing_switches_verification_off(
    locked: MannersServer,
    make_fetcher: MakeFetcher,
    pem: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in NO_VERIFICATION.items():
        monkeypatch.setenv(name, value or str(pem))
    url = locked.url("/", host="good.example")
    assert refusal(make_fetcher(resolve=to_loopback), url).outcome is Outcome.TLS_ERROR
    switches = [name for name in FetchSettings.model_fields if "verif" in name or "secure" in name]
    assert switches == []
    fetcher = make_fetcher(resolve=to_loopback)
    for context in (fetcher._transport._adapter._trust.context(one) for one in (None, str(pem))):
        assert context.verify_mode is ssl.CERT_REQUIRED
        assert context.check_hostname
    assert os.environ["PYTHONHTTPSVERIFY"] == "0"
