"""One clock for the fleet, which notices that it was set."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine
from support.services import PostgresServer

from worker.errors import StoreError
from worker.settings import DatabaseSettings
from worker.store.clock import RESYNC_SECONDS, DatabaseClock, Setting, elapsed_seconds
from worker.store.engine import open_engine

START = datetime(2026, 11, 24, tzinfo=UTC)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = open_engine(DatabaseSettings(), f"sqlite:///{tmp_path / 'clock.db'}")
    yield made
    made.dispose()


class Times:
    """A wall clock that can be set, and time that can't."""

    def __init__(self) -> None:
        self.wall = START
        self.elapsed = 0.0

    def pass_seconds(self, seconds: float) -> None:
        self.wall += timedelta(seconds=seconds)
        self.elapsed += seconds

    def clock(self, engine: Engine) -> DatabaseClock:
        return DatabaseClock(engine, wall=lambda: self.wall, elapsed=lambda: self.elapsed)


@pytest.mark.parametrize("seconds", [86_400.0, 10.0, -10.0, -86_400.0, 0.0])
def test_a_setting_is_told_once(engine: Engine, seconds: float) -> None:
    times = Times()
    clock = times.clock(engine)
    assert clock.setting().seconds == 0  # nothing to compare with yet
    times.pass_seconds(0.5)
    times.wall += timedelta(seconds=seconds)
    times.pass_seconds(0.5)

    told, afterwards = clock.setting(), clock.setting()

    assert (told.seconds, told.within_seconds) == (seconds, 1.0)
    assert afterwards.seconds == 0
    assert clock() == START + timedelta(seconds=1 + seconds)


def test_time_that_passes_is_no_setting(engine: Engine) -> None:
    times = Times()
    clock = times.clock(engine)
    clock.setting()
    for seconds in (0.1, 3600.0, 86_400.0):
        times.pass_seconds(seconds)
        assert clock.setting().seconds == pytest.approx(0, abs=1e-3)


def test_a_look_that_took_long_tells_nothing(engine: Engine) -> None:
    times = Times()

    def slow() -> datetime:
        times.elapsed += 5.0
        return times.wall

    clock = DatabaseClock(engine, wall=slow, elapsed=lambda: times.elapsed)
    clock.setting()
    times.wall += timedelta(days=1)

    assert clock.setting().seconds == 0


def test_elapsed_time_goes_on() -> None:
    before = elapsed_seconds()

    assert elapsed_seconds() >= before > 0


def test_a_clock_whose_database_is_away_carries_on(postgres_server: PostgresServer) -> None:
    url = postgres_server.new_database()
    engine = open_engine(DatabaseSettings(), url)
    times = Times()
    clock = times.clock(engine)
    before = clock()
    engine.dispose()
    postgres_server.drop(url)
    times.pass_seconds(RESYNC_SECONDS + 1)

    assert clock.setting() == Setting()
    assert clock() == before + timedelta(seconds=RESYNC_SECONDS + 1)
    engine.dispose()


def test_a_clock_that_was_never_told_the_time_says_so(postgres_server: PostgresServer) -> None:
    url = postgres_server.new_database()
    postgres_server.drop(url)
    engine = open_engine(DatabaseSettings(), url)

    with pytest.raises(StoreError, match="time"):
        DatabaseClock(engine)()
    engine.dispose()
