"""Leases that ended and messages that were lost: what the tick takes back."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from worker.store.schema import hosts, urls, workers
from worker.values import Claim
from worker.vocabulary import UrlKind, UrlState


@dataclass(frozen=True, slots=True, kw_only=True)
class LostLease:
    """A URL whose worker did not come back in time."""

    url_id: int
    token: int
    host: str
    url: str
    kind: UrlKind
    state: UrlState
    visit: int
    attempts: int
    due_at: datetime  #: its place among those that wait
    pattern: str | None = None
    holder: str | None = None  #: the worker that began it, where it told of itself


class Leases:
    """Leases of the frontier, within one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def lost(self, now: datetime, limit: int, *, gone: Collection[str] = ()) -> list[LostLease]:
        """URLs whose lease has ended, locked; others that look at the same moment get others.

        Args:
            gone: workers that are known to have ended: their leases end with them.
        """
        has_ended = urls.c.lease_until <= now
        if gone:
            has_ended = sa.or_(has_ended, urls.c.holder.in_(gone))
        query = (
            sa.select(urls)
            .where(urls.c.state.in_([UrlState.FETCHING, UrlState.PROCESSING]), has_ended)
            .order_by(urls.c.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        return [_lease(row) for row in self._connection.execute(query)]

    def gone_holders(self, *, unseen_since: datetime) -> list[str]:
        """Workers that hold leases, and have not told of themselves since a moment."""
        is_present = sa.exists().where(
            workers.c.name == urls.c.holder, workers.c.seen_at > unseen_since
        )
        query = (
            sa.select(urls.c.holder)
            .where(
                urls.c.state.in_([UrlState.FETCHING, UrlState.PROCESSING]),
                urls.c.holder.is_not(None),
                ~is_present,
            )
            .distinct()
        )
        return [row.holder for row in self._connection.execute(query)]

    def held(self, url_id: int, token: int) -> LostLease | None:
        """The lease of a URL under this token, locked; None where it is another's by now."""
        query = (
            sa.select(urls)
            .where(
                urls.c.id == url_id,
                urls.c.token == token,
                urls.c.state.in_([UrlState.FETCHING, UrlState.PROCESSING]),
            )
            .with_for_update()
        )
        row = self._connection.execute(query).one_or_none()
        return None if row is None else _lease(row)

    def unbegun(self, state: UrlState) -> int:
        """How many claims nobody has begun."""
        query = sa.select(sa.func.count()).where(urls.c.state == state, urls.c.begun_at.is_(None))
        return int(self._connection.execute(query).scalar_one())

    def lost_messages(
        self, state: UrlState, now: datetime, *, older_than: timedelta, limit: int
    ) -> list[Claim]:
        """Claims that nobody has begun for so long that their message may be lost.

        They keep their token, so that the first of the two messages to arrive wins. They count as
        sent now.
        """
        stale = (
            sa.select(urls.c.id)
            .where(
                urls.c.state == state, urls.c.begun_at.is_(None), urls.c.sent_at <= now - older_than
            )
            .order_by(urls.c.sent_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        ids = [row.id for row in self._connection.execute(stale)]
        if not ids:
            return []
        statement = (
            sa.update(urls)
            .where(urls.c.id.in_(ids))
            .values(sent_at=now)
            .returning(urls.c.id, urls.c.token, urls.c.url, urls.c.ask_url, urls.c.host)
        )
        return [
            Claim(url_id=row.id, token=row.token, url=row.ask_url or row.url, host=row.host)
            for row in self._connection.execute(statement)
        ]

    def end_all(self, now: datetime) -> None:
        """Let every lease end now, and every message count as lost."""
        self._connection.execute(
            sa.update(urls).where(urls.c.lease_until.is_not(None)).values(lease_until=now)
        )
        unbegun = sa.and_(urls.c.sent_at.is_not(None), urls.c.begun_at.is_(None))
        self._connection.execute(
            sa.update(urls).where(unbegun).values(sent_at=now - timedelta(days=1))
        )

    def free_stray_hosts(self) -> int:
        """Free hosts that are marked busy by a URL that is not being fetched; returns how many.

        No path of the code leaves one behind; a restored backup or a hand in the database may.
        """
        fetching = (
            sa.select(urls.c.id)
            .where(urls.c.id == hosts.c.busy_url_id, urls.c.state == UrlState.FETCHING)
            .correlate(hosts)
        )
        statement = (
            sa.update(hosts)
            .where(hosts.c.busy_url_id.is_not(None), ~sa.exists(fetching))
            .values(busy_url_id=None)
        )
        return self._connection.execute(statement).rowcount


def _lease(row: Any) -> LostLease:
    return LostLease(
        url_id=row.id,
        token=row.token,
        host=row.host,
        url=row.url,
        kind=UrlKind(row.kind),
        state=UrlState(row.state),
        visit=row.visit,
        attempts=row.attempts,
        due_at=row.due_at,
        pattern=row.pattern,
        holder=row.holder,
    )
