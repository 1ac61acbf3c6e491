"""What people ask of the database: counts, and the story of a URL. Reads only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from worker.store.schema import (
    articles,
    captures,
    hosts,
    judgements,
    outbox,
    sources,
    trace,
    urls,
)
from worker.vocabulary import DecidedBy, SourceState, UrlKind, UrlState

Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Article URLs by state; the finished ones by outcome. All of them add up to `submitted`."""

    submitted: int
    states: Mapping[str, int]
    outcomes: Mapping[str, int]
    sources: int  #: that are polled
    articles: int
    decisions: Mapping[str, int]
    judged: Mapping[str, int]  #: those of the decisions that analysts made
    events: int
    events_unsequenced: int
    oldest_due_at: datetime | None
    finished_last_minute: int
    hosts: int
    hosts_resting: int


class Reports:
    """Reading for people, within one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def _rows(self, query: sa.Select[Any]) -> list[Row]:
        return [dict(row) for row in self._connection.execute(query).mappings()]

    def _row(self, query: sa.Select[Any]) -> Row | None:
        row = self._connection.execute(query).mappings().one_or_none()
        return None if row is None else dict(row)

    def counts(self, now: datetime) -> Counts:
        """The state of the whole, in one look."""
        states, outcomes = self._article_urls()
        return Counts(
            submitted=sum(states.values()),
            states={state.value: states.get(state.value, 0) for state in UrlState},
            outcomes=outcomes,
            sources=self._count(sources, sources.c.state == SourceState.ACTIVE),
            articles=self._count(articles),
            decisions=self._grouped(articles.c.decision, sa.true()),
            judged=self._grouped(
                articles.c.decision,
                # Few rows, found by their keys: a count over all articles would read each.
                sa.and_(
                    articles.c.id.in_(sa.select(judgements.c.article_id)),
                    articles.c.decided_by == DecidedBy.ANALYST,
                ),
            ),
            events=self._count(outbox),
            events_unsequenced=self._count(outbox, outbox.c.position.is_(None)),
            # Each host knows of its earliest: a look at all URLs would take long.
            oldest_due_at=self._connection.execute(
                sa.select(sa.func.min(hosts.c.next_due_at, type_=hosts.c.next_due_at.type)).where(
                    hosts.c.next_due_at <= now
                )
            ).scalar(),
            finished_last_minute=self._count(
                urls, urls.c.finished_at > now - timedelta(seconds=60)
            ),
            hosts=self._count(hosts),
            hosts_resting=self._count(hosts, hosts.c.next_allowed_at > now),
        )

    def _article_urls(self) -> tuple[dict[str, int], dict[str, int]]:
        """Counts by state, and of the finished by outcome: one walk through one index."""
        query = (
            sa.select(urls.c.state, urls.c.outcome, sa.func.count().label("counted"))
            .where(urls.c.kind == UrlKind.ARTICLE)
            .group_by(urls.c.state, urls.c.outcome)
            .order_by(urls.c.outcome)
        )
        states: dict[str, int] = {}
        outcomes: dict[str, int] = {}
        for row in self._connection.execute(query):
            states[row.state] = states.get(row.state, 0) + row.counted
            if row.state == UrlState.DONE:
                outcomes[str(row.outcome)] = row.counted
        return states, outcomes

    def _grouped(self, column: Any, condition: Any) -> dict[str, int]:
        query = (
            sa.select(column, sa.func.count()).where(condition).group_by(column).order_by(column)
        )
        return {str(value): int(count) for value, count in self._connection.execute(query)}

    def _count(self, table: sa.Table, condition: Any = None) -> int:
        query = sa.select(sa.func.count()).select_from(table)
        if condition is not None:
            query = query.where(condition)
        return int(self._connection.execute(query).scalar_one())

    def progress(self, ids: Sequence[int]) -> list[Row]:
        """State, outcome and due time of URLs, for somebody who waits for them."""
        found: list[Row] = []
        columns = [
            urls.c[name]
            for name in (
                "id", "url", "state", "outcome", "reason", "visit", "attempts", "due_at",
                "article_id", "canonical_url", "kind", "etag",
            )
        ]  # fmt: skip
        for start in range(0, len(ids), 500):
            query = sa.select(*columns).where(urls.c.id.in_(ids[start : start + 500]))
            found.extend(self._rows(query))
        return found

    def unfinished(self, ids: Sequence[int]) -> list[Row]:
        """Of these URLs, those that are not done: state, due time, and their host's pause."""
        found: list[Row] = []
        for start in range(0, len(ids), 500):
            query = (
                sa.select(
                    urls.c.id,
                    urls.c.state,
                    urls.c.due_at,
                    hosts.c.next_allowed_at,
                    hosts.c.paused_at,
                )
                .outerjoin(hosts, hosts.c.host == urls.c.host)
                .where(urls.c.id.in_(ids[start : start + 500]), urls.c.state != UrlState.DONE)
            )
            found.extend(self._rows(query))
        return found

    def urls_of(self, article_id: int) -> list[Row]:
        """All URLs that lead to an article."""
        query = (
            sa.select(urls.c.id, urls.c.url, urls.c.outcome, urls.c.finished_at)
            .where(urls.c.article_id == article_id)
            .order_by(urls.c.id)
        )
        return self._rows(query)

    def url_by_key(self, key: str) -> Row | None:
        """The frontier's row of a canonical URL."""
        query = sa.select(urls).where(urls.c.key == key)
        return self._row(query)

    def host(self, host: str) -> Row | None:
        """A host's pace."""
        query = sa.select(hosts).where(hosts.c.host == host)
        return self._row(query)

    def trace_of(self, url_id: int) -> list[Row]:
        """What each gate said of a URL, in order."""
        query = sa.select(trace).where(trace.c.url_id == url_id).order_by(trace.c.id)
        return self._rows(query)

    def captures_of(self, url_id: int) -> int:
        """How many captures of a URL are kept."""
        return self._count(captures, captures.c.url_id == url_id)

    def capture(self, capture_id: int) -> Row | None:
        """A capture without its bytes."""
        columns = [column for column in captures.c if column.name != "body"]
        query = sa.select(*columns).where(captures.c.id == capture_id)
        return self._row(query)
