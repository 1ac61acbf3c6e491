"""One clock for the whole fleet: the database's. Machines' own clocks may be wrong by minutes."""

import time
from datetime import UTC, datetime, timedelta
from threading import Lock

import sqlalchemy as sa
from sqlalchemy.engine import Engine

#: Between two looks at the database the monotonic clock carries on; it drifts by far less.
RESYNC_SECONDS = 60.0


class DatabaseClock:
    """Tells the database's time (aware, UTC) without asking it each time. Thread-safe."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = Lock()
        self._base = datetime.now(UTC)
        self._base_monotonic = time.monotonic()
        self._synced_monotonic = float("-inf")

    def __call__(self) -> datetime:
        """The present moment."""
        if self._engine.dialect.name == "sqlite":  # one machine, one clock
            return datetime.now(UTC)
        with self._lock:
            if time.monotonic() - self._synced_monotonic > RESYNC_SECONDS:
                self._synchronise()
            return self._base + timedelta(seconds=time.monotonic() - self._base_monotonic)

    def _synchronise(self) -> None:
        with self._engine.connect() as connection:
            moment = connection.execute(sa.select(sa.func.clock_timestamp())).scalar_one()
        self._base = moment.astimezone(UTC)
        self._base_monotonic = self._synced_monotonic = time.monotonic()
