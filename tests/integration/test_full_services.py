"""Redis that is full, a queue that nobody reads, a disk that is full: work waits, none is lost."""

import json
import resource
import subprocess
import sys
import time
from pathlib import Path

import pytest
import redis
from support.fleet import fleet, logs_of, migrated
from support.outcomes import all_done, assert_as_expected
from support.programs import WORKERS, environment, running, vedette, wait_until
from support.services import RedisServer

from worker.beat import FULL_COUNT
from worker.demo.web import SampleWeb

CONTROL_QUEUE = "vedette:control"
#: Less than what is written, as on a full disk.
FILE_SIZE_MAX_BYTES = 33_000


@pytest.mark.slow
def test_a_full_redis_holds_work_up_and_loses_none(
    postgres_url: str, redis_server: RedisServer, tmp_path: Path
) -> None:
    env = migrated(postgres_url, redis_server, tmp_path)
    logs = logs_of(tmp_path)
    with SampleWeb() as web, fleet(env, tmp_path) as workers, redis_server.client() as client:
        given = list(web.urls)
        wait_until(lambda: all(b" ready" in log.read_bytes() for log in logs[:3]), logs=logs)
        client.config_set("maxmemory", 1)
        assert _is_full(client)
        submitted = vedette("submit", *given, env=env, folder=tmp_path)
        assert submitted.returncode in (0, 1), submitted.stderr.decode()
        time.sleep(8)
        assert all(process.poll() is None for process in workers.values())

        client.config_set("maxmemory", 0)
        wait_until(lambda: all_done(postgres_url, given), seconds=120, logs=logs)
        assert_as_expected(postgres_url, web.expectations, given)
    told = b"".join(log.read_bytes() for log in logs)
    for event in (b"relay.broker_down", b"dispatch.broker_down"):
        assert told.count(event) <= len(WORKERS), "once for each worker, not once a second"


def _is_full(client: redis.Redis) -> bool:
    try:
        client.rpush("something", "more")
    except redis.ResponseError as error:
        return "OOM" in repr(error) or "maxmemory" in str(error)
    return False


@pytest.mark.slow
def test_ticks_do_not_pile_up_in_a_queue_that_nobody_reads(
    postgres_url: str, redis_server: RedisServer, tmp_path: Path
) -> None:
    env = migrated(postgres_url, redis_server, tmp_path)
    log = tmp_path / "beat.log"
    with redis_server.client() as client:
        client.rpush(CONTROL_QUEUE, *["{}"] * FULL_COUNT)
        with running(WORKERS["beat"], env=env, folder=tmp_path, log=log):
            wait_until(lambda: client.llen(CONTROL_QUEUE) > FULL_COUNT, logs=[log])
            time.sleep(4)
            assert client.llen(CONTROL_QUEUE) == FULL_COUNT + 1

            client.delete(CONTROL_QUEUE)
            wait_until(lambda: client.llen(CONTROL_QUEUE) >= 3, logs=[log])


def test_a_full_disk_is_told_and_nothing_is_said_to_be_accepted(tmp_path: Path) -> None:
    env = environment(tmp_path)
    assert vedette("migrate", env=env, folder=tmp_path).returncode == 0
    given = [f"https://a.example/{number}" for number in range(50)]

    refused = subprocess.run(
        [sys.executable, "-m", "worker", "submit", *given],
        env=env, cwd=tmp_path, capture_output=True, timeout=60, check=False,
        preexec_fn=_let_the_disk_be_full,
    )  # fmt: skip

    assert refused.returncode == 2
    assert b"accepted" not in refused.stdout
    assert b"Of 50 URLs 0 were taken in" in refused.stderr
    assert b"Traceback" not in refused.stderr
    status = vedette("status", "--json", env=env, folder=tmp_path)
    assert json.loads(status.stdout)["submitted"] == 0


def _let_the_disk_be_full() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_SIZE_MAX_BYTES, FILE_SIZE_MAX_BYTES))
