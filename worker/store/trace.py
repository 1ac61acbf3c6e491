"""What each gate said of a URL: the source of `vedette explain`.

Kept for ever for articles; of sources, which are polled for ever, the last visits.
"""

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa

from worker.store.schema import trace
from worker.values import GateReport
from worker.vocabulary import Gate

_ADD = sa.insert(trace)
_FORGET = sa.delete(trace).where(
    trace.c.url_id == sa.bindparam("of_url"), trace.c.visit < sa.bindparam("before_visit")
)
_FIRST = sa.select(sa.func.min(trace.c.at)).where(
    trace.c.url_id == sa.bindparam("of_url"),
    trace.c.visit == sa.bindparam("in_visit"),
    trace.c.gate == sa.bindparam("by_gate"),
    trace.c.verdict == sa.bindparam("said"),
)


class Trace:
    """Rows of the trace, within one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, url_id: int, *, visit: int, attempt: int, reports: Iterable[GateReport]) -> None:
        """Keep what the gates said in one step of a visit."""
        rows = [
            {
                "url_id": url_id,
                "visit": visit,
                "attempt": attempt,
                "at": report.at,
                "gate": report.gate,
                "verdict": report.verdict,
                "detail": dict(report.detail),
            }
            for report in reports
        ]
        if rows:
            self._connection.execute(_ADD, rows)

    def first(self, url_id: int, *, visit: int, gate: Gate, verdict: str) -> datetime | None:
        """When a gate first said this in a visit; None where it never did."""
        values = {"of_url": url_id, "in_visit": visit, "by_gate": gate, "said": verdict}
        found: datetime | None = self._connection.execute(_FIRST, values).scalar_one()
        return found

    def forget(self, url_id: int, *, before_visit: int) -> None:
        """Forget what was said in visits before one."""
        self._connection.execute(_FORGET, {"of_url": url_id, "before_visit": before_visit})
