"""The guard at the socket: a name is resolved once, every answer vetted, and only those dialled.

It stands where connections are made, so redirects, retries and odd spellings all pass it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from ipaddress import ip_address

from worker.addresses import Network, refuse, refuse_name, unmapped
from worker.errors import Refused
from worker.fetch.resolver import Resolver, is_literal, look_up
from worker.vocabulary import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """Which addresses may be dialled for a name."""

    resolve: Resolver
    allow_networks: Sequence[Network]
    allowed_ports: Collection[int]

    def vetted_addresses(self, host: str, port: int) -> tuple[str, ...]:
        """The addresses of a host, all of them vetted.

        One forbidden answer refuses the host: a name that points both out and in is an attack, or
        a mistake that a retry would turn into one.

        Raises:
            Refused: blocked_address, or bad_url for the port.
            OSError: the name has no address.
            DeadlinePassed: DNS gave no answer in time.
        """
        if port not in self.allowed_ports and not self.allow_networks:
            raise _odd_port(port)
        self._require_public_name(host)
        addresses = look_up(self.resolve, host, port)
        for address in addresses:
            self._require_public_address(address, port)
        return tuple(str(unmapped(ip_address(address))) for address in addresses)

    def vet_unresolved(self, host: str, port: int) -> None:
        """Vet what can be vetted of a host that an egress proxy will resolve.

        Names are the proxy's matter, that is what it is for; addresses, the machine's own names
        and ports are refused here.

        Raises:
            Refused: blocked_address, or bad_url for the port.
        """
        if is_literal(host):
            self._require_public_address(host, port)
            return
        self._require_public_name(host)
        if port not in self.allowed_ports:
            raise _odd_port(port)

    def _require_public_name(self, host: str) -> None:
        refusal = refuse_name(host, allow_networks=self.allow_networks)
        if refusal is not None:
            raise refusal

    def _require_public_address(self, address: str, port: int) -> None:
        refusal = refuse(
            address, port, allow_networks=self.allow_networks, allowed_ports=self.allowed_ports
        )
        if refusal is not None:
            raise refusal


def _odd_port(port: int) -> Refused:
    return Refused(Outcome.BAD_URL, f"port {port} is not among the allowed ports")
