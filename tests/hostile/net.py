"""A fetcher whose guard is on, with the DNS and the dialling in the test's hands."""

import socket
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

from hostile.case import Observation
from worker.errors import Refused
from worker.fetch.client import Fetcher
from worker.settings import FetchSettings, FrontierSettings

#: Public addresses of nobody that we know, which lead to a server of ours or to nothing.
PUBLIC = "93.184.216.34"
PUBLIC_6 = "2606:2800:220:1::34"
PORTS = FrontierSettings().allowed_ports


@dataclass(slots=True)
class Net:
    """What names mean, where addresses lead, and which were dialled."""

    names: dict[str, list[list[str]]] = field(default_factory=dict)  #: answers, one look-up each
    leads: dict[str, int] = field(default_factory=dict)  #: address -> port on loopback
    dialled: list[str] = field(default_factory=list)
    look_ups: list[str] = field(default_factory=list)

    def resolve(self, host: str, port: int) -> list[str]:
        """The next answer for a name; the last one again and again."""
        self.look_ups.append(host)
        answers = self.names.get(host)
        if answers is None:
            raise socket.gaierror(socket.EAI_NONAME, "no such name")
        return answers.pop(0) if len(answers) > 1 else answers[0]

    @property
    def forbidden(self) -> int:
        """Connections to addresses that lead nowhere of ours and are not public."""
        allowed = {PUBLIC, PUBLIC_6, *self.leads}
        return sum(address not in allowed for address in self.dialled)

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Every connection of this process is seen; only those that lead to us are made."""
        connect = socket.socket.connect

        def spy(self_: socket.socket, address: Any) -> None:
            self.dialled.append(str(address[0]))
            port = self.leads.get(str(address[0]))
            if port is None:
                raise ConnectionRefusedError(111, "nothing is there")
            connect(self_, ("127.0.0.1", port))

        def spy_ex(self_: socket.socket, address: Any) -> int:
            self.dialled.append(str(address[0]))
            return 111

        with (
            patch.object(socket.socket, "connect", spy),
            patch.object(socket.socket, "connect_ex", spy_ex),
        ):
            yield


def fetcher(net: Net, **settings: Any) -> Fetcher:
    """With the default guard: public addresses and usual ports only."""
    given = {"deadline_seconds": 3.0, "connect_timeout_seconds": 2.0, **settings}
    return Fetcher(FetchSettings.model_validate(given), allowed_ports=PORTS, resolve=net.resolve)


def outcome_of(ask: Callable[[], Any]) -> str:
    """How a fetch ended, in the words of the vocabulary; "fetched" where it gave a page."""
    try:
        ask()
    except Refused as refused:
        return str(refused.outcome)
    return "fetched"


def follow(client: Fetcher, url: str, *, hops: int = 10, **options: Any) -> str:
    """How a visit ends that follows redirects to other hosts, as the steps do."""

    def ask() -> None:
        following: str | None = url
        for _ in range(hops):
            assert following is not None
            following = client.get(following, **options).elsewhere
            if following is None:
                return

    return outcome_of(ask)


def timed(
    expected: str | Sequence[str], ask: Callable[[], str], *, limit_seconds: float | None = None
) -> Observation:
    """Ask, and take the time; `expected` may name several right outcomes."""
    right = (expected,) if isinstance(expected, str) else tuple(expected)
    started_at = time.monotonic()
    got = ask()
    return Observation(
        expected=got if got in right else " or ".join(right),
        got=got,
        seconds=time.monotonic() - started_at,
        limit_seconds=limit_seconds,
    )
