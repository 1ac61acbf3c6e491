"""`python -m hostile.crowd`: one process that plays many sites, healthy ones and hostile ones.

Each loopback address is a site of its own: 127.1.x.y answers at once, 127.2.x.y has the manners
whose number is y. It prints its port, and ends with its standard input.
"""

import asyncio
import gzip
import itertools
import subprocess
import sys
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any

PAGE = b"<!doctype html><title>t</title><p>" + b"A page with some words in it. " * 40
HEALTHY = "127.1"
HOSTILE = "127.2"
OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
_PAUSE_SECONDS = 0.3

Writer = asyncio.StreamWriter
Manners = Callable[[Writer, bytes], Coroutine[Any, Any, None]]


async def _drip(writer: Writer, pieces: Iterator[bytes]) -> None:
    for piece in pieces:
        writer.write(piece)
        await writer.drain()
        await asyncio.sleep(_PAUSE_SECONDS)


async def _silence(writer: Writer, path: bytes) -> None:
    await asyncio.sleep(600)


async def _header_drip(writer: Writer, path: bytes) -> None:
    await _drip(writer, itertools.chain([OK + b"X: "], itertools.repeat(b"y")))


async def _continues(writer: Writer, path: bytes) -> None:
    await _drip(writer, itertools.repeat(b"HTTP/1.1 100 Continue\r\n\r\n"))


async def _header_lines(writer: Writer, path: bytes) -> None:
    await _drip(writer, itertools.chain([OK], itertools.repeat(b"X: y\r\n")))


async def _body_drip(writer: Writer, path: bytes) -> None:
    await _drip(
        writer, itertools.chain([OK + b"Content-Length: 9999\r\n\r\n"], itertools.repeat(b"x"))
    )


async def _chunk_size_drip(writer: Writer, path: bytes) -> None:
    await _drip(writer, itertools.chain([CHUNKED], itertools.repeat(b"0")))


async def _chunk_drip(writer: Writer, path: bytes) -> None:
    await _drip(writer, itertools.chain([CHUNKED], itertools.repeat(b"1\r\nx\r\n")))


async def _trailer_drip(writer: Writer, path: bytes) -> None:
    start = CHUNKED + b"1\r\nx\r\n0\r\n"
    await _drip(writer, itertools.chain([start], itertools.repeat(b"X: y\r\n")))


async def _after_gzip(writer: Writer, path: bytes) -> None:
    start = OK + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(PAGE)
    await _drip(writer, itertools.chain([start], itertools.repeat(b"x")))


async def _slow_hops(writer: Writer, path: bytes) -> None:
    await asyncio.sleep(2)
    writer.write(b"HTTP/1.1 302 Found\r\nLocation: %s1\r\nContent-Length: 0\r\n\r\n" % path)
    await writer.drain()


async def _robots_then_silence(writer: Writer, path: bytes) -> None:
    if path == b"/robots.txt":
        await _answer(writer, path)
    else:
        await asyncio.sleep(600)


async def _slow_answer(writer: Writer, path: bytes) -> None:
    """Within the deadline, and far slower than anybody likes."""
    if path != b"/robots.txt":
        await asyncio.sleep(4)
    await _answer(writer, path)


async def _answer(writer: Writer, path: bytes) -> None:
    body = b"" if path == b"/robots.txt" else PAGE
    writer.write(OK + b"Content-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
    await writer.drain()


MANNERS: tuple[Manners, ...] = (
    *(_silence, _header_drip, _continues, _header_lines, _body_drip, _chunk_size_drip),
    *(_chunk_drip, _trailer_drip, _after_gzip, _slow_hops, _robots_then_silence, _slow_answer),
)


async def _talk(reader: asyncio.StreamReader, writer: Writer) -> None:
    address = writer.get_extra_info("sockname")[0]
    number = int(address.rpartition(".")[2])
    manners = MANNERS[number % len(MANNERS)] if address.startswith(HOSTILE) else _answer
    try:
        while request := await reader.readuntil(b"\r\n\r\n"):
            await manners(writer, request.split(b" ")[1])
    except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
        pass  # the other side has left
    finally:
        writer.close()


async def _serve() -> None:
    server = await asyncio.start_server(_talk, "0.0.0.0", 0, backlog=1024)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.to_thread(sys.stdin.read)


@contextmanager
def running() -> Iterator[int]:
    """The sites in a process of their own; gives their port."""
    command = [sys.executable, "-m", "hostile.crowd"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            yield int(process.stdout.readline())
        finally:
            process.stdin.close()
            process.terminate()


if __name__ == "__main__":
    asyncio.run(_serve())
