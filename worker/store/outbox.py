"""The transactional outbox: events are written with what they tell of, and relayed afterwards.

Rows get their ids before their transactions commit, so ids may appear out of order. `position` is
given after the commit, by one at a time: a reader who has seen position n never misses an earlier
one.
"""

from datetime import datetime

import sqlalchemy as sa

from worker.store.schema import outbox, relays
from worker.store.upsert import insert_for, insert_unless_known
from worker.values import Event, NewEvent

SEQUENCE = "sequence"


class Outbox:
    """Rows of the outbox, within one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, event: NewEvent, *, article_id: int | None, now: datetime) -> None:
        """Write an event, in the transaction of what it tells of; one that is here stays."""
        values = {
            "event_id": event.event_id,
            "name": event.name,
            "article_id": article_id,
            "payload": dict(event.payload),
            "created_at": now,
        }
        statement = insert_unless_known(self._connection.dialect.name, outbox, on=("event_id",))
        self._connection.execute(statement, values)

    def has_unsequenced(self) -> bool:
        """Whether events wait for their positions."""
        query = sa.select(outbox.c.id).where(outbox.c.position.is_(None)).limit(1)
        return self._connection.execute(query).first() is not None

    def sequence(self, limit: int) -> int:
        """Give committed events their positions, without gaps; returns how many got one.

        One at a time: the row of the sequence is locked until the transaction ends.
        """
        last = self._lock(SEQUENCE)
        query = (
            sa.select(outbox.c.id)
            .where(outbox.c.position.is_(None))
            .order_by(outbox.c.id)
            .limit(limit)
        )
        ids = [row.id for row in self._connection.execute(query)]
        if not ids:
            return 0
        self._connection.execute(
            sa.update(outbox)
            .where(outbox.c.id == sa.bindparam("row_id"))
            .values(position=sa.bindparam("place")),
            [{"row_id": row_id, "place": last + n} for n, row_id in enumerate(ids, start=1)],
        )
        self.advance(SEQUENCE, last + len(ids))
        return len(ids)

    def _lock(self, name: str) -> int:
        self._connection.execute(
            insert_for(self._connection, relays)
            .values(name=name, position=0)
            .on_conflict_do_nothing()
        )
        query = sa.select(relays.c.position).where(relays.c.name == name).with_for_update()
        return int(self._connection.execute(query).scalar_one())

    def position_of(self, name: str) -> int:
        """How far a relay has come; 0 at the start."""
        query = sa.select(relays.c.position).where(relays.c.name == name)
        return int(self._connection.execute(query).scalar() or 0)

    def advance(self, name: str, position: int) -> None:
        """Note how far a relay has come; it never goes back."""
        statement = insert_for(self._connection, relays).values(name=name, position=position)
        self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=["name"],
                set_={"position": position},
                where=relays.c.position < position,
            )
        )

    def after(self, position: int, limit: int) -> list[Event]:
        """Events behind a position, in order."""
        query = (
            sa.select(outbox.c.position, outbox.c.event_id, outbox.c.name, outbox.c.payload)
            .where(outbox.c.position > position)
            .order_by(outbox.c.position)
            .limit(limit)
        )
        return [
            Event(position=row.position, event_id=row.event_id, name=row.name, payload=row.payload)
            for row in self._connection.execute(query)
        ]
