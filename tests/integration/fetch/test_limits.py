"""Time, size and completeness: what a hostile or broken server can't do."""

import gzip
import random
import resource
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import brotli
import pytest
import zstandard
from integration.fetch.manners import Conversation, Handler, MannersServer

from worker.errors import Refused
from worker.fetch.client import Fetcher
from worker.vocabulary import Outcome

DEADLINE_SECONDS = 0.6
OVERRUN_MAX_SECONDS = 1.0

MakeFetcher = Callable[..., Fetcher]

OK = b"HTTP/1.1 200 OK\r\n"


def refusal(fetcher: Fetcher, url: str) -> Refused:
    with pytest.raises(Refused) as caught:
        fetcher.get(url)
    return caught.value


def _says_nothing(conversation: Conversation) -> None:
    time.sleep(10)


def _drips_headers(conversation: Conversation) -> None:
    conversation.drip(OK + b"X: " + b"y" * 1000)


def _continues_for_ever(conversation: Conversation) -> None:
    while True:
        conversation.send(b"HTTP/1.1 100 Continue\r\n\r\n")
        time.sleep(0.02)


def _continues_in_a_flood(conversation: Conversation) -> None:
    while True:
        conversation.send(b"HTTP/1.1 100 Continue\r\n\r\n" * 100)


def _drips_a_body(conversation: Conversation) -> None:
    conversation.send(OK + b"Content-Length: 1000\r\n\r\n")
    conversation.drip(b"x" * 1000)


def _drips_chunks(conversation: Conversation) -> None:
    conversation.send(OK + b"Transfer-Encoding: chunked\r\n\r\n")
    while True:
        conversation.drip(b"1\r\nx\r\n", pause_seconds=0.02)


def _drips_trailers(conversation: Conversation) -> None:
    conversation.send(OK + b"Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n")
    while True:
        conversation.send(b"X: y\r\n")
        time.sleep(0.02)


def _stops_amidst_the_body(conversation: Conversation) -> None:
    conversation.send(OK + b"Content-Length: 1000\r\n\r\nx")
    time.sleep(10)


SLOW = [
    _says_nothing,
    _drips_headers,
    _continues_for_ever,
    _continues_in_a_flood,
    _drips_a_body,
    _drips_chunks,
    _drips_trailers,
    _stops_amidst_the_body,
]


@pytest.mark.parametrize("manners", SLOW, ids=lambda handler: handler.__name__.strip("_"))
def test_no_slowness_outlives_the_deadline(
    server: MannersServer, make_fetcher: MakeFetcher, manners: Handler
) -> None:
    fetcher = make_fetcher(deadline_seconds=DEADLINE_SECONDS)
    started_at = time.monotonic()
    refused = refusal(fetcher, server.on("/", manners))
    assert refused.outcome is Outcome.TIMEOUT
    assert time.monotonic() - started_at < DEADLINE_SECONDS + OVERRUN_MAX_SECONDS


def test_redirects_share_one_deadline(server: MannersServer, make_fetcher: MakeFetcher) -> None:
    def late(conversation: Conversation) -> None:
        time.sleep(0.25)
        step = int(conversation.path.strip("/"))
        conversation.answer(status="302 Found", headers=[f"Location: /{step + 1}"])

    for step in range(9):
        server.on(f"/{step}", late)
    started_at = time.monotonic()
    fetcher = make_fetcher(deadline_seconds=DEADLINE_SECONDS)
    refused = refusal(fetcher, server.url("/0"))
    assert refused.outcome is Outcome.TIMEOUT
    assert refused.detail["hops"] == 2
    assert time.monotonic() - started_at < DEADLINE_SECONDS + OVERRUN_MAX_SECONDS


def test_a_redirect_is_followed_though_its_own_body_never_ends(
    server: MannersServer, fetcher: Fetcher
) -> None:
    def endless(conversation: Conversation) -> None:
        conversation.send(b"HTTP/1.1 302 Found\r\nLocation: /page\r\nContent-Length: 100\r\n\r\n")
        time.sleep(3)

    url = server.on("/", endless)
    server.says("/page", b"<p>here</p>")
    assert fetcher.get(url).body == b"<p>here</p>"


def test_a_name_server_that_is_silent_is_a_timeout(make_fetcher: MakeFetcher) -> None:
    def resolve(host: str, port: int) -> list[str]:
        time.sleep(5)
        return ["127.0.0.1"]

    started_at = time.monotonic()
    fetcher = make_fetcher(resolve=resolve, connect_timeout_seconds=0.3)
    assert refusal(fetcher, "http://slow.example/").outcome is Outcome.TIMEOUT
    assert time.monotonic() - started_at < 1


def test_a_dead_address_leaves_the_next_one_to_be_tried(
    server: MannersServer, make_fetcher: MakeFetcher
) -> None:
    server.says("/", b"<p>here</p>")
    # Nothing listens at the first address.
    fetcher = make_fetcher(resolve=lambda host, port: ["127.0.0.9", "127.0.0.1"])
    assert fetcher.get(server.url("/", host="two.example")).remote_address == "127.0.0.1"


BOMB_BYTES = 200_000_000
CAP_BYTES = 2_000_000
MEMORY_MAX_KIB = 48 * 1024


def _bomb(coding: str) -> bytes:
    if coding == "br":
        packer = brotli.Compressor(quality=1)
        pieces = [packer.process(bytes(1_000_000)) for _ in range(BOMB_BYTES // 1_000_000)]
        return b"".join([*pieces, packer.finish()])
    if coding == "zstd":
        zstd = zstandard.ZstdCompressor().compressobj()
        pieces = [zstd.compress(bytes(1_000_000)) for _ in range(BOMB_BYTES // 1_000_000)]
        return b"".join([*pieces, zstd.flush()])
    zlib_packer = zlib.compressobj(wbits=31 if coding == "gzip" else 15)
    pieces = [zlib_packer.compress(bytes(1_000_000)) for _ in range(BOMB_BYTES // 1_000_000)]
    return b"".join([*pieces, zlib_packer.flush()])


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_a_bomb_stops_at_the_cap_in_bounded_memory(
    server: MannersServer, make_fetcher: MakeFetcher, coding: str
) -> None:
    url = server.says("/", _bomb(coding), headers=[f"Content-Encoding: {coding}"])
    fetcher = make_fetcher(body_max_bytes=CAP_BYTES)
    before_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert refusal(fetcher, url).outcome is Outcome.TOO_LARGE
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before_kib < MEMORY_MAX_KIB


def test_a_bomb_inside_of_a_bomb_stops_too(
    server: MannersServer, make_fetcher: MakeFetcher
) -> None:
    url = server.says("/", gzip.compress(_bomb("gzip")), headers=["Content-Encoding: gzip, gzip"])
    assert refusal(make_fetcher(body_max_bytes=CAP_BYTES), url).outcome is Outcome.TOO_LARGE


def test_members_that_decode_to_nothing_count_too(
    server: MannersServer, make_fetcher: MakeFetcher
) -> None:
    nothing = gzip.compress(gzip.compress(b"") * 200_000)
    url = server.says("/", nothing, headers=["Content-Encoding: gzip, gzip"])
    assert refusal(make_fetcher(body_max_bytes=CAP_BYTES), url).outcome is Outcome.TOO_LARGE


def test_an_endless_chunked_body_stops_at_the_cap(
    server: MannersServer, make_fetcher: MakeFetcher
) -> None:
    def endless(conversation: Conversation) -> None:
        conversation.send(OK + b"Transfer-Encoding: chunked\r\n\r\n")
        while True:
            conversation.send(b"10000\r\n" + bytes(65_536) + b"\r\n")

    fetcher = make_fetcher(body_max_bytes=CAP_BYTES)
    assert refusal(fetcher, server.on("/", endless)).outcome is Outcome.TOO_LARGE


def test_a_body_of_countless_chunks_is_too_large(
    server: MannersServer, make_fetcher: MakeFetcher
) -> None:
    def crumbles(conversation: Conversation) -> None:
        conversation.send(OK + b"Transfer-Encoding: chunked\r\n\r\n")
        while True:
            conversation.send(b"1\r\nx\r\n" * 10_000)

    fetcher = make_fetcher(deadline_seconds=10)
    assert refusal(fetcher, server.on("/", crumbles)).outcome is Outcome.TOO_LARGE


def test_a_length_above_the_cap_is_refused_before_the_body(
    server: MannersServer, make_fetcher: MakeFetcher
) -> None:
    def announces(conversation: Conversation) -> None:
        conversation.send(OK + b"Content-Length: 99999999\r\n\r\n")
        time.sleep(3)

    started_at = time.monotonic()
    assert refusal(make_fetcher(), server.on("/", announces)).outcome is Outcome.TOO_LARGE
    assert time.monotonic() - started_at < 1


def test_a_page_of_just_the_cap_comes_whole(
    server: MannersServer, make_fetcher: MakeFetcher
) -> None:
    page = b"<p>" + b"x" * 1997
    assert make_fetcher(body_max_bytes=2000).get(server.says("/", page)).body == page


WORDS = random.Random(1).randbytes(100_000)
GZIPPED = gzip.compress(WORDS)

TRUNCATED: dict[str, bytes] = {
    "short of its length": OK + b"Content-Length: 1000\r\n\r\nonly this",
    "gzip without a length": OK + b"Content-Encoding: gzip\r\n\r\n" + GZIPPED[:50_000],
    "gzip short of its length": OK
    + b"Content-Encoding: gzip\r\nContent-Length: 100040\r\n\r\n"
    + GZIPPED[:50_000],
    "gzip with a length that is wrong": OK
    + b"Content-Encoding: gzip\r\nContent-Length: 50000\r\n\r\n"
    + GZIPPED[:50_000],
    "gzip without its last byte": OK + b"Content-Encoding: gzip\r\n\r\n" + GZIPPED[:-1],
    "gzip with a wrong checksum": OK + b"Content-Encoding: gzip\r\n\r\n" + GZIPPED[:-8] + bytes(8),
    "chunks without the last": OK + b"Transfer-Encoding: chunked\r\n\r\n4\r\nonly\r\n",
    "half a chunk": OK + b"Transfer-Encoding: chunked\r\n\r\nff\r\nonly",
    "chunks of no length": OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nonly\r\n",
}


@pytest.mark.parametrize("sent", TRUNCATED.values(), ids=TRUNCATED.keys())
def test_a_body_that_broke_off_is_never_taken_for_whole(
    server: MannersServer, fetcher: Fetcher, sent: bytes
) -> None:
    def breaks_off(conversation: Conversation) -> None:
        conversation.send(sent)
        conversation.hang_up()

    assert refusal(fetcher, server.on("/", breaks_off)).outcome is Outcome.TRUNCATED


NONSENSE: dict[str, bytes] = {
    "a status line of garbage": b"\x00\xff\x13 hello\r\n\r\n",
    "a status that is no number": b"HTTP/1.1 OK OK\r\n\r\n",
    "another protocol": b"SSH-2.0-OpenSSH_9.9\r\n",
    "a header of 70 kB": OK + b"X: " + b"y" * 70_000 + b"\r\n\r\n",
    "150 headers": OK + b"".join(b"X-%d: y\r\n" % n for n in range(150)) + b"\r\n",
    "two lengths": OK + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\nabc",
}


@pytest.mark.parametrize("sent", NONSENSE.values(), ids=NONSENSE.keys())
def test_nonsense_is_an_http_error(server: MannersServer, fetcher: Fetcher, sent: bytes) -> None:
    def speaks_nonsense(conversation: Conversation) -> None:
        conversation.send(sent)
        conversation.hang_up()

    assert refusal(fetcher, server.on("/", speaks_nonsense)).outcome is Outcome.HTTP_ERROR


@pytest.mark.parametrize("coding", ["compress", "sdch", "gzip, br, gzip"])
def test_a_coding_that_nobody_asked_for_is_the_wrong_type(
    server: MannersServer, fetcher: Fetcher, coding: str
) -> None:
    url = server.says("/", b"x", headers=[f"Content-Encoding: {coding}"])
    assert refusal(fetcher, url).outcome is Outcome.WRONG_TYPE


def test_random_bytes_never_raise_anything_but_a_refusal(
    server: MannersServer, make_fetcher: MakeFetcher
) -> None:
    dice = random.Random(7)
    starts = [b"", OK, b"HTTP/1.1 ", OK + b"Transfer-Encoding: chunked\r\n\r\n"]
    starts += [OK + b"Content-Encoding: %s\r\n\r\n" % c for c in (b"gzip", b"br", b"zstd")]

    def babbles(conversation: Conversation) -> None:
        conversation.send(dice.choice(starts) + dice.randbytes(dice.randrange(300)))
        conversation.hang_up()

    url = server.on("/", babbles)
    fetcher = make_fetcher()
    for _ in range(60):
        try:
            fetcher.get(url)
        except Refused as refused:
            assert refused.reason


def test_nothing_listening_is_unreachable(fetcher: Fetcher) -> None:
    assert refusal(fetcher, "http://127.0.0.1:1/").outcome is Outcome.UNREACHABLE


def test_no_file_descriptor_stays_behind(server: MannersServer, make_fetcher: MakeFetcher) -> None:
    fetcher = make_fetcher(deadline_seconds=0.2)
    urls = [server.on("/slow", _says_nothing), server.says("/large", bytes(3000))]
    before = len(list(Path("/proc/self/fd").iterdir()))
    for url in urls * 3:
        refusal(make_fetcher(deadline_seconds=0.2, body_max_bytes=1000), url)
    fetcher.close()
    ours = len(list(Path("/proc/self/fd").iterdir())) - before
    assert ours <= 6  # the server's own ends of what it has not noticed yet
