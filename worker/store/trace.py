"""What each gate said of a URL, kept for ever: the source of `vedette explain`."""

from collections.abc import Iterable

import sqlalchemy as sa

from worker.store.schema import trace
from worker.values import GateReport

_ADD = sa.insert(trace)


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
