"""The whole examination, in an order in which one fault explains the next."""

from collections.abc import Iterator
from datetime import UTC, datetime

from worker.build import App
from worker.doctor import broker, crew, machine, work
from worker.doctor.finding import Finding, critical, fine
from worker.errors import BrokerError, StoreError
from worker.publish.broker import Broker

#: The queues of Celery's workers; `celery` is where a program's messages go that names none.
QUEUES = ("fetch", "process", "control", "celery")
_HOSTS_LOOKED_UP = 3


def examine(app: App, *, deep: bool = False) -> Iterator[Finding]:
    """Look at everything; a thing that can't be looked at is a finding too.

    Args:
        deep: also check every row of the database against what must hold.
    """
    yield machine.disk(app.settings.data_dir)
    yield from _broker(app)
    try:
        yield from _database(app)
        if deep:
            yield from _invariants(app)
    except StoreError as error:
        yield critical("database", str(error), "start it, or mend database.url")


def _database(app: App) -> Iterator[Finding]:
    app.database.require_schema()
    now = app.clock()
    yield fine("database", f"{app.database.where}, schema is this version's")
    yield machine.clock("clock", "the database's", (datetime.now(UTC) - now).total_seconds())
    with app.database.reading() as tx:
        vital = tx.vitals.look(now, late=work.LATE, stuck_after=work.STUCK_AFTER)
        fleet = tx.fleet.look()
        rows = tx.workers.all()
        hosts = tx.vitals.answering_hosts(_HOSTS_LOOKED_UP)
    yield from crew.findings(rows, vital, now)
    yield from work.findings(vital, fleet, app.settings, now)
    yield machine.names(hosts)


def _broker(app: App) -> Iterator[Finding]:
    if not app.settings.broker.url:
        yield fine("broker", "none is set: the embedded engine needs none")
        return
    looked_at = Broker(app.settings.broker)
    try:
        facts = looked_at.facts(QUEUES)
    except BrokerError as error:
        yield critical(
            "broker",
            str(error),
            "start Redis, or mend broker.url; what was accepted is safe in the database",
        )
        return
    finally:
        looked_at.close()
    yield from broker.findings(facts)
    ahead = (datetime.now(UTC) - facts.now).total_seconds()
    yield machine.clock("clock of Redis", "Redis's", ahead)


def _invariants(app: App) -> Iterator[Finding]:
    with app.database.snapshot() as tx:
        broken = list(tx.invariants.broken())
    for one in broken:
        yield critical(
            "invariant",
            f"it does not hold that {one.invariant}: {one.count} rows ({', '.join(one.examples)})",
            "a defect: report it with the output of `vedette explain` for such a URL",
        )
    if not broken:
        yield fine("invariants", "all hold")
