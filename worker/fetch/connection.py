"""HTTP connections that dial only vetted addresses, within the deadline.

The name stays in SNI, the certificate check and the Host header; only the dialling is ours, or that
of the operator's egress proxy. A kept connection that turns out dead is replaced once, unseen by
the caller.
"""

import http.client
import ssl
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.response import HTTPResponse

from worker.fetch.deadline import limited_to
from worker.fetch.guard import Guard
from worker.fetch.proxy import Egress
from worker.fetch.sockets import DeadlineSocket, dial

#: What a server that closed an idle connection makes us see on the next request.
_DEAD_CONNECTION = (
    http.client.RemoteDisconnected,
    ConnectionError,
    ssl.SSLEOFError,
    ssl.SSLZeroReturnError,
)


class GuardedHTTPConnection(HTTPConnection):
    """A plain connection; the TLS one below inherits its manners."""

    _is_tls = False

    def __init__(
        self,
        *args: Any,
        guard: Guard,
        egress: Egress | None,
        connect_timeout_seconds: float,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._guard = guard
        self._egress = egress
        self._connect_timeout_seconds = connect_timeout_seconds
        self._is_fresh = True  #: no request has been sent since it was connected
        self._may_be_dead = False  #: kept from an earlier request, and the server may have left
        self._request: Callable[[], None]
        self.remote_address = ""

    def connect(self) -> None:
        """Resolve, vet, dial, and shake hands where it is TLS, all within the connect timeout."""
        self._is_fresh = True
        with limited_to(self._connect_timeout_seconds):
            super().connect()

    def _new_conn(self) -> DeadlineSocket:
        host, options = self._dns_host.strip("[]"), self.socket_options or ()
        if self._egress is not None:
            return self._through(self._egress, host, options)
        addresses = self._guard.vetted_addresses(host, self.port)
        connection = dial(addresses, self.port, options=options)
        self.remote_address = connection.getpeername()[0]
        return connection

    def _through(
        self, egress: Egress, host: str, options: Sequence[tuple[int, int, int | bytes]]
    ) -> DeadlineSocket:
        self._guard.vet_unresolved(host, self.port)
        connection = egress.dial(options=options)
        if self._is_tls:
            try:
                egress.tunnel(connection, host, self.port)
            except BaseException:
                connection.close()
                raise
        return connection

    def putrequest(self, method: str, url: str, *args: Any, **kwargs: Any) -> None:
        """Begin a request; a proxy is told the whole URL (RFC 9112, section 3.2.2)."""
        if self._egress is None or self._is_tls:
            super().putrequest(method, url, *args, **kwargs)
            return
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == self.default_port else f":{self.port}"
        super().putrequest(method, f"http://{host}{port}{url}", *args, **kwargs)
        if self._egress.proxy.authorization is not None:
            self.putheader("Proxy-Authorization", self._egress.proxy.authorization)

    def request(self, *args: Any, **kwargs: Any) -> None:
        """Send a request, once more on a fresh connection if the kept one turns out dead."""
        self._may_be_dead = self.sock is not None and not self._is_fresh
        self._request = partial(super().request, *args, **kwargs)
        try:
            self._request()
        except _DEAD_CONNECTION:
            if not self._may_be_dead:
                raise
            self._ask_afresh()
        self._is_fresh = False

    def getresponse(self) -> HTTPResponse:  # type: ignore[override]  # as in urllib3
        """Read status and headers, once more on a fresh connection if the kept one is dead."""
        try:
            return super().getresponse()
        except _DEAD_CONNECTION:
            if not self._may_be_dead:
                raise
            self._ask_afresh()
            return super().getresponse()

    def _ask_afresh(self) -> None:
        self._may_be_dead = False
        self.close()
        self._request()
        self._is_fresh = False


class GuardedHTTPSConnection(GuardedHTTPConnection, HTTPSConnection):
    """A TLS connection."""

    _is_tls = True


def guarded_pools(
    guard: Guard, egress: Egress | None, connect_timeout_seconds: float
) -> dict[str, Any]:
    """Makers of connection pools by scheme, for urllib3's `PoolManager.pool_classes_by_scheme`."""
    manners: dict[str, Any] = {
        "guard": guard,
        "egress": egress,
        "connect_timeout_seconds": connect_timeout_seconds,
    }

    def http_pool(*args: Any, **kwargs: Any) -> HTTPConnectionPool:
        pool = HTTPConnectionPool(*args, **kwargs)
        pool.ConnectionCls = partial(GuardedHTTPConnection, **manners)  # type: ignore[assignment]
        return pool

    def https_pool(*args: Any, **kwargs: Any) -> HTTPSConnectionPool:
        pool = HTTPSConnectionPool(*args, **kwargs)
        pool.ConnectionCls = partial(GuardedHTTPSConnection, **manners)  # type: ignore[assignment]
        return pool

    return {"http": http_pool, "https": https_pool}
