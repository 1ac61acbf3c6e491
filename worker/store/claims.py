"""Claims: who may work on what now. Two claimers at once never get the same URL or host.

PostgreSQL keeps them apart by `FOR UPDATE SKIP LOCKED`, SQLite by its single writer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from worker.store.captures import read_capture, read_hops
from worker.store.hosts import Hosts
from worker.store.schema import captures, hosts, urls
from worker.values import Claim, FetchTask, ProcessTask
from worker.vocabulary import UrlKind, UrlState


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderWay:
    """How many URLs are claimed."""

    fetching: int
    processing: int


# Statements are built once: to build one costs more than to run it.

_UNDER_WAY = (
    sa.select(urls.c.state, sa.func.count().label("claimed"))
    .where(urls.c.state.in_([UrlState.FETCHING, UrlState.PROCESSING]))
    .group_by(urls.c.state)
)
_FIRST_DUE = (
    sa.select(urls.c.id)
    .where(
        urls.c.host == hosts.c.host,
        urls.c.state == UrlState.WAITING,
        urls.c.due_at <= sa.bindparam("now"),
    )
    .order_by(urls.c.rank, urls.c.due_at, urls.c.id)
    .limit(1)
    .correlate(hosts)
    .scalar_subquery()
)
_READY_HOSTS = (
    sa.select(hosts.c.host, _FIRST_DUE.label("url_id"))
    .where(
        hosts.c.busy_url_id.is_(None),
        hosts.c.paused_at.is_(None),
        hosts.c.next_allowed_at <= sa.bindparam("now"),
        hosts.c.next_due_at <= sa.bindparam("now"),
    )
    .order_by(hosts.c.next_due_at)
    .limit(sa.bindparam("most"))
    .with_for_update(of=hosts, skip_locked=True)
)
#: A source, whenever it is due, else what is due: an article's own pause is kept.
_FIRST_TO_PROBE = (
    sa.select(urls.c.id)
    .where(
        urls.c.host == hosts.c.host,
        urls.c.state == UrlState.WAITING,
        sa.or_(urls.c.kind != UrlKind.ARTICLE, urls.c.due_at <= sa.bindparam("now")),
    )
    .order_by(urls.c.rank, urls.c.due_at, urls.c.id)
    .limit(1)
    .correlate(hosts)
    .scalar_subquery()
)
_PROBED_HOST = (
    sa.select(hosts.c.host, _FIRST_TO_PROBE.label("url_id"))
    .where(
        hosts.c.host == sa.bindparam("name"),
        hosts.c.busy_url_id.is_(None),
        hosts.c.paused_at.is_(None),
    )
    .with_for_update(of=hosts, skip_locked=True)
)
_NEXT_DUE = (
    sa.select(sa.func.min(urls.c.due_at))
    .where(urls.c.host == sa.bindparam("name"), urls.c.state == UrlState.WAITING)
    .scalar_subquery()
)
_OCCUPY = (
    sa.update(hosts)
    .where(hosts.c.host == sa.bindparam("name"))
    .values(busy_url_id=sa.bindparam("url_id"), next_due_at=_NEXT_DUE)
)
_READY_CAPTURES = (
    sa.select(urls.c.id)
    .where(urls.c.state == UrlState.CAPTURED, urls.c.due_at <= sa.bindparam("now"))
    .order_by(urls.c.rank, urls.c.due_at)
    .limit(sa.bindparam("most"))
    .with_for_update(skip_locked=True)
)
_CLAIM = (
    sa.update(urls)
    .where(
        urls.c.id.in_(sa.bindparam("ids", expanding=True)),
        urls.c.state == sa.bindparam("from_state"),
    )
    .values(token=urls.c.token + 1, attempts=urls.c.attempts + 1, begun_at=None, lease_until=None)
    .returning(urls.c.id, urls.c.token, urls.c.url, urls.c.ask_url, urls.c.host)
)
_BEGIN = (
    sa.update(urls)
    .where(
        urls.c.id == sa.bindparam("at_id"),
        urls.c.token == sa.bindparam("at_token"),
        urls.c.state == sa.bindparam("in_state"),
        urls.c.begun_at.is_(None),
    )
    .returning(urls)
)
_CAPTURE = sa.select(captures).where(captures.c.id == sa.bindparam("of_id"))


class Claims:
    """Claims of the frontier, within one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def under_way(self) -> UnderWay:
        """How many URLs are claimed for each stage, fleet-wide."""
        counts = {row.state: row.claimed for row in self._connection.execute(_UNDER_WAY)}
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

    def probe(self, host: str, now: datetime) -> list[Claim]:
        """Claim one URL of a host whose rest does not count; nothing where there is none to ask.

        The caller sees to the host's pace.
        """
        chosen = self._connection.execute(_PROBED_HOST, {"name": host, "now": now}).all()
        ids = [row.url_id for row in chosen if row.url_id is not None]
        claims = self._claim(ids, UrlState.WAITING, UrlState.FETCHING, now)
        self._occupy([(claim.host, claim.url_id) for claim in claims])
        return claims

    def _ready_hosts(self, now: datetime, limit: int) -> Sequence[Any]:
        return self._connection.execute(_READY_HOSTS, {"now": now, "most": limit}).all()

    def _occupy(self, chosen: Sequence[tuple[str, int | None]]) -> None:
        if not chosen:
            return
        rows = [{"name": name, "url_id": url_id} for name, url_id in chosen]
        self._connection.execute(_OCCUPY, rows)

    def captures(self, now: datetime, limit: int) -> list[Claim]:
        """Claim captures that are due for processing."""
        rows = self._connection.execute(_READY_CAPTURES, {"now": now, "most": limit})
        ids = [row.id for row in rows]
        return self._claim(ids, UrlState.CAPTURED, UrlState.PROCESSING, now)

    def _claim(
        self, ids: Sequence[int], from_state: UrlState, to_state: UrlState, now: datetime
    ) -> list[Claim]:
        if not ids:
            return []
        values = {"ids": ids, "from_state": from_state, "state": to_state, "sent_at": now}
        return [
            Claim(url_id=row.id, token=row.token, url=row.ask_url or row.url, host=row.host)
            for row in self._connection.execute(_CLAIM, values)
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
            pace=Hosts(self._connection).pace(row.host),
            etag=row.etag,
            last_modified=row.last_modified,
            pattern=row.pattern,
        )

    def begin_process(
        self, url_id: int, token: int, *, now: datetime, lease: timedelta
    ) -> ProcessTask | None:
        """Begin a claimed processing; None where the message is stale, or was begun by another."""
        row = self._begin(url_id, token, UrlState.PROCESSING, now, lease)
        if row is None:
            return None
        kept = self._connection.execute(_CAPTURE, {"of_id": row.capture_id}).one()
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
            pattern=row.pattern,
            capture=read_capture(kept),
        )

    def _begin(
        self, url_id: int, token: int, state: UrlState, now: datetime, lease: timedelta
    ) -> Any:
        values = {
            "at_id": url_id,
            "at_token": token,
            "in_state": state,
            "begun_at": now,
            "lease_until": now + lease,
        }
        return self._connection.execute(_BEGIN, values).one_or_none()
