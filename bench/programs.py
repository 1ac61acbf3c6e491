"""Programs that run beside the bench, each with a log of its own, and that end with it."""

import contextlib
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from bench.errors import BenchError

_STOP_SECONDS = 10.0
_LOG_TAIL_CHARACTERS = 2000


def free_port(host: str = "127.0.0.1") -> int:
    """A TCP port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


@dataclass(slots=True)
class Program:
    """A running program; use it as a context manager."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path

    @classmethod
    def start(
        cls,
        name: str,
        command: Sequence[str],
        folder: Path,
        *,
        environment: Mapping[str, str] | None = None,
        user: str | None = None,
    ) -> Self:
        """Start it in a process group of its own, with its log in the folder."""
        log = folder / f"{name}.log"
        with log.open("ab") as out:
            process = subprocess.Popen(
                command, stdout=out, stderr=out, env=environment, user=user, start_new_session=True
            )
        return cls(name, process, log)

    def require_alive(self) -> None:
        """Check that it has not ended.

        Raises:
            BenchError: with the end of its log.
        """
        if self.process.poll() is not None:
            tail = self.log.read_text(errors="replace")[-_LOG_TAIL_CHARACTERS:]
            raise BenchError(f"{self.name} ended with status {self.process.returncode}:\n{tail}")

    def wait_until(self, ready: Callable[[], bool], *, seconds: float = 30.0) -> None:
        """Wait for it to be ready.

        Raises:
            BenchError: it ended, or took too long.
        """
        end = time.monotonic() + seconds
        while not ready():
            self.require_alive()
            if time.monotonic() > end:
                raise BenchError(f"{self.name} was not ready after {seconds:g} s")
            time.sleep(0.05)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Ask it to end, and end it with all its children if it does not."""
        self.process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(_STOP_SECONDS)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
