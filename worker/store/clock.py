"""One clock for the whole fleet: the database's. Machines' own clocks may be wrong by minutes."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Lock

import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from worker.errors import StoreError

#: Between two looks at the database the monotonic clock carries on. It drifts by far less; but for
#: so long a process does not know that the database's clock was set.
RESYNC_SECONDS = 10.0
#: A look that took longer says too little about when the database looked at its clock.
_LOOK_MAX_SECONDS = 1.0

_NOW = sa.select(sa.func.clock_timestamp())


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """By how much a clock was set, and when at the earliest."""

    seconds: float = 0.0  #: forward; below 0: back
    within_seconds: float = 0.0  #: it happened so long ago at the most

    def __add__(self, later: "Setting") -> "Setting":
        return Setting(
            seconds=self.seconds + later.seconds,
            within_seconds=self.within_seconds + later.within_seconds,
        )


def elapsed_seconds() -> float:
    """Time that no clock setting changes; on Linux it goes on while the machine is suspended."""
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()


def _utc_now() -> datetime:
    return datetime.now(UTC)


class DatabaseClock:
    """Tells the database's time (aware, UTC) without asking it each time. Thread-safe.

    Args:
        wall: this machine's clock, which is the database's where that is SQLite.
        elapsed: seconds since any moment, steadily.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        wall: Callable[[], datetime] = _utc_now,
        elapsed: Callable[[], float] = elapsed_seconds,
    ) -> None:
        self._engine = engine
        self._wall = wall
        self._elapsed = elapsed
        self._is_local = engine.dialect.name == "sqlite"  # one machine, one clock
        self._lock = Lock()
        self._base = wall()
        self._base_elapsed = elapsed()
        self._synced_elapsed = float("-inf")
        self._last_look: tuple[datetime, float] | None = None

    def __call__(self) -> datetime:
        """The present moment."""
        if self._is_local:
            return self._wall()
        with self._lock:
            if self._elapsed() - self._synced_elapsed > RESYNC_SECONDS:
                self._synchronise()
            return self._base + timedelta(seconds=self._elapsed() - self._base_elapsed)

    def setting(self) -> Setting:
        """By how much the clock was set since this was last asked.

        Looks at the database's clock itself; where that is away nothing is told. Small differences
        mean nothing: clocks drift, and looking takes its time.
        """
        with self._lock:
            if not self._synchronise():
                return Setting()
            moment, elapsed = self._base, self._base_elapsed
            last, self._last_look = self._last_look, (moment, elapsed)
        if last is None:
            return Setting()
        passed_seconds = elapsed - last[1]
        ahead_seconds = (moment - last[0]).total_seconds() - passed_seconds
        return Setting(seconds=ahead_seconds, within_seconds=passed_seconds)

    def _synchronise(self) -> bool:
        """Look at the database's clock.

        Returns:
            False where it is away, or took long to answer: then this one carries on by itself.

        Raises:
            StoreError: it is away, and this one has never been told the time.
        """
        is_first, began = self._synced_elapsed == float("-inf"), self._elapsed()
        try:
            moment = self._look()
        except (OperationalError, InterfaceError, PoolTimeout) as error:
            if is_first:
                raise StoreError("the database can't be asked for its time") from error
            self._synced_elapsed = self._elapsed()
            return False
        self._synced_elapsed = self._elapsed()
        is_exact = self._synced_elapsed - began <= _LOOK_MAX_SECONDS
        if is_exact or is_first:
            self._base, self._base_elapsed = moment, self._synced_elapsed
        return is_exact

    def _look(self) -> datetime:
        if self._is_local:
            return self._wall()
        with self._engine.connect() as connection:
            moment: datetime = connection.execute(_NOW).scalar_one()
        return moment.astimezone(UTC)
