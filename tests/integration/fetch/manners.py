"""A web server with any manners, the worst included: a handler writes its bytes as it likes."""

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self


@dataclass(slots=True)
class Conversation:
    """One request on its connection, as a handler gets it."""

    socket: socket.socket
    path: str
    headers: dict[str, str]
    number: int  #: of the request on this connection, from 1

    def send(self, data: bytes) -> None:
        self.socket.sendall(data)

    def answer(
        self, body: bytes = b"", *, status: str = "200 OK", headers: Iterable[str] = ()
    ) -> None:
        """A well-formed answer, with its length."""
        lines = [f"HTTP/1.1 {status}", *headers, f"Content-Length: {len(body)}", "", ""]
        self.send("\r\n".join(lines).encode("latin-1") + body)

    def drip(self, data: bytes, *, pause_seconds: float = 0.05) -> None:
        """One byte after the other, for as long as somebody listens."""
        for byte in data:
            self.send(bytes((byte,)))
            time.sleep(pause_seconds)

    def hang_up(self) -> None:
        """Close the connection, and tell the server so."""
        raise ConnectionAbortedError


Handler = Callable[[Conversation], None]


@dataclass(slots=True)
class MannersServer:
    """A server on a loopback address and a port of its own; a thread for each connection."""

    address: str = "127.0.0.1"
    tls: ssl.SSLContext | None = None
    handlers: dict[str, Handler] = field(default_factory=dict)
    fallback: Handler | None = None  #: for all other paths; None: they are not found
    asked: list[Conversation] = field(default_factory=list)
    connection_count: int = 0
    _listener: socket.socket = field(init=False)

    def __enter__(self) -> Self:
        self._listener = socket.create_server((self.address, 0))
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    def on(self, path: str, handler: Handler) -> str:
        """Answer a path by a handler; gives the URL that leads there."""
        self.handlers[path] = handler
        return self.url(path)

    def says(
        self, path: str, body: bytes = b"", *, status: str = "200 OK", headers: Iterable[str] = ()
    ) -> str:
        """Answer a path well; gives the URL that leads there."""
        lines = tuple(headers)
        return self.on(path, lambda c: c.answer(body, status=status, headers=lines))

    def redirects(self, path: str, location: str, status: str = "302 Found") -> str:
        return self.says(path, status=status, headers=[f"Location: {location}"])

    def url(self, path: str, host: str | None = None) -> str:
        scheme = "http" if self.tls is None else "https"
        return f"{scheme}://{host or self.address}:{self.port}{path}"

    @property
    def paths(self) -> list[str]:
        return [conversation.path for conversation in self.asked]

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.connection_count += 1
            threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError, ssl.SSLError), contextlib.ExitStack() as stack:
            stack.callback(connection.close)
            if self.tls is not None:
                connection = self.tls.wrap_socket(connection, server_side=True)
                stack.callback(connection.close)
            number = 0
            while request := _read_request(connection):
                number += 1
                path, headers = request
                conversation = Conversation(connection, path, headers, number)
                self.asked.append(conversation)
                self.handlers.get(path, self.fallback or _not_found)(conversation)


def _not_found(conversation: Conversation) -> None:
    conversation.answer(status="404 Not Found")


def _read_request(connection: socket.socket) -> tuple[str, dict[str, str]] | None:
    data = b""
    while b"\r\n\r\n" not in data:
        received = connection.recv(65_536)
        if not received:
            return None
        data += received
    first, *lines = data.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    named = (line.partition(": ") for line in lines)
    return first.split(" ")[1], {name.lower(): value for name, _, value in named}
