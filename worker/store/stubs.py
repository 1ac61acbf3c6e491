"""Stubs and referrers: what sources say of a URL, and which sources led to it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from worker.judgement_json import evidence_json, topics_json
from worker.source_values import Stub
from worker.store.schema import referrers, sources, stubs, urls
from worker.store.upsert import insert_unless_known
from worker.vocabulary import Outcome

_CLOSE = (
    sa.update(stubs)
    .where(stubs.c.url_id == sa.bindparam("of_url"))
    .values(outcome=sa.bindparam("as_outcome"), closed_at=sa.bindparam("at"))
    .returning(stubs)
)


class Stubs:
    """Rows of stubs and referrers, within one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, found: Sequence[Stub]) -> None:
        """Keep stubs; the first that told of a URL stays."""
        if not found:
            return
        rows = [
            {
                "url_id": stub.url_id,
                "source_id": stub.source_id,
                "title": stub.item.title,
                "summary": stub.item.summary,
                "published_at": stub.item.published_at,
                "language": stub.judgement.language,
                "score": stub.judgement.score,
                "decision": stub.judgement.decision,
                "topics": topics_json(stub.judgement.topics),
                "evidence": evidence_json(stub.judgement.evidence),
                "version": stub.judgement.version,
                "seen_at": stub.seen_at,
            }
            for stub in found
        ]
        statement = insert_unless_known(self._connection.dialect.name, stubs, on=("url_id",))
        self._connection.execute(statement, rows)

    def refer(self, url_ids: Sequence[int], *, source_id: int, now: datetime) -> None:
        """Note that a source leads to URLs; the first time counts."""
        if not url_ids:
            return
        rows = [{"url_id": url_id, "source_id": source_id, "seen_at": now} for url_id in url_ids]
        statement = insert_unless_known(
            self._connection.dialect.name, referrers, on=("url_id", "source_id")
        )
        self._connection.execute(statement, rows)

    def close(self, url_id: int, outcome: Outcome | None, now: datetime) -> dict[str, Any] | None:
        """Note why there is no article (None: there is one now); the stub, if there is one."""
        values = {
            "of_url": url_id,
            "as_outcome": outcome,
            "at": None if outcome is None else now,
        }
        row = self._connection.execute(_CLOSE, values).mappings().one_or_none()
        return None if row is None else dict(row)

    def of_url(self, url_id: int) -> dict[str, Any] | None:
        """The stub of a URL."""
        row = self._connection.execute(sa.select(stubs).where(stubs.c.url_id == url_id)).mappings()
        found = row.one_or_none()
        return None if found is None else dict(found)

    def unavailable(
        self, *, decisions: Sequence[str], since: datetime | None, limit: int
    ) -> list[dict[str, Any]]:
        """Stubs whose article could not be had, the newest first."""
        query = (
            sa.select(stubs, urls.c.url, urls.c.reason, sources.c.name.label("source"))
            .join(urls, urls.c.id == stubs.c.url_id)
            .outerjoin(sources, sources.c.id == stubs.c.source_id)
            .where(stubs.c.closed_at.is_not(None))
            .order_by(stubs.c.closed_at.desc(), stubs.c.url_id.desc())
            .limit(limit)
        )
        if decisions:
            query = query.where(stubs.c.decision.in_(decisions))
        if since is not None:
            query = query.where(stubs.c.closed_at >= since)
        return [dict(row) for row in self._connection.execute(query).mappings()]

    def referrers_of(self, url_id: int) -> list[dict[str, Any]]:
        """The sources that lead to a URL, the first first."""
        query = (
            sa.select(
                sources.c.id, sources.c.name, sources.c.kind, sources.c.url, referrers.c.seen_at
            )
            .join(sources, sources.c.id == referrers.c.source_id)
            .where(referrers.c.url_id == url_id)
            .order_by(referrers.c.seen_at, sources.c.id)
        )
        return [dict(row) for row in self._connection.execute(query).mappings()]

    def outcomes_by_source(self, source_id: int, since: datetime, limit: int) -> dict[str, int]:
        """How the newest URLs of a source ended: outcome -> count; "" for those under way."""
        newest = (
            sa.select(referrers.c.url_id)
            .where(referrers.c.source_id == source_id, referrers.c.seen_at >= since)
            .order_by(referrers.c.seen_at.desc())
            .limit(limit)
            .subquery()
        )
        query = (
            sa.select(sa.func.coalesce(urls.c.outcome, "").label("outcome"), sa.func.count())
            .join(newest, newest.c.url_id == urls.c.id)
            .group_by("outcome")
        )
        return {row[0]: int(row[1]) for row in self._connection.execute(query)}
