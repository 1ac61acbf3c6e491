"""Workers are killed, Redis is flushed, a page hangs its child: nothing is lost, nothing twice."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from support.fleet import fleet, logs_of, migrated, send
from support.outcomes import all_done, assert_as_expected, rows_of
from support.poison import serving_slow_page
from support.programs import WORKERS, running, vedette, wait_until
from support.services import PostgresServer, RedisServer

from worker.demo.web import SampleWeb


@pytest.fixture
def web() -> Iterator[SampleWeb]:
    with SampleWeb() as served:
        yield served


def test_a_flushed_redis_loses_nothing(
    web: SampleWeb, postgres_url: str, redis_server: RedisServer, tmp_path: Path
) -> None:
    env = migrated(postgres_url, redis_server, tmp_path)
    given = list(web.urls)
    vedette("submit", *given, env=env, folder=tmp_path)
    with fleet(env, tmp_path):
        for _ in range(5):
            with redis_server.client() as client:
                client.flushall()
            time.sleep(0.5)
        wait_until(lambda: all_done(postgres_url, given), seconds=120, logs=logs_of(tmp_path))
    assert_as_expected(postgres_url, web.expectations, given)


def test_a_redis_that_is_away_and_comes_back_empty_loses_nothing(
    web: SampleWeb, postgres_url: str, redis_server: RedisServer, tmp_path: Path
) -> None:
    env = migrated(postgres_url, redis_server, tmp_path)
    given = list(web.urls)
    vedette("submit", *given, env=env, folder=tmp_path)
    logs = logs_of(tmp_path)
    with fleet(env, tmp_path) as processes, ExitStack() as restarted:
        wait_until(lambda: len(web.requests) > 5, logs=logs)
        redis_server.stop()
        redis_server.forget()
        time.sleep(4)
        redis_server.start()

        # kombu 5.7.0 may end a worker that holds messages when its connection breaks; compose's
        # `restart: unless-stopped` starts it again, and so does this, whenever it ends.
        def is_done() -> bool:
            for name, process in processes.items():
                if process.poll() is not None:
                    log = tmp_path / f"{name}.log"
                    again = running(WORKERS[name], env=env, folder=tmp_path, log=log)
                    processes[name] = restarted.enter_context(again)
            return all_done(postgres_url, given)

        wait_until(is_done, seconds=120, logs=logs)
    assert_as_expected(postgres_url, web.expectations, given)


def test_a_killed_fetch_worker_and_killed_children_lose_nothing(
    web: SampleWeb, postgres_url: str, redis_server: RedisServer, tmp_path: Path
) -> None:
    env = migrated(
        postgres_url, redis_server, tmp_path,
        FETCH__DEADLINE_SECONDS="2", FRONTIER__FETCH_LEASE_SECONDS="4",
        PROCESS__TIME_LIMIT_SECONDS="10", FRONTIER__PROCESS_LEASE_SECONDS="16",
        # Two kills may meet one page: that is no fault of the page.
        FRONTIER__PROCESS_ATTEMPTS_MAX="4",
    )  # fmt: skip
    given = list(web.urls)
    logs = logs_of(tmp_path)
    vedette("submit", *given, env=env, folder=tmp_path)
    with fleet(env, tmp_path) as processes:
        wait_until(lambda: len(web.requests) > 5, logs=logs)
        os.killpg(processes["fetch"].pid, signal.SIGKILL)
        for child in _children(processes["process"].pid):
            os.kill(child, signal.SIGKILL)
        with running(WORKERS["fetch"], env=env, folder=tmp_path, log=logs[0]):
            wait_until(lambda: all_done(postgres_url, given), seconds=120, logs=logs)
    assert_as_expected(postgres_url, web.expectations, given)


def test_a_page_that_never_ends_is_quarantined_while_the_rest_goes_on(
    web: SampleWeb, postgres_url: str, redis_server: RedisServer, tmp_path: Path
) -> None:
    env = migrated(
        postgres_url, redis_server, tmp_path,
        PROCESS__TIME_LIMIT_SECONDS="3", FRONTIER__PROCESS_LEASE_SECONDS="9",
    )  # fmt: skip
    given = list(web.urls)
    with fleet(env, tmp_path), serving_slow_page() as slow:
        vedette("submit", slow, *given, env=env, folder=tmp_path)
        wait_until(
            lambda: all_done(postgres_url, [slow, *given]), seconds=120, logs=logs_of(tmp_path)
        )
    row = rows_of(postgres_url, [slow])[slow]
    assert (row["outcome"], row["attempts"]) == ("quarantined", 2)
    rows = rows_of(postgres_url, given)
    assert all(row["outcome"] in web.expectations[url].outcomes for url, row in rows.items())


def test_urls_sent_while_the_database_is_away_are_accepted_when_it_is_back(
    web: SampleWeb, redis_server: RedisServer, tmp_path: Path
) -> None:
    postgres = PostgresServer()
    database_url = postgres.new_database()
    env = migrated(database_url, redis_server, tmp_path)
    given = list(web.urls[:12])
    logs = logs_of(tmp_path)
    with fleet(env, tmp_path):
        # All of them: a worker that begins while the database is away ends with one sentence.
        wait_until(lambda: all(b" ready." in log.read_bytes() for log in logs[:3]), logs=logs)
        postgres.stop()
        send(given, redis_server.url, tmp_path)
        wait_until(lambda: b"submit.put_back" in (tmp_path / "control.log").read_bytes(), logs=logs)
        postgres.start()

        wait_until(lambda: all_done(database_url, given), seconds=90, logs=logs)
        assert all(b"Traceback" not in log.read_bytes() for log in logs)
    postgres.remove()


def _children(pid: int) -> list[int]:
    listed = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, check=False
    )
    return [int(line) for line in listed.stdout.split()]
