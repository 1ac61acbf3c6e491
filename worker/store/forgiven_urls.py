"""URLs that failed in an outage of our own: the attempt does not count, the visit is made again."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from worker.store.schema import stubs, urls
from worker.store.trace import Trace
from worker.values import GateReport
from worker.vocabulary import Gate, Outcome, UrlKind, UrlState

# Statements are built once: to build one costs more than to run it.

_OF_HOSTS = (
    urls.c.host.in_(sa.bindparam("names", expanding=True)),
    urls.c.kind == UrlKind.ARTICLE,
)
_RETRIES = (
    sa.select(urls.c.id, urls.c.visit, urls.c.attempts, urls.c.reason)
    .where(*_OF_HOSTS, urls.c.state == UrlState.WAITING, urls.c.attempts > 0)
    .with_for_update(skip_locked=True)
)
_RETRY = (
    sa.update(urls)
    .where(urls.c.id == sa.bindparam("at_id"))
    .values(due_at=sa.bindparam("at"), attempts=urls.c.attempts - 1)
)
_GIVEN_UP = (
    sa.select(urls.c.id, urls.c.visit, urls.c.attempts)
    .where(
        *_OF_HOSTS,
        urls.c.state == UrlState.DONE,
        urls.c.outcome.in_(sa.bindparam("outcomes", expanding=True)),
        urls.c.finished_at >= sa.bindparam("since"),
    )
    .with_for_update(skip_locked=True)
)
_REVISIT = (
    sa.update(urls)
    .where(urls.c.id == sa.bindparam("at_id"))
    .values(
        state=UrlState.WAITING,
        due_at=sa.bindparam("at"),
        visit=urls.c.visit + 1,
        attempts=0,
        ask_url=None,
        hops=None,
        reason=sa.bindparam("why"),
    )
)
_OPEN_STUB = (
    sa.update(stubs)
    .where(stubs.c.url_id == sa.bindparam("at_id"))
    .values(outcome=None, closed_at=None)
)


class ForgivenUrls:
    """Articles of hosts that are forgiven, within one transaction.

    Args:
        soon: a moment at which something may be due again.
        reason: for people: why it is.
    """

    def __init__(
        self,
        connection: sa.Connection,
        names: Sequence[str],
        *,
        outcomes: Sequence[Outcome],
        now: datetime,
        soon: Callable[[], datetime],
        reason: str,
    ) -> None:
        self._connection = connection
        self._names = list(names)
        self._outcomes = outcomes
        self._now = now
        self._soon = soon
        self._reason = reason

    def retry(self) -> int:
        """Let those that wait for another attempt be due, without counting the one that failed."""
        blamed = sa.or_(*(urls.c.reason.startswith(f"{outcome}:") for outcome in self._outcomes))
        rows = self._connection.execute(_RETRIES.where(blamed), {"names": self._names}).all()
        self._change(rows, _RETRY)
        return len(rows)

    def revisit(self, since: datetime) -> int:
        """Give those that were given up since a moment another visit; stubs wait for it."""
        values = {"names": self._names, "outcomes": list(self._outcomes), "since": since}
        rows = self._connection.execute(_GIVEN_UP, values).all()
        self._change(rows, _REVISIT, _OPEN_STUB)
        return len(rows)

    def _change(self, rows: Sequence[Any], *statements: Any) -> None:
        if not rows:
            return
        changes = [{"at_id": row.id, "at": self._soon(), "why": self._reason} for row in rows]
        for statement in statements:
            self._connection.execute(statement, changes)
        trace = Trace(self._connection)
        report = GateReport(
            at=self._now, gate=Gate.RETRY, verdict="forgiven", detail={"reason": self._reason}
        )
        for row in rows:
            trace.add(row.id, visit=row.visit, attempt=row.attempts, reports=[report])
