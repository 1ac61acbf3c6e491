"""An OpenAI-compatible endpoint on loopback, with good manners and with all bad ones."""

import json
import ssl
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, Self


def completion(content: Any) -> dict[str, Any]:
    """A response of /chat/completions with one message."""
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "choices": [
            {
                "index": 0,
                "message": {"role": "assistant", "content": content},
                "finish_reason": "stop",
            }
        ],
    }


def opinion(score: float, reason: str = "It says so.") -> dict[str, Any]:
    """A good answer."""
    return completion(json.dumps({"defence": score, "topics": [], "reason": reason}))


class ChatServer:
    """Answers POSTs as `answer` says.

    `answer` is a JSON document for status 200, a `(status, headers, body)`, or one of "drip" (a
    byte each 50 ms), "silent" (nothing at all), "hang up", "cut off" (half of a body), "huge"
    (without end).
    """

    def __init__(self, answer: Any = None, *, tls: ssl.SSLContext | None = None) -> None:
        self.answer: Any = opinion(0.9) if answer is None else answer
        self.asked: list[dict[str, Any]] = []  #: documents that came
        self.headers: list[dict[str, str]] = []
        self.paths: list[str] = []
        self.is_over = False
        owner = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_: Any) -> None:
                pass

            def do_GET(self) -> None:
                owner.paths.append(f"GET {self.path}")
                self.send_error(405)

            def do_POST(self) -> None:
                length = int(self.headers.get("Content-Length", "0"))
                owner.asked.append(json.loads(self.rfile.read(length)))
                owner.headers.append(dict(self.headers.items()))
                owner.paths.append(self.path)
                try:
                    owner._respond(self)
                except OSError:
                    self.close_connection = True

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._server.block_on_close = False
        if tls is not None:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self._scheme = "https" if tls else "http"
        self._server.handle_error = lambda *_: None  # type: ignore[method-assign]

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def base(self) -> str:
        """As the setting wants it."""
        return f"{self._scheme}://127.0.0.1:{self.port}/v1"

    def _respond(self, request: BaseHTTPRequestHandler) -> None:
        answer = self.answer
        if isinstance(answer, str):
            getattr(self, f"_{answer.replace(' ', '_')}")(request)
            return
        status, headers, body = 200, {}, answer
        if isinstance(answer, tuple):
            status, headers, body = answer
        sent = body if isinstance(body, bytes) else json.dumps(body).encode()
        request.send_response(status)
        for name, value in {"Content-Type": "application/json", **headers}.items():
            request.send_header(name, value)
        request.send_header("Content-Length", str(len(sent)))
        request.end_headers()
        request.wfile.write(sent)

    def _drip(self, request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Length", "100000")
        request.end_headers()
        while not self.is_over:
            request.wfile.write(b" ")
            request.wfile.flush()
            time.sleep(0.05)

    def _silent(self, request: BaseHTTPRequestHandler) -> None:
        while not self.is_over:
            time.sleep(0.05)
        request.close_connection = True

    def _hang_up(self, request: BaseHTTPRequestHandler) -> None:
        request.close_connection = True

    def _cut_off(self, request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Length", "1000")
        request.end_headers()
        request.wfile.write(b'{"choices": [')
        request.close_connection = True

    def _huge(self, request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Transfer-Encoding", "chunked")
        request.end_headers()
        while not self.is_over:
            request.wfile.write(b"10000\r\n" + b" " * 65536 + b"\r\n")

    def __enter__(self) -> Self:
        # The default looks only twice a second whether it should stop.
        Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.is_over = True
        self._server.shutdown()
        self._server.server_close()
