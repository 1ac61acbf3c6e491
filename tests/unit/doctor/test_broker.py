"""Redis: what its facts say."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from worker.doctor import broker
from worker.doctor.finding import Level
from worker.publish.broker import BrokerFacts

WELL = BrokerFacts(
    version="8.0.0", now=datetime(2026, 11, 24, tzinfo=UTC), used_memory_bytes=90_000_000,
    max_memory_bytes=0, eviction_policy="noeviction", has_append_only_file=True,
    queue_lengths={"fetch": 0, "control": 3},
)  # fmt: skip


def test_a_redis_that_is_well_gives_no_advice() -> None:
    assert [one.remedy for one in broker.findings(WELL) if one.remedy] == []


@pytest.mark.parametrize(
    ("changes", "name", "level"),
    [
        ({"eviction_policy": "allkeys-lru"}, "eviction", Level.WARNING),
        ({"has_append_only_file": False}, "persistence", Level.WARNING),
        ({"max_memory_bytes": 100_000_000}, "memory", Level.WARNING),
        ({"max_memory_bytes": 90_000_001}, "memory", Level.CRITICAL),
        ({"max_memory_bytes": 900_000_000}, "memory", Level.OK),
        ({"queue_lengths": {}}, "queues", Level.OK),
        ({"queue_lengths": {"fetch": 999}}, "queues", Level.OK),
        ({"queue_lengths": {"fetch": 1, "control": 1000}}, "queues", Level.WARNING),
        ({"queue_lengths": {"fetch": 10_000}}, "queues", Level.CRITICAL),
    ],
)
def test_each_fault_has_a_finding(changes: dict[str, Any], name: str, level: Level) -> None:
    [found] = [one for one in broker.findings(replace(WELL, **changes)) if one.name == name]
    assert (found.level, bool(found.remedy)) == (level, level is not Level.OK)
