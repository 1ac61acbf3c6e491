"""Moments that were written by a clock that has been set since, moved to where they belong.

PostgreSQL waits for no lock for long here: whoever else holds a row goes first, the whole shift
fails, and the next tick makes it.
"""

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from worker.store.schema import fleet, hosts, robots, sources, urls
from worker.store.types import MICROSECONDS, Moment
from worker.vocabulary import UrlState

#: Below deadlock_timeout (1 s): of two that wait for each other it is always the shift that ends.
_PATIENCE = sa.text("SET LOCAL lock_timeout = '500ms'")

_WAITS = urls.c.state.in_([UrlState.WAITING, UrlState.CAPTURED])
_IS_CLAIMED = urls.c.state.in_([UrlState.FETCHING, UrlState.PROCESSING])
#: By what decides, table by table; URLs before their hosts, as everywhere.
_FUTURE: tuple[tuple[sa.Column[Any], Any], ...] = (
    (urls.c.due_at, _WAITS),
    (urls.c.lease_until, _IS_CLAIMED),
    (urls.c.sent_at, _IS_CLAIMED),
    (hosts.c.next_allowed_at, None),
    (hosts.c.next_due_at, None),
    (hosts.c.answered_at, None),
    (hosts.c.failed_at, None),
    (sources.c.next_poll_at, None),
    (sources.c.due_at, None),
    (sources.c.begun_at, None),
    (sources.c.polled_at, None),
    (sources.c.read_at, None),
    (sources.c.new_at, None),
    (sources.c.failing_since, None),
    (sources.c.health_since, None),
    (robots.c.fetched_at, None),
    (robots.c.expires_at, None),
    (fleet.c.outage_since, None),
    (fleet.c.probed_at, None),
)
#: What a clock that runs ahead would end too early, while a request runs or a host rests.
_HELD: tuple[tuple[sa.Column[Any], Any], ...] = (
    (urls.c.lease_until, _IS_CLAIMED),
    (hosts.c.next_allowed_at, None),
)


class TimeShift:
    """Moving moments, within one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def back(self, seconds: float, *, after: datetime) -> int:
        """The clock was set back: what lies after a moment is moved back by as much.

        Returns:
            How many moments were moved.
        """
        return self._move(_FUTURE, -seconds, lambda column: column > after)

    def forward(self, seconds: float, *, before: datetime) -> int:
        """The clock was set forward: rests and leases that this ended keep the rest of their time.

        What is due is left as it is: to come early does no harm, since hosts keep their pace.

        Args:
            before: no clock had been set yet that wrote an earlier moment, by the new time.

        Returns:
            How many moments were moved.
        """
        after = before - timedelta(seconds=seconds)
        return self._move(_HELD, seconds, lambda column: sa.and_(column > after, column <= before))

    def _move(self, moments: Any, seconds: float, chosen: Any) -> int:
        if self._connection.dialect.name == "postgresql":
            self._connection.execute(_PATIENCE)
        moved = 0
        for column, condition in moments:
            statement = sa.update(column.table).where(chosen(column))
            if condition is not None:
                statement = statement.where(condition)
            later = _later(column, seconds, self._connection.dialect.name)
            moved += self._connection.execute(statement.values({column.name: later})).rowcount
        return moved


def _later(column: sa.Column[Any], seconds: float, dialect: str) -> Any:
    if dialect == "sqlite":  # whole microseconds
        number = sa.type_coerce(column, sa.BigInteger) + round(seconds * MICROSECONDS)
        return sa.type_coerce(number, Moment)
    return column + sa.literal(timedelta(seconds=seconds), sa.Interval)
