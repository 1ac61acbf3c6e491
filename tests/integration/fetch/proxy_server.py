"""A small HTTP proxy: absolute-form for http, CONNECT for https; all names lead to loopback."""

import contextlib
import select
import socket
import threading
import time
from base64 import b64encode
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit


@dataclass(slots=True)
class ProxyServer:
    """Passes on what it is asked, to one port per host; or answers `refusal` to everything."""

    leads: dict[str, int] = field(default_factory=dict)  #: host -> port on loopback
    password: str | None = None  #: "user:password" that it wants
    refusal: bytes | None = None
    silent: bool = False
    asked: list[str] = field(default_factory=list)  #: request lines
    _listener: socket.socket = field(init=False)

    def __enter__(self) -> Self:
        self._listener = socket.create_server(("127.0.0.1", 0))
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

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, client: socket.socket) -> None:
        with contextlib.suppress(OSError), client:
            head = b""
            while b"\r\n\r\n" not in head:
                received = client.recv(65_536)
                if not received:
                    return
                head += received
            line = head.partition(b"\r\n")[0].decode("latin-1")
            self.asked.append(line)
            if self.silent:
                time.sleep(10)
            if not self._is_welcome(head):
                client.sendall(b"HTTP/1.1 407 Who\r\nContent-Length: 0\r\n\r\n")
            elif self.refusal is not None:
                client.sendall(self.refusal)
            else:
                self._pass_on(client, head, *line.split(" ")[:2])

    def _is_welcome(self, head: bytes) -> bool:
        if self.password is None:
            return True
        told = b64encode(self.password.encode())
        return b"Proxy-Authorization: Basic %s\r\n" % told in head

    def _pass_on(self, client: socket.socket, head: bytes, method: str, target: str) -> None:
        host, _, _ = (urlsplit(target).netloc or target).partition(":")
        with socket.create_connection(("127.0.0.1", self.leads[host])) as server:
            if method == "CONNECT":
                client.sendall(b"HTTP/1.1 200 Connection established\r\nX: y\r\n\r\n")
            else:
                server.sendall(_in_origin_form(head))
            _shovel(client, server)


def _in_origin_form(data: bytes) -> bytes:
    """A request as the site wants it; anything else as it is."""
    if not data.startswith(b"GET http://"):
        return data
    path = data.removeprefix(b"GET http://").partition(b"/")[2]
    return b"GET /" + path


def _shovel(client: socket.socket, server: socket.socket) -> None:
    while True:
        for ready in select.select([client, server], [], [], 10)[0]:
            data = ready.recv(65_536)
            if not data:
                return
            if ready is client:
                server.sendall(_in_origin_form(data))
            else:
                client.sendall(data)
