"""The embedded engine: threads fetch, child processes process, one loop ticks and dispatches.

A door to the pipeline like tasks.py: it carries messages and catches defects, and knows nothing of
what a step does. Messages live in memory; the frontier makes them good again after a crash.
"""

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial
from multiprocessing import forkserver
from types import FrameType
from typing import Any

import structlog
from pebble import ProcessExpired, ProcessPool

from worker import child, defect
from worker.beacon import ENGINE, Beacon, Progress
from worker.build import App
from worker.errors import EngineError, VedetteError
from worker.observe import logs
from worker.pipeline import Pipeline
from worker.settings import Settings
from worker.steps.parts import Holder, NoMessages, Room
from worker.values import Claim

log = structlog.get_logger()

TICK_SECONDS = 1.0
#: The loop looks at the frontier this often when nothing wakes it: hosts become free by time alone.
IDLE_SECONDS = 0.2
#: And not more often than this: each look is a transaction.
BUSY_SECONDS = 0.02
#: Captures handed over ahead of each child, so that none waits for the loop.
CAPTURES_PER_CHILD = 4
#: Above the limits that a child keeps by itself, for one that can't: it was stopped by hand, or
#: hangs in the kernel.
UNRESPONSIVE_SECONDS = 15.0
#: A pool that ends so often without a single page done will not do better the next time.
BROKEN_POOLS_MAX = 3
#: A second look at a database that just failed would fail too.
STORE_PAUSE_SECONDS = 2.0


class LocalEngine:
    """One process tree that does the whole job. Also the carrier of its own messages.

    Args:
        restart: what to do when its loop hangs; None: it is only told of.
    """

    def __init__(self, app: App, restart: Callable[[], None] | None = None) -> None:
        self._app = app
        self._settings = app.settings
        self._progress = Progress()
        beacon_app = App(app.settings)  # with connections of its own, which no hang can exhaust
        self._beacon = Beacon(beacon_app, ENGINE, self._progress, restart=restart or (lambda: None))
        app.holder = self._beacon.holder
        self.pipeline = Pipeline(app, self)
        self._threads = ThreadPoolExecutor(self._settings.fetch.threads, thread_name_prefix="fetch")
        self._children = self._new_children()
        self._lock = threading.Lock()
        self._fetching = 0
        self._processing = 0
        self._wake = threading.Event()
        self._stopping = False
        self._broken_pools = 0

    # --- carrying messages

    def room(self) -> Room:
        """Free threads, and free places before the children."""
        with self._lock:
            return Room(
                fetches=self._settings.fetch.threads - self._fetching,
                captures=self._settings.process.children * CAPTURES_PER_CHILD - self._processing,
            )

    def waiting(self) -> Room:
        """Not counted: another process may have claimed what nobody begins."""
        return Room(fetches=0, captures=0)

    def send_fetches(self, claims: Sequence[Claim]) -> None:
        """Have the URL of each claim fetched by a thread."""
        for claim in claims:
            with self._lock:
                self._fetching += 1
            self._threads.submit(self._fetch, claim)

    def send_captures(self, claims: Sequence[Claim]) -> None:
        """Have the capture of each claim processed by a child."""
        for claim in claims:
            with self._lock:
                self._processing += 1
            try:
                future = self._children.schedule(
                    _process_in_child,
                    args=(claim.url_id, claim.token),
                    timeout=_patience_seconds(self._settings),
                )
            except RuntimeError:  # the pool broke; the loop makes a new one
                self._processed(claim, _Failure(reason="no process pool", is_pages_fault=False))
                continue
            future.add_done_callback(partial(self._child_done, claim, time.monotonic()))

    def _fetch(self, claim: Claim) -> None:
        try:
            child.through_the_door(self.pipeline, self.pipeline.fetch, claim.url_id, claim.token)
        except VedetteError as error:  # the database is away: the lease ends, and the tick mends it
            log.warning("fetch.broken_off", url_id=claim.url_id, error=str(error))
        finally:
            with self._lock:
                self._fetching -= 1
            self._wake.set()

    def _child_done(self, claim: Claim, sent_at: float, future: "Future[Any]") -> None:
        failure = _failure_of(future, self._settings, time.monotonic() - sent_at)
        if failure is None:
            self._broken_pools = 0
        self._processed(claim, failure)

    def _processed(self, claim: Claim, failure: "_Failure | None") -> None:
        try:
            if failure is not None:
                self._report_failed(claim, failure.reason, counts=failure.is_pages_fault)
        finally:
            with self._lock:
                self._processing -= 1
            self._wake.set()

    def _report_failed(self, claim: Claim, reason: str, *, counts: bool = True) -> None:
        try:
            self.pipeline.failed(claim.url_id, claim.token, reason, counts=counts)
        except VedetteError as error:
            log.warning("failed.not_noted", url_id=claim.url_id, error=str(error))

    # --- the loop

    def run(self, until: Callable[[], bool] | None = None) -> None:
        """Work until stopped, or until `until()` (asked several times a second) is true.

        What is under way when it stops is finished first.
        """
        with self._presence(), self._ended_on_errors():
            last_tick = float("-inf")
            while not self._stopping:
                self._progress.note()
                self._wake.clear()
                try:
                    if time.monotonic() - last_tick >= TICK_SECONDS:
                        self.pipeline.tick()
                        last_tick = time.monotonic()
                    else:
                        self.pipeline.dispatch()
                except VedetteError as error:
                    log.warning("engine.store_away", error=str(error))
                    time.sleep(STORE_PAUSE_SECONDS)
                    continue
                self._mend_children()
                if until is not None and until():
                    break
                self._wake.wait(IDLE_SECONDS)
                time.sleep(BUSY_SECONDS)
            self._finish()

    def stop(self) -> None:
        """Claim nothing more; `run` returns when what is under way is finished."""
        self._stopping = True
        self._beacon.ending()
        self._wake.set()

    @contextlib.contextmanager
    def stopped_by_signals(self) -> Iterator[None]:
        """SIGINT and SIGTERM stop in order; a second one ends at once (leases make it good)."""

        def on_signal(number: int, _frame: FrameType | None) -> None:
            if self._stopping:
                self._kill_children()
                os._exit(128 + number)
            sys.stderr.write("stopping: finishing what is under way (again: end at once)\n")
            self.stop()

        before = {s: signal.signal(s, on_signal) for s in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    @contextlib.contextmanager
    def _presence(self) -> Iterator[None]:
        """Alone on an SQLite database, leases left by a crash are taken back at once."""
        presence = self._app.database.presence
        is_alone = presence is not None and presence.enter()
        self._beacon.start()  # first: what is sent again is begun at once, in its name
        try:
            if is_alone:
                self.pipeline.take_back_orphans()
            if presence is not None:
                presence.settle()
            yield
        finally:
            self._beacon.stop()
            if presence is not None:
                presence.leave()

    @contextlib.contextmanager
    def _ended_on_errors(self) -> Iterator[None]:
        """No thread or child outlives a loop that broke; leases make their work good."""
        try:
            yield
        except BaseException:
            self._threads.shutdown(wait=False, cancel_futures=True)
            self._children.stop()
            raise

    def _finish(self) -> None:
        self._threads.shutdown(wait=True)
        self._children.close()
        self._children.join()
        with contextlib.suppress(VedetteError):
            self.pipeline.relay()

    # --- children

    def _new_children(self) -> ProcessPool:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(
            ["worker.local", "worker.store.database", "worker.preloaded"]
        )
        forkserver.ensure_running()  # it loads for seconds: meanwhile the engine starts
        return ProcessPool(
            max_workers=self._settings.process.children,
            max_tasks=self._settings.process.pages_per_child,
            initializer=_begin_child,
            initargs=(self._settings, self._beacon.name),
            context=context,
        )

    def _mend_children(self) -> None:
        if self._children.active:
            return
        self._broken_pools += 1
        log.error("engine.children_broken", times=self._broken_pools)
        self._children.stop()
        if self._broken_pools >= BROKEN_POOLS_MAX:
            raise EngineError(
                "the process children end at their start; the log above tells why "
                "(is process.memory_limit_bytes too low, or a package missing?)"
            )
        self._children = self._new_children()

    def _kill_children(self) -> None:
        for one in multiprocessing.active_children():
            one.kill()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Failure:
    reason: str
    is_pages_fault: bool  #: counts towards its quarantine


def _patience_seconds(settings: Settings) -> float:
    return child.wall_limit_seconds(settings) + UNRESPONSIVE_SECONDS


def _failure_of(
    future: "Future[Any]", settings: Settings, since_sent_seconds: float
) -> _Failure | None:
    """What went wrong in a child; None if nothing did, or the child has noted it itself.

    Args:
        since_sent_seconds: by the monotonic clock.
    """
    error = future.exception()
    if error is None:
        return None
    if isinstance(error, BrokenProcessPool | CancelledError):
        return _Failure(reason="its process pool ended", is_pages_fault=False)
    if isinstance(error, ProcessExpired):
        reason = child.reason_of_end(error.exitcode, settings)
        return _Failure(reason=reason, is_pages_fault=True)
    if isinstance(error, TimeoutError):
        # pebble goes by the wall clock, which jumps when it is set and when a machine has slept.
        has_jumped = since_sent_seconds < _patience_seconds(settings)
        reason = "the clock jumped" if has_jumped else "its process did not answer"
        return _Failure(reason=reason, is_pages_fault=not has_jumped)
    log.error("process.defect", error=repr(error), traceback=getattr(error, "traceback", None))
    return _Failure(reason=defect.reason_of(error), is_pages_fault=True)


#: The parts of a child process, made by `_begin_child`.
_child: App | None = None
_child_pipeline: Pipeline | None = None


def _begin_child(settings: Settings, holder: str) -> None:
    """Limits first, then what every page needs."""
    global _child, _child_pipeline  # noqa: PLW0603 - one per process, made by the pool's initializer
    signal.signal(
        signal.SIGINT, signal.SIG_IGN
    )  # Ctrl-C is the parent's; it ends children in order
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    child.confine(settings)
    logs.configure(settings.log)
    _child = App(settings, Holder(name=holder, is_heard=lambda: True))
    from worker import preloaded  # noqa: PLC0415 - by the forkserver, never in the parent

    preloaded.warm(_child)
    _child_pipeline = Pipeline(_child, NoMessages())


def _process_in_child(url_id: int, token: int) -> None:
    """Raises nothing: not every exception can be sent to the parent, which would lose its pool."""
    assert _child is not None
    assert _child_pipeline is not None
    try:
        child.read_page(_child_pipeline, _child.settings, url_id, token)
    except VedetteError as error:  # the database is away: the lease ends, and the tick mends it
        log.warning("process.broken_off", url_id=url_id, error=str(error))
