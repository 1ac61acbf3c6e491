"""Where CPU time and memory go while something is measured, by groups of processes."""

import threading
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bench import proc

#: A look at each process's memory costs some milliseconds of the cores that are measured.
SAMPLE_SECONDS = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Processes that belong together: the roots, and all that descends from them.

    Args:
        splits: whether descendants are shown as a part of their own.
        alone: descendants belong to other groups (the bench itself).
    """

    name: str
    pids: Sequence[int]
    splits: bool = False
    alone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """One process's memory."""

    pid: int
    peak_rss_bytes: int
    peak_pss_bytes: int  #: of the samples


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one part of the whole has used."""

    name: str
    cpu_seconds: float
    memory: tuple[Memory, ...]  #: the largest first


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What all parts have used, from start to stop."""

    seconds: float
    parts: tuple[Part, ...]
    elsewhere_cpu_seconds: float  #: spent on this machine by none of the parts


@dataclass(slots=True)
class _Look:
    cpu_seconds: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    pids: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))


class Meter:
    """Measures groups between `start` and `stop`."""

    def __init__(self, groups: Sequence[Group]) -> None:
        self._groups = groups
        self._peaks: dict[str, dict[int, tuple[int, int]]] = defaultdict(dict)
        self._stopped = threading.Event()
        self._sampling = threading.Thread(target=self._sample_until_stopped, daemon=True)

    def start(self) -> None:
        """Begin to measure."""
        self._before, self._machine_before = self._look(), proc.machine_cpu_seconds()
        self._began_at = time.monotonic()
        self._sampling.start()

    def stop(self) -> Usage:
        """End; all processes must still be there."""
        seconds = time.monotonic() - self._began_at
        after, machine = self._look(), proc.machine_cpu_seconds() - self._machine_before
        self._stopped.set()
        self._sampling.join()
        self._sample()
        used = {
            name: max(0.0, cpu - self._before.cpu_seconds[name])
            for name, cpu in after.cpu_seconds.items()
        }
        return Usage(
            seconds=seconds,
            parts=tuple(
                Part(name=name, cpu_seconds=cpu, memory=_memory(self._peaks[name]))
                for name, cpu in used.items()
            ),
            elsewhere_cpu_seconds=max(0.0, machine - sum(used.values())),
        )

    def _look(self) -> _Look:
        processes = proc.all_processes()
        look = _Look()
        for group in self._groups:
            roots = [processes[pid] for pid in group.pids if pid in processes]
            _count(look, group.name, roots)
            if group.alone:
                continue
            below = proc.descendants(group.pids, processes)
            name = f"{group.name} children" if group.splits and below else group.name
            _count(look, name, below)
            look.cpu_seconds[name] += sum(p.reaped_cpu_seconds for p in (*roots, *below))
        return look

    def _sample_until_stopped(self) -> None:
        while not self._stopped.wait(SAMPLE_SECONDS):
            self._sample()

    def _sample(self) -> None:
        for name, pids in self._look().pids.items():
            peaks = self._peaks[name]
            for pid in pids:
                rss, pss = peaks.get(pid, (0, 0))
                peaks[pid] = (
                    max(rss, proc.peak_rss_bytes(pid)),
                    max(pss, proc.pss_bytes(pid)),
                )


def _count(look: _Look, name: str, processes: Sequence[proc.Process]) -> None:
    look.cpu_seconds[name] += sum(p.cpu_seconds for p in processes)
    look.pids[name].extend(p.pid for p in processes)


def _memory(peaks: Mapping[int, tuple[int, int]]) -> tuple[Memory, ...]:
    found = [
        Memory(pid=pid, peak_rss_bytes=rss, peak_pss_bytes=pss) for pid, (rss, pss) in peaks.items()
    ]
    return tuple(sorted(found, key=lambda one: -one.peak_rss_bytes))
