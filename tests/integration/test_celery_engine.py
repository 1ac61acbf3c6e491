"""Celery on Redis: real workers, real Redis, PostgreSQL or SQLite, real pages on loopback."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from support.outcomes import all_done, assert_as_expected
from support.programs import WORKERS, environment, running, vedette, wait_until
from support.services import RedisServer

from worker.demo.web import SampleWeb

#: Nothing of Vedette: what any program with Celery can do.
SENDER = """
import sys
from celery import Celery

app = Celery(broker=sys.argv[1])
app.conf.broker_transport_options = {"global_keyprefix": "vedette:"}
for url in sys.stdin.read().split():
    app.send_task("vedette.submit", args=[url])
"""


@contextmanager
def _fleet(env: dict[str, str], folder: Path) -> Iterator[dict[str, subprocess.Popen[bytes]]]:
    with ExitStack() as stack:
        yield {
            name: stack.enter_context(
                running(command, env=env, folder=folder, log=folder / f"{name}.log")
            )
            for name, command in WORKERS.items()
        }


def _send(given: list[str], broker_url: str, folder: Path) -> None:
    subprocess.run(
        [sys.executable, "-c", SENDER, broker_url],
        input="\n".join(given).encode(), check=True, timeout=60, cwd=folder,
        env={k: v for k, v in os.environ.items() if not k.startswith("VEDETTE_")},
    )  # fmt: skip


def _environment(database_url: str, redis: RedisServer, folder: Path) -> dict[str, str]:
    env = environment(
        folder, DATABASE__URL=database_url, BROKER__URL=redis.url, FRONTIER__NUDGE_AFTER_SECONDS="3"
    )
    migrated = vedette("migrate", env=env, folder=folder)
    assert migrated.returncode == 0, migrated.stderr.decode()
    return env


@pytest.fixture
def web() -> Iterator[SampleWeb]:
    with SampleWeb() as served:
        yield served


def test_another_program_queues_urls_with_nothing_but_celery(
    web: SampleWeb, database_url: str, redis_server: RedisServer, tmp_path: Path
) -> None:
    env = _environment(database_url, redis_server, tmp_path)
    given = list(web.urls)
    logs = [tmp_path / f"{name}.log" for name in WORKERS]
    with _fleet(env, tmp_path):
        _send(given, redis_server.url, tmp_path)
        wait_until(lambda: all_done(database_url, given), seconds=90, logs=logs)

        assert_as_expected(database_url, web.expectations, given)
        with redis_server.client() as client:
            entries = wait_until(
                lambda: (
                    client.xrange("vedette:events") if client.xlen("vedette:events") >= 20 else None
                ),
                logs=logs,
            )
    positions = [int(fields[b"position"]) for _, fields in entries]
    assert sorted(set(positions)) == list(range(1, max(positions) + 1))
    assert all(b"Traceback" not in log.read_bytes() for log in logs)


def test_a_flushed_redis_loses_nothing(
    web: SampleWeb, postgres_url: str, redis_server: RedisServer, tmp_path: Path
) -> None:
    env = _environment(postgres_url, redis_server, tmp_path)
    given = list(web.urls)
    vedette("submit", *given, env=env, folder=tmp_path)
    logs = [tmp_path / f"{name}.log" for name in WORKERS]
    with _fleet(env, tmp_path):
        for _ in range(5):
            with redis_server.client() as client:
                client.flushall()
            time.sleep(0.5)
        wait_until(lambda: all_done(postgres_url, given), seconds=120, logs=logs)
    assert_as_expected(postgres_url, web.expectations, given)


def test_a_killed_fetch_worker_and_a_killed_child_lose_nothing(
    web: SampleWeb, postgres_url: str, redis_server: RedisServer, tmp_path: Path
) -> None:
    env = _environment(postgres_url, redis_server, tmp_path) | {
        "VEDETTE_FETCH__DEADLINE_SECONDS": "2",
        "VEDETTE_FRONTIER__FETCH_LEASE_SECONDS": "4",
        "VEDETTE_PROCESS__TIME_LIMIT_SECONDS": "3",
        "VEDETTE_FRONTIER__PROCESS_LEASE_SECONDS": "5",
    }
    given = list(web.urls)
    logs = [tmp_path / f"{name}.log" for name in WORKERS]
    vedette("submit", *given, env=env, folder=tmp_path)
    with _fleet(env, tmp_path) as fleet:
        wait_until(lambda: len(web.requests) > 5, logs=logs)
        os.killpg(fleet["fetch"].pid, signal.SIGKILL)
        for child in _children(fleet["process"].pid):
            os.kill(child, signal.SIGKILL)
        with running(WORKERS["fetch"], env=env, folder=tmp_path, log=logs[0]):
            wait_until(lambda: all_done(postgres_url, given), seconds=120, logs=logs)
    assert_as_expected(postgres_url, web.expectations, given)


def _children(pid: int) -> list[int]:
    listed = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, check=False
    )
    return [int(line) for line in listed.stdout.split()]
