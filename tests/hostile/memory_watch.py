"""Watches how much memory a tree of processes takes, from outside, by /proc."""

import threading
from pathlib import Path
from types import TracebackType
from typing import Self

_PAUSE_SECONDS = 0.25


class MemoryWatch:
    """Samples resident memory of some processes and all that descend from them.

    `peak_of_one` also sees what was between two samples (VmHWM), `peak_of_all` does not; pages that
    processes share count for each of them.
    """

    def __init__(self, *roots: int) -> None:
        self._roots = set(roots)
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self.peak_of_one = 0
        self.peak_of_all = 0

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ended.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._ended.wait(_PAUSE_SECONDS):
            seen = [_memory_of(process) for process in self._tree()]
            self.peak_of_one = max([self.peak_of_one, *(high for high, _ in seen)])
            self.peak_of_all = max(self.peak_of_all, sum(now for _, now in seen))

    def _tree(self) -> set[int]:
        parents = {}
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit() and (parent := _parent_of(entry)) is not None:
                parents[int(entry.name)] = parent
        tree = set(self._roots)
        while more := {one for one, parent in parents.items() if parent in tree} - tree:
            tree |= more
        return tree


def _parent_of(process: Path) -> int | None:
    try:
        return int((process / "stat").read_text("latin-1").rpartition(")")[2].split()[1])
    except (OSError, ValueError, IndexError):  # it has just ended
        return None


def _memory_of(process: int) -> tuple[int, int]:
    """Its highest resident memory so far, and the present one; in bytes."""
    try:
        lines = Path(f"/proc/{process}/status").read_text("latin-1").splitlines()
        found = dict(line.split(":", 1) for line in lines if line.startswith(("VmHWM", "VmRSS")))
        high, now = (int(found[name].split()[0]) * 1024 for name in ("VmHWM", "VmRSS"))
    except (OSError, KeyError, ValueError):  # it has just ended
        return 0, 0
    return high, now
