"""A page that keeps its parser busy for ever: hundreds of thousands of paragraphs, none closed."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

PAGE = b"<html><body><article>" + b"<p>word after word" * 400_000


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = PAGE if self.path == "/slow" else b""
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


@contextmanager
def serving_slow_page() -> Iterator[str]:
    """The URL of the page, on a host of its own."""
    server = ThreadingHTTPServer(("127.0.0.99", 0), _Handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.99:{server.server_address[1]}/slow"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
