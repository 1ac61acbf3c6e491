"""Processes that are started again when they end, as compose and systemd do it."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from support.programs import end

RESTART_SECONDS = 0.3


@dataclass(slots=True)
class _Member:
    command: Sequence[str | Path]
    env: Mapping[str, str]
    process: subprocess.Popen[bytes]
    is_wanted: bool = True
    starts: int = 1


class Supervised:
    """A fleet by the names of its members; all of it ends with the block."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._members: dict[str, _Member] = {}
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def __enter__(self) -> "Supervised":
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join(timeout=10)
        for member in self._members.values():
            with suppress(ProcessLookupError):
                os.killpg(member.process.pid, signal.SIGCONT)
            end(member.process)

    def add(self, name: str, command: Sequence[str | Path], env: Mapping[str, str]) -> None:
        """Start a member."""
        process = self._start(name, command, env)
        with self._lock:
            self._members[name] = _Member(command, env, process)

    def dismiss(self, name: str) -> None:
        """End a member for good."""
        with self._lock:
            member = self._members.pop(name)
        end(member.process)

    def pid(self, name: str) -> int:
        """Of the member that runs now."""
        return self._members[name].process.pid

    @property
    def pids(self) -> set[int]:
        """Of all members, as they run now."""
        return {member.process.pid for member in list(self._members.values())}

    def is_running(self, name: str) -> bool:
        """Whether it runs now, and was not just killed."""
        return self._members[name].process.poll() is None

    @property
    def starts(self) -> int:
        """How often members were started, the first times included."""
        return sum(member.starts for member in self._members.values())

    @property
    def logs(self) -> list[Path]:
        return [self._folder / f"{name}.log" for name in self._members]

    def signal(self, name: str, number: int, *, whole_group: bool = False) -> None:
        """Send a signal to a member, or to all that descends from it."""
        pid = self.pid(name)
        with suppress(ProcessLookupError):
            (os.killpg if whole_group else os.kill)(pid, number)

    def children(self, name: str) -> list[int]:
        """The processes that a member has started."""
        return children_of(self.pid(name))

    def _start(
        self, name: str, command: Sequence[str | Path], env: Mapping[str, str]
    ) -> subprocess.Popen[bytes]:
        with (self._folder / f"{name}.log").open("ab") as log:
            return subprocess.Popen(
                command, env=env, cwd=self._folder, stdout=log, stderr=log, start_new_session=True
            )

    def _watch(self) -> None:
        while not self._ended.wait(0.1):
            with self._lock:
                members = list(self._members.items())
            for name, member in members:
                if member.process.poll() is None:
                    continue
                with suppress(ProcessLookupError):  # what it left behind
                    os.killpg(member.process.pid, signal.SIGKILL)
                time.sleep(RESTART_SECONDS)
                with self._lock:
                    if self._members.get(name) is member and not self._ended.is_set():
                        member.process = self._start(name, member.command, member.env)
                        member.starts += 1


def children_of(pid: int) -> list[int]:
    """Direct children of a process; none where it has gone."""
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        return [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except OSError:
        return []
