"""One request, one response: `requests` with a shared pool of guarded connections.

The adapter is used without a Session: no cookies, no netrc, no proxies from the environment, no
redirects, and nothing that two threads could share by mistake.
"""

from collections.abc import Mapping
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3 import PoolManager

from worker.fetch.connection import guarded_pools
from worker.fetch.deadline import remaining_seconds
from worker.fetch.errors import CLIENT_ERRORS, refusal_of
from worker.fetch.guard import Guard
from worker.fetch.proxy import Egress
from worker.fetch.trust import Trust

#: Hosts whose idle connections are kept; each costs a file descriptor while it is idle.
POOLS_MAX = 512
#: Idle connections per host. Politeness makes it one; a site of our own may be asked in parallel.
CONNECTIONS_PER_HOST_MAX = 8


class Transport:
    """Sends requests; safe to share between threads, each under its own running deadline."""

    def __init__(
        self, *, guard: Guard, egress: Egress | None, connect_timeout_seconds: float, trust: Trust
    ) -> None:
        self._egress = egress
        pools = guarded_pools(guard, egress, connect_timeout_seconds)
        self._adapter = _Adapter(pools, trust)

    def open(
        self, url: str, headers: Mapping[str, str], *, ca_file: str | None = None
    ) -> requests.Response:
        """Ask for a URL and return its response, body unread; the caller closes it.

        Args:
            ca_file: certificates (PEM) trusted for this request, beside the public ones.

        Raises:
            ProxyAway: the egress proxy can't be used.
            Refused: whatever else went wrong, by its outcome.
        """
        try:
            request = requests.PreparedRequest()
            request.prepare(method="GET", url=url, headers=dict(headers))
            seconds = remaining_seconds()
            response = self._adapter.send(
                request, stream=True, timeout=(seconds, seconds), verify=ca_file or True
            )
        except CLIENT_ERRORS as error:
            raise refusal_of(error) from error
        self._hear_proxy(url, response)
        return response

    def _hear_proxy(self, url: str, response: requests.Response) -> None:
        """A plain request's answer may be the proxy's own."""
        if self._egress is None or not url.startswith("http:"):
            return
        refusal = self._egress.refusal_of(
            response.status_code, response.headers.get, is_connect=False
        )
        if refusal is not None:
            response.close()
            raise refusal

    def close(self) -> None:
        """Close all idle connections."""
        self._adapter.close()


class _Adapter(HTTPAdapter):
    def __init__(self, pools: dict[str, Any], trust: Trust) -> None:
        self._pools = pools
        self._trust = trust
        super().__init__(pool_connections=POOLS_MAX, pool_maxsize=CONNECTIONS_PER_HOST_MAX)

    def init_poolmanager(
        self, connections: int, maxsize: int, block: bool = False, **pool_kwargs: Any
    ) -> None:
        self.poolmanager = PoolManager(
            num_pools=connections, maxsize=maxsize, block=block, **pool_kwargs
        )
        self.poolmanager.pool_classes_by_scheme = self._pools

    def build_connection_pool_key_attributes(
        self, request: requests.PreparedRequest, verify: Any, cert: Any = None
    ) -> Any:
        """Whose connections may be shared: those of one host under one authority.

        `verify` names a file of certificates or is true; nothing here can switch it off.
        """
        host, _ = super().build_connection_pool_key_attributes(request, True, cert)
        if host["scheme"] != "https":
            return host, {}
        ca_file = verify if isinstance(verify, str) else None
        return host, {"ssl_context": self._trust.context(ca_file)}

    def cert_verify(self, *args: Any, **kwargs: Any) -> None:
        """Nothing: the context verifies always; requests would load its CA file per connection."""
