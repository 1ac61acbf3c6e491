"""The whole examination, in an order in which one fault explains the next."""

import time
from collections.abc import Iterator
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TooLate
from dataclasses import dataclass, field
from datetime import UTC, datetime

from worker.build import App
from worker.doctor import broker, crew, machine, store, work
from worker.doctor.finding import Finding, Level, critical, fine
from worker.doctor.patience import begun
from worker.errors import BrokerError, StoreError
from worker.publish.broker import Broker

#: The queues of Celery's workers; `celery` is where a program's messages go that names none.
QUEUES = ("fetch", "process", "control", "celery")
#: Disk, broker and database are looked at side by side, and given up after this long.
PATIENCE_SECONDS = 8.0
_HOSTS_LOOKED_UP = 3


@dataclass(slots=True)
class _Looked:
    """What one look found, and hosts whose names should have addresses."""

    findings: list[Finding] = field(default_factory=list)
    hosts: list[str] | None = None  #: None: they could not be read


def examine(
    app: App, *, deep: bool = False, patience_seconds: float = PATIENCE_SECONDS
) -> Iterator[Finding]:
    """Look at everything; a thing that can't be looked at is a finding too.

    Nothing is made, migrated or changed. Whatever hangs, this ends within some seconds; only
    `deep` takes its time.

    Args:
        deep: also check every row of the database against what must hold.
        patience_seconds: for disk, broker and database together.
    """
    looks = {
        "disk": begun(lambda: _Looked([machine.disk(app.settings.data_dir)])),
        "broker": begun(lambda: _broker(app)),
        "database": begun(lambda: _database(app)),
    }
    until = time.monotonic() + patience_seconds
    database = _Looked()
    for name, look in looks.items():
        database = _result(name, look, until, patience_seconds)
        yield from database.findings
    yield from _names(app, database.hosts)
    if deep and database.hosts is not None:
        yield from _invariants(app)


def _result(name: str, look: "Future[_Looked]", until: float, patience: float) -> _Looked:
    try:
        return look.result(timeout=max(0.0, until - time.monotonic()))
    except TooLate:
        says = f"no answer within {patience:g} s"
        remedy = "it hangs, or the network to it does: look at its process and its log"
    except Exception as error:  # noqa: BLE001 - a door: the other findings must be seen
        says = f"can't be looked at: {type(error).__name__}: {error}"
        remedy = "a defect: report it with this line"
    return _Looked([critical(name, says, remedy)])


def _database(app: App) -> _Looked:
    try:
        absent = store.missing(app.settings.database_url)
        found = [absent] if absent is not None else list(store.findings(app))
        if found[-1].level is not Level.OK:
            return _Looked(found)
        return _Looked([*found, *_work(app)], _hosts(app))
    except StoreError as error:  # it went away meanwhile, or its URL can't be read
        return _Looked([critical("database", str(error), "start it, or mend database.url")])


def _work(app: App) -> Iterator[Finding]:
    now = app.clock()
    yield machine.clock("clock", "the database's", (datetime.now(UTC) - now).total_seconds())
    with app.database.reading() as tx:
        vital = tx.vitals.look(now, late=work.LATE, stuck_after=work.STUCK_AFTER)
        fleet = tx.fleet.look()
        rows = tx.workers.all()
    stuck_after = app.settings.watchdog.stuck_after_seconds
    yield from crew.findings(rows, vital, now, stuck_after_seconds=stuck_after)
    yield from work.findings(vital, fleet, app.settings, now)


def _hosts(app: App) -> list[str]:
    with app.database.reading() as tx:
        return tx.vitals.answering_hosts(_HOSTS_LOOKED_UP)


def _names(app: App, hosts: list[str] | None) -> Iterator[Finding]:
    proxy_url = app.settings.fetch.proxy_url
    if proxy_url:
        yield machine.proxy(proxy_url)
    elif hosts is not None:
        yield machine.names(hosts)


def _broker(app: App) -> _Looked:
    if not app.settings.broker.url:
        return _Looked([fine("broker", "none is set: the embedded engine needs none")])
    try:
        looked_at = Broker(app.settings.broker)
        try:
            facts = looked_at.facts(QUEUES)
        finally:
            looked_at.close()
    except BrokerError as error:
        remedy = "start Redis, or mend broker.url; what was accepted is safe in the database"
        return _Looked([critical("broker", str(error), remedy)])
    ahead = (datetime.now(UTC) - facts.now).total_seconds()
    return _Looked([*broker.findings(facts), machine.clock("clock of Redis", "Redis's", ahead)])


def _invariants(app: App) -> Iterator[Finding]:
    try:
        with app.database.snapshot() as tx:
            broken = list(tx.invariants.broken())
    except StoreError as error:
        yield critical("invariants", str(error), "look again when the database is back")
        return
    for one in broken:
        yield critical(
            "invariant",
            f"it does not hold that {one.invariant}: {one.count} rows ({', '.join(one.examples)})",
            "a defect: report it with the output of `vedette explain` for such a URL",
        )
    if not broken:
        yield fine("invariants", "all hold")
