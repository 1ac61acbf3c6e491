"""What a run gives, and how it is printed."""

import statistics
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from rich.console import Console
from rich.table import Table

from chaos.verify import Verdict
from chaos.watch import TakenBack


@dataclass(slots=True, kw_only=True)
class Run:
    """One engine's run."""

    engine: str
    kills: int
    faults: dict[str, int]
    starts: int  #: of processes
    seconds: float  #: while things were broken
    drain_seconds: float  #: from the last fault until all had come to its end
    done_per_second: float  #: while things were broken
    recovery_limit_seconds: float
    taken_back: list[TakenBack] = field(default_factory=list)
    resent: list[float] = field(default_factory=list)  #: from a claim whose message was lost
    checks: int  #: of all invariants, while things were broken
    broken_checks: list[str] = field(default_factory=list)
    repeats: int = 0  #: events that came again, under the same id
    unfinished: int = 0
    verdict: Verdict = field(default_factory=Verdict)

    @property
    def recovery(self) -> list[float]:
        """Seconds from each kill until what was held was begun again; broken services or not."""
        return [one.seconds for one in self.taken_back if one.how]

    @property
    def recovery_p95(self) -> float:
        """In seconds; 0 where nothing was held at any kill."""
        return _share(self.recovery, 0.95)

    @property
    def wrongs(self) -> list[str]:
        """What breaks the promise, in words."""
        found = [*self.verdict.faults, *self.broken_checks]
        if self.unfinished:
            found.append(f"{self.unfinished} URLs did not come to an end in time")
        if self.recovery_p95 > self.recovery_limit_seconds:
            found.append(f"recovery p95 is {self.recovery_p95:.1f} s")
        return found


def progress(words: str) -> None:
    """One line on a terminal that is written over; nothing into a file."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{words}")
        sys.stderr.flush()


def _share(seconds: Sequence[float], share: float) -> float:
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def _spread(seconds: Sequence[float]) -> str:
    if not seconds:
        return "none"
    return (
        f"p50 {statistics.median(seconds):.1f} s, p95 {_share(seconds, 0.95):.1f} s, "
        f"most {max(seconds):.1f} s, of {len(seconds)}"
    )


def _recovery_rows(run: Run) -> list[tuple[str, str]]:
    blamed = [one for one in run.taken_back if one.how]
    rows = [
        ("recovery", _spread(run.recovery)),
        ("  until its lease was taken back", _spread([one.noticed for one in blamed])),
        (
            "  less what services were broken",
            _spread([one.seconds - one.impossible for one in blamed]),
        ),
    ]
    by_kill: dict[str, list[float]] = defaultdict(list)
    for one in blamed:
        by_kill[one.how].append(one.seconds)
    rows += [(f"  {how}", _spread(seconds)) for how, seconds in sorted(by_kill.items())]
    by_reason: dict[str, list[float]] = defaultdict(list)
    for one in run.taken_back:
        if not one.how:
            by_reason[one.reason].append(one.seconds)
    rows += [
        (f"taken back, no kill: {reason[:40]}", _spread(seconds))
        for reason, seconds in sorted(by_reason.items())
    ]
    return [*rows, ("claims whose message was lost", _spread(run.resent))]


def show(run: Run, out: Console) -> None:
    """Print a run."""
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    verdict = run.verdict
    for name, value in (
        ("engine", run.engine),
        ("kills", run.kills),
        ("broken by", ", ".join(f"{name} {n}" for name, n in sorted(run.faults.items()))),
        ("processes started", run.starts),
        ("for", f"{run.seconds:.0f} s, and {run.drain_seconds:.0f} s until all had ended"),
        ("URLs accepted", verdict.accepted),
        ("outcomes", ", ".join(f"{n} {name}" for name, n in sorted(verdict.outcomes.items()))),
        ("URLs done a second", f"{run.done_per_second:.1f}, while things were broken"),
        *_recovery_rows(run),
        ("lost", verdict.lost),
        ("duplicate articles", verdict.duplicates),
        ("articles without event", verdict.articles_without_event),
        ("events without article", verdict.events_without_article),
        ("articles told of under two ids", verdict.events_twice),
        ("events repeated under one id", f"{run.repeats} (consumers drop them)"),
        ("requests too close", f"{len(verdict.pace_faults)} of {verdict.served}"),
        ("checks of all invariants", f"{run.checks}, {len(run.broken_checks)} broken"),
    ):
        table.add_row(name, str(value))
    out.print(table)
    for wrong in run.wrongs:
        out.print(f"WRONG {wrong}", markup=False, style="bold red")
