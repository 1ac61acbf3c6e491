"""TLS: always verified, for the name that was asked for."""

import os
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from integration.fetch.manners import Conversation, MannersServer, certificate

from worker.errors import Refused
from worker.fetch.client import Fetcher
from worker.vocabulary import Outcome

MakeFetcher = Callable[..., Fetcher]
PAGE = b"<!doctype html><p>behind a lock</p>"


@pytest.fixture(scope="module")
def pem(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = certificate(tmp_path_factory.mktemp("tls"), "good.example")
    if made is None:
        missing = "NOT TESTED: there is no openssl to make a certificate with"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    return made


@pytest.fixture
def locked(pem: Path) -> Iterator[MannersServer]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    with MannersServer(tls=context) as running:
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


def test_a_self_signed_certificate_is_refused(
    locked: MannersServer, make_fetcher: MakeFetcher
) -> None:
    refused = refusal(make_fetcher(resolve=to_loopback), locked.url("/", host="good.example"))
    assert refused.outcome is Outcome.TLS_ERROR
    assert "self-signed" in refused.reason
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


def test_a_handshake_without_end_is_a_timeout(
    server: MannersServer, make_fetcher: MakeFetcher
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        started_at = time.monotonic()
        fetcher = make_fetcher(connect_timeout_seconds=0.4)
        url = f"https://127.0.0.1:{silent.getsockname()[1]}/"
        assert refusal(fetcher, url).outcome is Outcome.TIMEOUT
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
