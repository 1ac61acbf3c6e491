"""A service that the operator named, asked over real sockets: one deadline, one origin."""

import gzip
import ssl
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import trustme
from support.chat_server import ChatServer

from worker.errors import Refused
from worker.fetch.circuit import FAILURES_MAX
from worker.fetch.service import ANSWER_MAX_BYTES, ServiceClient
from worker.vocabulary import Outcome

KEY = "sk-very-secret-key-0123456789"


@pytest.fixture
def server() -> Iterator[ChatServer]:
    with ChatServer({"fine": True}) as running:
        yield running


_made: list[ServiceClient] = []


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    """No idle connection outlives its test."""
    yield
    while _made:
        _made.pop().close()


def client(server: ChatServer, *, path: str = "/chat/completions", **options: Any) -> ServiceClient:
    given = {"user_agent": "Vedette/test", "key": KEY, **options}
    made = ServiceClient(f"{server.base}{path}", **given)
    _made.append(made)
    return made


def refused(asking: ServiceClient, *, seconds: float = 2.0) -> Refused:
    with pytest.raises(Refused) as caught:
        asking.post_json({"a": 1}, seconds=seconds)
    assert KEY not in str(caught.value)
    return caught.value


def test_json_goes_out_and_comes_back(server: ChatServer) -> None:
    asking = client(server)

    assert asking.post_json({"text": "Übung"}, seconds=2) == {"fine": True}
    assert asking.post_json({"text": "Übung"}, seconds=2) == {"fine": True}

    assert server.asked == [{"text": "Übung"}] * 2
    assert server.paths == ["/v1/chat/completions"] * 2
    assert server.headers[0]["Authorization"] == f"Bearer {KEY}"
    assert server.headers[0]["User-Agent"] == "Vedette/test"


def test_neither_proxies_nor_netrc_of_the_environment_count(
    server: ChatServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login ada password hunter2\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    asking = client(server, key="")

    assert asking.post_json({}, seconds=2) == {"fine": True}
    assert "Authorization" not in server.headers[0]


@pytest.mark.parametrize("manner", ["drip", "silent"])
def test_the_deadline_is_total(server: ChatServer, manner: str) -> None:
    server.answer = manner
    began = time.monotonic()

    found = refused(client(server), seconds=0.4)

    assert 0.3 < time.monotonic() - began < 1.2
    assert (found.outcome, found.reason) == (Outcome.TIMEOUT, "no answer within 0.4 s")


def test_no_time_left_is_a_timeout(server: ChatServer) -> None:
    assert refused(client(server), seconds=-1.0).outcome is Outcome.TIMEOUT


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("hang up", "without response"),
        ("cut off", "IncompleteRead"),
        ("huge", f"more than {ANSWER_MAX_BYTES} bytes"),
        ((200, {}, b"<html>Welcome"), "no JSON"),
        ((200, {}, b"[" * 100_000), "no JSON"),
        ((200, {}, b""), "no JSON"),
        ((200, {"Content-Encoding": "gzip"}, gzip.compress(b"{}")), "coded"),
        ((500, {}, b"oops"), "HTTP 500"),
        ((404, {}, {"error": {"message": "no\x1b[31m model\nx"}}), "HTTP 404: no [31m model x"),
        ((401, {}, {"error": f"bad key {KEY}"}), "HTTP 401: bad key ***"),
        ((400, {}, {"message": "y" * 5000}), "HTTP 400: yyy"),
    ],
)
def test_what_is_no_answer_says_why(server: ChatServer, answer: Any, words: str) -> None:
    server.answer = answer

    found = refused(client(server))

    assert words in found.reason
    assert len(found.reason) <= 300


def test_a_status_is_in_the_detail(server: ChatServer) -> None:
    server.answer = (422, {}, {})

    assert refused(client(server)).detail == {"status": 422}


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed(server: ChatServer, status: int) -> None:
    with ChatServer({"stolen": True}) as other:
        server.answer = (status, {"Location": f"{other.base}/chat/completions"}, b"")

        found = refused(client(server))

        assert "a redirect, which is not followed" in found.reason
        assert (other.paths, other.asked) == ([], [])


def test_a_few_failures_in_a_row_leave_it_alone(server: ChatServer) -> None:
    server.answer = (500, {}, b"")
    asking = client(server)
    for _ in range(FAILURES_MAX):
        refused(asking)

    assert "left alone for 60 s more: HTTP 500" in refused(asking).reason
    assert "left alone" in asking.why_not_now()
    assert len(server.asked) == FAILURES_MAX


@pytest.mark.parametrize(
    ("status", "retry_after", "seconds"),
    [
        (429, "7", 7),
        (503, "Tue, 24 Nov 2026 08:00:30 GMT", 30),
        (429, "999999999", 3600),
        (429, "nonsense", None),
    ],
)
def test_retry_after_is_honoured(
    server: ChatServer, status: int, retry_after: str, seconds: int | None
) -> None:
    server.answer = (status, {"Retry-After": retry_after}, b"")
    asking = client(server, clock=lambda: datetime(2026, 11, 24, 8, 0, tzinfo=UTC))

    refused(asking)

    why = f"left alone for {seconds} s more" if seconds else ""
    assert asking.why_not_now().startswith(why)
    assert bool(asking.why_not_now()) is (seconds is not None)


def test_a_dead_port_is_unreachable() -> None:
    with ChatServer() as gone:
        asking = client(gone)

    assert refused(asking).outcome is Outcome.UNREACHABLE


def test_a_name_is_resolved_within_the_deadline(server: ChatServer) -> None:
    def slow(host: str, port: int) -> list[str]:
        time.sleep(1.0)
        return ["127.0.0.1"]

    asking = ServiceClient(f"http://llm.internal:{server.port}/x", user_agent="t", resolve=slow)

    assert refused(asking, seconds=0.2).outcome is Outcome.TIMEOUT


def test_certificates_are_verified_and_an_authority_of_ones_own_can_be_named(
    tmp_path: Path,
) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(tls)
    with ChatServer({"fine": True}, tls=tls) as server:
        assert refused(client(server)).outcome is Outcome.TLS_ERROR
        trusting = client(server, ca_file=tmp_path / "ca.pem")
        assert trusting.post_json({}, seconds=2) == {"fine": True}
