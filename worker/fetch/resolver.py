"""How names become addresses, within the running deadline. It judges no address."""

import ipaddress
import queue
import socket
import threading
from collections.abc import Callable, Sequence

from worker.fetch.deadline import DeadlinePassed, remaining_seconds

#: (host, port) -> addresses as text, best first; raises OSError where the name has none.
Resolver = Callable[[str, int], Sequence[str]]


def system_resolve(host: str, port: int) -> list[str]:
    """All addresses of a name by the system's resolver, in its order of preference (RFC 6724).

    Raises:
        OSError: (socket.gaierror) the name has no address, or none could be asked.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in found))


def look_up(resolve: Resolver, host: str, port: int) -> tuple[str, ...]:
    """Ask the resolver once, and wait no longer than the running deadline.

    `getaddrinfo` can't be interrupted, so it runs in a daemon thread that is left behind when time
    is up. No pool: a few dead name servers would fill it and stop the look-ups of healthy hosts.

    Raises:
        OSError: the name has no address.
        DeadlinePassed: no answer in time.
    """
    if _is_literal(host):
        return (host,)
    answers: queue.SimpleQueue[Sequence[str] | Exception] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(resolve(host, port))
        except Exception as error:  # noqa: BLE001 - raised again in the thread that asked
            answers.put(error)

    threading.Thread(target=ask, name=f"resolve {host}", daemon=True).start()
    try:
        answer = answers.get(timeout=remaining_seconds())
    except queue.Empty:
        raise DeadlinePassed(f"no answer for {host} from DNS in time") from None
    if isinstance(answer, UnicodeError):  # getaddrinfo's own IDNA step
        raise socket.gaierror(socket.EAI_NONAME, str(answer))
    if isinstance(answer, Exception):
        raise answer
    if not answer:
        raise socket.gaierror(socket.EAI_NONAME, "no address")
    return tuple(answer)


def _is_literal(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
