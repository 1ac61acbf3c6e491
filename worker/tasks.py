"""Celery's doors to the pipeline, a few lines each. Messages carry ids; the database has the rest.

Every task is safe to run twice and at any time. Names are explicit: they are the interface for
other programs (`vedette.submit`) and what Flower shows.
"""

import os
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import lru_cache
from typing import Any

import structlog
from celery import current_app, shared_task
from celery.exceptions import Reject
from celery.signals import (
    beat_init,
    celeryd_after_setup,
    worker_init,
    worker_process_init,
    worker_shutdown,
    worker_shutting_down,
)

from worker import child, settings, urls
from worker.beacon import FETCH, PROCESS, Beacon, Progress, role_of
from worker.build import App
from worker.errors import BrokerError, StoreError, UserError, VedetteError
from worker.pipeline import Pipeline
from worker.publish.broker import Broker
from worker.redaction import redact_text
from worker.steps.parts import Room
from worker.values import Candidate, Claim, Submission

log = structlog.get_logger()

#: More than the fleet may have under way anyway: frontier.fetching_max and .processing_max decide.
_ROOM = Room(fetches=10_000, captures=10_000)
#: Fetches that end within this time share one dispatch; each would cost as much as a fetch.
GATHER_SECONDS = 0.03
#: A submission that the database could not take is tried again after this long.
PUT_BACK_SECONDS = 2.0
#: Above the limits that a child keeps by itself, for one that can't.
UNRESPONSIVE_SECONDS = 15.0


#: Ticks that piled up while nobody took them are one: those that follow so soon do nothing.
TICK_MIN_SECONDS = 0.5

_presences: list[Any] = []
#: When this process last began a tick, by the monotonic clock.
_last_ticks: list[float] = []
#: What the parent of prefork children has loaded for them.
_warmed: list[App] = []
#: How this worker tells of itself; children that are forked later hold leases under its name.
_beacons: list[Beacon] = []
#: Steps that this worker has ended, its children's included; made before they are forked.
_progress: list[Progress] = []


@lru_cache(maxsize=1)
def _parts_of(process_id: int) -> tuple[App, Pipeline]:  # noqa: ARG001 - a fork needs its own
    app = App(settings.load(), _beacons[0].holder if _beacons else None)
    for parent in _warmed:
        parent.share_with(app)
    return app, Pipeline(app, CeleryMessenger(child.wall_limit_seconds(app.settings)))


def pipeline() -> Pipeline:
    """This process's pipeline."""
    return _parts_of(os.getpid())[1]


class CeleryMessenger:
    """Carries claims over Celery's queues, one round trip for all messages of a kind."""

    def __init__(self, wall_limit_seconds: float) -> None:
        self._wall_limit_seconds = wall_limit_seconds
        self._is_down = False

    def room(self) -> Room:
        """As much as the fleet's limits allow."""
        return _ROOM

    def waiting(self) -> Room | None:
        """What lies in the queues; None where the broker does not say."""
        broker = Broker(_parts_of(os.getpid())[0].settings.broker)
        try:
            lengths = broker.queue_lengths([FETCH, PROCESS])
        except BrokerError as error:
            self._tell_down(error)
            return None
        finally:
            broker.close()
        return Room(fetches=lengths[FETCH], captures=lengths[PROCESS])

    def send_fetches(self, claims: Sequence[Claim]) -> None:
        """Have the URL of each claim fetched."""
        self._send(fetch, claims)

    def send_captures(self, claims: Sequence[Claim]) -> None:
        """Have the capture of each claim processed."""
        limit = self._wall_limit_seconds + UNRESPONSIVE_SECONDS
        self._send(process, claims, time_limit=limit, soft_time_limit=limit)

    def _send(self, task: Any, claims: Sequence[Claim], **options: Any) -> None:
        if not claims:
            return
        try:
            with (
                current_app.producer_pool.acquire(block=True, timeout=10) as producer,
                producer.batch(),
            ):
                for claim in claims:
                    task.apply_async(
                        args=(claim.url_id, claim.token),
                        task_id=f"{task.name.removeprefix('vedette.')}-{claim.url_id}-{claim.token}",
                        argsrepr=f"({claim.url_id}, {claim.token}) {urls.redact(claim.url)}",
                        producer=producer,
                        **options,
                    )
        # kombu and redis-py raise errors of many kinds when Redis is away. The claims stay, and the
        # tick sends them again.
        except Exception as error:  # noqa: BLE001 - a door
            self._tell_down(error, task=task.name, count=len(claims))
        else:
            if self._is_down:
                log.info("dispatch.broker_back")
            self._is_down = False

    def _tell_down(self, error: Exception, **fields: Any) -> None:
        """Once for each time that it goes away, not with each message."""
        tell = log.debug if self._is_down else log.warning
        tell("dispatch.broker_down", error=redact_text(str(error)), **fields)
        self._is_down = True


@contextmanager
def _named_errors(task: str) -> Iterator[None]:
    """One line where the database is away: leases end, and a later tick makes it good."""
    structlog.contextvars.clear_contextvars()
    try:
        yield
    except VedetteError as error:
        log.warning("task.broken_off", task=task, error=str(error))
    finally:
        for progress in _progress:
            progress.note()


def _bind(url_id: int) -> None:
    structlog.contextvars.bind_contextvars(url_id=url_id)


class _Together:
    """One dispatch for all fetch threads that end at about the same moment."""

    def __init__(self) -> None:
        self._one_at_a_time = threading.Lock()
        self._is_asked_for = False

    def __call__(self) -> None:
        self._is_asked_for = True
        # Who finds the lock taken may go: its holder looks once more after releasing it.
        while self._is_asked_for and self._one_at_a_time.acquire(blocking=False):
            try:
                time.sleep(GATHER_SECONDS)
                self._is_asked_for = False
                pipeline().dispatch()
            finally:
                self._one_at_a_time.release()


_dispatch_together = _Together()


@shared_task(name="vedette.fetch")
def fetch(url_id: int, token: int) -> None:
    """Fetch a claimed URL."""
    with _named_errors("fetch"):
        _bind(url_id)
        child.through_the_door(pipeline(), pipeline().fetch, url_id, token)
        _dispatch_together()


@shared_task(name="vedette.process", Request="worker.lost_child:LostChildRequest")
def process(url_id: int, token: int) -> None:
    """Process a claimed capture."""
    with _named_errors("process"):
        _bind(url_id)
        app, way = _parts_of(os.getpid())
        child.read_page(way, app.settings, url_id, token)
        way.refill()


@shared_task(name="vedette.submit")
def submit(
    url: str | Sequence[str], *more: str, priority: int = 0, origin: str = "celery"
) -> list[dict[str, Any]]:
    """Let URLs in: one, several, or a list. For other programs.

    Returns:
        For each URL what became of it: `{url, admission, url_id, reason}`.
    """
    given = [url, *more] if isinstance(url, str) else [*url, *more]
    candidates = [Candidate(url=str(one), priority=priority, origin=origin) for one in given]
    submissions = _submitted(candidates)
    for one in submissions:
        log.info(
            "url.submitted",
            admission=one.admission,
            url=urls.redact(one.url),
            url_id=one.url_id,
            reason=one.reason or None,
        )
    with _named_errors("submit"):
        pipeline().dispatch()
    return [
        {"url": one.url, "admission": one.admission, "url_id": one.url_id, "reason": one.reason}
        for one in submissions
    ]


def _submitted(candidates: Sequence[Candidate]) -> list[Submission]:
    """Until the database has them, the message is all there is: it goes back to the queue."""
    try:
        return pipeline().submit(candidates)
    except StoreError as error:
        log.warning("submit.put_back", count=len(candidates), error=str(error))
        time.sleep(PUT_BACK_SECONDS)
        raise Reject(str(error), requeue=True) from error


@shared_task(name="vedette.tick")
def tick() -> None:
    """What has to happen each second; beat sends it."""
    began = time.monotonic()
    if _last_ticks and began - _last_ticks[-1] < TICK_MIN_SECONDS:
        return
    _last_ticks[:] = [began]
    with _named_errors("tick"):
        pipeline().tick()


@shared_task(name="vedette.sync_sources")
def sync_sources() -> int:
    """Read the list of sources again."""
    return pipeline().sync_sources()


# --- starting a worker


@celeryd_after_setup.connect
def _read_the_default_queue_too(instance: Any, **_: Any) -> None:
    """`send_task` of a program that names no queue goes to `celery`: control reads it."""
    queues = instance.app.amqp.queues
    if "control" in _names(queues.consume_from):
        queues.select_add("celery")


@worker_init.connect
def _begin_worker(sender: Any, **_: Any) -> None:
    """Before any task: the services answer, or one sentence says which does not."""
    with _one_sentence(), closing(App(settings.load())) as app:
        app.require_services()
        _take_part(app)
        names = _names(sender.app.amqp.queues.consume_from)
        _progress.append(Progress())
        _beacons.append(Beacon(App(settings.load()), role_of(names), _progress[0]))
        _beacons[0].start()
        _parts_of(os.getpid())  # before threads could build it twice
        if "control" in names:
            Pipeline(app, CeleryMessenger(0)).sync_sources()
        if "process" in names:
            warmed = App(app.settings)
            warmed.warm()
            _warmed.append(warmed)


@worker_shutting_down.connect
def _begin_to_end(**_: Any) -> None:
    """It takes no more messages, and what it has may take its time: that is not being stuck."""
    for beacon in _beacons:
        beacon.ending()


@worker_shutdown.connect
def _end_worker(**_: Any) -> None:
    """All tasks have ended: nothing is held any more."""
    for beacon in _beacons:
        beacon.stop()


def _take_part(app: App) -> None:
    """On SQLite, tell engines that start later that leases may be held by a living worker."""
    presence = app.database.presence
    if presence is not None:
        presence.enter()
        presence.settle()
        _presences.append(presence)  # held until this process ends


@beat_init.connect
def _begin_beat(**_: Any) -> None:
    """Beat needs Redis only."""
    with _one_sentence(), closing(App(settings.load())) as app:
        app.require_broker()


@contextmanager
def _one_sentence() -> Iterator[None]:
    try:
        yield
    except UserError as error:
        sys.stderr.write(f"vedette: {error}\n")
        sys.stderr.flush()
        # SystemExit would be caught, and logged with a traceback, by Celery's signal dispatch.
        os._exit(2)


@worker_process_init.connect
def _begin_child(**_: Any) -> None:
    """A prefork child meets hostile pages: it is confined before the first."""
    app, _pipeline = _parts_of(os.getpid())
    child.confine(app.settings)


def note_lost_child(url_id: int, token: int, status: int) -> None:
    """Note in the parent that the child which read a page has ended; see `lost_child.py`.

    Args:
        status: its exit status; a signal's number below zero.
    """
    # Parts of its own, closed again: a child that is forked later must not share a connection.
    with _named_errors("process"), closing(App(settings.load())) as app:
        _bind(url_id)
        reason = child.reason_of_end(status, app.settings)
        Pipeline(app, CeleryMessenger(0)).failed(url_id, token, reason)


def _names(queues: Iterable[Any]) -> set[str]:
    return {str(getattr(queue, "name", queue)) for queue in queues}
