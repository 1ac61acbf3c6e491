"""Through an egress proxy: it resolves and dials for us, within the same deadline.

What fails before the proxy has taken our question is `ProxyAway`: no fault of the host or the URL.
"""

import http.client
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from worker.egress import Proxy
from worker.errors import Refused
from worker.fetch.deadline import remaining_seconds
from worker.fetch.resolver import Resolver, look_up
from worker.fetch.sockets import DeadlineSocket, dial
from worker.vocabulary import Outcome

#: stripe/smokescreen says with this header, and status 407, that it won't connect there.
_DENIAL_HEADER = "X-Smokescreen-Error"
_REASON_MAX_LENGTH = 200
#: A proxy that had less than this of the connect timeout is not to blame for being late.
_FAIR_SHARE = 0.5


class ProxyAway(Refused):
    """Raised when the egress proxy can't be used: neither the host nor the URL is to blame."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Egress:
    """The way out: a proxy, and how its own name becomes an address."""

    proxy: Proxy
    resolve: Resolver
    connect_timeout_seconds: float

    def dial(self, *, options: Sequence[tuple[int, int, int | bytes]]) -> DeadlineSocket:
        """Connect to the proxy.

        Raises:
            ProxyAway: it can't be reached.
            TimeoutError: what came before had used up the time, so that this says nothing of it.
        """
        given_seconds = remaining_seconds()
        try:
            addresses = look_up(self.resolve, self.proxy.host, self.proxy.port)
            return dial(addresses, self.proxy.port, options=options)
        except OSError as error:
            is_late = given_seconds < self.connect_timeout_seconds * _FAIR_SHARE
            if isinstance(error, TimeoutError) and is_late:
                raise
            raise self.away(f"can't be reached: {error.strerror or error}") from error

    def tunnel(self, connection: DeadlineSocket, host: str, port: int) -> None:
        """Have the proxy connect to a host (RFC 9110, section 9.3.6).

        Raises:
            ProxyAway: it wants other credentials, or did not answer.
            Refused: blocked_address, it won't; unreachable, it can't.
        """
        authority = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        lines = [f"CONNECT {authority} HTTP/1.1", f"Host: {authority}"]
        if self.proxy.authorization is not None:
            lines.append(f"Proxy-Authorization: {self.proxy.authorization}")
        # The answer's end closes its reader; the connection stays, and nothing more can have come
        # by it: in TLS the client begins.
        with http.client.HTTPResponse(connection, method="CONNECT") as response:
            try:
                connection.sendall("\r\n".join([*lines, "", ""]).encode("ascii"))
                response.begin()
            except (OSError, http.client.HTTPException, ValueError) as error:
                raise self._unanswered(error) from error
            refusal = self.refusal_of(response.status, response.headers.get, is_connect=True)
        if refusal is not None:
            raise refusal

    def _unanswered(self, error: Exception) -> Refused:
        """No answer to CONNECT: the proxy waits for the host, so that the host is too slow."""
        if isinstance(error, TimeoutError):
            return Refused(
                Outcome.TIMEOUT, "the egress proxy had not connected before the time was up"
            )
        return self.away(f"broke off: {' '.join(str(error).split()) or type(error).__name__}")

    def refusal_of(
        self, status: int, header: Callable[[str], str | None], *, is_connect: bool
    ) -> Refused | None:
        """What a status says that comes from the proxy itself; None where it is none of those.

        Args:
            status: of the answer.
            header: gives a header by its name.
            is_connect: the answer is the proxy's own for certain.
        """
        denial = header(_DENIAL_HEADER)
        if denial is not None:
            said = " ".join(denial.split())[:_REASON_MAX_LENGTH]
            return Refused(Outcome.BLOCKED_ADDRESS, f"the egress proxy won't connect: {said}")
        if status == HTTPStatus.PROXY_AUTHENTICATION_REQUIRED:
            return self.away("wants another user or password (HTTP 407): see fetch.proxy_url")
        if not is_connect or 200 <= status < 300:
            return None
        if status == HTTPStatus.FORBIDDEN:
            return Refused(Outcome.BLOCKED_ADDRESS, "the egress proxy won't connect: HTTP 403")
        outcome = Outcome.TIMEOUT if status == HTTPStatus.GATEWAY_TIMEOUT else Outcome.UNREACHABLE
        return Refused(outcome, f"the egress proxy could not connect: HTTP {status}")

    def away(self, what: str) -> ProxyAway:
        """The proxy's fault, in words."""
        return ProxyAway(
            Outcome.UNREACHABLE,
            f"the egress proxy {self.proxy} {what}",
            detail={"proxy": str(self.proxy)},
        )
