"""What our own outage did to hosts, URLs and sources, undone: nobody is blamed for it.

A batch takes its hosts first and never waits for a row that somebody else holds. A host that was
forgiven has no `failed_at` any more, so that several at once do no harm and a crash loses nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from worker.store.forgiven_sources import forgive_sources
from worker.store.forgiven_urls import ForgivenUrls
from worker.store.hosts import read_pace
from worker.store.schema import hosts, urls
from worker.values import HostPace
from worker.vocabulary import Outcome, UrlState

REASON = "our own network was down"


@dataclass(frozen=True, slots=True, kw_only=True)
class Blame:
    """What is forgiven, and how."""

    since: datetime  #: failures from then on
    outcomes: Sequence[Outcome]  #: these are failures of the network
    rest_reason: str  #: rests whose reason begins so came from such a failure
    spread_seconds: float  #: what is due again comes back over so long a time
    pace_seconds: Callable[[HostPace], float]  #: the pause between two requests to a host
    chance: Callable[[], float]  #: numbers from 0 to 1, which spread what is due again


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgiven:
    """How much was undone."""

    hosts: int = 0
    retries: int = 0  #: URLs that waited for another attempt, and are due
    visits: int = 0  #: articles that were given up, and get another visit
    sources: int = 0

    def __add__(self, other: "Forgiven") -> "Forgiven":
        return Forgiven(
            hosts=self.hosts + other.hosts,
            retries=self.retries + other.retries,
            visits=self.visits + other.visits,
            sources=self.sources + other.sources,
        )


# Statements are built once: to build one costs more than to run it.

_FAILED = (
    sa.select(hosts)
    .where(hosts.c.failed_at >= sa.bindparam("since"))
    .order_by(hosts.c.host)
    .limit(sa.bindparam("most"))
    .with_for_update(skip_locked=True)
)
_LIFT = (
    sa.update(hosts)
    .where(hosts.c.host == sa.bindparam("name"))
    .values(
        failed_at=None,
        failures=sa.bindparam("fewer_failures"),
        next_allowed_at=sa.bindparam("allowed_at"),
        rest_reason=sa.bindparam("why"),
    )
)
_NEXT_DUE = (
    sa.update(hosts)
    .where(hosts.c.host == sa.bindparam("name"))
    .values(
        next_due_at=sa.select(sa.func.min(urls.c.due_at))
        .where(urls.c.host == sa.bindparam("name"), urls.c.state == UrlState.WAITING)
        .scalar_subquery()
    )
)


class Forgiveness:
    """Undoing, batch by batch, each within one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def forgive(self, blame: Blame, now: datetime, limit: int) -> Forgiven:
        """Forgive some of the hosts that failed; `hosts` of the result is 0 where none is left.

        The rest after such a failure ends, and the failure no longer counts in a host's row of
        failures. URLs of these hosts that wait for another attempt are due, and the attempt no
        longer counts; articles that were given up get another visit; what polls added to the
        failure scores of sources is taken off, and they are due.
        """
        values = {"since": blame.since, "most": limit}
        rows = self._connection.execute(_FAILED, values).all()
        if not rows:
            return Forgiven()
        self._connection.execute(_LIFT, [_lifted(row, blame, now) for row in rows])
        names = [row.host for row in rows]

        def soon() -> datetime:
            return now + timedelta(seconds=blame.chance() * blame.spread_seconds)

        articles = ForgivenUrls(
            self._connection, names, outcomes=blame.outcomes, now=now, soon=soon, reason=REASON
        )
        forgiven = Forgiven(
            hosts=len(names),
            retries=articles.retry(),
            visits=articles.revisit(blame.since),
            sources=forgive_sources(
                self._connection,
                names,
                outcomes=blame.outcomes,
                since=blame.since,
                soon=soon,
                reason=REASON,
            ),
        )
        self._connection.execute(_NEXT_DUE, [{"name": name} for name in names])
        return forgiven


def _lifted(row: Any, blame: Blame, now: datetime) -> dict[str, Any]:
    """A host as it would be without its last failure; it is asked at its pace all the same."""
    # That of a stranger stays: else its next failure would be a first one, and a sign, once more.
    knows_it = row.answered_at is not None
    lifted = {
        "name": row.host,
        "fewer_failures": max(0, row.failures - 1) if knows_it else row.failures,
        "allowed_at": row.next_allowed_at,
        "why": row.rest_reason,
    }
    if (row.rest_reason or "").startswith(blame.rest_reason):
        paced_at = row.failed_at + timedelta(seconds=blame.pace_seconds(read_pace(row)))
        lifted |= {"allowed_at": min(row.next_allowed_at, max(now, paced_at)), "why": REASON}
    return lifted
