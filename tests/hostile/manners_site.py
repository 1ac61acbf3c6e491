"""One web with all bad manners, each on a host of its own, and the outcome that each must have.

What an outcome's retries would wait for is not waited for: settings give one attempt.
"""

import gzip
import ssl
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import trustme
from integration.fetch.manners import Conversation, Handler, MannersServer
from support.poison import PAGE

from hostile.poison_site import article

_HTML = "Content-Type: text/html; charset=utf-8"
_XML = "Content-Type: application/xml"
_PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 40
_BOMB = gzip.compress(b"<p>nothing</p>" * 3_000_000, compresslevel=9)  # 42 MB in 50 kB


@contextmanager
def serving() -> Iterator[dict[str, set[str]]]:
    """URL -> the outcomes that are right for it."""
    with ExitStack() as stack:
        expected: dict[str, set[str]] = {}
        for number, (path, (outcomes, handler)) in enumerate(_manners().items(), 1):
            server = stack.enter_context(MannersServer(address=f"127.0.92.{number}"))
            if path == "/broken-robots":
                server.says("/robots.txt", b"broken", status="503 Service Unavailable")
            if path == "/forbidden":
                server.says("/robots.txt", b"User-agent: *\nDisallow: /forbidden\n")
            expected[server.on(path, handler)] = outcomes
        for number, context in enumerate(_bad_certificates(stack), 200):
            server = stack.enter_context(MannersServer(address=f"127.0.92.{number}", tls=context))
            expected[server.says("/tls", article(number), headers=[_HTML])] = {"tls_error"}
        refusing = stack.enter_context(MannersServer(address="127.0.92.250"))
        expected[refusing.url("/nobody")] = {"unreachable"}
        refusing.__exit__(None, None, None)
        yield expected


def _manners() -> dict[str, tuple[set[str], Handler]]:
    """Path -> what must come of it, and how it answers. A host each."""
    return {
        "/healthy": ({"stored"}, _page(article(1))),
        "/no-charset": ({"stored"}, _page(article(2), "Content-Type: text/html")),
        "/nul-bytes": ({"stored"}, _page(article(3).replace(b"<p>", b"<p>\x00"))),
        "/deeply-nested": ({"stored"}, _page(_nested(article(4), 3000))),
        "/surrogates": ({"stored"}, _page(article(5).replace(b"<p>", b"<p>&#xD800;"))),
        "/not-found": ({"not_found"}, _status("404 Not Found")),
        "/gone": ({"gone"}, _status("410 Gone")),
        "/forbidden-403": ({"http_error"}, _status("403 Forbidden")),
        "/teapot": ({"http_error"}, _status("418 I'm a teapot")),
        "/no-content": ({"http_error"}, _status("204 No Content")),
        "/server-error": ({"http_error"}, _status("500 Internal Server Error")),
        "/strange-status": ({"http_error", "unreachable"}, _status("999 Odd")),
        "/no-http": ({"http_error", "unreachable"}, _raw(b"SSH-2.0-OpenSSH_9.9\r\n")),
        "/hangs-up": ({"unreachable"}, lambda c: c.hang_up()),
        "/silent": ({"timeout"}, lambda c: time.sleep(30)),
        "/slow-headers": ({"timeout"}, _slow_headers),
        "/slow-body": ({"timeout"}, _slow_body),
        "/endless-continue": ({"timeout", "unreachable"}, _endless_continue),
        "/endless-body": ({"too_large", "timeout"}, _endless_body),
        "/too-large": ({"too_large"}, _page(b"<p>word</p>" * 1_000_000)),
        "/bomb": ({"too_large"}, _page(_BOMB, _HTML, "Content-Encoding: gzip")),
        "/many-headers": ({"http_error", "unreachable"}, _many_headers),
        "/cut-off": ({"truncated"}, _cut_off),
        "/cut-off-gzip": ({"truncated"}, _cut_off_gzip),
        "/loop": ({"redirect_loop"}, _redirect("/loop")),
        "/to-metadata": ({"blocked_address"}, _redirect("http://169.254.169.254/latest/")),
        "/to-file": ({"bad_url"}, _redirect("file:///etc/passwd")),
        "/pdf-as-html": ({"wrong_type"}, _page(b"%PDF-1.7\n" + bytes(range(256)) * 40)),
        "/png-as-html": ({"wrong_type"}, _page(_PNG)),
        "/xml-bomb": ({"wrong_type", "not_article"}, _page(_laughs(), _XML)),
        "/broken-robots": ({"http_error"}, _page(article(6))),
        "/forbidden": ({"robots_denied"}, _page(article(7))),
        "/empty": ({"http_error"}, _page(b"")),
        "/thin": ({"thin", "not_article"}, _page(b"<article><p>Too short.</p></article>")),
        "/quadratic": ({"quarantined"}, _page(PAGE)),
    }  # fmt: skip


def _page(body: bytes, *headers: str) -> Handler:
    return lambda c: c.answer(body, headers=headers or [_HTML])


def _status(status: str) -> Handler:
    return lambda c: c.answer(b"", status=status, headers=[_HTML])


def _raw(answer: bytes) -> Handler:
    def handle(conversation: Conversation) -> None:
        conversation.send(answer)
        conversation.hang_up()

    return handle


def _redirect(location: str) -> Handler:
    return lambda c: c.answer(b"", status="302 Found", headers=[f"Location: {location}"])


def _slow_headers(conversation: Conversation) -> None:
    conversation.drip(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 400, pause_seconds=0.2)


def _many_headers(conversation: Conversation) -> None:
    conversation.answer(b"", headers=[f"X-{n}: y" for n in range(5000)])


def _slow_body(conversation: Conversation) -> None:
    conversation.send(f"HTTP/1.1 200 OK\r\n{_HTML}\r\nContent-Length: 9000\r\n\r\n".encode())
    conversation.drip(b"x" * 400, pause_seconds=0.2)


def _endless_continue(conversation: Conversation) -> None:
    for _ in range(400):
        conversation.send(b"HTTP/1.1 100 Continue\r\n\r\n")
        time.sleep(0.1)


def _endless_body(conversation: Conversation) -> None:
    conversation.send(f"HTTP/1.1 200 OK\r\n{_HTML}\r\nTransfer-Encoding: chunked\r\n\r\n".encode())
    for _ in range(10_000):  # until the other side has enough
        conversation.send(b"4000\r\n" + b"x" * 0x4000 + b"\r\n")


def _cut_off(conversation: Conversation) -> None:
    body = article(8)
    head = f"HTTP/1.1 200 OK\r\n{_HTML}\r\nContent-Length: {len(body) + 500}\r\n\r\n"
    conversation.send(head.encode() + body)
    conversation.hang_up()


def _cut_off_gzip(conversation: Conversation) -> None:
    """Without a length: only the compressed stream tells that its end is missing."""
    head = f"HTTP/1.1 200 OK\r\n{_HTML}\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n"
    packed = gzip.compress(article(9))
    conversation.send(head.encode() + packed[: len(packed) * 2 // 3])
    conversation.hang_up()


def _nested(page: bytes, depth: int) -> bytes:
    head, tail = page.split(b"</h1>")
    return head + b"</h1>" + b"<div>" * depth + tail


def _laughs() -> bytes:
    entities = "".join(
        f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' if n else '<!ENTITY l0 "ha">' for n in range(10)
    )
    return f"<?xml version='1.0'?><!DOCTYPE x [{entities}]><x>&l9;</x>".encode()


def _bad_certificates(stack: ExitStack) -> list[ssl.SSLContext]:
    """Of an authority that nobody knows: once for the right host, once for another."""
    authority = trustme.CA()
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="vedette-tls-")))
    contexts = []
    for number, name in enumerate(("127.0.92.200", "other.example")):
        pem = folder / f"{number}.pem"
        issued = authority.issue_cert(name)
        issued.private_key_and_cert_chain_pem.write_to_path(pem)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(pem)
        contexts.append(context)
    return contexts
