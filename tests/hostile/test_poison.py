"""Pages that break their child are quarantined after two tries, and cost no healthy page a try."""

from pathlib import Path

from support.services import RedisServer

from hostile import heavy_pages
from hostile.cases_poison import SHORT


def test_poison_costs_a_child_of_the_embedded_engine_and_nothing_else(tmp_path: Path) -> None:
    assert SHORT.embedded(tmp_path).faults == []


def test_poison_costs_a_child_of_celery_and_nothing_else(
    postgres_url: str, redis_server: RedisServer, tmp_path: Path
) -> None:
    assert SHORT.celery(tmp_path, postgres_url, redis_server).faults == []


def test_a_page_that_is_dear_to_read_ends_within_its_limits() -> None:
    assert heavy_pages.tried(heavy_pages.QUICK).faults == []
