"""The fleet as a whole: one row that says when it last ticked, and whether its network is down.

What decides is in `frontier.outage`; of several ticks at once only one may act on it.
"""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from worker.store.schema import fleet
from worker.store.upsert import insert_unless_known

_ROW = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class FleetState:
    """The fleet's row; all moments are None before they happen for the first time."""

    ticked_at: datetime | None = None
    outage_since: datetime | None = None  #: when the outage was noticed; None: there is none
    probed_at: datetime | None = None  #: when a host was last asked during an outage
    draining_since: datetime | None = None  #: nothing new is dispatched since; None: it is


# Statements are built once: to build one costs more than to run it.

_LOOK = sa.select(
    fleet.c.ticked_at, fleet.c.outage_since, fleet.c.probed_at, fleet.c.draining_since
).where(fleet.c.id == _ROW)
_HOLD = _LOOK.with_for_update(skip_locked=True)
_WRITE = sa.update(fleet).where(fleet.c.id == _ROW)
_BEGIN = _WRITE.where(fleet.c.outage_since.is_(None))
_END = _WRITE.where(fleet.c.outage_since == sa.bindparam("noticed_at"))
_PROBE = _WRITE.where(
    fleet.c.outage_since.is_not(None),
    sa.or_(fleet.c.probed_at.is_(None), fleet.c.probed_at <= sa.bindparam("before")),
)


class Fleet:
    """The row of the fleet, within one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def look(self) -> FleetState:
        """The row as it is; cheap, and takes no lock."""
        row = self._connection.execute(_LOOK).mappings().one_or_none()
        return FleetState() if row is None else FleetState(**row)

    def hold(self) -> FleetState | None:
        """The row, held until the transaction ends; None where another transaction holds it."""
        self._make_row()
        row = self._connection.execute(_HOLD).mappings().one_or_none()
        return None if row is None else FleetState(**row)

    def ticked(self, now: datetime) -> None:
        """Note a tick; only by who holds the row."""
        self._connection.execute(_WRITE, {"ticked_at": now})

    def is_draining(self) -> bool:
        """Whether nothing new is to be dispatched."""
        return self.look().draining_since is not None

    def drain(self, since: datetime | None) -> None:
        """Dispatch nothing new since a moment; None: dispatch again."""
        self._make_row()
        self._connection.execute(_WRITE, {"draining_since": since})

    def is_outage(self) -> bool:
        """Whether our own network is down: what fails now is nobody's fault."""
        return self.look().outage_since is not None

    def begin_outage(self, now: datetime) -> bool:
        """Note that our network is down; False where somebody else has just done so."""
        self._make_row()
        return self._connection.execute(_BEGIN, {"outage_since": now}).rowcount == 1

    def end_outage(self, noticed_at: datetime, now: datetime) -> bool:
        """Note that it is back; False where somebody else has just done so."""
        values = {"noticed_at": noticed_at, "outage_since": None, "probed_at": now}
        return self._connection.execute(_END, values).rowcount == 1

    def begin_probe(self, now: datetime, *, before: datetime) -> bool:
        """Whether a host may be probed now: none was, after `before`. Counts as a probe."""
        return self._connection.execute(_PROBE, {"probed_at": now, "before": before}).rowcount == 1

    def _make_row(self) -> None:
        statement = insert_unless_known(self._connection.dialect.name, fleet, on=("id",))
        self._connection.execute(statement, {"id": _ROW})
