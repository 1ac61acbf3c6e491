"""The pages' server, in a process of its own: `python -m bench.web FOLDER LATENCY_MS`.

It shares the cores with what is measured, so it does next to nothing: whole answers lie ready in
memory, in gzip; connections are kept alive; every unknown path, robots.txt among them, is a 404.
"""

import asyncio
import contextlib
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from bench import copies
from bench.copies import Copy
from bench.errors import BenchError

_READY = b"ready\n"
_BACKLOG = 512
_NOT_FOUND = (
    b"HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\nContent-Length: 10\r\n\r\nNot Found\n"
)


class _Connection(asyncio.Protocol):
    def __init__(self, answers: Mapping[bytes, bytes], latency_seconds: float) -> None:
        self._answers = answers
        self._latency_seconds = latency_seconds
        self._received = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._received += data
        while b"\r\n\r\n" in self._received:
            head, self._received = self._received.split(b"\r\n\r\n", 1)
            answer = self._answers.get(head.split(b" ", 2)[1], _NOT_FOUND)
            if self._latency_seconds:
                loop = asyncio.get_running_loop()
                loop.call_later(self._latency_seconds, self._send, answer)
            else:
                self._send(answer)

    def _send(self, answer: bytes) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(answer)


def _answer(copy: Copy, folder: Path) -> bytes:
    body = copy.packed(folder)
    head = (
        f"HTTP/1.1 200 OK\r\nContent-Type: {copy.content_type}\r\nContent-Encoding: gzip\r\n"
        f'Content-Length: {len(body)}\r\nETag: "{copy.number}"\r\nVary: Accept-Encoding\r\n\r\n'
    )
    return head.encode("ascii") + body


async def _serve(folder: Path, latency_seconds: float) -> None:
    served = copies.load(folder)
    answers = {
        copy.path.encode("ascii"): _answer(copy, folder)
        for copy in (*served.warm_up, *served.measured)
    }
    loop = asyncio.get_running_loop()
    parent_left = asyncio.Event()
    server = await loop.create_server(
        lambda: _Connection(answers, latency_seconds),
        served.addresses,
        served.port,
        backlog=_BACKLOG,
    )
    async with server:
        loop.add_reader(sys.stdin.fileno(), parent_left.set)  # readable: closed, with its writer
        sys.stdout.buffer.write(_READY)
        sys.stdout.buffer.flush()
        await parent_left.wait()


@contextlib.contextmanager
def serving(folder: Path, latency_ms: int) -> Iterator[int]:
    """Serve a folder of copies; gives the server's process id.

    Raises:
        BenchError: the addresses can't be used.
    """
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.web", str(folder), str(latency_ms)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,  # Ctrl-C is the bench's
    )
    assert process.stdout is not None
    try:
        if process.stdout.readline() != _READY:
            raise BenchError("the pages can't be served on 127.2.0.0/16; the bench needs Linux")
        yield process.pid
    finally:
        process.kill()
        process.communicate()


if __name__ == "__main__":
    asyncio.run(_serve(Path(sys.argv[1]), int(sys.argv[2]) / 1000))
