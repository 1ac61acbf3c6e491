"""`python -m bench.backlog`: a million URLs that wait on ten thousand hosts, on both databases.

Fills a database of its own, then measures what a fleet does all day: claim 100, submit 100, a tick,
a look at the status. Prints the plan of the claim's slowest query. Status 1 above the limits.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from rich.console import Console

from bench import machine
from bench.services import postgresql_server
from bench.tables import plain_table
from worker.build import App
from worker.pipeline import Pipeline
from worker.settings import Settings
from worker.steps.parts import Room
from worker.store.frontier import FAR_PAST
from worker.store.schema import hosts, urls
from worker.values import Candidate, Claim
from worker.vocabulary import UrlKind, UrlState

CLAIMED = 100
#: The most that a claim of 100 may take, by database.
LIMIT_SECONDS = {"sqlite": 0.2, "postgresql": 0.05}
_CHUNK = 20_000
#: This share of the hosts has answered before; the rest are strangers.
_KNOWN_SHARE = 0.9


_IS_BUSY = hosts.c.busy_url_id.is_not(None)
_IS_FETCHED = urls.c.state == UrlState.FETCHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """Wall seconds of one kind of transaction."""

    p50: float
    p95: float
    most: float
    done: int  #: of what was asked for, in one go


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One database."""

    database: str
    urls: int
    hosts: int
    fill_seconds: float
    timings: dict[str, Timing]
    grown_bytes: int  #: of this process's memory while it measured
    plan: tuple[str, ...]


@dataclass(slots=True)
class Carrier:
    """Takes claims, and does nothing with them."""

    space: Room
    claims: list[Claim] = field(default_factory=list)

    def room(self) -> Room:
        """As much as is asked for."""
        return self.space

    def waiting(self) -> Room:
        """None."""
        return Room(fetches=0, captures=0)

    def send_fetches(self, claims: Sequence[Claim]) -> None:
        """Remember them."""
        self.claims.extend(claims)

    def send_captures(self, claims: Sequence[Claim]) -> None:
        """There are none."""


def main() -> int:
    """Measure, and print; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m bench.backlog", description=__doc__)
    parser.add_argument("--urls", type=int, default=1_000_000)
    parser.add_argument("--hosts", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], action="append")
    parser.add_argument("--json", action="store_true", help="one JSON document")
    given = parser.parse_args()
    found = [
        measure(name, url_count=given.urls, host_count=given.hosts, rounds=given.rounds)
        for name in given.database or ["sqlite", "postgresql"]
    ]
    if given.json:
        print(json.dumps({"machine": machine.description(), "runs": list(map(asdict, found))}))
    else:
        _show(found)
    return 0 if all(_holds(one) for one in found) else 1


def _holds(found: Measured) -> bool:
    return found.timings[f"claim {CLAIMED}"].p95 <= LIMIT_SECONDS[found.database]


@contextmanager
def _database(name: str) -> Iterator[str]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="vedette-backlog-")))
        folder.chmod(0o755)  # PostgreSQL's user must get through
        if name == "sqlite":
            yield f"sqlite:///{folder / 'vedette.db'}"
        else:
            _, url = stack.enter_context(postgresql_server(folder / "postgresql"))
            yield url


def measure(name: str, *, url_count: int, host_count: int, rounds: int) -> Measured:
    """Fill a database, and measure on it."""
    with _database(name) as url:
        settings = Settings(
            database={"url": url},
            frontier={"fetching_max": 100_000, "nudge_after_seconds": 3600},
            log={"level": "ERROR"},
        )
        app = App(settings)
        app.database.migrate()
        engine = app.database._engine
        began = time.monotonic()
        fill(engine, url_count=url_count, host_count=host_count, now=app.clock())
        fill_seconds = time.monotonic() - began
        carrier = Carrier(Room(fetches=CLAIMED, captures=0))
        pipeline = Pipeline(app, carrier)
        before = _memory_bytes()
        timings = _timings(app, pipeline, rounds)
        grown = _memory_bytes() - before
        plan = _plan(engine, pipeline.dispatch)
        app.close()
    return Measured(
        database=name,
        urls=url_count,
        hosts=host_count,
        fill_seconds=fill_seconds,
        timings=timings,
        grown_bytes=grown,
        plan=plan,
    )


def fill(engine: sa.Engine, *, url_count: int, host_count: int, now: datetime) -> None:
    """Hosts, and URLs that have been due for up to an hour, each on a host in turn."""
    with engine.begin() as connection:
        for start in range(0, host_count, _CHUNK):
            numbers = range(start, min(start + _CHUNK, host_count))
            connection.execute(sa.insert(hosts), [_host(n, host_count, now) for n in numbers])
    for start in range(0, url_count, _CHUNK):
        numbers = range(start, min(start + _CHUNK, url_count))
        rows = [_url(n, url_count, host_count, now) for n in numbers]
        with engine.begin() as connection:
            connection.execute(sa.insert(urls), rows)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("VACUUM ANALYZE urls, hosts")  # as autovacuum would


def _host(number: int, count: int, now: datetime) -> dict[str, Any]:
    is_known = number < _KNOWN_SHARE * count
    return {
        "host": f"h{number}.example.org",
        "next_allowed_at": FAR_PAST,
        "next_due_at": now - timedelta(hours=1) + timedelta(microseconds=number),
        "failures": 0,
        "answered_at": now - timedelta(hours=2) if is_known else None,
        "slow_seconds": 0.0,
    }


def _url(number: int, count: int, host_count: int, now: datetime) -> dict[str, Any]:
    host = f"h{number % host_count}.example.org"
    url = f"https://{host}/news/2026/11/article-{number}"
    return {
        "key": f"{number:064x}", "canonical_url": url, "url": url, "host": host,
        "kind": UrlKind.ARTICLE, "origin": "bench", "rank": number // host_count % 3,
        "state": UrlState.WAITING, "visit": 1, "attempts": 0, "token": 0,
        "submitted_at": now, "due_at": now - timedelta(hours=1) * (1 - number / count),
    }  # fmt: skip


def _timings(app: App, pipeline: Pipeline, rounds: int) -> dict[str, Timing]:
    numbers = iter(range(10**9))
    engine = app.database._engine

    def submit() -> int:
        found = pipeline.submit(
            [
                Candidate(url=f"https://h{n % 997}.example.org/new/{n}", origin="bench")
                for n in (next(numbers) for _ in range(CLAIMED))
            ]
        )
        return len(found)

    def fetched() -> None:
        """No more is under way than in a fleet: what was claimed is done before the next claim."""
        with engine.begin() as connection:
            connection.execute(sa.update(hosts).values(busy_url_id=None).where(_IS_BUSY))
            connection.execute(sa.update(urls).values(state=UrlState.DONE).where(_IS_FETCHED))

    def look() -> int:
        with app.database.reading() as tx:
            return tx.reports.counts(app.clock()).submitted

    def tick() -> int:
        pipeline.tick()
        return 0

    return {
        f"claim {CLAIMED}": _timed(pipeline.dispatch, rounds, after=fetched),
        f"submit {CLAIMED}": _timed(submit, rounds),
        f"tick, with a claim of {CLAIMED}": _timed(tick, max(3, rounds // 4)),
        "vedette status": _timed(look, 3),
    }


def _timed(
    work: Callable[[], int], rounds: int, *, after: Callable[[], None] = lambda: None
) -> Timing:
    work()  # statements are compiled, and pages of the index read, once
    seconds, done = [], 0
    for _ in range(rounds):
        began = time.perf_counter()
        done = work()
        seconds.append(time.perf_counter() - began)
        after()
    ordered = sorted(seconds)
    return Timing(
        p50=statistics.median(ordered),
        p95=ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))],
        most=ordered[-1],
        done=done,
    )


def _memory_bytes() -> int:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def _plan(engine: sa.Engine, claim: Callable[[], int]) -> tuple[str, ...]:
    """The plan of the slowest statement of a claim, with what it was asked."""
    told: list[tuple[float, str, Any]] = []
    begun: list[float] = []

    def before(*_: Any) -> None:
        begun.append(time.perf_counter())

    def after(_c: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        told.append((time.perf_counter() - begun[-1], statement, parameters))

    sa.event.listen(engine, "before_cursor_execute", before)
    sa.event.listen(engine, "after_cursor_execute", after)
    try:
        claim()
    finally:
        sa.event.remove(engine, "before_cursor_execute", before)
        sa.event.remove(engine, "after_cursor_execute", after)
    selects = [one for one in told if one[1].lstrip().startswith("SELECT")]
    seconds, statement, parameters = max(selects, key=lambda one: one[0])
    explain = "EXPLAIN QUERY PLAN" if engine.dialect.name == "sqlite" else "EXPLAIN ANALYZE"
    with engine.connect() as connection, connection.begin() as transaction:
        rows = connection.exec_driver_sql(f"{explain} {statement}", parameters).all()
        transaction.rollback()
    return (
        f"{seconds * 1000:.1f} ms: {' '.join(statement.split())}",
        *(f"  {row[-1]}" for row in rows),
    )


def _show(found: Sequence[Measured]) -> None:
    out = Console(highlight=False, width=200)
    for one in found:
        title = f"{one.database}, {one.urls:,} URLs on {one.hosts:,} hosts"
        table = plain_table(title, "p50 ms", "p95 ms", "most ms", "done")
        for name, timing in one.timings.items():
            cells = (timing.p50, timing.p95, timing.most)
            table.add_row(name, *(f"{value * 1000:.1f}" for value in cells), str(timing.done))
        out.print(table)
        out.print(
            f"filled in {one.fill_seconds:.0f} s; this process grew by "
            f"{one.grown_bytes / 1_000_000:.1f} MB while it measured\nplan of the claim's slowest "
            "query:"
        )
        for line in one.plan:
            out.print(line, markup=False)
        out.print()
    for name, value in machine.description().items():
        out.print(f"{name}: {value}", markup=False)


if __name__ == "__main__":
    sys.exit(main())
