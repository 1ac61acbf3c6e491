"""TLS is verified, always: each bad certificate and handshake is a `tls_error` with its reason."""

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import trustme
from integration.fetch.authority import Authority
from integration.fetch.manners import MannersServer

from hostile.case import Case, Observation
from hostile.net import PUBLIC, Net, fetcher, timed
from worker.errors import Refused
from worker.fetch.client import Fetcher

PAGE = b"<!doctype html><p>behind a lock</p>"
HOST = "good.example"


def cases() -> Iterator[Case]:
    """Each with the reason that an operator reads."""
    for name, (reason, context) in _CONTEXTS.items():
        yield Case(area="tls", name=name, run=partial(_locked, reason, context, True))
    yield Case(
        area="tls",
        name="an unknown authority",
        run=partial(_locked, "unable to get local issuer", _good, False),
    )
    yield Case(area="tls", name="a known authority", run=partial(_locked, "fetched", _good, True))
    for name, (reason, said) in _PLAIN.items():
        yield Case(area="tls", name=name, run=partial(_plain, reason, said))


def _good(authority: Authority) -> ssl.SSLContext:
    return authority.server(HOST)


def _self_signed(_authority: Authority) -> ssl.SSLContext:
    """A certificate that is its own authority, of which nobody has heard."""
    own = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with own.cert_pem.tempfile() as certificate, own.private_key_pem.tempfile() as key:
        context.load_cert_chain(certificate, key)
    return context


def _without_ciphers_in_common(authority: Authority) -> ssl.SSLContext:
    context = authority.server(HOST)
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers("NULL:@SECLEVEL=0")
    return context


_CONTEXTS: dict[str, tuple[str, Callable[[Authority], ssl.SSLContext]]] = {
    "expired": ("certificate has expired", lambda authority: authority.expired(HOST)),
    "not yet valid": ("not yet valid", lambda authority: authority.not_yet(HOST)),
    "of another host": ("Hostname mismatch", lambda authority: authority.server("evil.example")),
    "of a parent domain": ("Hostname mismatch", lambda authority: authority.server("example")),
    "of a wildcard too deep": (
        "Hostname mismatch", lambda authority: authority.server("*.good.example")),
    "of an address": ("Hostname mismatch", lambda authority: authority.server("93.184.216.34")),
    "self-signed": ("self-signed certificate", _self_signed),
    "no cipher in common": ("handshake failure", _without_ciphers_in_common),
}  # fmt: skip
#: What a server says that speaks no TLS; None: it hangs up at once, "": it is silent.
_PLAIN: dict[str, tuple[str, bytes | None]] = {
    "plain HTTP": ("wrong version number", b"HTTP/1.1 400 Bad Request\r\n\r\n"),
    "another protocol": ("wrong version number", b"SSH-2.0-OpenSSH_9.9\r\n" * 10),
    "hangs up": ("eof", None),
    "no handshake": ("no TLS handshake in time", b""),
    "an alert": ("alert", b"\x15\x03\x03\x00\x02\x02\x28"),
    "garbage within TLS": ("", b"\x16\x03\x03\x00\x05\xff\x00\x00\x01\x00"),
}


def _asked(reason: str, net: Net, client: Fetcher, ca_file: str | None) -> Observation:
    def ask() -> str:
        try:
            client.get(f"https://{HOST}/", ca_file=ca_file)
        except Refused as refused:
            is_told = reason.lower() in refused.reason.lower()
            return f"{refused.outcome}: {reason if is_told else refused.reason}"
        return "fetched"

    expected = reason if reason == "fetched" else f"tls_error: {reason}"
    with net.watched(), contextlib.closing(client):
        return timed(expected, ask, limit_seconds=3)


def _net(port: int) -> tuple[Net, Fetcher]:
    net = Net(names={HOST: [[PUBLIC]]}, leads={PUBLIC: port})
    return net, fetcher(net, connect_timeout_seconds=0.5)


def _locked(
    reason: str, context: Callable[[Authority], ssl.SSLContext], is_trusted: bool
) -> Observation:
    with TemporaryDirectory() as folder:
        authority = Authority(Path(folder))
        with MannersServer(tls=context(authority)) as server:
            server.says("/", PAGE)
            net, client = _net(server.port)
            return _asked(reason, net, client, str(authority.pem) if is_trusted else None)


def _plain(reason: str, said: bytes | None) -> Observation:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def talk() -> None:
            connection, _ = listener.accept()
            with contextlib.suppress(OSError), connection:
                if said is None:
                    connection.recv(65_536)
                    return
                connection.sendall(said)
                connection.settimeout(2)
                while connection.recv(65_536):
                    pass

        threading.Thread(target=talk, daemon=True).start()
        net, client = _net(listener.getsockname()[1])
        return _asked(reason, net, client, None)
