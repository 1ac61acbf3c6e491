"""The workers: who is there, of which version, and whether they move anything."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from worker import __version__
from worker.doctor import machine
from worker.doctor.finding import Finding, critical, fine, warning
from worker.frontier.duration import shown
from worker.steps.mend import GONE_AFTER
from worker.store.vitals import Vital
from worker.store.workers import WorkerRow
from worker.vocabulary import UrlState

#: Longer than the watchdog needs to see it, and the worker to start anew.
_WATCHDOG_LATE_SECONDS = 60.0
_WORK = {"fetch": UrlState.FETCHING, "process": UrlState.PROCESSING}


def findings(
    rows: Sequence[WorkerRow], vital: Vital, now: datetime, *, stuck_after_seconds: float
) -> Iterator[Finding]:
    """What there is to say of them.

    Args:
        stuck_after_seconds: a worker that moves nothing for so long starts anew by itself.
    """
    idle_max = stuck_after_seconds + _WATCHDOG_LATE_SECONDS
    present = [row for row in rows if now - row.seen_at < GONE_AFTER]
    yield _presence(present, rows)
    yield _versions(present)
    yield from (
        machine.clock(f"clock of {row.machine}", "the database's", row.clock_ahead_seconds)
        for row in _one_for_each_machine(present)
    )
    yield from (one for row in present if (one := _idle(row, vital, now, idle_max)) is not None)


def _presence(present: Sequence[WorkerRow], rows: Sequence[WorkerRow]) -> Finding:
    remedy = "start `vedette run`, or workers for fetch, process and control, and beat"
    if not present:
        return critical("workers", "none is at work", remedy)
    roles: dict[str, int] = {}
    for row in present:
        for role in row.role.split("+"):
            roles[role] = roles.get(role, 0) + 1
    says = ", ".join(f"{count} {role}" for role, count in sorted(roles.items()))
    missing = {"fetch", "process", "control"} - set(roles)
    if "engine" not in roles and missing:
        return critical("workers", f"{says}; none for {', '.join(sorted(missing))}", remedy)
    gone = len(rows) - len(present)
    return fine("workers", says + (f"; {gone} ended without a word in 24 h" if gone else ""))


def _versions(present: Sequence[WorkerRow]) -> Finding:
    versions = sorted({row.version for row in present} | {__version__})
    if len(versions) == 1:
        return fine("versions", f"all {versions[0]}")
    return warning(
        "versions",
        f"{', '.join(versions)} at once",
        "finish the upgrade: restart the workers that are older",
    )


def _one_for_each_machine(present: Sequence[WorkerRow]) -> list[WorkerRow]:
    """Of each machine the one that told last: it looked at both clocks last."""
    told = sorted(present, key=lambda row: row.seen_at)
    return list({row.machine: row for row in told}.values())


def _idle(row: WorkerRow, vital: Vital, now: datetime, idle_max_seconds: float) -> Finding | None:
    """A worker that ends nothing while messages of its kind wait."""
    states = [_WORK[role] for role in row.role.split("+") if role in _WORK]
    if not any(vital.unbegun.get(state) for state in states):
        return None
    seconds = (now - (row.moved_at or row.started_at)).total_seconds()
    if seconds < idle_max_seconds:
        return None
    return critical(
        f"worker {row.name}",
        f"has ended nothing for {shown(round(seconds))} while work waits",
        "restart it; its own watchdog should have done so: see its log",
    )
