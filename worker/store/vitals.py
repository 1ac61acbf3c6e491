"""Vital signs of the work, for `vedette doctor` and the watchdog. Reads only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from worker.store.outbox import SEQUENCE
from worker.store.schema import hosts, outbox, relays, sources, urls
from worker.vocabulary import Outcome, SourceHealth, SourceState, UrlState

_CLAIMED = (UrlState.FETCHING, UrlState.PROCESSING)
#: Spelled out, so that the index on the quarantined can be used.
_IS_QUARANTINED = urls.c.outcome == sa.literal_column(f"'{Outcome.QUARANTINED}'")


@dataclass(frozen=True, slots=True, kw_only=True)
class Vital:
    """What tells whether work goes on; moments are None where there is nothing of the kind."""

    under_way: Mapping[UrlState, int]
    unbegun: Mapping[UrlState, int]  #: claims whose message no worker has begun
    oldest_unbegun_at: datetime | None  #: when the oldest of them was last sent
    stuck_leases: int  #: that ended a while ago, and nobody has taken back
    askable_due_at: datetime | None  #: the earliest due URL whose host may be asked now
    oldest_captured_at: datetime | None  #: due for processing since
    events_unsequenced: int
    oldest_unsequenced_at: datetime | None
    positions: Mapping[str, int]  #: how far each relay has come; `sequence` is what there is
    quarantined_of_late: int
    sources_active: int
    sources_ill: Mapping[str, int]  #: by health
    hosts_answered_of_late: int
    hosts_failed_of_late: int
    last_answer_at: datetime | None


class Vitals:
    """Vital signs, within one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def look(self, now: datetime, *, late: timedelta, stuck_after: timedelta) -> Vital:
        """All of them.

        Args:
            late: what happened within this time counts as of late.
            stuck_after: a lease is stuck when its end is longer past.
        """
        unbegun = sa.and_(urls.c.state.in_(_CLAIMED), urls.c.begun_at.is_(None))
        unsequenced = outbox.c.position.is_(None)
        active = sources.c.state == SourceState.ACTIVE
        return Vital(
            under_way=self._by_state(urls.c.state.in_(_CLAIMED)),
            unbegun=self._by_state(unbegun),
            oldest_unbegun_at=self._scalar(_earliest(urls.c.sent_at, unbegun)),
            stuck_leases=self._count(
                urls, urls.c.state.in_(_CLAIMED), urls.c.lease_until <= now - stuck_after
            ),
            askable_due_at=self._askable_due_at(now),
            oldest_captured_at=self._scalar(
                _earliest(urls.c.due_at, urls.c.state == UrlState.CAPTURED)
            ),
            events_unsequenced=self._count(outbox, unsequenced),
            oldest_unsequenced_at=self._scalar(_earliest(outbox.c.created_at, unsequenced)),
            positions=self._positions(),
            quarantined_of_late=self._count(urls, _IS_QUARANTINED, urls.c.finished_at > now - late),
            sources_active=self._count(sources, active),
            sources_ill=self._sources_ill(active),
            hosts_answered_of_late=self._count(hosts, hosts.c.answered_at > now - late),
            hosts_failed_of_late=self._count(hosts, hosts.c.failed_at > now - late),
            last_answer_at=self._scalar(sa.select(sa.func.max(hosts.c.answered_at, type_=_MOMENT))),
        )

    def unbegun(self, state: UrlState) -> int:
        """Claims of a kind whose message no worker has begun."""
        return self._count(urls, urls.c.state == state, urls.c.begun_at.is_(None))

    def answering_hosts(self, limit: int) -> list[str]:
        """Hosts that answered last."""
        query = (
            sa.select(hosts.c.host)
            .where(hosts.c.answered_at.is_not(None))
            .order_by(hosts.c.answered_at.desc())
            .limit(limit)
        )
        return [row.host for row in self._connection.execute(query)]

    def _askable_due_at(self, now: datetime) -> datetime | None:
        """What waits although its host may be asked: dispatch should have taken it."""
        return self._scalar(
            _earliest(
                hosts.c.next_due_at,
                sa.and_(
                    hosts.c.busy_url_id.is_(None),
                    hosts.c.paused_at.is_(None),
                    hosts.c.next_due_at <= now,
                    hosts.c.next_allowed_at <= now,
                ),
            )
        )

    def _by_state(self, condition: Any) -> dict[UrlState, int]:
        query = sa.select(urls.c.state, sa.func.count()).where(condition).group_by(urls.c.state)
        return {UrlState(state): count for state, count in self._connection.execute(query)}

    def _sources_ill(self, active: Any) -> dict[str, int]:
        ill = [one for one in SourceHealth if one.is_silent or one is SourceHealth.DEAD]
        query = (
            sa.select(sources.c.health, sa.func.count())
            .where(active, sources.c.health.in_(ill))
            .group_by(sources.c.health)
        )
        return {str(health): count for health, count in self._connection.execute(query)}

    def _positions(self) -> dict[str, int]:
        rows = self._connection.execute(sa.select(relays.c.name, relays.c.position))
        return {SEQUENCE: 0} | {row.name: row.position for row in rows}

    def _count(self, table: sa.Table, *conditions: Any) -> int:
        query = sa.select(sa.func.count()).select_from(table).where(*conditions)
        return int(self._connection.execute(query).scalar_one())

    def _scalar(self, query: Any) -> datetime | None:
        moment: datetime | None = self._connection.execute(query).scalar()
        return moment


_MOMENT = urls.c.due_at.type


def _earliest(column: Any, condition: Any) -> Any:
    return sa.select(sa.func.min(column, type_=_MOMENT)).where(condition)
