"""Second opinions that were asked for: so that none is paid for twice, and the budget holds.

A row is written before the question goes out. One that was never answered stays: it tells that
something ended the worker that asked.
"""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from worker.store.schema import opinions
from worker.store.upsert import upsert


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question that was asked before."""

    score: float | None  #: None: no answer came, or none that could be used
    note: str
    asked_at: datetime


class Opinions:
    """Rows of opinions, within one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def asked(self, key: str) -> Asked | None:
        """What came of a question; None if it was never asked."""
        row = self._connection.execute(
            sa.select(opinions.c.score, opinions.c.note, opinions.c.asked_at).where(
                opinions.c.key == key
            )
        ).one_or_none()
        return row and Asked(score=row.score, note=row.note, asked_at=row.asked_at)

    def asked_since(self, since: datetime, *, kind: str) -> int:
        """How many questions went to judges of a kind, fleet-wide.

        One that was asked again counts once, at the later time.
        """
        count = self._connection.execute(
            sa.select(sa.func.count())
            .select_from(opinions)
            .where(opinions.c.asked_at > since)
            .where(opinions.c.judge.startswith(f"{kind}:", autoescape=True))
        ).scalar_one()
        return int(count)

    def reserve(self, key: str, *, judge: str, note: str, now: datetime) -> None:
        """Note that a question goes out now.

        Args:
            note: what stands there until an answer comes.
        """
        row = {"key": key, "judge": judge, "score": None, "note": note, "asked_at": now}
        upsert(self._connection, opinions, [row], on=("key",))

    def answer(self, key: str, *, score: float | None, note: str) -> None:
        """Keep what came of a question that was reserved."""
        self._connection.execute(
            sa.update(opinions).where(opinions.c.key == key).values(score=score, note=note)
        )
