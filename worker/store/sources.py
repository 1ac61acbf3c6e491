"""Sources: what is polled, and how its polls went."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from worker.source_values import NewSource, Source
from worker.store.frontier import Frontier
from worker.store.schema import sources, urls
from worker.store.upsert import insert_unless_known
from worker.vocabulary import Outcome, SourceHealth, SourceState, UrlKind, UrlState

# Statements are built once: to build one costs more than to run it.

_OF_URL = sa.select(sources).where(sources.c.url_id == sa.bindparam("of_url"))
_BY_ID = sa.select(sources).where(sources.c.id == sa.bindparam("at_id"))
_BEGIN = sa.update(sources).where(sources.c.url_id == sa.bindparam("of_url"))
_NOTE = sa.update(sources).where(sources.c.id == sa.bindparam("at_id"))


class Sources:
    """Rows of sources, within one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(
        self, given: Sequence[tuple[int, NewSource]], *, interval_seconds: float, now: datetime
    ) -> list[int]:
        """Add sources, each with the id of its frontier row; those that are here stay as they are.

        Returns:
            The ids of those that are new.
        """
        if not given:
            return []
        rows: list[dict[str, Any]] = [
            {
                "url_id": url_id,
                "kind": new.kind,
                "name": new.name,
                "url": new.url,
                "tags": list(new.tags),
                "language": new.language,
                "priority": new.priority,
                "origin": new.origin,
                "parent_id": new.parent_id,
                "state": SourceState.PAUSED if new.is_paused else SourceState.ACTIVE,
                "note": "listed as paused" if new.is_paused else None,
                "added_at": now,
                "interval_seconds": interval_seconds,
                "failure_score": 0.0,
                "health": SourceHealth.NEW,
                "rhythm": {},
            }
            for url_id, new in given
        ]
        statement = insert_unless_known(
            self._connection.dialect.name, sources, sources.c.id, on=("url_id",)
        )
        return [int(row.id) for row in self._connection.execute(statement, rows)]

    def describe(self, url_id: int, new: NewSource) -> None:
        """Let a source that is here be called, tagged and ranked as the list has it now."""
        self._connection.execute(
            sa.update(sources)
            .where(sources.c.url_id == url_id)
            .values(
                name=new.name,
                tags=list(new.tags),
                language=new.language,
                priority=new.priority,
                origin=new.origin,
            )
        )

    def of_url(self, url_id: int) -> Source | None:
        """The source of a frontier row; None where that row is no source."""
        row = self._connection.execute(_OF_URL, {"of_url": url_id}).one_or_none()
        return None if row is None else _source(row)

    def by_id(self, source_id: int) -> Source | None:
        """A source by its id."""
        row = self._connection.execute(_BY_ID, {"at_id": source_id}).one_or_none()
        return None if row is None else _source(row)

    def by_keys(self, keys: Sequence[str]) -> dict[str, Source]:
        """Sources by the keys of their URLs' canonical form."""
        query = (
            sa.select(sources, urls.c.key)
            .join(urls, urls.c.id == sources.c.url_id)
            .where(urls.c.key.in_(keys))
        )
        return {row.key: _source(row) for row in self._connection.execute(query)}

    def all(self, *, with_removed: bool = False) -> list[Source]:
        """All sources, by name."""
        query = sa.select(sources).order_by(sa.func.lower(sources.c.name), sources.c.id)
        if not with_removed:
            query = query.where(sources.c.state != SourceState.REMOVED)
        return [_source(row) for row in self._connection.execute(query)]

    def children_of(self, source_id: int) -> dict[int, Source]:
        """The sitemaps that an index lists, by the ids of their frontier rows."""
        query = sa.select(sources).where(sources.c.parent_id == source_id)
        return {row.url_id: _source(row) for row in self._connection.execute(query)}

    def depth(self, source_id: int, at_most: int) -> int:
        """How many indexes stand above a sitemap; counting ends at `at_most`."""
        depth = 0
        parent_of = sa.select(sources.c.parent_id).where(sources.c.id == sa.bindparam("at_id"))
        parent = self._connection.execute(parent_of, {"at_id": source_id}).scalar()
        while parent is not None and depth < at_most:
            depth += 1
            parent = self._connection.execute(parent_of, {"at_id": parent}).scalar()
        return depth

    def begin_poll(
        self, url_id: int, *, due_at: datetime, now: datetime, next_poll_at: datetime
    ) -> None:
        """Write when the next poll is due, before this one starts: a crash can't repeat it."""
        values = {"of_url": url_id, "due_at": due_at, "begun_at": now, "next_poll_at": next_poll_at}
        self._connection.execute(_BEGIN, values)

    def note(self, source_id: int, **values: Any) -> None:
        """Write columns of a source."""
        self._connection.execute(_NOTE, {"at_id": source_id, **values})

    def adopt(self, url_id: int, *, kind: UrlKind, rank: int) -> None:
        """Let a frontier row be a source's, whatever it was submitted as."""
        self._connection.execute(
            sa.update(urls).where(urls.c.id == url_id).values(kind=kind, rank=rank)
        )

    def set_state(
        self, chosen: Sequence[Source], state: SourceState, note: str | None, now: datetime
    ) -> None:
        """Let sources be polled, or not; one that is polled again is due at once."""
        if not chosen:
            return
        ids = [source.source_id for source in chosen]
        self._connection.execute(
            sa.update(sources).where(sources.c.id.in_(ids)).values(state=state, note=note)
        )
        url_ids = [source.url_id for source in chosen]
        if state is SourceState.ACTIVE:
            self._wake(url_ids, now)
            return
        self._connection.execute(
            sa.update(urls)
            .where(urls.c.id.in_(url_ids), urls.c.state == UrlState.WAITING)
            .values(state=UrlState.DONE, reason=f"the source is {state}")
        )

    def _wake(self, url_ids: Sequence[int], now: datetime) -> None:
        woken = self._connection.execute(
            sa.update(urls)
            .where(urls.c.id.in_(url_ids), urls.c.state == UrlState.DONE)
            .values(
                state=UrlState.WAITING,
                due_at=now,
                visit=urls.c.visit + 1,
                attempts=0,
                ask_url=None,
                hops=None,
                reason=None,
            )
            .returning(urls.c.host)
        )
        self._make_due({row.host for row in woken}, now)

    def hasten(self, url_ids: Sequence[int], now: datetime) -> None:
        """Poll sources now that wait for a later moment."""
        if not url_ids:
            return
        hastened = self._connection.execute(
            sa.update(urls)
            .where(urls.c.id.in_(url_ids), urls.c.state == UrlState.WAITING, urls.c.due_at > now)
            .values(due_at=now)
            .returning(urls.c.host)
        )
        self._make_due({row.host for row in hastened}, now)

    def _make_due(self, hosts: set[str], now: datetime) -> None:
        Frontier(self._connection).make_due(hosts, now)


def _source(row: Any) -> Source:
    return Source(
        source_id=row.id,
        url_id=row.url_id,
        kind=UrlKind(row.kind),
        name=row.name,
        url=row.url,
        tags=tuple(row.tags),
        language=row.language,
        priority=row.priority,
        origin=row.origin,
        parent_id=row.parent_id,
        state=SourceState(row.state),
        note=row.note,
        added_at=row.added_at,
        interval_seconds=row.interval_seconds,
        interval_reason=row.interval_reason,
        next_poll_at=row.next_poll_at,
        due_at=row.due_at,
        begun_at=row.begun_at,
        polled_at=row.polled_at,
        read_at=row.read_at,
        new_at=row.new_at,
        changed_at=row.changed_at,
        body_sha256=row.body_sha256,
        failure_score=row.failure_score,
        failing_since=row.failing_since,
        outcome=None if row.outcome is None else Outcome(row.outcome),
        reason=row.reason,
        items_count=row.items_count,
        health=SourceHealth(row.health),
        health_since=row.health_since,
        health_note=row.health_note,
        rhythm=row.rhythm,
    )
