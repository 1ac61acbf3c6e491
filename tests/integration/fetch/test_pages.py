"""Pages as they come: whole, conditional, coded, refused by status."""

import gzip
import threading
import zlib
from collections.abc import Callable

import brotli
import pytest
import zstandard
from integration.fetch.manners import Conversation, MannersServer

from worker.errors import Refused
from worker.fetch.client import Fetcher
from worker.vocabulary import Outcome

PAGE = b"<!doctype html><title>A page</title>" + b"<p>words of it</p>" * 2000


def refusal(fetcher: Fetcher, url: str, **options: object) -> Refused:
    with pytest.raises(Refused) as caught:
        fetcher.get(url, **options)  # type: ignore[arg-type]
    return caught.value


def test_a_page_comes_whole_with_its_headers_in_order(
    server: MannersServer, fetcher: Fetcher
) -> None:
    url = server.says("/a?b=c", PAGE, headers=["X-One: 1", "X-Two: 2", "X-One: 3"])
    page = fetcher.get(url)
    assert (page.requested_url, page.final_url, page.status) == (url, url, 200)
    assert page.body == PAGE
    assert page.headers[:3] == (("X-One", "1"), ("X-Two", "2"), ("X-One", "3"))
    assert page.remote_address == "127.0.0.1"
    assert 0 < page.elapsed_seconds < 2
    assert (page.hops, page.elsewhere, page.not_modified) == ((), None, False)


def test_a_request_says_who_asks_and_carries_nothing_else(
    server: MannersServer, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    url = server.says("/", PAGE, headers=["Set-Cookie: a=b; Path=/"])
    fetcher.get(url)
    fetcher.get(url)
    headers = server.asked[1].headers
    assert headers["host"] == f"127.0.0.1:{server.port}"
    assert headers["user-agent"].startswith("Vedette/")
    assert headers["accept-encoding"] == "gzip, deflate, br, zstd"
    assert headers["accept-language"] == "*"
    assert headers["accept"].startswith("text/html")
    assert not {"cookie", "authorization", "proxy-authorization", "if-none-match"} & set(headers)


def test_an_operators_own_words_never_break_a_header(
    server: MannersServer, make_fetcher: Callable[..., Fetcher]
) -> None:
    fetcher = make_fetcher(contact="Редакция\r\nX: y")
    assert fetcher.get(server.says("/", PAGE)).body == PAGE
    assert "x" not in server.asked[0].headers


def test_a_connection_is_kept_for_the_next_page(server: MannersServer, fetcher: Fetcher) -> None:
    urls = [server.says(f"/{n}", PAGE) for n in range(3)]
    for url in urls:
        fetcher.get(url)
    assert server.connection_count == 1


def test_a_kept_connection_that_is_dead_is_replaced_unseen(
    server: MannersServer, fetcher: Fetcher
) -> None:
    def closes_on_the_second(conversation: Conversation) -> None:
        if conversation.number > 1:
            conversation.hang_up()
        conversation.answer(PAGE)

    url = server.on("/", closes_on_the_second)
    fetcher.get(url)
    assert fetcher.get(url).body == PAGE
    assert (server.connection_count, len(server.asked)) == (2, 3)


def test_a_fresh_connection_that_dies_is_not_asked_twice(
    server: MannersServer, fetcher: Fetcher
) -> None:
    url = server.on("/", lambda conversation: conversation.hang_up())
    assert refusal(fetcher, url).outcome is Outcome.UNREACHABLE
    assert len(server.asked) == 1


def test_an_unchanged_page_is_not_sent_again(server: MannersServer, fetcher: Fetcher) -> None:
    url = server.says("/", status="304 Not Modified")
    page = fetcher.get(url, etag='"v1"', last_modified="Tue, 03 Nov 2026 10:00:00 GMT")
    assert page.not_modified
    assert page.body == b""
    assert server.asked[0].headers["if-none-match"] == '"v1"'
    assert server.asked[0].headers["if-modified-since"] == "Tue, 03 Nov 2026 10:00:00 GMT"


def test_a_validator_that_can_not_stand_in_a_header_is_not_sent(
    server: MannersServer, fetcher: Fetcher
) -> None:
    url = server.says("/", PAGE)
    assert fetcher.get(url, etag='"a"\r\nX: y', last_modified="ж").body == PAGE
    assert not {"if-none-match", "if-modified-since", "x"} & set(server.asked[0].headers)


def test_304_without_having_been_asked_is_an_error(server: MannersServer, fetcher: Fetcher) -> None:
    url = server.says("/", status="304 Not Modified")
    assert refusal(fetcher, url).outcome is Outcome.HTTP_ERROR


@pytest.mark.parametrize(
    ("coding", "coded"),
    [
        ("gzip", gzip.compress(PAGE)),
        ("x-gzip", gzip.compress(PAGE)),
        ("deflate", zlib.compress(PAGE)),
        ("br", brotli.compress(PAGE)),
        ("zstd", zstandard.compress(PAGE)),
        ("gzip, br", brotli.compress(gzip.compress(PAGE))),
    ],
)
@pytest.mark.parametrize("is_chunked", [False, True])
def test_every_coding_is_undone(
    server: MannersServer, fetcher: Fetcher, coding: str, coded: bytes, is_chunked: bool
) -> None:
    def in_chunks(conversation: Conversation) -> None:
        head = (
            f"HTTP/1.1 200 OK\r\nContent-Encoding: {coding}\r\nTransfer-Encoding: chunked\r\n\r\n"
        )
        conversation.send(head.encode())
        for start in range(0, len(coded), 100):
            chunk = coded[start : start + 100]
            conversation.send(b"%x\r\n%s\r\n" % (len(chunk), chunk))
        conversation.send(b"0\r\n\r\n")

    url = server.says("/", coded, headers=[f"Content-Encoding: {coding}"])
    if is_chunked:
        server.on("/", in_chunks)
    assert fetcher.get(url).body == PAGE
    assert fetcher.get(url).body == PAGE
    assert server.connection_count == 1  # both bodies were read to their end


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        ("204 No Content", Outcome.HTTP_ERROR),
        ("206 Partial Content", Outcome.HTTP_ERROR),
        ("400 Bad Request", Outcome.HTTP_ERROR),
        ("401 Unauthorized", Outcome.HTTP_ERROR),
        ("403 Forbidden", Outcome.HTTP_ERROR),
        ("404 Not Found", Outcome.NOT_FOUND),
        ("410 Gone", Outcome.GONE),
        ("451 Unavailable For Legal Reasons", Outcome.GEO_BLOCKED),
        ("500 Internal Server Error", Outcome.HTTP_ERROR),
        ("999 Nonsense", Outcome.HTTP_ERROR),
        ("301 Moved", Outcome.HTTP_ERROR),  # to nowhere
        ("300 Multiple Choices", Outcome.HTTP_ERROR),
    ],
)
def test_a_status_without_a_page_is_refused_by_its_meaning(
    server: MannersServer, fetcher: Fetcher, status: str, outcome: Outcome
) -> None:
    url = server.says("/", b"" if status.startswith("204") else b"some words", status=status)
    refused = refusal(fetcher, url)
    assert refused.outcome is outcome
    assert refused.detail["status"] == int(status[:3])
    assert refused.detail["final_url"] == url


def test_an_empty_page_is_no_page(server: MannersServer, fetcher: Fetcher) -> None:
    refused = refusal(fetcher, server.says("/", b""))
    assert (refused.outcome, refused.reason) == (Outcome.HTTP_ERROR, "empty body")


@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Service Unavailable"])
def test_what_a_server_asks_for_by_retry_after_is_handed_on(
    server: MannersServer, fetcher: Fetcher, status: str
) -> None:
    url = server.says("/", b"later", status=status, headers=["Retry-After: 120"])
    refused = refusal(fetcher, url)
    assert (refused.outcome, refused.retry_after_seconds) == (Outcome.HTTP_ERROR, 120.0)


def test_a_challenge_is_told_from_other_refusals_by_its_signature(
    server: MannersServer, fetcher: Fetcher
) -> None:
    body = gzip.compress(b"<script>window._cf_chl_opt={}</script>")
    url = server.says("/", body, status="403 Forbidden", headers=["Content-Encoding: gzip"])
    refused = refusal(fetcher, url)
    assert refused.outcome is Outcome.BOT_CHALLENGE
    assert refused.detail["signature"] == "cloudflare"


def test_one_fetcher_serves_many_threads(server: MannersServer, fetcher: Fetcher) -> None:
    bodies = {f"/{n}": b"<p>%d</p>" % n for n in range(40)}
    urls = {server.says(path, body): body for path, body in bodies.items()}
    wrong: list[str] = []

    def get(url: str, body: bytes) -> None:
        if fetcher.get(url).body != body:
            wrong.append(url)

    threads = [threading.Thread(target=get, args=item) for item in urls.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
    assert len(server.asked) == 40
