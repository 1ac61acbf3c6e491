"""The sample web itself: every outlet served on loopback, each as a host of its own.

    with SampleWeb() as web:
        for url in web.urls: …

It must not know how Vedette works: it only serves, and says what it expects.
"""

import errno
import selectors
import socket
import threading
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from types import MappingProxyType, TracebackType
from typing import Self

from worker.demo.documents import FEED_PATH
from worker.demo.host import Host, RequestSeen
from worker.demo.site import Expectation, Outlet, expectations, load_outlets
from worker.errors import InputError


class SampleWeb:
    """Serves outlets until it is closed; use it as a context manager.

    An outlet has the address 127.0.0.<host>. Where a system has no such address (macOS), it has
    127.0.0.1 and a port of its own. `fetch.allow_networks` must hold 127.0.0.0/8 for Vedette to
    reach it.

    Args:
        outlets: what to serve; None: the outlets that ship with Vedette.
        latency_seconds: pause before every answer.
        port: the port of every outlet (on 127.0.0.1 alone: of the first, counting up by host);
            0: a free one for each.

    Raises:
        InputError: the port is taken, may not be used, or is none.
    """

    def __init__(
        self,
        outlets: Sequence[Outlet] | None = None,
        latency_seconds: float = 0.0,
        port: int = 0,
    ) -> None:
        self._latency_seconds = latency_seconds
        self._seen: list[RequestSeen] = []
        with ExitStack() as stack:
            self._hosts: list[Host] = []
            for outlet in load_outlets() if outlets is None else outlets:
                try:
                    host = self._bind(outlet, port)
                except (OSError, OverflowError) as error:
                    reason = f"can't serve the sample web on port {port}: {error}"
                    raise InputError(f"{reason}; choose another port, or 0") from None
                stack.callback(host.close)
                self._hosts.append(host)
            self._wake, self._woken = socket.socketpair()
            self._stack = stack.pop_all()
        self._accepting = threading.Thread(target=self._accept, name="sample-web", daemon=True)
        self._accepting.start()

    @property
    def urls(self) -> tuple[str, ...]:
        """Every URL that is meant to be ingested, in the order of `site.toml`."""
        return tuple(self.expectations)

    @property
    def expectations(self) -> Mapping[str, Expectation]:
        """URL -> what Vedette should make of it."""
        expected: dict[str, Expectation] = {}
        for host in self._hosts:
            expected |= expectations(host.outlet, host.base)
        return MappingProxyType(expected)

    @property
    def feeds(self) -> tuple[str, ...]:
        """The URL of each outlet's RSS feed."""
        return tuple(host.base + FEED_PATH for host in self._hosts)

    @property
    def bases(self) -> Mapping[str, str]:
        """Outlet's name -> its base URL, without a slash at the end."""
        return MappingProxyType({host.outlet.name: host.base for host in self._hosts})

    @property
    def requests(self) -> tuple[RequestSeen, ...]:
        """Every request so far, in the order of the answers."""
        return tuple(self._seen)

    def close(self) -> None:
        """Stop serving: ports are free and threads are gone on return. Safe to call twice."""
        if self._accepting.is_alive():
            self._wake.send(b"x")
            self._accepting.join()
        self._wake.close()
        self._woken.close()
        self._stack.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _bind(self, outlet: Outlet, port: int) -> Host:
        try:
            return self._host(outlet, f"127.0.0.{outlet.host}", port)
        except OSError as error:
            if error.errno != errno.EADDRNOTAVAIL:
                raise
        return self._host(outlet, "127.0.0.1", port + outlet.host - 1 if port else 0)

    def _host(self, outlet: Outlet, ip: str, port: int) -> Host:
        latency = self._latency_seconds
        return Host(outlet, (ip, port), latency_seconds=latency, log=self._seen.append)

    def _accept(self) -> None:
        """Take connections for all outlets in one thread, until `close` wakes it."""
        with selectors.DefaultSelector() as selector:
            selector.register(self._woken, selectors.EVENT_READ, None)
            for host in self._hosts:
                selector.register(host, selectors.EVENT_READ, host)
            while True:
                for ready, _ in selector.select():
                    if ready.data is None:
                        return
                    ready.data.handle_request()
