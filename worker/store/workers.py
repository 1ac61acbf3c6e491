"""Who works: each process of a fleet writes a row of its own every few seconds."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

import sqlalchemy as sa

from worker.store.schema import workers
from worker.store.upsert import upsert


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerRow:
    """One process, as it last told of itself; moments by the database's clock."""

    name: str  #: role@machine:process:start, new with each start
    role: str  #: fetch, process, control, engine; joined by + where it is several
    machine: str
    process: str  #: its id, and whose numbers these are
    version: str
    started_at: datetime
    seen_at: datetime
    clock_ahead_seconds: float  #: its machine's clock less the database's
    moved_at: datetime | None  #: when it last ended a step, or had none to begin
    moved_count: int


class Workers:
    """Rows of workers, within one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def tell(self, row: WorkerRow) -> None:
        """Write a process's row."""
        upsert(self._connection, workers, [asdict(row)], on=["name"])

    def leave(self, name: str) -> None:
        """A process ends in order."""
        self._connection.execute(sa.delete(workers).where(workers.c.name == name))

    def forget(self, before: datetime) -> None:
        """Forget those who have not told of themselves since."""
        self._connection.execute(sa.delete(workers).where(workers.c.seen_at < before))

    def all(self) -> Sequence[WorkerRow]:
        """Every row, by role and name."""
        query = sa.select(workers).order_by(workers.c.role, workers.c.name)
        return [WorkerRow(**row) for row in self._connection.execute(query).mappings()]
