"""A local web of several hosts that notes when each request came and ended.

Each host is an address of its own with a feed, a sitemap, a home page, a robots.txt and articles.
"""

import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from support.feeds import front_page, rss, urlset
from support.parts import long_text

#: An answer takes this long: two requests at once would overlap.
ANSWER_SECONDS = 0.15


@dataclass(frozen=True, slots=True)
class Request:
    host: str
    path: str
    status: int
    began: float  #: monotonic
    ended: float


@dataclass
class PacedHost:
    """One host.

    Args:
        articles: how many articles it has.
        crawl_delay: what its robots.txt asks for, in seconds; None: nothing.
        busy_times: so many of its first article requests are answered with 429.
    """

    address: str
    port: int = 0
    articles: int = 6
    crawl_delay: float | None = None
    busy_times: int = 0
    retry_after: int | None = None
    answer_seconds: float = ANSWER_SECONDS
    log: list[Request] = field(default_factory=list)

    @property
    def base(self) -> str:
        return f"http://{self.address}:{self.port}"

    @property
    def paths(self) -> list[str]:
        return [f"/2026/11/24/report-number-{n}-of-the-ministry" for n in range(self.articles)]

    def answer(self, path: str) -> tuple[int, dict[str, str], bytes]:
        if path in self.paths:
            return self._answer_article(path)
        content_type, body = {
            "/robots.txt": ("text/plain", self._robots),
            "/feed.xml": ("application/rss+xml", self._feed),
            "/sitemap.xml": ("application/xml", self._sitemap),
            "/": ("text/html", self._home),
        }.get(path, ("", None))
        if body is None:
            return 404, {}, b"nothing here"
        return 200, {"Content-Type": content_type}, body()

    def _robots(self) -> bytes:
        delay = f"Crawl-delay: {self.crawl_delay}\n" if self.crawl_delay else ""
        rules = f"User-agent: *\n{delay}Disallow: /private/\n\nSitemap: {self.base}/sitemap.xml\n"
        return rules.encode()

    def _feed(self) -> bytes:
        items = [(self.base + path, f"Report {n}") for n, path in enumerate(self.paths)]
        secret = (f"{self.base}/private/secret-report-of-the-ministry", "Secret")
        return rss(*items, secret)

    def _sitemap(self) -> bytes:
        return urlset(*[(self.base + path, None) for path in self.paths])

    def _home(self) -> bytes:
        links = [(path, f"Report number {n} of the ministry") for n, path in enumerate(self.paths)]
        return front_page(*links, feed="/feed.xml")

    def _answer_article(self, path: str) -> tuple[int, dict[str, str], bytes]:
        if self.busy_times > 0:
            self.busy_times -= 1
            wait = {"Retry-After": str(self.retry_after)} if self.retry_after else {}
            return 429, wait, b"slower, please"
        return 200, {"Content-Type": "text/html"}, _article(self.base, path)


def _article(base: str, path: str) -> bytes:
    text = "".join(f"<p>{line}</p>" for line in long_text(f"{base} {path}").split("\n"))
    title = f"The ministry reports: {path.strip('/').replace('/', ' ')} at {base}"
    return (
        f'<!doctype html><html lang="en"><head><title>{title}</title></head><body>'
        f"<article><h1>{title}</h1>{text}</article></body></html>"
    ).encode()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: "_Server"

    def do_GET(self) -> None:
        began = time.monotonic()
        host = self.server.host
        time.sleep(host.answer_seconds)
        status, headers, body = host.answer(self.path)
        # Noted before the answer goes out: the next request can't be noted before this one.
        host.log.append(Request(host.address, self.path, status, began, time.monotonic()))
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    host: PacedHost

    def handle_error(self, *_: object) -> None:
        """A client that was killed breaks its connection: that is its affair."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(*_)


@contextmanager
def serving(hosts: Sequence[PacedHost]) -> Iterator[None]:
    servers = []
    try:
        for host in hosts:
            server = _Server((host.address, 0), _Handler)
            server.host, host.port = host, server.server_address[1]
            servers.append(server)
            threading.Thread(target=server.serve_forever, daemon=True).start()
        yield
    finally:
        for server in servers:
            server.shutdown()
            server.server_close()
