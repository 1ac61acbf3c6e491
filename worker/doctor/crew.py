"""The workers: who is there, of which version, and whether they move anything."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from worker import __version__
from worker.doctor import machine
from worker.doctor.finding import Finding, critical, fine, warning
from worker.frontier.duration import shown
from worker.store.vitals import Vital
from worker.store.workers import WorkerRow
from worker.vocabulary import UrlState

#: A worker tells of itself every few seconds; one that was killed stays listed for a while.
GONE_AFTER_SECONDS = 60.0
IDLE_WARNING_SECONDS = 300.0
_WORK = {"fetch": UrlState.FETCHING, "process": UrlState.PROCESSING}


def findings(rows: Sequence[WorkerRow], vital: Vital, now: datetime) -> Iterator[Finding]:
    """What there is to say of them."""
    present = [row for row in rows if _silent_seconds(row, now) < GONE_AFTER_SECONDS]
    yield _presence(present, rows)
    yield _versions(present)
    yield from (
        machine.clock(f"clock of {row.machine}", "the database's", row.clock_ahead_seconds)
        for row in _one_for_each_machine(present)
    )
    yield from (one for row in present if (one := _idle(row, vital, now)) is not None)


def _silent_seconds(row: WorkerRow, now: datetime) -> float:
    return (now - row.seen_at).total_seconds()


def _presence(present: Sequence[WorkerRow], rows: Sequence[WorkerRow]) -> Finding:
    remedy = "start `vedette run`, or workers for fetch, process and control, and beat"
    if not present:
        return critical("workers", "none is at work", remedy)
    roles: dict[str, int] = {}
    for row in present:
        roles[row.role] = roles.get(row.role, 0) + 1
    says = ", ".join(f"{count} {role}" for role, count in sorted(roles.items()))
    missing = {"fetch", "process", "control"} - set(roles)
    if "engine" not in roles and missing:
        return critical("workers", f"{says}; none for {', '.join(sorted(missing))}", remedy)
    gone = len(rows) - len(present)
    return fine("workers", says + (f"; {gone} have ended without a word" if gone else ""))


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
    return list({row.machine: row for row in present}.values())


def _idle(row: WorkerRow, vital: Vital, now: datetime) -> Finding | None:
    """A worker that ends nothing while messages of its kind wait."""
    state = _WORK.get(row.role)
    if state is None or not vital.unbegun.get(state):
        return None
    seconds = (now - (row.moved_at or row.started_at)).total_seconds()
    if seconds < IDLE_WARNING_SECONDS:
        return None
    return critical(
        f"worker {row.name}",
        f"has ended nothing for {shown(round(seconds))} while work waits",
        "restart it; its own watchdog should have done so: see its log",
    )
