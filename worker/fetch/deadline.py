"""One deadline for all that a thread does for one URL, kept where sockets can see it.

A timeout of the HTTP client counts anew with every byte; a server that drips one byte a second
outlives it for ever. So each socket call asks here how much time is left.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager


class DeadlinePassed(TimeoutError):  # noqa: N818 - it states a fact, like StopIteration
    """Raised when no time is left; a TimeoutError, so that HTTP clients treat it as their own."""


class _Running(threading.local):
    ends_at: float | None = None  #: of the monotonic clock; None: no deadline in this thread


_running = _Running()


@contextmanager
def limited_to(seconds: float) -> Iterator[None]:
    """Give the block at most so many seconds, within whatever limit is already running.

    Nothing is interrupted: the limit holds for those who ask `remaining_seconds` before they wait.
    """
    outer = _running.ends_at
    ends_at = time.monotonic() + seconds
    _running.ends_at = ends_at if outer is None else min(outer, ends_at)
    try:
        yield
    finally:
        _running.ends_at = outer


def remaining_seconds() -> float:
    """How long this thread may still wait; always above 0.

    Raises:
        DeadlinePassed: nothing is left.
        RuntimeError: no limit is running, which is a defect: nothing may wait for ever.
    """
    if _running.ends_at is None:
        raise RuntimeError("a network call outside of any deadline")
    remaining = _running.ends_at - time.monotonic()
    if remaining <= 0:
        raise DeadlinePassed("the deadline passed")
    return remaining
