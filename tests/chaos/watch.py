"""What was taken back after a kill, and how long it took until it was begun again.

Looks from outside, at the trace and the frontier. Moments are those of one machine's clock, by
which the database goes too.
"""

import re
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa

from worker.store.database import Database
from worker.store.schema import trace, urls
from worker.vocabulary import Gate, UrlState

LOOK_SECONDS = 0.2
#: Rows of the trace may be committed in another order than that of their ids.
_LATE_IDS = 1000
#: `role@machine:process:start`
_HOLDER = re.compile(r"@[^:]*:(\d+):")
_OF_A_CHILD = ("its process was killed", "its process died", "its process pool ended")
_CLAIMED = (UrlState.FETCHING, UrlState.PROCESSING)


@dataclass(frozen=True, slots=True)
class Kill:
    """One kill -9; `parent` is the process under whose name work was begun."""

    at: float
    parent: int
    how: str
    is_child: bool


@dataclass(frozen=True, slots=True)
class TakenBack:
    """Work that was held at a kill, in seconds from that."""

    how: str  #: of the kill; "" where no kill was to blame
    step: str
    reason: str
    noticed: float  #: until its lease was taken back
    seconds: float  #: until it was begun again, or had ended
    impossible: float  #: thereof the time in which the services were broken, too


@dataclass(slots=True)
class _Lease:
    url_id: int
    at: float
    step: str
    reason: str
    kill: Kill | None


@dataclass(slots=True)
class Recovery:
    """Watches a database while things are killed."""

    database: Database
    found: list[TakenBack] = field(default_factory=list)
    #: Claims whose message was lost: from the claim until they were begun.
    resent: list[float] = field(default_factory=list)
    _kills: list[Kill] = field(default_factory=list)
    _broken: list[list[float]] = field(default_factory=list)
    _pending: list[_Lease] = field(default_factory=list)
    _seen: set[int] = field(default_factory=set)
    _last_id: int = 0
    _unbegun: dict[tuple[int, int], list[datetime]] = field(default_factory=dict)
    _ended: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def start(self) -> None:
        """Look from now on."""
        self._last_id = self.newest()
        with self.database.reading() as tx:
            recent = sa.select(trace.c.id).where(trace.c.id > self._last_id - _LATE_IDS)
            self._seen = {row.id for row in tx.trace._connection.execute(recent)}
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def newest(self) -> int:
        """The last row of the trace: each step that ends writes some."""
        with self.database.reading() as tx:
            query = sa.select(sa.func.coalesce(sa.func.max(trace.c.id), 0))
            return int(tx.trace._connection.execute(query).scalar_one())

    def stop(self) -> None:
        self._ended.set()
        if self._thread is not None:
            self._thread.join(timeout=10)

    def killed(self, parent: int, how: str, *, is_child: bool = False) -> None:
        """Note a kill, at once after it."""
        self._kills.append(Kill(time.time(), parent, how, is_child))

    @contextmanager
    def impossible(self) -> Iterator[None]:
        """Within, a service that all need is broken."""
        span = [time.time(), float("inf")]
        self._broken.append(span)
        try:
            yield
        finally:
            span[1] = time.time()

    @property
    def after_kills(self) -> list[TakenBack]:
        """What a kill is to blame for."""
        return [one for one in self.found if one.how]

    @property
    def pending(self) -> int:
        """Taken back, and not begun again."""
        return len(self._pending)

    def _run(self) -> None:
        while not self._ended.wait(LOOK_SECONDS):
            try:
                self._look()
            except Exception:  # noqa: BLE001 - the database is away, in one of many ways
                continue

    def _look(self) -> None:
        leases = (
            sa.select(trace.c.id, trace.c.url_id, trace.c.at, trace.c.detail)
            .where(trace.c.id > self._last_id - _LATE_IDS, trace.c.gate == Gate.LEASE)
            .order_by(trace.c.id)
        )
        claimed = sa.select(urls.c.id, urls.c.token, urls.c.sent_at, urls.c.begun_at).where(
            urls.c.state.in_(_CLAIMED)
        )
        wanted = [lease.url_id for lease in self._pending]
        state = sa.select(urls.c.id, urls.c.state, urls.c.begun_at).where(urls.c.id.in_(wanted))
        with self.database.reading() as tx:
            connection = tx.trace._connection
            new = [row for row in connection.execute(leases) if row.id not in self._seen]
            under_way = connection.execute(claimed).all()
            states = {row.id: row for row in connection.execute(state)} if wanted else {}
        self._begun_again(states, new)
        for row in new:
            self._seen.add(row.id)
            self._last_id = max(self._last_id, row.id)
            self._pending.append(self._lease(row))
        self._note_unbegun(under_way)

    def _lease(self, row: sa.Row) -> _Lease:
        at, reason = row.at.timestamp(), str(row.detail.get("reason", ""))
        found = _HOLDER.search(str(row.detail.get("holder", "")))
        parent = int(found[1]) if found else 0
        is_child = reason.startswith(_OF_A_CHILD)
        blamed = [
            kill
            for kill in self._kills
            if kill.at <= at and kill.parent == parent and kill.is_child == is_child
        ]
        kill = blamed[-1] if blamed else None
        return _Lease(row.url_id, at, str(row.detail.get("step")), reason, kill)

    def _begun_again(self, states: dict[int, sa.Row], new: Sequence[sa.Row]) -> None:
        lost_again = {row.url_id: row.at.timestamp() for row in new}
        for lease in list(self._pending):
            row = states.get(lease.url_id)
            if lease.url_id in lost_again:  # begun, and lost again, between two looks
                self._close(lease, lost_again[lease.url_id])
            elif row is None:
                continue
            elif row.begun_at is not None and row.begun_at.timestamp() >= lease.at:
                self._close(lease, row.begun_at.timestamp())
            elif row.state == UrlState.DONE or _is_past(lease.step, row.state):
                self._close(lease, time.time())

    def _close(self, lease: _Lease, at: float) -> None:
        self._pending.remove(lease)
        since = lease.kill.at if lease.kill else lease.at
        how = lease.kill.how if lease.kill else ""
        self.found.append(
            TakenBack(
                how=how,
                step=lease.step,
                reason=re.sub(r"\S+@\S+", "…", lease.reason),
                noticed=lease.at - since,
                seconds=at - since,
                impossible=self._impossible_seconds(since, at),
            )
        )

    def _impossible_seconds(self, begin: float, end: float) -> float:
        spans = [(max(begin, a), min(end, b)) for a, b in self._broken]
        return min(end - begin, sum(b - a for a, b in spans if b > a))

    def _note_unbegun(self, rows: Sequence[sa.Row]) -> None:
        for row in rows:
            sent = self._unbegun.setdefault((row.id, row.token), [])
            if row.begun_at is None and (not sent or sent[-1] != row.sent_at):
                sent.append(row.sent_at)
        still = {(row.id, row.token): row.begun_at for row in rows}
        for key, sent in list(self._unbegun.items()):
            if key in still and still[key] is None:
                continue
            del self._unbegun[key]
            if len(sent) > 1:  # its message was sent again
                begun = still.get(key)
                end = begun.timestamp() if begun else time.time()
                self.resent.append(end - sent[0].timestamp())


def _is_past(step: str, state: str) -> bool:
    return step == UrlState.FETCHING and state in (UrlState.CAPTURED, UrlState.PROCESSING)
