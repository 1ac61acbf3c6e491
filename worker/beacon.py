"""Each process tells the database that it is there and what it has moved, and restarts if stuck.

Liveness is progress: a process that answers pings, and consumes nothing while work waits, is dead.
Brokers' clients have been seen to leave workers deaf after a reconnect, with no error anywhere.
"""

import multiprocessing
import os
import secrets
import signal
import socket
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import structlog

from worker import __version__
from worker.build import App
from worker.errors import BrokerError, VedetteError
from worker.publish.broker import Broker
from worker.steps.mend import GONE_AFTER
from worker.steps.parts import Holder
from worker.store.clock import elapsed_seconds
from worker.store.workers import WorkerRow
from worker.vocabulary import UrlState

log = structlog.get_logger()

BEAT_SECONDS = 5.0
#: Rows of processes that were killed are listed for so long.
FORGET_AFTER = timedelta(hours=24)
#: This long after its last beat a process begins nothing: soon it may be counted as gone.
_HEARD_SECONDS = GONE_AFTER.total_seconds() - BEAT_SECONDS

FETCH, PROCESS, CONTROL, ENGINE = "fetch", "process", "control", "engine"
_CLAIMED_BY = {FETCH: UrlState.FETCHING, PROCESS: UrlState.PROCESSING}
_JOINT = "+"  #: between the roles of a worker that has several


class Progress:
    """Counts steps that came to an end; shared with children that are forked after it was made."""

    def __init__(self) -> None:
        self._count = multiprocessing.Value("q", 0)

    def note(self) -> None:
        """One more step has ended, however it ended."""
        with self._count.get_lock():
            self._count.value += 1

    @property
    def count(self) -> int:
        """How many so far."""
        return int(self._count.value)


@dataclass(slots=True)
class Watch:
    """How often in a row a process was seen to move nothing while work waited.

    Beats are counted, and no time: a machine that was suspended has missed none.
    """

    beats_max: int
    idle_beats: int = 0
    last_count: int = -1

    def sees(self, count: int, *, has_work: bool) -> bool:
        """Note a beat; returns whether the process is stuck."""
        if count != self.last_count or not has_work:
            self.last_count, self.idle_beats = count, 0
            return False
        self.idle_beats += 1
        return self.idle_beats >= self.beats_max


class Beacon:
    """Two threads of one process; started once it can work.

    One tells, and waits for nothing but the database: who falls silent is counted as gone. The
    other watches, and may have to wait for the broker.

    Args:
        role: fetch, process, control, several of them joined by "+", or engine for the embedded.
        progress: what the process has moved.
        restart: what to do when it is stuck.
    """

    def __init__(
        self, app: App, role: str, progress: Progress, *, restart: Callable[[], None] | None = None
    ) -> None:
        self._app = app
        self._role = role
        self._progress = progress
        self._restart = restart or restart_in_place
        self._machine = socket.gethostname()
        # Each start has a name of its own: a restarted process does not hold what it held before.
        self.name = f"{role}@{self._machine[:80]}:{os.getpid()}:{secrets.token_hex(2)}"
        self._process = f"{os.getpid()}@{_numbering()}"
        # Shared with children that are forked later: they begin steps under this name.
        self._heard_at = multiprocessing.RawValue("d", float("-inf"))
        self._started_at: datetime | None = None
        self._moved_at: datetime | None = None
        self._moved_count = 0
        self._has_none_to_move = False
        beats = round(app.settings.watchdog.stuck_after_seconds / BEAT_SECONDS)
        self._watch = Watch(beats_max=max(2, beats))
        self._ended = threading.Event()
        self._is_ending = False
        self._threads = [
            threading.Thread(target=self._again, args=(do,), name="beacon", daemon=True)
            for do in (self._tell, self._watch_over)
        ]

    @property
    def holder(self) -> Holder:
        """Under whose name steps are begun."""
        return Holder(name=self.name, is_heard=self._is_heard)

    def _is_heard(self) -> bool:
        return elapsed_seconds() - float(self._heard_at.value) < _HEARD_SECONDS

    def start(self) -> None:
        """Tell once, so that what is begun from now on is known to be held, and go on telling.

        Raises:
            StoreError: the database is away.
        """
        self._tell()
        for thread in self._threads:
            thread.start()

    def ending(self) -> None:
        """The process has been asked to end: from now on it may move nothing, and isn't stuck."""
        self._is_ending = True

    def stop(self) -> None:
        """End in order: the row is taken away."""
        self._ended.set()
        for thread in self._threads:
            thread.join(timeout=BEAT_SECONDS)
        with suppress(VedetteError), self._app.database.transaction() as tx:
            tx.workers.leave(self.name)
        self._app.close()

    def _again(self, do: Callable[[], None]) -> None:
        """Do something with each beat, until the end."""
        while not self._ended.is_set():
            try:
                do()
            except VedetteError as error:  # the database or the broker is away: nobody is stuck
                log.debug("beacon.away", error=str(error))
                self._watch.idle_beats = 0
            except Exception:
                log.exception("beacon.defect")
            self._ended.wait(BEAT_SECONDS)

    def _watch_over(self) -> None:
        count = self._progress.count
        has_work = self._has_work()
        self._has_none_to_move = not has_work
        if self._watch.sees(count, has_work=has_work) and not self._is_ending:
            log.critical(
                "worker.stuck",
                role=self._role,
                seconds=round(self._watch.beats_max * BEAT_SECONDS),
                consequence="it starts anew; what it held is taken back at once",
            )
            self._restart()

    def _tell(self) -> None:
        began, now, count = elapsed_seconds(), self._app.clock(), self._progress.count
        if count != self._moved_count or self._has_none_to_move:
            self._moved_count, self._moved_at = count, now
        self._started_at = self._started_at or now
        row = WorkerRow(
            name=self.name,
            role=self._role,
            machine=self._machine,
            process=self._process,
            version=__version__,
            started_at=self._started_at,
            seen_at=now,
            clock_ahead_seconds=round((datetime.now(UTC) - now).total_seconds(), 3),
            moved_at=self._moved_at,
            moved_count=count,
        )
        with self._app.database.transaction() as tx:
            tx.workers.tell(row)
            tx.workers.forget(now - FORGET_AFTER)
            for other in tx.workers.all():
                if self._has_died(other):
                    tx.workers.leave(other.name)
        self._heard_at.value = began

    def _has_died(self, other: WorkerRow) -> bool:
        """Whether a process of this machine, whose numbers are ours too, is known to have ended."""
        pid, _, numbering = other.process.partition("@")
        if other.name == self.name or numbering != _numbering():
            return False
        return int(pid) == os.getpid() or not _is_alive(int(pid))

    def _has_work(self) -> bool:
        """Whether something waits that this process should have taken."""
        if self._role == ENGINE:
            return True  # its loop turns whether there is work or not
        return any(self._has_work_of(role) for role in self._role.split(_JOINT))

    def _has_work_of(self, role: str) -> bool:
        if role == CONTROL:
            return self._queue_length(CONTROL) > 0
        with self._app.database.reading() as tx:
            waits = tx.vitals.unbegun(_CLAIMED_BY[role]) > 0
        # Its messages are on their way only where the broker answers.
        return waits and self._queue_length(role) >= 0

    def _queue_length(self, queue: str) -> int:
        broker = Broker(self._app.settings.broker)
        try:
            return broker.queue_lengths([queue])[queue]
        except BrokerError as error:
            raise VedetteError(str(error)) from error
        finally:
            broker.close()


@cache
def _numbering() -> str:
    """Whose process ids are ours: containers count for themselves, and each boot anew."""
    try:
        space = str(Path("/proc/self/ns/pid").readlink())
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii")
    except OSError:
        return secrets.token_hex(8)  # nobody else's
    return f"{space}:{boot[:18]}"


def _is_alive(pid: int) -> bool:
    """A process that has ended, and that its parent has not asked about yet, is not."""
    try:
        told = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return told.rpartition(")")[2].split()[0] not in ("Z", "X")


def restart_in_place() -> None:
    """Become a new process of the same command, under the same process id; children are killed.

    No supervisor is needed, and none notices. The kernel closes all files and sockets.
    """
    sys.stderr.flush()
    for child in _children():
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606 - our own command


def _children() -> list[int]:
    found: list[int] = []
    for thread in Path("/proc/self/task").glob("*"):
        with suppress(OSError):
            found += map(int, (thread / "children").read_text(encoding="ascii").split())
    return found


def role_of(queues: set[str]) -> str:
    """The role of a Celery worker that reads these queues; several are joined."""
    roles = [role for role in (FETCH, PROCESS, CONTROL) if role in queues]
    return _JOINT.join(roles) or CONTROL
