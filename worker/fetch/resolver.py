"""How names become addresses, within the running deadline. It judges no address."""

import ipaddress
import queue
import socket
import threading
from collections.abc import Callable, Sequence

from worker.fetch.deadline import DeadlinePassed, remaining_seconds

#: Look-ups that may be unanswered at once. `getaddrinfo` gives up by itself (resolv.conf: some 5 s
#: for each try), so more of them mean that DNS is gone; each holds a thread that only it can free.
LOOK_UPS_MAX = 512

_unanswered = threading.BoundedSemaphore(LOOK_UPS_MAX)

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
    if is_literal(host):
        return (host,)
    answers: queue.SimpleQueue[Sequence[str] | Exception] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(resolve(host, port))
        except Exception as error:  # noqa: BLE001 - raised again in the thread that asked
            answers.put(error)
        finally:
            _unanswered.release()

    if not _unanswered.acquire(blocking=False):
        raise socket.gaierror(socket.EAI_AGAIN, f"{LOOK_UPS_MAX} look-ups are unanswered already")
    try:
        threading.Thread(target=ask, name=f"resolve {host}", daemon=True).start()
    except RuntimeError as error:  # no thread can be had
        _unanswered.release()
        raise socket.gaierror(socket.EAI_MEMORY, str(error)) from None
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


def is_literal(host: str) -> bool:
    """Whether a host is an IP address, without brackets."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
