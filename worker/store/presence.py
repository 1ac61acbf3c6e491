"""Who works on an SQLite database right now: a shared lock on a file beside it.

An engine that finds itself alone knows that every lease it meets belongs to a process that died,
and need not wait for the leases to end. PostgreSQL, with engines on many machines, does without.
"""

import fcntl
import os
from pathlib import Path


class Presence:
    """A shared lock, held from `enter` to the end of the process or `leave`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None

    def enter(self) -> bool:
        """Take part; returns whether nobody else does. Held through a crash by nobody."""
        self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            fcntl.flock(self._file, fcntl.LOCK_SH)
            return False
        return True

    def enter_alone(self) -> bool:
        """Take part and keep all others out, or do not take part; returns which. Never waits."""
        self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self.leave()
            return False
        return True

    def settle(self) -> None:
        """Let others take part: what only one alone may do is done."""
        if self._file is not None:
            fcntl.flock(self._file, fcntl.LOCK_SH)

    def leave(self) -> None:
        """Take part no longer."""
        if self._file is not None:
            os.close(self._file)
            self._file = None
