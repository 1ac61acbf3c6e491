"""A web whose URLs all carry a secret of ours, and which fails in every manner on the way."""

import base64
import hashlib
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

#: In each secret; found nowhere but in the rows of the URLs themselves.
CANARY = "7c0ffee5ec2e7"
PARAGRAPH = "<p>The ministry ordered four frigates and twelve howitzers for the navy and army.</p>"
#: Longer than the deadline that the crawl has.
HANGS_SECONDS = 8.0


def secret(name: str) -> str:
    """A secret of its own for each use: 32 hexadecimal digits that begin with the canary."""
    return CANARY + hashlib.sha256(name.encode()).hexdigest()[: 32 - len(CANARY)]


def _page(name: str, head: str = "", paragraphs: int = 12) -> bytes:
    body = "".join(PARAGRAPH.replace("four", f"{name} {n}") for n in range(paragraphs))
    return (
        f"<!doctype html><html lang=en><head><title>Frigates: {name}</title>{head}</head>"
        f"<body><article><h1>Frigates: {name}</h1>{body}</article></body></html>"
    ).encode()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    site: "CanarySite"

    def do_GET(self) -> None:
        self.close_connection = True
        if self.path == "/robots.txt":
            body = b"User-agent: *\nDisallow: /denied\n"
            self.answer(200, body, ("Content-Type", "text/plain"))
            return
        manner = self.path.partition("?")[0].strip("/").split("/")[-1].removesuffix(".xml")
        answer = getattr(self, f"give_{manner.replace('-', '_')}", None)
        if answer is None:
            self.answer(200, _page(manner))
        else:
            answer()

    def answer(self, status: int, body: bytes = b"", *headers: tuple[str, str]) -> None:
        self.send_response(status)
        for name, value in headers or (("Content-Type", "text/html; charset=utf-8"),):
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def raw(self, answer: bytes) -> None:
        self.wfile.write(answer)
        self.wfile.flush()

    def redirect(self, target: str) -> None:
        self.raw(f"HTTP/1.1 302 Found\r\nLocation: {target}\r\nContent-Length: 0\r\n\r\n".encode())

    def give_missing(self) -> None:
        self.answer(404, b"<h1>Not found</h1>")

    def give_broken(self) -> None:
        self.answer(500, f"error at {self.path}".encode())

    def give_forbidden(self) -> None:
        self.answer(403, f"no {self.path}".encode())

    def give_hanging(self) -> None:
        time.sleep(HANGS_SECONDS)

    def give_cookie(self) -> None:
        name = secret("cookie")
        self.answer(
            200, _page("cookie"), ("Content-Type", "text/html"),
            ("Set-Cookie", f"sid={name}; Path=/"), ("Set-Cookie2", f"sid={name}"),
        )  # fmt: skip

    def give_canonical(self) -> None:
        url = f"http://{self.headers['Host']}/2026/canonical?token={secret('canonical')}"
        self.answer(200, _page("canonical", f'<link rel="canonical" href="{url}">'))

    def give_redirect(self) -> None:
        self.redirect(f"/moved/missing?token={secret('redirected')}")

    def give_elsewhere(self) -> None:
        self.redirect(self.site.url("elsewhere-target", "/2026/landed"))

    def give_loop(self) -> None:
        self.redirect(self.path)

    def give_bad_location(self) -> None:
        self.redirect(f"http://[bad?token={secret('location')}")

    def give_ftp_location(self) -> None:
        self.redirect(f"ftp://user:{secret('ftp')}@files.example/x?token={secret('ftp')}")

    def give_user_location(self) -> None:
        self.redirect(f"http://user:{secret('user-location')}@127.0.0.1/x")

    def give_large(self) -> None:
        self.answer(200, b"<p>" + b"x" * 300_000)

    def give_truncated(self) -> None:
        self.raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9999\r\n\r\n<p>x")

    def give_binary(self) -> None:
        self.answer(200, b"\x89PNG\r\n\x1a\n" + bytes(2000), ("Content-Type", "text/html"))

    def give_bad_status(self) -> None:
        self.raw(f"HTTP/1.1 token={secret('status')} {self.path}\r\n\r\n".encode())

    def give_bad_header(self) -> None:
        self.raw(b"HTTP/1.1 200 OK\r\n" + b"X-Path: " + b"x" * 70_000 + b"\r\n\r\n")

    def give_bad_chunk(self) -> None:
        self.raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\ntoken=" + CANARY.encode())

    def give_bad_gzip(self) -> None:
        self.answer(200, self.path.encode() * 20, ("Content-Encoding", "gzip"))

    def give_feed(self) -> None:
        """All articles, and links that are let in nowhere."""
        links = [*self.site.articles.values(), *self.site.refused]
        items = "".join(
            f"<item><title>Frigates ordered: {n}</title><link>{link.replace('&', '&amp;')}</link>"
            f"<guid>{link.replace('&', '&amp;')}</guid></item>"
            for n, link in enumerate(links)
        )
        body = f'<?xml version="1.0"?><rss version="2.0"><channel>{items}</channel></rss>'
        self.answer(200, body.encode(), ("Content-Type", "application/rss+xml"))

    def give_half_feed(self) -> None:
        body = f"<rss><channel><item><link>{self.path}?token={secret('half')}</link><it".encode()
        self.answer(200, body, ("Content-Type", "application/rss+xml"))

    def log_message(self, *args: object) -> None:
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that hang up are what is wanted."""


#: Manners of articles; each has a host of its own, so that none waits for another.
MANNERS = (
    "stored", "missing", "broken", "forbidden", "hanging", "cookie", "canonical", "redirect",
    "elsewhere", "loop", "bad-location", "ftp-location", "user-location", "large", "truncated",
    "binary", "bad-status", "bad-header", "bad-chunk", "bad-gzip", "denied", "extractor-defect",
    "fetcher-defect", "child-dies", "tls", "closed", "nowhere",
)  # fmt: skip
FEEDS = (
    "feed", "half-feed", "missing", "hanging", "binary", "large", "elsewhere", "bad-status",
    "fetcher-defect", "extractor-defect", "tls", "nowhere",
)  # fmt: skip


class CanarySite:
    """Hosts on loopback, by the manner in which they fail."""

    def __init__(self, stack: ExitStack) -> None:
        handler = type("Handler", (_Handler,), {"site": self})
        self._hosts: dict[str, str] = {}
        names = [*MANNERS, "elsewhere-target", *(f"source-{name}" for name in FEEDS)]
        for number, name in enumerate(names, 1):
            server = _Server((f"127.0.43.{number}", 0), handler)
            threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
            stack.callback(server.server_close)
            stack.callback(server.shutdown)
            self._hosts[name] = "{}:{}".format(*server.server_address)
        self._hosts["closed"] = f"127.0.43.250:{_closed_port()}"
        for name in [name for name in self._hosts if name.endswith("nowhere")]:
            self._hosts[name] = f"{name}.invalid"
        self.articles = {name: self._article(name) for name in MANNERS}
        self.articles["in-path"] = self._host_url("stored", f"/private/{secret('path')}/story")
        self.articles["in-fragment"] = (
            self._host_url("stored", "/2026/part") + f"#access_token={secret('fragment')}"
        )
        self.refused = [
            f"http://user:{secret('user')}@127.0.43.1/story",
            f"ftp://files.example/x?token={secret('ftp-item')}",
            f"http://[x?token={secret('bracket')}",
            f"http://169.254.169.254/?token={secret('metadata')}",
        ]
        self.sources = {name: self._source(name) for name in FEEDS}

    def url(self, host: str, path: str) -> str:
        """A URL with a secret in its query."""
        return self._host_url(host, f"{path}?a=1&token={secret(host)}")

    def _host_url(self, host: str, path: str) -> str:
        scheme = "https" if host.endswith("tls") else "http"
        return f"{scheme}://{self._hosts[host]}{path}"

    def _article(self, name: str) -> str:
        return self.url(name, f"/2026/11/24/{name}" if name != "denied" else "/denied")

    def _source(self, name: str) -> str:
        return self.url(f"source-{name}", f"/feeds/{name}.xml")

    @property
    def given(self) -> list[str]:
        """URLs that somebody submits by hand."""
        return [f"{url.partition('#')[0]}&by=hand" for url in self.articles.values()]


def _closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.43.250", 0))
        return int(probe.getsockname()[1])


@contextmanager
def canary_site() -> Iterator[CanarySite]:
    """The hosts, while they are needed."""
    with ExitStack() as stack:
        yield CanarySite(stack)


#: Put into a `sitecustomize.py`: our own code breaks on some pages, with their URL in its text.
DEFECTS = """
import os
import signal

from worker.extract.extractor import Extractor
from worker.fetch.client import Fetcher

_extract, _get = Extractor.extract, Fetcher.get


def extract(self, body, **options):
    url = options["url"]
    if "extractor-defect" in url:
        raise RuntimeError(f"can't read {url}\\n2026-11-24T08:00:00Z [info] url.done forged=yes")
    if "child-dies" in url:
        os.kill(os.getpid(), signal.SIGKILL)
    return _extract(self, body, **options)


def get(self, url, **options):
    if "fetcher-defect" in url:
        raise LookupError(f"HTTPConnectionPool: Max retries exceeded with url: {url}\\r\\n\\x1b[2J")
    return _get(self, url, **options)


Extractor.extract, Fetcher.get = extract, get
"""


def leaks_in(output: bytes) -> int:
    """How often a secret stands in it, plain or in base64."""
    return sum(output.lower().count(form) for form in _FORMS)


def _forms(text: str) -> Iterator[bytes]:
    yield text.encode()
    yield text.encode().hex().encode()
    for shift in range(3):  # base64 depends on where in the message it stands
        encoded = base64.b64encode(b"x" * shift + text.encode())
        yield encoded[4 if shift else 0 : len(encoded) - 4].lower()


_FORMS = tuple(_forms(CANARY))
