"""What the kernel knows of processes: CPU time, memory and descent, from /proc (Linux)."""

import os
import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

_TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")
_PROC = Path("/proc")
_PEAK_RSS = re.compile(rb"^VmHWM:\s+(\d+) kB", re.MULTILINE)
_PSS = re.compile(rb"^Pss:\s+(\d+) kB", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """One process at one moment."""

    pid: int
    parent_pid: int
    cpu_seconds: float
    reaped_cpu_seconds: float  #: of children that have ended, with theirs


def all_processes() -> dict[int, Process]:
    """Every process by its id."""
    found = {}
    for folder in _PROC.iterdir():
        if folder.name.isdigit() and (process := _read(folder)) is not None:
            found[process.pid] = process
    return found


def _read(folder: Path) -> Process | None:
    try:
        stat = (folder / "stat").read_bytes()
    except OSError:  # it has just ended
        return None
    fields = stat.rpartition(b")")[2].split()  # the name before it may hold anything
    own, reaped = (
        (int(fields[first]) + int(fields[first + 1])) / _TICKS_PER_SECOND for first in (11, 13)
    )
    return Process(
        pid=int(folder.name),
        parent_pid=int(fields[1]),
        cpu_seconds=own,
        reaped_cpu_seconds=reaped,
    )


def descendants(roots: Collection[int], processes: dict[int, Process]) -> list[Process]:
    """The children of these processes, their children, and so on, without the roots."""
    found: list[Process] = []
    parents = set(roots)
    while parents:
        children = [p for p in processes.values() if p.parent_pid in parents]
        found.extend(children)
        parents = {child.pid for child in children}
    return found


def peak_rss_bytes(pid: int) -> int:
    """The most memory that it ever had resident, shared pages included; 0 if it is gone."""
    return _kilobytes(_PROC / str(pid) / "status", _PEAK_RSS)


def pss_bytes(pid: int) -> int:
    """Resident memory now, each shared page divided among its sharers; 0 if it is gone."""
    return _kilobytes(_PROC / str(pid) / "smaps_rollup", _PSS)


def _kilobytes(path: Path, pattern: re.Pattern[bytes]) -> int:
    try:
        found = pattern.search(path.read_bytes())
    except OSError:
        return 0
    return int(found.group(1)) * 1024 if found else 0


def machine_cpu_seconds() -> float:
    """CPU time that the whole machine has spent, on anything but waiting."""
    user, nice, system, _idle, _wait, interrupts, soft_interrupts, *_ = (
        int(field) for field in (_PROC / "stat").read_bytes().split(b"\n", 1)[0].split()[1:]
    )
    return (user + nice + system + interrupts + soft_interrupts) / _TICKS_PER_SECOND
