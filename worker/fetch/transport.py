"""One request, one response: `requests` with a shared pool of guarded connections.

The adapter is used without a Session: no cookies, no netrc, no proxies from the environment, no
redirects, and nothing that two threads could share by mistake.
"""

import ssl
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from requests.utils import DEFAULT_CA_BUNDLE_PATH
from urllib3 import PoolManager
from urllib3.util.ssl_ import create_urllib3_context

from worker.fetch.connection import guarded_pools
from worker.fetch.deadline import remaining_seconds
from worker.fetch.errors import CLIENT_ERRORS, refusal_of
from worker.fetch.guard import Guard
from worker.fetch.sockets import DeadlineTLSSocket

#: Hosts whose idle connections are kept; each costs a file descriptor while it is idle.
POOLS_MAX = 512
#: Idle connections per host. Politeness makes it one; a site of our own may be asked in parallel.
CONNECTIONS_PER_HOST_MAX = 8


class Transport:
    """Sends requests; safe to share between threads, each under its own running deadline."""

    def __init__(
        self, *, guard: Guard, connect_timeout_seconds: float, ca_file: Path | None = None
    ) -> None:
        pools = guarded_pools(guard, connect_timeout_seconds)
        self._adapter = _Adapter(pools, _tls_context(ca_file))

    def open(self, url: str, headers: Mapping[str, str]) -> requests.Response:
        """Ask for a URL and return its response, body unread; the caller closes it.

        Raises:
            Refused: whatever went wrong, by its outcome.
        """
        try:
            request = requests.PreparedRequest()
            request.prepare(method="GET", url=url, headers=dict(headers))
            seconds = remaining_seconds()
            return self._adapter.send(request, stream=True, timeout=(seconds, seconds))
        except CLIENT_ERRORS as error:
            raise refusal_of(error) from error

    def close(self) -> None:
        """Close all idle connections."""
        self._adapter.close()


class _Adapter(HTTPAdapter):
    def __init__(self, pools: dict[str, Any], tls: ssl.SSLContext) -> None:
        self._pools = pools
        self._tls = tls
        super().__init__(pool_connections=POOLS_MAX, pool_maxsize=CONNECTIONS_PER_HOST_MAX)

    def init_poolmanager(
        self, connections: int, maxsize: int, block: bool = False, **pool_kwargs: Any
    ) -> None:
        self.poolmanager = PoolManager(
            num_pools=connections,
            maxsize=maxsize,
            block=block,
            ssl_context=self._tls,
            **pool_kwargs,
        )
        self.poolmanager.pool_classes_by_scheme = self._pools

    def cert_verify(self, *args: Any, **kwargs: Any) -> None:
        """Nothing: the context verifies always; requests would load its CA file per connection."""


def _tls_context(ca_file: Path | None) -> ssl.SSLContext:
    context = create_urllib3_context(cert_reqs=ssl.CERT_REQUIRED)
    context.check_hostname = True
    context.load_verify_locations(DEFAULT_CA_BUNDLE_PATH)
    if ca_file is not None:
        context.load_verify_locations(ca_file)
    context.sslsocket_class = DeadlineTLSSocket
    return context
