"""URLs that broke their worker too often: what they are, and the ways out of quarantine."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from worker.store.captures import read_capture
from worker.store.frontier import PRIORITY_MAX, Frontier
from worker.store.schema import captures, urls
from worker.values import Capture
from worker.vocabulary import Outcome, UrlState

Row = dict[str, Any]

#: A URL that broke in this step has a capture to be processed again.
_IN_PROCESSING = f"{UrlState.PROCESSING}:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which of the quarantined are meant; what is None chooses all."""

    ids: Sequence[int] | None = None
    host: str | None = None
    reason: str | None = None  #: part of the reason, in any case
    since: datetime | None = None

    @property
    def conditions(self) -> list[Any]:
        """As conditions on `urls`."""
        found: list[Any] = [
            urls.c.outcome == Outcome.QUARANTINED,
            urls.c.state == UrlState.DONE,
        ]
        if self.ids is not None:
            found.append(urls.c.id.in_(self.ids))
        if self.host is not None:
            found.append(urls.c.host == self.host)
        if self.reason is not None:
            found.append(urls.c.reason.icontains(self.reason, autoescape=True))
        if self.since is not None:
            found.append(urls.c.finished_at >= self.since)
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """A URL that left quarantine."""

    url_id: int
    url: str
    visit: int
    state: UrlState


class Quarantine:
    """The quarantined, within one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def rows(self, choice: Choice, limit: int) -> list[Row]:
        """Those chosen, the newest first."""
        columns = [
            urls.c[name]
            for name in (
                "id", "url", "host", "kind", "reason", "visit", "attempts", "finished_at",
                "capture_id",
            )
        ]  # fmt: skip
        query = (
            sa.select(*columns)
            .where(*choice.conditions)
            .order_by(urls.c.finished_at.desc(), urls.c.id.desc())
            .limit(limit)
        )
        return [dict(row) for row in self._connection.execute(query).mappings()]

    def counts(self, choice: Choice) -> list[Row]:
        """How many of those chosen there are, by reason, the most first."""
        query = (
            sa.select(
                urls.c.reason,
                sa.func.count().label("count"),
                sa.func.count(urls.c.host.distinct()).label("hosts"),
            )
            .where(*choice.conditions)
            .group_by(urls.c.reason)
            .order_by(sa.func.count().desc(), urls.c.reason)
        )
        return [dict(row) for row in self._connection.execute(query).mappings()]

    def capture(self, url_id: int) -> Capture | None:
        """The bytes that broke it, where there are any."""
        query = (
            sa.select(captures)
            .join(urls, urls.c.capture_id == captures.c.id)
            .where(urls.c.id == url_id)
        )
        row = self._connection.execute(query).one_or_none()
        return None if row is None else read_capture(row)

    def replay(self, choice: Choice, now: datetime) -> list[Released]:
        """Let those chosen begin a new visit, behind all others of their hosts.

        What broke in processing has its capture, and is processed again; the rest is fetched.
        """
        has_capture = sa.and_(
            urls.c.reason.startswith(_IN_PROCESSING, autoescape=True),
            urls.c.capture_id.is_not(None),
        )
        released = self._release(
            choice,
            state=sa.case((has_capture, UrlState.CAPTURED), else_=UrlState.WAITING),
            visit=urls.c.visit + 1,
            attempts=0,
            rank=PRIORITY_MAX,
            due_at=now,
            ask_url=None,
            hops=None,
        )
        waiting = [one.url_id for one in released if one.state is UrlState.WAITING]
        for start in range(0, len(waiting), 500):
            names = sa.select(urls.c.host).where(urls.c.id.in_(waiting[start : start + 500]))
            found = {row.host for row in self._connection.execute(names)}
            Frontier(self._connection).make_due(found, now)
        return released

    def drop(self, choice: Choice, note: str) -> list[Released]:
        """Give those chosen up."""
        return self._release(choice, outcome=Outcome.DROPPED, reason=note)

    def _release(self, choice: Choice, **values: Any) -> list[Released]:
        statement = (
            sa.update(urls)
            .where(*choice.conditions)
            .values(**values)
            .returning(urls.c.id, urls.c.url, urls.c.visit, urls.c.state)
        )
        return [
            Released(url_id=row.id, url=row.url, visit=row.visit, state=UrlState(row.state))
            for row in self._connection.execute(statement)
        ]
