"""The short form of `make chaos`: things are killed at random and at named points, nothing is lost.

The long form has more kills, and the faults that last long.
"""

from pathlib import Path

import pytest
from chaos import engine_run, fleet_run
from chaos.faults import FAULTS, SLOW, Lengths

KILLS, ENGINE_KILLS = 12, 4


def _folder(tmp_path: Path) -> Path:
    folder = tmp_path / "chaos"  # beside what the fixtures keep
    folder.mkdir()
    return folder


@pytest.mark.slow
@pytest.mark.redis
@pytest.mark.postgresql
@pytest.mark.usefixtures("postgres_server", "redis_server")  # skipped where they are missing
def test_a_fleet_that_is_broken_in_every_quick_way_loses_nothing_and_repeats_nothing(
    tmp_path: Path,
) -> None:
    run = fleet_run.run(
        _folder(tmp_path),
        kills=KILLS,
        seed=6,
        hosts=30,
        articles=40,
        chosen=[fault for fault in FAULTS if fault not in SLOW],
        each_once=True,
        lengths=Lengths(full_disk=2.0),
        finish_seconds=120,
    )

    assert run.wrongs == []
    assert run.kills >= KILLS
    assert run.faults["full disk met"] == 1
    assert run.verdict.accepted > 0


def test_an_embedded_engine_that_is_killed_goes_on_where_it_stopped(tmp_path: Path) -> None:
    run = engine_run.run(
        _folder(tmp_path),
        kills=ENGINE_KILLS,
        seed=6,
        hosts=30,
        articles=40,
        turn=("tree", "point", "disk", "child"),
        finish_seconds=120,
        # The limit of 10 s is for the long form: the suite's machine may be busy.
        recovery_limit_seconds=60,
    )

    assert run.wrongs == []
    assert run.kills == ENGINE_KILLS
    assert run.faults["full disk met"] == 1
