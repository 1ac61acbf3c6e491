"""Workers end in order: what they hold is finished, their rows go, and a restart of all delays
little and loses nothing.
"""

import signal
import subprocess
import time
from contextlib import ExitStack
from pathlib import Path

import pytest
import sqlalchemy as sa
from support.fleet import fleet, logs_of, migrated
from support.outcomes import all_done, rows_of
from support.paced_web import PacedHost, serving
from support.poison import serving_slow_page
from support.programs import BIN, WORKERS, environment, running, vedette, wait_until
from support.services import RedisServer

from worker.settings import Settings
from worker.store.database import Database
from worker.store.schema import trace, workers

#: What compose gives each container; a fetch may last as long as its deadline.
GRACE_SECONDS = 30.0
#: What a part writes when it has begun.
READY = {
    "fetch": b" ready.",
    "process": b" ready.",
    "control": b" ready.",
    "beat": b"is starting.",
}
DELAY_SECONDS, ANSWER_SECONDS = 0.1, 0.3


def no_sources(folder: Path) -> dict[str, str]:
    (folder / "sources.toml").write_text("")
    return {"DISCOVER__SOURCES_FILE": str(folder / "sources.toml")}


def taken_back_and_workers(database_url: str) -> tuple[int, set[str]]:
    """How many leases were taken back, and the roles that tell of themselves."""
    database = Database(Settings(database={"url": database_url}))
    count = sa.select(sa.func.count()).select_from(trace).where(trace.c.gate == "lease")
    with database._engine.connect() as connection:
        lost = int(connection.execute(count).scalar_one())
        roles = {row.role for row in connection.execute(sa.select(workers.c.role))}
    database.close()
    return lost, roles


def end(process: subprocess.Popen[bytes]) -> float:
    """Ask a process to end; returns how long it took."""
    began = time.monotonic()
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=GRACE_SECONDS) == 0
    return time.monotonic() - began


@pytest.mark.slow
def test_a_restart_of_all_workers_under_load_loses_nothing_and_delays_little(
    postgres_url: str, redis_server: RedisServer, tmp_path: Path
) -> None:
    hosts = [
        PacedHost(f"127.8.3.{n}", articles=50, answer_seconds=ANSWER_SECONDS) for n in (1, 2, 3)
    ]
    calm = [
        PacedHost(f"127.8.3.{n}", articles=15, answer_seconds=ANSWER_SECONDS) for n in (5, 6, 7)
    ]
    env = migrated(
        postgres_url, redis_server, tmp_path,
        **no_sources(tmp_path), FETCH__DELAY_SECONDS=str(DELAY_SECONDS),
    )  # fmt: skip
    logs = logs_of(tmp_path)
    with serving([*hosts, *calm]), fleet(env, tmp_path) as processes, ExitStack() as restarted:
        wait_until(lambda: len(taken_back_and_workers(postgres_url)[1]) == 3, logs=logs)
        quiet = [host.base + path for host in calm for path in host.paths]
        vedette("submit", *quiet, env=env, folder=tmp_path)
        wait_until(lambda: all_done(postgres_url, quiet), seconds=90, logs=logs)

        given = [host.base + path for host in hosts for path in host.paths]
        vedette("submit", *given, env=env, folder=tmp_path)
        wait_until(lambda: len(hosts[0].log) > 2, logs=logs)
        for name, command in WORKERS.items():
            # The new one first, as orchestrators do; then the old one.
            log = tmp_path / f"{name}.log"
            starts = log.read_bytes().count(READY[name])
            new = restarted.enter_context(running(command, env=env, folder=tmp_path, log=log))
            wait_until(
                lambda log=log, name=name, starts=starts: (
                    log.read_bytes().count(READY[name]) > starts
                ),
                logs=logs,
            )
            assert end(processes[name]) < GRACE_SECONDS
            processes[name] = new
        wait_until(lambda: all_done(postgres_url, given), seconds=90, logs=logs)
        rows, before = rows_of(postgres_url, given), rows_of(postgres_url, quiet)
        assert taken_back_and_workers(postgres_url) == (0, {"fetch", "process", "control"})
        for name in ("fetch", "process", "control"):
            end(processes[name])
    assert taken_back_and_workers(postgres_url) == (0, set())
    assert {row["outcome"] for row in rows.values()} == {"stored"}
    for host in hosts:
        asked = sorted(request.path for request in host.log if request.path in host.paths)
        assert asked == sorted(host.paths)
    delay = _p95_of_delay(rows, len(hosts)) - _p95_of_delay(before, len(calm))
    assert delay < GRACE_SECONDS
    assert all(b"Traceback" not in log.read_bytes() for log in logs)


def _p95_of_delay(rows: dict[str, dict], hosts: int) -> float:
    """Seconds by which URLs were done later than their hosts' pace alone would have had them."""
    took = sorted(
        (row["finished_at"] - row["submitted_at"]).total_seconds() for row in rows.values()
    )
    pace = DELAY_SECONDS + ANSWER_SECONDS
    delays = sorted(seconds - (n // hosts) * pace for n, seconds in enumerate(took))
    return delays[int(len(delays) * 0.95)]


def test_a_fetch_worker_that_is_asked_to_end_finishes_its_slow_page(
    postgres_url: str, redis_server: RedisServer, tmp_path: Path
) -> None:
    host = PacedHost("127.8.3.11", articles=1)
    env = migrated(postgres_url, redis_server, tmp_path, **no_sources(tmp_path))
    logs = logs_of(tmp_path)
    with serving([host]), fleet(env, tmp_path) as processes:
        given = [host.base + host.paths[0]]
        wait_until(lambda: len(taken_back_and_workers(postgres_url)[1]) == 3, logs=logs)
        vedette("submit", *given, env=env, folder=tmp_path)
        wait_until(lambda: host.log, logs=logs, what="its robots.txt")
        host.answer_seconds = 4.0
        wait_until(lambda: rows_of(postgres_url, given)[given[0]]["begun_at"], logs=logs)
        end(processes["fetch"])
        lost, roles = taken_back_and_workers(postgres_url)
        assert (lost, roles) == (0, {"process", "control"})
        wait_until(
            lambda: all_done(postgres_url, given) or _waits(postgres_url, given[0]), logs=logs
        )
        row = rows_of(postgres_url, given)[given[0]]
        assert row["attempts"] <= 1
        assert (row["state"], row["outcome"]) == ("done", "stored")


def _waits(database_url: str, url: str) -> bool:
    return str(rows_of(database_url, [url])[url]["state"]) == "waiting"


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["embedded", "celery"])
def test_a_page_that_never_ends_does_not_outlast_the_grace_period(
    engine: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    limits = {"PROCESS__TIME_LIMIT_SECONDS": "5", "FRONTIER__PROCESS_LEASE_SECONDS": "25"}
    with serving_slow_page() as slow, ExitStack() as stack:
        if engine == "embedded":
            database_url = f"sqlite:///{tmp_path / 'vedette.db'}"
            env = environment(
                tmp_path, DATABASE__URL=database_url, **limits, **no_sources(tmp_path)
            )
            process = stack.enter_context(
                running(
                    [BIN / "vedette", "run"], env=env, folder=tmp_path, log=tmp_path / "run.log"
                )
            )
        else:
            database_url = request.getfixturevalue("postgres_url")
            redis = request.getfixturevalue("redis_server")
            env = migrated(database_url, redis, tmp_path, **limits, **no_sources(tmp_path))
            process = stack.enter_context(fleet(env, tmp_path))["process"]
        logs = [tmp_path / "run.log", *logs_of(tmp_path)]
        vedette("submit", slow, env=env, folder=tmp_path)

        def is_processing() -> bool:
            row = rows_of(database_url, [slow]).get(slow)
            return row is not None and row["state"] == "processing" and bool(row["begun_at"])

        wait_until(is_processing, logs=logs, what="the page is being processed")
        end(process)
        row = rows_of(database_url, [slow])[slow]
        # Its child was ended at its limit, and that was noted: no lease has to end for it.
        assert (row["state"], row["lease_until"]) == ("captured", None)
        assert not taken_back_and_workers(database_url)[1] & {"process", "engine"}
