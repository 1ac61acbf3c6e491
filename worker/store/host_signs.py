"""What hosts say of our own network: who failed, who answered, whom to ask. Judges nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from worker.store.frontier import Frontier
from worker.store.schema import hosts, urls
from worker.vocabulary import UrlKind, UrlState

#: Of hosts that may bear witness so many are looked at: others may have claimed the first.
_WITNESSES_MAX = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class HostCounts:
    """Hosts by their last word since a moment; see `frontier.outage.Signs`."""

    turned: int = 0
    strange: int = 0
    answered: int = 0
    watched: int = 0
    first_failed_at: datetime | None = None  #: of the turned and the strange


# Statements are built once: to build one costs more than to run it.

_EVER_ANSWERED = sa.select(hosts.c.host).where(
    hosts.c.host == sa.bindparam("of_host"), hosts.c.answered_at.is_not(None)
)
#: An answer from before the last outage is no news: a host that has kept silent since then is down.
_USED_TO_ANSWER = sa.and_(
    hosts.c.answered_at.is_not(None), hosts.c.answered_at >= sa.bindparam("known_since")
)
_FAILED_FIRST = (
    sa.select(
        sa.func.count(sa.case((_USED_TO_ANSWER, 1))).label("turned"),
        sa.func.count(sa.case((hosts.c.answered_at.is_(None), 1))).label("strange"),
        sa.func.min(hosts.c.failed_at).label("first_failed_at"),
    )
    .where(hosts.c.failed_at >= sa.bindparam("since"), hosts.c.failures == 1)
    .where(sa.or_(hosts.c.answered_at.is_(None), hosts.c.answered_at < hosts.c.failed_at))
)
_ANSWERED = (
    sa.select(sa.func.count())
    .select_from(hosts)
    .where(hosts.c.answered_at >= sa.bindparam("since"))
    .where(sa.or_(hosts.c.failed_at.is_(None), hosts.c.answered_at >= hosts.c.failed_at))
)
_IN_USE = sa.and_(
    hosts.c.paused_at.is_(None),
    sa.or_(hosts.c.next_due_at.is_not(None), hosts.c.busy_url_id.is_not(None)),
)
_WATCHED = sa.select(sa.func.count()).select_from(
    sa.select(hosts.c.host)
    .where(_USED_TO_ANSWER, hosts.c.failures <= 1, _IN_USE)
    .limit(sa.bindparam("most"))
    .subquery()
)
_HAS_ANSWERED = sa.select(hosts.c.host).where(hosts.c.answered_at > sa.bindparam("since")).limit(1)
#: Spelled out, so that the index on sources can be used.
_IS_SOURCE = urls.c.kind != sa.literal_column(f"'{UrlKind.ARTICLE}'")
_HAS_SOURCE = sa.exists(
    sa.select(urls.c.id)
    .where(
        urls.c.host == hosts.c.host,
        urls.c.state == UrlState.WAITING,
        _IS_SOURCE,
    )
    .correlate(hosts)
)
#: First those that used to answer, of these those that are not down for long, then those that have
#: not failed lately, then those that answered last. A probe that fails sends its host to the end.
_WITNESSES = (
    sa.select(hosts.c.host)
    .where(
        hosts.c.busy_url_id.is_(None),
        hosts.c.paused_at.is_(None),
        sa.or_(hosts.c.next_due_at <= sa.bindparam("now"), _HAS_SOURCE),
        sa.or_(
            sa.and_(hosts.c.failures == 0, hosts.c.next_allowed_at <= sa.bindparam("now")),
            sa.and_(
                hosts.c.failed_at.between(sa.bindparam("rested_since"), sa.bindparam("paced_at")),
                sa.func.coalesce(hosts.c.delay_seconds, 0.0) <= sa.bindparam("pace_seconds"),
                # Not that of a command that has reserved it, or of a host that asked for it.
                sa.or_(
                    hosts.c.next_allowed_at <= sa.bindparam("now"),
                    hosts.c.rest_reason.like(sa.bindparam("rest_pattern")),
                ),
            ),
        ),
    )
    .order_by(
        hosts.c.answered_at.is_(None),
        hosts.c.failures > 1,
        sa.nulls_first(hosts.c.failed_at.asc()),
        hosts.c.answered_at.desc(),
    )
    .limit(_WITNESSES_MAX)
)
_FIRST_SOURCE = (
    sa.select(urls.c.id)
    .where(
        urls.c.host == sa.bindparam("of_host"),
        urls.c.state == UrlState.WAITING,
        _IS_SOURCE,
    )
    .order_by(urls.c.rank, urls.c.due_at, urls.c.id)
    .limit(1)
)
_HASTEN = (
    sa.update(urls)
    .where(
        urls.c.id == sa.bindparam("at_id"),
        urls.c.state == UrlState.WAITING,
        urls.c.due_at > sa.bindparam("due_at"),
    )
    .values(due_at=sa.bindparam("due_at"))
)


class HostSigns:
    """Rows of hosts as witnesses, within one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def counts(self, *, since: datetime, known_since: datetime, watched_max: int) -> HostCounts:
        """What hosts said since a moment; all zero where none has failed for the first time.

        Args:
            known_since: a host that has not answered since then does not count as one that used to.
            watched_max: counting those that are watched ends there.
        """
        values = {"since": since, "known_since": known_since, "most": watched_max}
        failed = self._connection.execute(_FAILED_FIRST, values).one()
        if failed.turned + failed.strange == 0:
            return HostCounts()
        return HostCounts(
            turned=failed.turned,
            strange=failed.strange,
            answered=self._connection.execute(_ANSWERED, values).scalar_one(),
            watched=self._connection.execute(_WATCHED, values).scalar_one(),
            first_failed_at=failed.first_failed_at,
        )

    def has_ever_answered(self, host: str) -> bool:
        """Whether a host has ever answered: else nobody knows whether it is there at all."""
        return self._connection.execute(_EVER_ANSWERED, {"of_host": host}).first() is not None

    def has_answer(self, since: datetime) -> bool:
        """Whether any host has answered since a moment, whatever it said."""
        return self._connection.execute(_HAS_ANSWERED, {"since": since}).first() is not None

    def witnesses(
        self,
        now: datetime,
        *,
        rested_since: datetime | None,
        rest_reason: str,
        pace_seconds: float,
    ) -> Sequence[str]:
        """Hosts that may be asked now, whether or not they are due; the best to ask first.

        Args:
            rested_since: a host that failed since then need not rest; None: every rest counts.
            rest_reason: so begins the reason of a rest that may end early.
            pace_seconds: so long after its failure; one with a longer pace of its own is left out.
        """
        values = {
            "now": now,
            "rested_since": rested_since or now,
            "rest_pattern": f"{rest_reason}%",
            "paced_at": now - timedelta(seconds=pace_seconds),
            "pace_seconds": pace_seconds,
        }
        return [row.host for row in self._connection.execute(_WITNESSES, values)]

    def hasten(self, names: Sequence[str], limit: int, now: datetime) -> int:
        """Let one source of each host be due now, of so many hosts; returns of how many."""
        hastened: set[str] = set()
        for name in names:
            if len(hastened) == limit:
                break
            url_id: Any = self._connection.execute(_FIRST_SOURCE, {"of_host": name}).scalar()
            values = {"at_id": url_id, "due_at": now}
            if url_id is not None and self._connection.execute(_HASTEN, values).rowcount == 1:
                hastened.add(name)
        Frontier(self._connection).make_due(hastened, now)
        return len(hastened)
