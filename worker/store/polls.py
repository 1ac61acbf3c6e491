"""The history of polls, and the links that each source has shown before."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from worker.source_values import PollRecord
from worker.store.schema import polls, seen
from worker.store.upsert import upsert

_ADD = sa.insert(polls)
_FORGET = sa.delete(polls).where(
    polls.c.source_id == sa.bindparam("of_source"), polls.c.at < sa.bindparam("before")
)
_SEEN = sa.select(seen.c.hashes).where(seen.c.source_id == sa.bindparam("of_source"))


class Polls:
    """Rows of polls, within one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, source_id: int, record: PollRecord, *, forget_before: datetime) -> None:
        """Note a poll, and forget those of the source that are older than `forget_before`."""
        values = {
            "source_id": source_id,
            "at": record.at,
            "outcome": record.outcome,
            "reason": record.reason,
            "late_seconds": record.late_seconds,
            "items_count": record.items_count,
            "new_count": record.new_count,
            "accepted_count": record.accepted_count,
            "severity": record.severity,
            "interval_seconds": record.interval_seconds,
        }
        self._connection.execute(_ADD, values)
        self._connection.execute(_FORGET, {"of_source": source_id, "before": forget_before})

    def last(self, source_id: int, limit: int) -> list[dict[str, Any]]:
        """The last polls of a source, the newest first."""
        query = (
            sa.select(polls)
            .where(polls.c.source_id == source_id)
            .order_by(polls.c.at.desc(), polls.c.id.desc())
            .limit(limit)
        )
        return [dict(row) for row in self._connection.execute(query).mappings()]

    def totals(self, since: datetime) -> dict[int, dict[str, int]]:
        """By source, since a moment: polls, failures, new items, accepted URLs."""
        query = (
            sa.select(
                polls.c.source_id,
                sa.func.count().label("polls"),
                sa.func.sum(sa.case((polls.c.severity > 0, 1), else_=0)).label("failures"),
                sa.func.sum(polls.c.new_count).label("new"),
                sa.func.sum(polls.c.accepted_count).label("accepted"),
            )
            .where(polls.c.at >= since)
            .group_by(polls.c.source_id)
        )
        return {
            row["source_id"]: {n: int(row[n]) for n in ("polls", "failures", "new", "accepted")}
            for row in self._connection.execute(query).mappings()
        }

    def seen(self, source_id: int) -> bytes:
        """The hashes of the links that a source has shown; empty before its first reading."""
        found = self._connection.execute(_SEEN, {"of_source": source_id}).scalar()
        return b"" if found is None else bytes(found)

    def all_seen(self, source_ids: Sequence[int]) -> dict[int, bytes]:
        """The same, of several."""
        query = sa.select(seen.c.source_id, seen.c.hashes).where(seen.c.source_id.in_(source_ids))
        return {row.source_id: bytes(row.hashes) for row in self._connection.execute(query)}

    def keep_seen(self, source_id: int, hashes: bytes) -> None:
        """Keep the hashes of a source's links."""
        upsert(
            self._connection,
            seen,
            [{"source_id": source_id, "hashes": hashes}],
            on=["source_id"],
        )
