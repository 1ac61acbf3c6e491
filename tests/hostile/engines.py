"""Both engines as an operator runs them, on a list of URLs, until each has its outcome."""

import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from support.fleet import fleet, logs_of, migrated
from support.programs import BIN, environment, running, vedette
from support.services import PostgresServer, RedisServer

from hostile.memory_watch import MemoryWatch
from worker.settings import Settings
from worker.store.database import Database
from worker.store.schema import trace, urls

FAULTY = Path(__file__).parent / "faulty"


@dataclass(frozen=True, slots=True, kw_only=True)
class Crawled:
    """What came of a crawl."""

    database_url: str
    env: dict[str, str]
    folder: Path
    seconds: float
    peak_of_one_bytes: int  #: of the process that took most
    peak_of_all_bytes: int
    logs: list[Path]

    def rows(self) -> dict[str, dict[str, Any]]:
        """URL -> its row of the frontier, with its trace."""
        engine = sa.create_engine(self.database_url.replace("postgresql:", "postgresql+psycopg:"))
        with engine.connect() as connection:
            found = {row["url"]: dict(row) for row in _all(connection, sa.select(urls))}
            gates = _all(connection, sa.select(trace).order_by(trace.c.id))
        engine.dispose()
        by_id = {row["id"]: row for row in found.values()}
        for row in found.values():
            row["gates"] = []
        for gate in gates:
            by_id[gate["url_id"]]["gates"].append(gate)
        return found


def _all(connection: sa.Connection, query: sa.Select[Any]) -> Sequence[sa.RowMapping]:
    return connection.execute(query).mappings().all()


def embedded(
    given: Sequence[str], folder: Path, *, seconds: float, faulty: bool = False, **settings: str
) -> Crawled:
    """`vedette run`, on a list that was submitted before."""
    env = _with_faults(environment(folder, **settings), faulty=faulty)
    _submit(given, env, folder)
    database_url = f"sqlite:///{folder / 'data' / 'vedette.db'}"
    log = folder / "run.log"
    began = time.monotonic()
    with (
        running([BIN / "vedette", "run"], env=env, folder=folder, log=log) as engine,
        MemoryWatch(engine.pid) as memory,
    ):
        _wait(database_url, len(given), began + seconds)
        took = time.monotonic() - began
        engine.terminate()
        engine.wait(timeout=30)
    return Crawled(
        database_url=database_url, env=env, folder=folder, seconds=took, logs=[log],
        peak_of_one_bytes=memory.peak_of_one, peak_of_all_bytes=memory.peak_of_all,
    )  # fmt: skip


def celery(
    given: Sequence[str],
    folder: Path,
    *,
    seconds: float,
    postgres_url: str,
    redis_server: RedisServer,
    faulty: bool = False,
    **settings: str,
) -> Crawled:
    """Workers for each queue and beat, on Redis and PostgreSQL."""
    env = migrated(postgres_url, redis_server, folder, **settings)
    env = _with_faults(env, faulty=faulty)
    _submit(given, env, folder)
    began = time.monotonic()
    with (
        fleet(env, folder) as processes,
        MemoryWatch(*(one.pid for one in processes.values())) as memory,
    ):
        _wait(postgres_url, len(given), began + seconds)
        took = time.monotonic() - began
        assert all(one.poll() is None for one in processes.values()), "a worker ended"
    return Crawled(
        database_url=postgres_url, env=env, folder=folder, seconds=took, logs=logs_of(folder),
        peak_of_one_bytes=memory.peak_of_one, peak_of_all_bytes=memory.peak_of_all,
    )  # fmt: skip


@contextmanager
def services() -> Iterator[tuple[str, RedisServer]]:
    """A PostgreSQL database and a Redis, for one case."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="vedette-hostile-")))
        postgres = PostgresServer()
        stack.callback(postgres.remove)
        redis_server = RedisServer(folder)
        stack.callback(redis_server.stop)
        yield postgres.new_database(), redis_server


def _with_faults(env: dict[str, str], *, faulty: bool) -> dict[str, str]:
    if not faulty:
        return env
    return {**env, "PYTHONPATH": os.pathsep.join([str(FAULTY), env.get("PYTHONPATH", "")])}


def _submit(given: Sequence[str], env: dict[str, str], folder: Path) -> None:
    listed = folder / "urls.txt"
    listed.write_text("\n".join(given) + "\n")
    done = vedette("submit", "--file", str(listed), env=env, folder=folder)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]


def _wait(database_url: str, count: int, until: float) -> None:
    """Until all are done, or the time is over; what is not done then will be seen."""
    database = Database(Settings(database={"url": database_url}))
    try:
        while time.monotonic() < until:
            with database.reading() as tx:
                counts = tx.reports.counts(database.clock())
            if counts.states.get("done", 0) >= count:
                return
            time.sleep(0.25)
    finally:
        database.close()
