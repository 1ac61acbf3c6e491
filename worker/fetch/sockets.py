"""Sockets that obey the running deadline in every call that can wait.

Whatever timeout the HTTP client sets on them is replaced before each call, so none can be longer.
OpenSSL's own loops (handshake, half a record) count their timeout from the start of the call.
"""

import socket
import ssl
from collections.abc import Sequence
from typing import Any

from worker.errors import Refused
from worker.fetch.deadline import limited_to, remaining_seconds
from worker.vocabulary import Outcome

#: More are not worth the wait: whoever has five dead addresses is down.
ADDRESSES_TRIED_MAX = 4
#: Each of its URLs would hold a thread for the connect timeout: such a host is left alone.
SILENT_REST_SECONDS = 300.0


class DeadlineSocket(socket.socket):
    """A TCP socket under the running deadline."""

    def connect(self, address: Any) -> None:
        """Connect, or raise TimeoutError at the deadline."""
        self.settimeout(remaining_seconds())
        super().connect(address)

    def recv(self, *args: Any) -> bytes:
        """Receive, or raise TimeoutError at the deadline."""
        self.settimeout(remaining_seconds())
        return super().recv(*args)

    def recv_into(self, *args: Any) -> int:
        """Receive, or raise TimeoutError at the deadline."""
        self.settimeout(remaining_seconds())
        return super().recv_into(*args)

    def send(self, *args: Any) -> int:
        """Send, or raise TimeoutError at the deadline."""
        self.settimeout(remaining_seconds())
        return super().send(*args)

    def sendall(self, *args: Any) -> None:
        """Send all, or raise TimeoutError at the deadline."""
        self.settimeout(remaining_seconds())
        super().sendall(*args)


class DeadlineTLSSocket(ssl.SSLSocket):
    """A TLS socket under the running deadline; ssl's recv, recv_into and sendall end up here."""

    def do_handshake(self, block: bool = False) -> None:
        """Shake hands, or raise Refused (tls_error) at the deadline: somebody is there, silent."""
        self.settimeout(remaining_seconds())
        try:
            super().do_handshake(block)
        except TimeoutError:
            self.close()  # ssl does it for its own errors only
            raise Refused(
                Outcome.TLS_ERROR,
                "no TLS handshake in time",
                retry_after_seconds=SILENT_REST_SECONDS,
            ) from None

    def read(self, *args: Any) -> Any:
        """Receive, or raise TimeoutError at the deadline."""
        self.settimeout(remaining_seconds())
        return super().read(*args)

    def send(self, *args: Any) -> int:
        """Send, or raise TimeoutError at the deadline."""
        self.settimeout(remaining_seconds())
        return super().send(*args)


def dial(
    addresses: Sequence[str], port: int, *, options: Sequence[tuple[int, int, int | bytes]] = ()
) -> DeadlineSocket:
    """Connect to the first of these addresses that answers.

    Each address gets an equal share of the time left, so that a silent one leaves some to the next.

    Raises:
        OSError: the last address's failure; TimeoutError where time ran out.
    """
    tried = addresses[:ADDRESSES_TRIED_MAX]
    failure: OSError = OSError("no address to connect to")
    for position, address in enumerate(tried):
        share_seconds = remaining_seconds() / (len(tried) - position)
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        try:
            connection = DeadlineSocket(family, socket.SOCK_STREAM)
        except OSError as error:  # the machine has no IPv6
            failure = error
            continue
        try:
            for option in options:
                connection.setsockopt(*option)
            with limited_to(share_seconds):
                connection.connect((address, port))
        except OSError as error:
            connection.close()
            failure = error
        else:
            return connection
    raise failure
