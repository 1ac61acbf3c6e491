"""Celery on Redis: real workers, real Redis, PostgreSQL or SQLite, real pages on loopback."""

from pathlib import Path

from support.fleet import fleet, logs_of, migrated, send
from support.outcomes import all_done, assert_as_expected
from support.programs import wait_until
from support.services import RedisServer

from worker.demo.web import SampleWeb


def test_another_program_queues_urls_with_nothing_but_celery(
    database_url: str, redis_server: RedisServer, tmp_path: Path
) -> None:
    env = migrated(database_url, redis_server, tmp_path)
    logs = logs_of(tmp_path)
    with SampleWeb() as web, fleet(env, tmp_path):
        given = list(web.urls)
        send(given, redis_server.url, tmp_path)
        wait_until(lambda: all_done(database_url, given), seconds=90, logs=logs)

        assert_as_expected(database_url, web.expectations, given)
        _assert_all_events_arrive_in_order(redis_server, logs)
    assert all(b"Traceback" not in log.read_bytes() for log in logs)


def _assert_all_events_arrive_in_order(redis_server: RedisServer, logs: list[Path]) -> None:
    with redis_server.client() as client:
        wait_until(lambda: client.xlen("vedette:events") >= 20, logs=logs)
        entries = client.xrange("vedette:events")
    positions = [int(fields[b"position"]) for _, fields in entries]
    first_seen = list(dict.fromkeys(positions))
    assert first_seen == list(range(1, max(positions) + 1))
