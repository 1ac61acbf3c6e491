"""Claims: who may work on what now. Two claimers at once never get the same URL or host.

PostgreSQL keeps them apart by `FOR UPDATE SKIP LOCKED`, SQLite by its single writer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from worker.store.captures import read_capture, read_hops
from worker.store.schema import captures, hosts, urls
from worker.values import Claim, FetchTask, ProcessTask
from worker.vocabulary import UrlKind, UrlState


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderWay:
    """How many URLs are claimed."""

    fetching: int
    processing: int


class Claims:
    """Claims of the frontier, within one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def under_way(self) -> UnderWay:
        """How many URLs are claimed for each stage, fleet-wide."""
        query = (
            sa.select(urls.c.state, sa.func.count().label("claimed"))
            .where(urls.c.state.in_([UrlState.FETCHING, UrlState.PROCESSING]))
            .group_by(urls.c.state)
        )
        counts = {row.state: row.claimed for row in self._connection.execute(query)}
        return UnderWay(
            fetching=counts.get(UrlState.FETCHING, 0), processing=counts.get(UrlState.PROCESSING, 0)
        )

    def fetches(self, now: datetime, limit: int) -> list[Claim]:
        """Claim URLs that are due and whose host may be asked now: one for each host at the most.

        Within a host the higher priority goes first, then the earlier due; among hosts the one
        that has waited longest. The attempt is counted here, before the work.
        """
        chosen = self._ready_hosts(now, limit)
        ids = [row.url_id for row in chosen if row.url_id is not None]
        claims = self._claim(ids, UrlState.WAITING, UrlState.FETCHING, now)
        busy = {claim.host: claim.url_id for claim in claims}
        self._occupy([(row.host, busy.get(row.host)) for row in chosen])
        return claims

    def _ready_hosts(self, now: datetime, limit: int) -> Sequence[Any]:
        first_due = (
            sa.select(urls.c.id)
            .where(
                urls.c.host == hosts.c.host, urls.c.state == UrlState.WAITING, urls.c.due_at <= now
            )
            .order_by(urls.c.rank, urls.c.due_at, urls.c.id)
            .limit(1)
            .correlate(hosts)
            .scalar_subquery()
        )
        query = (
            sa.select(hosts.c.host, first_due.label("url_id"))
            .where(
                hosts.c.busy_url_id.is_(None),
                hosts.c.next_allowed_at <= now,
                hosts.c.next_due_at <= now,
            )
            .order_by(hosts.c.next_due_at)
            .limit(limit)
            .with_for_update(of=hosts, skip_locked=True)
        )
        return self._connection.execute(query).all()

    def _occupy(self, chosen: Sequence[tuple[str, int | None]]) -> None:
        if not chosen:
            return
        next_due = (
            sa.select(sa.func.min(urls.c.due_at))
            .where(urls.c.host == sa.bindparam("name"), urls.c.state == UrlState.WAITING)
            .scalar_subquery()
        )
        self._connection.execute(
            sa.update(hosts)
            .where(hosts.c.host == sa.bindparam("name"))
            .values(busy_url_id=sa.bindparam("url_id"), next_due_at=next_due),
            [{"name": name, "url_id": url_id} for name, url_id in chosen],
        )

    def captures(self, now: datetime, limit: int) -> list[Claim]:
        """Claim captures that are due for processing."""
        query = (
            sa.select(urls.c.id)
            .where(urls.c.state == UrlState.CAPTURED, urls.c.due_at <= now)
            .order_by(urls.c.rank, urls.c.due_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        ids = [row.id for row in self._connection.execute(query)]
        return self._claim(ids, UrlState.CAPTURED, UrlState.PROCESSING, now)

    def _claim(
        self, ids: Sequence[int], from_state: UrlState, to_state: UrlState, now: datetime
    ) -> list[Claim]:
        if not ids:
            return []
        statement = (
            sa.update(urls)
            .where(urls.c.id.in_(ids), urls.c.state == from_state)
            .values(
                state=to_state,
                token=urls.c.token + 1,
                attempts=urls.c.attempts + 1,
                sent_at=now,
                begun_at=None,
                lease_until=None,
            )
            .returning(urls.c.id, urls.c.token, urls.c.url, urls.c.ask_url, urls.c.host)
        )
        return [
            Claim(url_id=row.id, token=row.token, url=row.ask_url or row.url, host=row.host)
            for row in self._connection.execute(statement)
        ]

    def begin_fetch(
        self, url_id: int, token: int, *, now: datetime, lease: timedelta
    ) -> FetchTask | None:
        """Begin a claimed fetch; None where the message is stale, or was begun by another."""
        row = self._begin(url_id, token, UrlState.FETCHING, now, lease)
        if row is None:
            return None
        return FetchTask(
            url_id=row.id,
            token=row.token,
            url=row.ask_url or row.url,
            host=row.host,
            kind=UrlKind(row.kind),
            visit=row.visit,
            attempts=row.attempts,
            due_at=row.due_at,
            hops=read_hops(row.hops or []),
            delay_seconds=self._connection.execute(
                sa.select(hosts.c.delay_seconds).where(hosts.c.host == row.host)
            ).scalar(),
            etag=row.etag,
            last_modified=row.last_modified,
        )

    def begin_process(
        self, url_id: int, token: int, *, now: datetime, lease: timedelta
    ) -> ProcessTask | None:
        """Begin a claimed processing; None where the message is stale, or was begun by another."""
        row = self._begin(url_id, token, UrlState.PROCESSING, now, lease)
        if row is None:
            return None
        kept = self._connection.execute(
            sa.select(captures).where(captures.c.id == row.capture_id)
        ).one()
        return ProcessTask(
            url_id=row.id,
            token=row.token,
            url=row.url,
            host=row.host,
            kind=UrlKind(row.kind),
            visit=row.visit,
            attempts=row.attempts,
            capture_id=row.capture_id,
            article_id=row.article_id,
            capture=read_capture(kept),
        )

    def _begin(
        self, url_id: int, token: int, state: UrlState, now: datetime, lease: timedelta
    ) -> Any:
        statement = (
            sa.update(urls)
            .where(
                urls.c.id == url_id,
                urls.c.token == token,
                urls.c.state == state,
                urls.c.begun_at.is_(None),
            )
            .values(begun_at=now, lease_until=now + lease)
            .returning(urls)
        )
        return self._connection.execute(statement).one_or_none()
