"""The frontier's rows: admitting URLs, and moving a claimed URL on under its fencing token.

Every move names the token under which it is made; where the row has a newer one, or was finished by
somebody else, `LeaseLost` is raised and the whole transaction must be rolled back.

Locks are taken in the order URL, then host; claims take a host first, but never wait for one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa

from worker.errors import VedetteError
from worker.redaction import redact_text
from worker.store.captures import hop_row
from worker.store.schema import hosts, urls
from worker.store.upsert import insert_of, insert_unless_known
from worker.strings import storable
from worker.values import Admitted, Hop
from worker.vocabulary import Outcome, UrlState

#: The column is a small integer; nobody needs more steps.
PRIORITY_MAX = 1000
FAR_PAST = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


class LeaseLost(VedetteError):  # noqa: N818 - names what happened
    """Raised when a step is committed under a token that is no longer the URL's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """The row of an admitted URL."""

    url_id: int
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """The right to move a URL under the token of its claim, with what was read when it began."""

    url_id: int
    token: int
    host: str
    visit: int
    attempts: int


# Statements are built once: to build one costs more than to run it.

_MOVE = sa.update(urls).where(
    urls.c.id == sa.bindparam("at_id"),
    urls.c.token == sa.bindparam("at_token"),
    urls.c.state.in_([UrlState.FETCHING, UrlState.PROCESSING]),
)


@cache
def _make_due(dialect: str) -> Any:
    """Insert hosts, or let the earlier due time of two stand."""
    statement = insert_of(dialect, hosts)
    earliest = sa.case(
        (hosts.c.next_due_at < statement.excluded.next_due_at, hosts.c.next_due_at),
        else_=statement.excluded.next_due_at,
    )
    return statement.on_conflict_do_update(index_elements=["host"], set_={"next_due_at": earliest})


class Frontier:
    """Rows of the frontier, within one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(
        self, admitted: Sequence[Admitted], now: datetime, *, state: UrlState = UrlState.WAITING
    ) -> list[Added]:
        """Add URLs, due at once; those whose canonical form is here already stay as they are.

        Args:
            state: `done` for what is not to be asked yet: sources that are listed as paused.

        Returns:
            One row for each URL given, in the same order.
        """
        if not admitted:
            return []
        distinct = {one.key: one for one in admitted}
        fresh = self._insert([distinct[key] for key in sorted(distinct)], now, state)
        known = self.ids([key for key in distinct if key not in fresh])
        if state is UrlState.WAITING:
            self.make_due({distinct[key].host for key in fresh}, now)
        ids, first_seen = {**known, **fresh}, set(fresh)
        added = []
        for one in admitted:
            added.append(Added(url_id=ids[one.key], is_new=one.key in first_seen))
            first_seen.discard(one.key)
        return added

    def _insert(
        self, admitted: Sequence[Admitted], now: datetime, state: UrlState
    ) -> dict[str, int]:
        rows = [
            {
                "key": one.key,
                "canonical_url": one.canonical_url,
                "url": one.url,
                "host": one.host,
                "kind": one.kind,
                "origin": one.origin,
                "rank": -max(-PRIORITY_MAX, min(PRIORITY_MAX, one.priority)),
                "pattern": one.pattern,
                "state": state,
                "visit": 1,
                "attempts": 0,
                "token": 0,
                "submitted_at": now,
                "due_at": now,
            }
            for one in admitted
        ]
        statement = insert_unless_known(
            self._connection.dialect.name, urls, urls.c.key, urls.c.id, on=("key",)
        )
        return {row.key: row.id for row in self._connection.execute(statement, rows)}

    def ids(self, keys: Sequence[str]) -> dict[str, int]:
        """The ids of those of these keys that are here."""
        found: dict[str, int] = {}
        for start in range(0, len(keys), 500):  # SQLite's limit of bound values
            query = sa.select(urls.c.key, urls.c.id).where(
                urls.c.key.in_(keys[start : start + 500])
            )
            found.update((row.key, row.id) for row in self._connection.execute(query))
        return found

    def make_due(self, names: set[str], due_at: datetime) -> None:
        """Tell hosts that a URL of theirs is due at `due_at`."""
        if not names:
            return
        rows = [
            {"host": name, "next_allowed_at": FAR_PAST, "next_due_at": due_at, "failures": 0}
            for name in sorted(names)  # one order for all, so that two submits can't deadlock
        ]
        self._connection.execute(_make_due(self._connection.dialect.name), rows)

    def wait(self, step: Step, *, until: datetime, reason: str, counts: bool) -> None:
        """Give a URL back until a moment.

        Args:
            counts: whether the attempt counts; False where nothing was asked of the host for it.
        """
        attempts = step.attempts if counts else step.attempts - 1
        self._move(step, state=UrlState.WAITING, due_at=until, reason=reason, attempts=attempts)
        self.make_due({step.host}, until)

    def go_elsewhere(
        self, step: Step, *, url: str, host: str, hops: Sequence[Hop], now: datetime
    ) -> None:
        """Let the visit go on at another host, under that host's pace."""
        self._move(
            step,
            state=UrlState.WAITING,
            due_at=now,
            ask_url=url,
            host=host,
            hops=[hop_row(hop) for hop in hops],
            attempts=0,
            reason=None,
        )
        self.make_due({host}, now)

    def captured(
        self,
        step: Step,
        *,
        capture_id: int,
        now: datetime,
        etag: str | None,
        last_modified: str | None,
    ) -> None:
        """The bytes are kept: the URL is due for processing."""
        self._move(
            step,
            state=UrlState.CAPTURED,
            due_at=now,
            capture_id=capture_id,
            attempts=0,
            reason=None,
            etag=etag,
            last_modified=last_modified,
        )

    def process_again(self, step: Step, *, at: datetime, reason: str, counts: bool) -> None:
        """Processing did not come to its end: the capture waits for another try."""
        attempts = step.attempts if counts else step.attempts - 1
        self._move(step, state=UrlState.CAPTURED, due_at=at, reason=reason, attempts=attempts)

    def finish(
        self,
        step: Step,
        *,
        outcome: Outcome,
        reason: str,
        now: datetime,
        article_id: int | None = None,
        next_visit_at: datetime | None = None,
        forgets_version: bool = False,
    ) -> None:
        """End the visit with its one outcome; with `next_visit_at` the next visit is due then.

        Args:
            forgets_version: the next visit is unconditional: what came was not made use of.
        """
        ended: dict[str, Any] = {"outcome": outcome, "reason": reason, "finished_at": now}
        if article_id is not None:
            ended["article_id"] = article_id
        if forgets_version:
            ended |= {"etag": None, "last_modified": None}
        if next_visit_at is None:
            self._move(step, state=UrlState.DONE, **ended)
            return
        self._move(
            step,
            state=UrlState.WAITING,
            due_at=next_visit_at,
            visit=step.visit + 1,
            attempts=0,
            ask_url=None,
            hops=None,
            **ended,
        )
        self.make_due({step.host}, next_visit_at)

    def _move(self, step: Step, **changes: Any) -> None:
        values = {
            "at_id": step.url_id,
            "at_token": step.token,
            "lease_until": None,
            "begun_at": None,
            "sent_at": None,
            "holder": None,
            **changes,
        }
        if values.get("reason"):  # an exception's text may quote URLs, and hold NULs
            values["reason"] = redact_text(storable(values["reason"]))
        if self._connection.execute(_MOVE, values).rowcount != 1:
            raise LeaseLost(f"url {step.url_id}: token {step.token} is no longer the newest")
