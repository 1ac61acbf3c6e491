"""The database as the pipeline sees it: transactions, each with the repositories it may need."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DatabaseError, DBAPIError, InterfaceError, OperationalError

from worker.errors import StoreError
from worker.settings import Settings
from worker.store import migration
from worker.store.article_reports import ArticleReports
from worker.store.articles import Articles
from worker.store.captures import Captures
from worker.store.claims import Claims
from worker.store.clock import DatabaseClock
from worker.store.engine import is_damage, open_engine, where
from worker.store.fleet import Fleet
from worker.store.forgiveness import Forgiveness
from worker.store.frontier import Frontier
from worker.store.host_reports import HostReports
from worker.store.host_signs import HostSigns
from worker.store.hosts import Hosts
from worker.store.invariants import Invariants
from worker.store.judgements import Judgements
from worker.store.leases import Leases
from worker.store.opinions import Opinions
from worker.store.outbox import Outbox
from worker.store.polls import Polls
from worker.store.presence import Presence
from worker.store.quarantine import Quarantine
from worker.store.rejudging import Rejudging
from worker.store.reports import Reports
from worker.store.robots import Robots
from worker.store.source_reports import SourceReports
from worker.store.sources import Sources
from worker.store.stubs import Stubs
from worker.store.time_shift import TimeShift
from worker.store.trace import Trace
from worker.store.traps import Traps
from worker.store.vitals import Vitals
from worker.store.workers import Workers


class Transaction:
    """One short transaction; everything done through it is committed together, or not at all."""

    def __init__(self, connection: sa.Connection) -> None:
        self.frontier = Frontier(connection)
        self.claims = Claims(connection)
        self.hosts = Hosts(connection)
        self.host_reports = HostReports(connection)
        self.leases = Leases(connection)
        self.robots = Robots(connection)
        self.captures = Captures(connection)
        self.articles = Articles(connection)
        self.article_reports = ArticleReports(connection)
        self.judgements = Judgements(connection)
        self.rejudging = Rejudging(connection)
        self.opinions = Opinions(connection)
        self.outbox = Outbox(connection)
        self.trace = Trace(connection)
        self.traps = Traps(connection)
        self.reports = Reports(connection)
        self.sources = Sources(connection)
        self.polls = Polls(connection)
        self.stubs = Stubs(connection)
        self.fleet = Fleet(connection)
        self.host_signs = HostSigns(connection)
        self.forgiveness = Forgiveness(connection)
        self.time_shift = TimeShift(connection)
        self.source_reports = SourceReports(connection)
        self.quarantine = Quarantine(connection)
        self.workers = Workers(connection)
        self.vitals = Vitals(connection)
        self.invariants = Invariants(connection)


class Database:
    """SQLite or PostgreSQL behind one face. Threads may share it, processes not."""

    def __init__(self, settings: Settings) -> None:
        self._engine: Engine = open_engine(settings.database, settings.database_url)
        self._reader = self._engine.execution_options(read_only=True)

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """Write. Committed at the end of the block, rolled back on any exception.

        Raises:
            StoreError: the database can't be reached or written.
        """
        with self._translated(), self._engine.begin() as connection:
            yield Transaction(connection)

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """Read only; on SQLite it does not wait for the writer."""
        with self._translated(), self._reader.begin() as connection:
            yield Transaction(connection)

    @contextmanager
    def snapshot(self) -> Iterator[Transaction]:
        """Read only, and all of it as it was at one moment, however long it takes."""
        options = {} if self.is_embedded else {"isolation_level": "REPEATABLE READ"}
        engine = self._reader.execution_options(**options)
        with self._translated(), engine.begin() as connection:
            yield Transaction(connection)

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except (OperationalError, InterfaceError) as error:
            raise StoreError(f"the database {self.where} can't be used: {_cause(error)}") from error
        except DatabaseError as error:
            if not is_damage(error):
                raise
            raise StoreError(
                f"{self.where} is damaged, or is no database of SQLite ({_cause(error)}); put a "
                "backup in its place with `vedette restore FILE --force`"
            ) from error
        except sa.exc.TimeoutError as error:
            raise StoreError(f"the database {self.where} gave no connection in time") from error

    @cached_property
    def clock(self) -> DatabaseClock:
        """The time by which leases and paces are kept: the database's, for the whole fleet."""
        with self._translated():
            return DatabaseClock(self._engine)

    @cached_property
    def presence(self) -> Presence | None:
        """Who works on it, for SQLite; None for PostgreSQL."""
        if not self.is_embedded:
            return None
        return Presence(Path(f"{self._engine.url.database}.lock"))

    @property
    def where(self) -> str:
        """The database's place, without its password."""
        return where(self._engine)

    @property
    def is_embedded(self) -> bool:
        """Whether it is SQLite: a file of ours, made where it is missing."""
        return self._engine.dialect.name == "sqlite"

    def migrate(self) -> None:
        """Bring the schema to this version's; safe to run twice, and by several at once."""
        with self._translated():
            migration.upgrade(self._engine)

    def require_schema(self) -> None:
        """Check that the schema is this version's.

        Raises:
            StoreError: it is older or newer, with what to do.
        """
        with self._translated():
            migration.require_current(self._reader, self.where)  # waits for no writer

    def close(self) -> None:
        """Give back all connections."""
        self._engine.dispose()


def _cause(error: DBAPIError) -> str:
    return " ".join(str(error.orig or error).split())[:300]
