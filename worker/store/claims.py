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


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetching:
    """The URLs that are claimed for a fetch."""

    count: int
    slow: int  #: begun before a moment
    strangers: int  #: of hosts that never answered, or could not be reached the last time
    slow_strangers: int


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
#: A host that has answered, and could be reached the last time. The 0 is spelled out, so that
#: an index on such hosts can be used.
_IS_KNOWN = sa.and_(hosts.c.failures == sa.literal_column("0"), hosts.c.answered_at.is_not(None))
_IS_STRANGER = sa.or_(hosts.c.failures > 0, hosts.c.answered_at.is_(None))
_IS_SLOW = urls.c.begun_at <= sa.bindparam("slow_since")
_FETCHING = (
    sa.select(
        sa.func.count().label("count"),
        sa.func.count(sa.case((_IS_SLOW, 1))).label("slow"),
        sa.func.count(sa.case((_IS_STRANGER, 1))).label("strangers"),
        sa.func.count(sa.case((sa.and_(_IS_SLOW, _IS_STRANGER), 1))).label("slow_strangers"),
    )
    .select_from(urls.join(hosts, hosts.c.host == urls.c.host))
    .where(urls.c.state == UrlState.FETCHING)
)
_READY_HOSTS = (
    sa.select(hosts.c.host, hosts.c.next_due_at, _FIRST_DUE.label("url_id"))
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
_READY_STRANGERS = _READY_HOSTS.where(_IS_STRANGER)
_READY_KNOWN = _READY_HOSTS.where(_IS_KNOWN)
#: Spelled out, so that the index on those that wait can be used.
_WAITS = urls.c.state == sa.literal_column(f"'{UrlState.WAITING}'")
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
    .where(urls.c.host == sa.bindparam("name"), _WAITS)
    .scalar_subquery()
)
_OCCUPY = (
    sa.update(hosts)
    .where(hosts.c.host == sa.bindparam("name"))
    .values(busy_url_id=sa.bindparam("url_id"), next_due_at=_NEXT_DUE)
)
_CAPTURED = sa.select(sa.func.count()).select_from(
    sa.select(urls.c.id)
    .where(urls.c.state == UrlState.CAPTURED)
    .limit(sa.bindparam("most"))
    .subquery()
)
#: What lost its child has waited for its turn once, and after its pause goes before all else. State
#: and number are spelled out, so that the index on such captures can be used.
_CAPTURES_AGAIN = (
    sa.select(urls.c.id)
    .where(
        urls.c.state == sa.literal_column("'captured'"),
        urls.c.attempts > sa.literal_column("0"),
        urls.c.due_at <= sa.bindparam("now"),
    )
    .order_by(urls.c.due_at)
    .limit(sa.bindparam("most"))
    .with_for_update(skip_locked=True)
)
_READY_CAPTURES = (
    sa.select(urls.c.id)
    .where(
        urls.c.state == UrlState.CAPTURED,
        urls.c.attempts == 0,
        urls.c.due_at <= sa.bindparam("now"),
    )
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

    def fetching(self, *, slow_since: datetime) -> Fetching:
        """What is claimed for a fetch, fleet-wide, and what of it was begun before a moment."""
        row = self._connection.execute(_FETCHING, {"slow_since": slow_since}).one()
        return Fetching(**row._mapping)

    def has_captured(self, count: int) -> bool:
        """Whether at least so many captures wait for processing."""
        counted = self._connection.execute(_CAPTURED, {"most": count}).scalar_one()
        return int(counted) >= count

    def fetches(
        self, now: datetime, limit: int, *, strangers_max: int | None = None
    ) -> list[Claim]:
        """Claim URLs that are due and whose host may be asked now: one for each host at the most.

        Within a host the higher priority goes first, then the earlier due; among hosts the one
        that has waited longest. The attempt is counted here, before the work.

        Args:
            strangers_max: so many at the most of hosts that never answered, or could not be
                reached the last time; None: no such limit.
        """
        chosen = self._ready_hosts(now, limit, strangers_max)
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

    def _ready_hosts(self, now: datetime, limit: int, strangers_max: int | None) -> Sequence[Any]:
        if strangers_max is None or strangers_max >= limit:
            return self._look(_READY_HOSTS, now, limit)
        known = self._look(_READY_KNOWN, now, limit)
        strangers = self._look(_READY_STRANGERS, now, strangers_max) if strangers_max else []
        return sorted((*known, *strangers), key=lambda row: row.next_due_at)[:limit]

    def _look(self, query: Any, now: datetime, limit: int) -> Sequence[Any]:
        return self._connection.execute(query, {"now": now, "most": limit}).all()

    def _occupy(self, chosen: Sequence[tuple[str, int | None]]) -> None:
        if not chosen:
            return
        rows = [{"name": name, "url_id": url_id} for name, url_id in chosen]
        self._connection.execute(_OCCUPY, rows)

    def captures(self, now: datetime, limit: int) -> list[Claim]:
        """Claim captures that are due for processing; those that lost their child go first."""
        ids: list[int] = []
        for query in (_CAPTURES_AGAIN, _READY_CAPTURES):
            if left := limit - len(ids):
                rows = self._connection.execute(query, {"now": now, "most": left})
                ids += [row.id for row in rows]
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
        self,
        url_id: int,
        token: int,
        *,
        now: datetime,
        lease: timedelta,
        holder: str | None = None,
    ) -> FetchTask | None:
        """Begin a claimed fetch; None where the message is stale, or was begun by another.

        Args:
            holder: the worker that begins it, as it tells of itself; None: none does.
        """
        row = self._begin(url_id, token, UrlState.FETCHING, now, lease, holder)
        if row is None:
            return None
        known = Hosts(self._connection)
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
            pace=known.pace(row.host),
            ca_file=known.authority(row.host),
            etag=row.etag,
            last_modified=row.last_modified,
            pattern=row.pattern,
        )

    def begin_process(
        self,
        url_id: int,
        token: int,
        *,
        now: datetime,
        lease: timedelta,
        holder: str | None = None,
    ) -> ProcessTask | None:
        """Begin a claimed processing; None where the message is stale, or was begun by another."""
        row = self._begin(url_id, token, UrlState.PROCESSING, now, lease, holder)
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
        self,
        url_id: int,
        token: int,
        state: UrlState,
        now: datetime,
        lease: timedelta,
        holder: str | None,
    ) -> Any:
        values = {
            "at_id": url_id,
            "at_token": token,
            "in_state": state,
            "begun_at": now,
            "lease_until": now + lease,
            "holder": holder,
        }
        return self._connection.execute(_BEGIN, values).one_or_none()
