"""No body, header or sitemap takes more memory than its cap and a little.

Each case runs in a fresh process: what is told is the most that it held (ru_maxrss) above what it
held before.
"""

import gzip
import multiprocessing
import resource
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from functools import cache, partial

from integration.fetch.manners import Conversation, Handler, MannersServer

from hostile.bombs import bomb, packed, zstd_that_announces, zstd_that_wants_memory
from hostile.case import Case, Observation
from hostile.net import outcome_of
from worker.discover import sitemaps
from worker.errors import Refused
from worker.fetch.client import Fetcher
from worker.settings import DiscoverSettings, FetchSettings

CAP_BYTES = FetchSettings().body_max_bytes
#: The pieces of a body at the cap, the whole of it, and a coding's own window (brotli: 16 MiB).
LIMIT_BYTES = 2 * CAP_BYTES + 32 * 1024 * 1024
#: A sitemap may be 50 MiB; it is unpacked, then read.
SITEMAP_LIMIT_BYTES = 4 * DiscoverSettings().sitemap_max_bytes
OK = b"HTTP/1.1 200 OK\r\n"
#: One of each kind: a fresh process costs a second.
IN_SUITE = frozenset(
    {"gzip bomb", "br bomb", "zstd bomb", "gzip bomb in br", "8 codings", "members of nothing",
     "zstd with a window of 2**31", "endless header", "redirects that are bombs",
     "robots.txt bomb", ".gz sitemap bomb"}
)  # fmt: skip


def cases() -> Iterator[Case]:
    """All of them; each takes a second or two."""
    for coding in ("gzip", "x-gzip", "deflate", "br", "zstd"):
        body = partial(bomb, coding.removeprefix("x-"))
        yield _case(f"{coding} bomb", partial(_page, "too_large", coding, body))
    yield _case("raw deflate bomb", _coded("too_large", "deflate", lambda: bomb("raw deflate")))
    for inner in ("gzip", "deflate", "br", "zstd"):
        for outer in ("gzip", "br", "zstd"):
            body = partial(_chained, inner, outer)
            yield _case(f"{inner} bomb in {outer}", _coded("too_large", f"{inner}, {outer}", body))
    for count in (3, 8, 1000):
        codings = ", ".join(["gzip"] * count)
        yield _case(f"{count} codings", _coded("wrong_type", codings, lambda: bomb("gzip")))
    empties = partial(_empty_members, 600_000)
    yield _case("members of nothing", _coded("too_large", "gzip, gzip", empties))
    for log in (24, 27, 31, 41):
        body = partial(zstd_that_wants_memory, log)
        yield _case(f"zstd with a window of 2**{log}", _coded("truncated", "zstd", body))
    announced = partial(zstd_that_announces, 1 << 62)
    yield _case("zstd that announces 2**62 bytes", _coded("truncated", "zstd", announced))
    for name, (expected, handler) in _handlers().items():
        yield _case(name, partial(_served, expected, handler))
    yield _case("robots.txt bomb", _robots)
    for name, (expected, body) in _SITEMAPS.items():
        yield _case(name, partial(_sitemap, expected, body))


def _case(name: str, run: Callable[[], Observation]) -> Case:
    return Case(area="memory", name=name, run=run, is_long=name not in IN_SUITE)


def _coded(expected: str, codings: str, body: Callable[[], bytes]) -> Callable[[], Observation]:
    return partial(_page, expected, codings, body)


def _chained(inner: str, outer: str) -> bytes:
    return packed(bomb(inner), outer)


def _empty_members(count: int) -> bytes:
    return gzip.compress(gzip.compress(b"") * count)


def _handlers() -> dict[str, tuple[str, Handler]]:
    chunked = OK + b"Transfer-Encoding: chunked\r\n\r\n"
    piece = bytes(262_144)
    return {
        "endless body": ("too_large", _endless(OK + b"\r\n", piece)),
        "endless chunks": ("too_large", _endless(chunked, b"40000\r\n" + piece + b"\r\n")),
        "countless chunks": ("too_large", _endless(chunked, b"1\r\nx\r\n" * 10_000)),
        "one chunk without end": ("too_large", _endless(chunked + b"ffffffffffff\r\n", piece)),
        "endless chunk size": ("truncated", _endless(chunked, b"0" * 10_000)),
        "endless trailers": ("timeout", _endless(chunked + b"0\r\n", b"X: y\r\n" * 10_000)),
        "a length of 10**18": (
            "too_large", _endless(OK + b"Content-Length: 1%s\r\n\r\n" % (b"0" * 18), piece)),
        "a length of 5,000 digits": (
            "too_large", _endless(OK + b"Content-Length: %s\r\n\r\n" % (b"9" * 5000), piece)),
        "endless status line": ("http_error", _endless(b"HTTP/1.1 200 ", b"x" * 10_000)),
        "endless header": ("http_error", _endless(OK + b"X: ", b"x" * 10_000)),
        "endless header without a name": ("http_error", _endless(OK, b"x" * 10_000)),
        "endless headers": ("http_error", _endless(OK, b"X: " + b"y" * 60_000 + b"\r\n")),
        "99 headers of 60 kB": (
            "fetched", _once(OK + (b"X: " + b"y" * 60_000 + b"\r\n") * 98
                             + b"Content-Length: 3\r\n\r\n<p>")),
        "100 Continue with large headers": (
            "timeout",
            _endless(b"", b"HTTP/1.1 100 C\r\n" + (b"X: %s\r\n" % (b"y" * 9000)) * 50 + b"\r\n")),
        "an error page that is a bomb": ("http_error", _bomb_of(b"500 E", b"")),
        "a missing page that is a bomb": ("not_found", _bomb_of(b"404 N", b"")),
        "redirects that are bombs": ("redirect_loop", _bomb_of(b"302 F", b"Location: %s1\r\n")),
    }  # fmt: skip


def _endless(start: bytes, piece: bytes) -> Handler:
    def handler(conversation: Conversation) -> None:
        conversation.send(start)
        while True:
            conversation.send(piece)

    return handler


def _once(answer: bytes) -> Handler:
    return lambda conversation: conversation.send(answer)


def _bomb_of(status: bytes, header: bytes) -> Handler:
    def handler(conversation: Conversation) -> None:
        body = bomb("gzip")
        more = header % conversation.path.encode() if header else b""
        conversation.send(
            b"HTTP/1.1 %s\r\n%sContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n"
            % (status, more, len(body))
            + body
        )

    return handler


# --- measuring in a child


@cache
def _context() -> multiprocessing.context.ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["worker.fetch.client", "worker.discover.sitemaps"])
    return context


def _measured(
    expected: str, work: Callable[..., str], *arguments: object, limit_bytes: int = LIMIT_BYTES
) -> Observation:
    with ProcessPoolExecutor(1, mp_context=_context()) as child:
        got, peak_bytes, seconds = child.submit(_in_child, work, *arguments).result()
    return Observation(
        expected=expected,
        got=got,
        seconds=seconds,
        peak_bytes=peak_bytes,
        limit_bytes=limit_bytes,
        limit_seconds=FetchSettings().deadline_seconds,
    )


def _in_child(work: Callable[..., str], *arguments: object) -> tuple[str, int, float]:
    before, started_at = _most_bytes(), time.monotonic()
    got = work(*arguments)
    return got, _most_bytes() - before, time.monotonic() - started_at


def _most_bytes() -> int:
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def _fetcher() -> Fetcher:
    settings = FetchSettings(allow_networks=("127.0.0.0/8",), deadline_seconds=3)
    return Fetcher(settings, allowed_ports=(80,))


def _fetch(url: str) -> str:
    return outcome_of(lambda: _fetcher().get(url, may_refresh=True))


def _fetch_robots(origin: str) -> str:
    file = _fetcher().get_robots(origin, now=datetime.now(UTC))
    return f"{len(file.body)} bytes"


def _read_sitemap(body: bytes) -> str:
    try:
        reading = sitemaps.read(
            body,
            base_url="https://a.example/sitemap.xml.gz",
            content_type="application/gzip",
            now=datetime(2026, 11, 24, tzinfo=UTC),
            limits=sitemaps.SitemapLimits.from_settings(DiscoverSettings()),
        )
    except Refused as refused:
        return str(refused.outcome)
    return f"{len(reading.items)} items"


def _page(expected: str, codings: str, body: Callable[[], bytes]) -> Observation:
    with MannersServer() as server:
        url = server.says("/", body(), headers=[f"Content-Encoding: {codings}"])
        return _measured(expected, _fetch, url)


def _served(expected: str, handler: Handler) -> Observation:
    with MannersServer(fallback=handler) as server:
        return _measured(expected, _fetch, server.url("/"))


def _robots() -> Observation:
    """Cut after 500 KiB; there is no whole line in it."""
    with MannersServer() as server:
        server.says("/robots.txt", bomb("br"), headers=["Content-Encoding: br"])
        return _measured("0 bytes", _fetch_robots, server.url(""))


def _long_sitemap() -> bytes:
    """One entry, and 100 MB of white space."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    start = (
        b"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url>"
        b"<loc>https://a.example/1</loc><lastmod>2026-11-23</lastmod></url>"
    )
    pieces = [packer.compress(start), *(packer.compress(b" " * 1_000_000) for _ in range(100))]
    return b"".join([*pieces, packer.flush()])


_SITEMAPS: dict[str, tuple[str, Callable[[], bytes]]] = {
    ".gz sitemap bomb": ("1 items", _long_sitemap),
    ".gz sitemap bomb in gzip": ("1 items", lambda: gzip.compress(_long_sitemap())),
    ".gz sitemap of zeros": ("wrong_type", lambda: bomb("gzip")),
    ".gz sitemap of empty members": ("wrong_type", lambda: gzip.compress(b"") * 500_000),
}


def _sitemap(expected: str, body: Callable[[], bytes]) -> Observation:
    return _measured(expected, _read_sitemap, body(), limit_bytes=SITEMAP_LIMIT_BYTES)
