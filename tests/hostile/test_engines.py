"""One hostile web, crawled to its end: every URL has its one outcome, and nothing is under way."""

from pathlib import Path

from support.services import RedisServer

from hostile import manners_run


def test_the_embedded_engine_meets_all_manners(tmp_path: Path) -> None:
    assert manners_run.embedded(tmp_path).faults == []


def test_celery_meets_all_manners(
    postgres_url: str, redis_server: RedisServer, tmp_path: Path
) -> None:
    assert manners_run.celery(tmp_path, postgres_url, redis_server).faults == []
