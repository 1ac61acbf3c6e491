"""One outlet as an HTTP/1.1 server: keep-alive, a thread for each connection, nothing printed."""

import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from socketserver import TCPServer
from typing import Any

from worker.demo import answers
from worker.demo.answers import NOT_FOUND_BODY, Answer
from worker.demo.site import Outlet

IDLE_TIMEOUT_SECONDS = 60.0  # a connection kept alive for longer without a request is closed


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestSeen:
    """One request as the server answered it."""

    at_monotonic: float
    outlet: str
    method: str
    path: str  #: the request target, with its query
    status: int
    user_agent: str


class Host(TCPServer):
    """An outlet bound to its own address. `handle_request` takes one connection that waits.

    TCPServer and not HTTPServer, which asks DNS for the name of its address when it binds.
    """

    allow_reuse_address = True
    request_queue_size = 128
    timeout = 0  # handle_request never waits: SampleWeb has selected

    def __init__(
        self,
        outlet: Outlet,
        address: tuple[str, int],
        *,
        latency_seconds: float,
        log: Callable[[RequestSeen], None],
    ) -> None:
        super().__init__(address, _Handler)
        self.socket.setblocking(False)  # a client that gave up must not hold the accepting thread
        ip, port = self.server_address[:2]
        self.base = f"http://{ip!s}:{port}"
        self.outlet = outlet
        self.answers = answers.prepare(outlet, self.base)
        self.latency_seconds = latency_seconds
        self.log = log
        self.closing = threading.Event()
        self._lock = threading.Lock()
        self._connections: dict[threading.Thread, socket.socket] = {}

    def process_request(self, request: Any, client_address: Any) -> None:
        """Serve a connection in a thread of its own, which `close` can end."""
        thread = threading.Thread(
            target=self._serve, args=(request, client_address), name=self.base, daemon=True
        )
        with self._lock:
            self._connections[thread] = request
        thread.start()

    def close(self) -> None:
        """Free the port, break off open connections and wait for their threads."""
        self.closing.set()
        self.server_close()
        with self._lock:
            open_connections = dict(self._connections)
        for thread, connection in open_connections.items():
            _break_off(connection)
            thread.join()

    def _serve(self, request: socket.socket, client_address: Any) -> None:
        try:
            with suppress(OSError):  # the client hung up, or `close` broke the connection off
                self.finish_request(request, client_address)
        finally:
            self.shutdown_request(request)
            with self._lock:
                self._connections.pop(threading.current_thread(), None)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "SampleWeb"
    sys_version = ""
    timeout = IDLE_TIMEOUT_SECONDS
    wbufsize = -1  # header and body leave together
    disable_nagle_algorithm = True
    server: Host

    def do_GET(self) -> None:
        self._respond()

    def do_HEAD(self) -> None:
        self._respond()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        """Say nothing: `SampleWeb.requests` holds the log."""

    def _respond(self) -> None:
        if self.server.closing.wait(self.server.latency_seconds):
            self.close_connection = True
            return
        found = self.server.answers.get(answers.key(self.path))
        answer = found or answers.answer(NOT_FOUND_BODY, "text/html; charset=utf-8", status=404)
        known = answers.matches(self.headers.get("If-None-Match", ""), answer.etag)
        status = 304 if answer.status == 200 and known else answer.status
        self._log(status)
        if status == 304:
            self._send_not_modified(answer)
        else:
            self._send(answer)

    def _send_not_modified(self, answer: Answer) -> None:
        self.send_response(304)
        self.send_header("ETag", answer.etag)
        self.send_header("Vary", "Accept-Encoding")
        self.end_headers()

    def _send(self, answer: Answer) -> None:
        compress = answers.accepts_gzip(self.headers.get("Accept-Encoding", ""))
        body = answer.body_gzip if compress else answer.body
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Vary", "Accept-Encoding")
        if compress:
            self.send_header("Content-Encoding", "gzip")
        if answer.status == 200:
            self.send_header("ETag", answer.etag)
        if answer.location is not None:
            self.send_header("Location", answer.location)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _log(self, status: int) -> None:
        seen = RequestSeen(
            at_monotonic=time.monotonic(),
            outlet=self.server.outlet.name,
            method=self.command,
            path=self.path,
            status=status,
            user_agent=self.headers.get("User-Agent", ""),
        )
        self.server.log(seen)


def _break_off(connection: socket.socket) -> None:
    with suppress(OSError):  # it was closed in the meantime
        connection.shutdown(socket.SHUT_RDWR)
