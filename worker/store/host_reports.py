"""What people ask about hosts: how each is asked, what waits for it, and why. Reads only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from worker.store.hosts import read_pace
from worker.store.schema import hosts, urls
from worker.values import HostPace
from worker.vocabulary import UrlState

#: SQLite's limit of bound values.
_BATCH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class HostReport:
    """One host with its queue."""

    host: str
    pace: HostPace
    next_allowed_at: datetime
    rest_reason: str | None  #: why next_allowed_at is where it is
    paused_at: datetime | None
    pause_reason: str | None
    answered_at: datetime | None
    failed_at: datetime | None
    under_way: str | None  #: the URL that is asked now
    under_way_since: datetime | None
    waiting_count: int
    due_count: int  #: of those that wait, so many are due
    next_due_at: datetime | None  #: the earliest due time of those that wait

    @property
    def is_busy(self) -> bool:
        """Whether a request is under way."""
        return self.under_way is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class HostFilter:
    """Which hosts to list."""

    paused: bool = False  #: only those that the operator has paused
    left_alone: bool = False  #: only those that may not be asked yet
    limit: int | None = None


class HostReports:
    """Reading about hosts, within one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def listing(self, now: datetime, wanted: HostFilter) -> list[HostReport]:
        """Hosts: those in trouble first, then the paused, then by how long their URLs have waited.

        Cheap at any length of the queue: it is counted only for the hosts that are returned.
        """
        query = sa.select(hosts)
        if wanted.paused:
            query = query.where(hosts.c.paused_at.is_not(None))
        if wanted.left_alone:
            query = query.where(
                hosts.c.next_allowed_at > now,
                hosts.c.busy_url_id.is_(None),
                hosts.c.paused_at.is_(None),
            )
        query = query.order_by(
            hosts.c.failures.desc(),
            hosts.c.slow_seconds.desc(),
            hosts.c.paused_at.is_(None),
            hosts.c.next_due_at.is_(None),
            hosts.c.next_due_at,
            hosts.c.host,
        ).limit(wanted.limit)
        return self._reports(self._connection.execute(query).all(), now)

    def one(self, host: str, now: datetime) -> HostReport | None:
        """One host; None where nobody knows it."""
        query = sa.select(hosts).where(hosts.c.host == host)
        return next(iter(self._reports(self._connection.execute(query).all(), now)), None)

    def count(self) -> int:
        """How many hosts are known."""
        query = sa.select(sa.func.count()).select_from(hosts)
        return int(self._connection.execute(query).scalar_one())

    def similar(self, name: str, limit: int = 3) -> list[str]:
        """Known hosts whose names hold this one, for somebody who mistyped."""
        query = (
            sa.select(hosts.c.host)
            .where(hosts.c.host.contains(name, autoescape=True))
            .order_by(sa.func.length(hosts.c.host), hosts.c.host)
            .limit(limit)
        )
        return list(self._connection.execute(query).scalars())

    def _reports(self, rows: Sequence[Any], now: datetime) -> list[HostReport]:
        queues = self._queues([row.host for row in rows], now)
        under_way = self._under_way([row.busy_url_id for row in rows if row.busy_url_id])
        return [_report(row, queues.get(row.host), under_way.get(row.busy_url_id)) for row in rows]

    def _queues(self, names: Sequence[str], now: datetime) -> Mapping[str, Any]:
        found: dict[str, Any] = {}
        is_due = sa.case((urls.c.due_at <= now, 1), else_=0)
        for start in range(0, len(names), _BATCH):
            query = (
                sa.select(
                    urls.c.host,
                    sa.func.count().label("waiting"),
                    sa.func.sum(is_due).label("due"),
                    sa.func.min(urls.c.due_at, type_=urls.c.due_at.type).label("next_due_at"),
                )
                .where(
                    urls.c.host.in_(names[start : start + _BATCH]),
                    urls.c.state == UrlState.WAITING,
                )
                .group_by(urls.c.host)
            )
            found.update((row.host, row) for row in self._connection.execute(query))
        return found

    def _under_way(self, ids: Sequence[int]) -> Mapping[int, Any]:
        found: dict[int, Any] = {}
        for start in range(0, len(ids), _BATCH):
            query = sa.select(
                urls.c.id, urls.c.url, urls.c.ask_url, urls.c.begun_at, urls.c.sent_at
            ).where(urls.c.id.in_(ids[start : start + _BATCH]))
            found.update((row.id, row) for row in self._connection.execute(query))
        return found


def _report(row: Any, queue: Any, under_way: Any) -> HostReport:
    return HostReport(
        host=row.host,
        pace=read_pace(row),
        next_allowed_at=row.next_allowed_at,
        rest_reason=row.rest_reason,
        paused_at=row.paused_at,
        pause_reason=row.pause_reason,
        answered_at=row.answered_at,
        failed_at=row.failed_at,
        under_way=None if under_way is None else under_way.ask_url or under_way.url,
        under_way_since=None if under_way is None else under_way.begun_at or under_way.sent_at,
        waiting_count=0 if queue is None else queue.waiting,
        due_count=0 if queue is None else int(queue.due),
        next_due_at=None if queue is None else queue.next_due_at,
    )
