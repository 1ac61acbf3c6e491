"""Hosts: one row keeps the pace of each for the whole fleet.

A host is asked by one at a time: the URL that is claimed, or a command that has reserved it.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa

from worker.store.frontier import FAR_PAST, Step
from worker.store.schema import hosts
from worker.store.upsert import insert_of
from worker.values import HostPace, Reservation, Rest

# Statements are built once: to build one costs more than to run it.

_PACE_COLUMNS = (
    hosts.c.delay_seconds,
    hosts.c.delay_origin,
    hosts.c.crawl_delay_seconds,
    hosts.c.slow_seconds,
    hosts.c.failures,
)
_PACE = sa.select(*_PACE_COLUMNS).where(hosts.c.host == sa.bindparam("of_host"))
_AUTHORITY = sa.select(hosts.c.ca_file).where(hosts.c.host == sa.bindparam("of_host"))
_OTHER_AUTHORITIES = (
    sa.update(hosts)
    .where(
        hosts.c.ca_file.is_not(None),
        hosts.c.host.not_in(sa.bindparam("those", expanding=True)),
    )
    .values(ca_file=None)
)
_FREE = sa.update(hosts).where(
    hosts.c.host == sa.bindparam("at_host"), hosts.c.busy_url_id == sa.bindparam("by_url")
)
_RELEASE = sa.update(hosts).where(
    hosts.c.host == sa.bindparam("at_host"),
    hosts.c.busy_url_id.is_(None),
    hosts.c.next_allowed_at == sa.bindparam("reserved_until"),
)
_RESUME = (
    sa.update(hosts)
    .where(hosts.c.host == sa.bindparam("at_host"))
    .values(paused_at=None, pause_reason=None)
)
_END_REST = (
    sa.update(hosts)
    .where(
        hosts.c.host == sa.bindparam("at_host"),
        hosts.c.failures > 0,
        hosts.c.next_allowed_at > sa.bindparam("now"),
    )
    .values(next_allowed_at=sa.bindparam("now"), failures=0, rest_reason="resumed")
)


@cache
def _reserve(dialect: str) -> Any:
    """Take a host that may be asked now; one that nobody knows yet is made."""
    statement = insert_of(dialect, hosts)
    return statement.on_conflict_do_update(
        index_elements=["host"],
        set_={
            "next_allowed_at": statement.excluded.next_allowed_at,
            "rest_reason": statement.excluded.rest_reason,
        },
        where=sa.and_(
            hosts.c.busy_url_id.is_(None),
            hosts.c.paused_at.is_(None),
            hosts.c.next_allowed_at <= sa.bindparam("now"),
        ),
    ).returning(*_PACE_COLUMNS)


@cache
def _set(dialect: str, *names: str, yields: bool = False) -> Any:
    """Write columns of a host, which is made where nobody knows it yet."""
    statement = insert_of(dialect, hosts)
    changes = {name: statement.excluded[name] for name in names}
    others = sa.and_(
        hosts.c.delay_origin.is_not(None),
        hosts.c.delay_origin != sa.bindparam("origin"),
    )
    return statement.on_conflict_do_update(
        index_elements=["host"], set_=changes, where=~others if yields else None
    )


class Hosts:
    """Rows of hosts, within one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def pace(self, host: str) -> HostPace:
        """What decides how a host is asked; that of a stranger where it is not known."""
        row = self._connection.execute(_PACE, {"of_host": host}).one_or_none()
        return HostPace() if row is None else read_pace(row)

    def authority(self, host: str) -> str | None:
        """The file of an authority that is trusted for a host beside the public ones."""
        found: str | None = self._connection.execute(_AUTHORITY, {"of_host": host}).scalar()
        return found

    def set_authorities(self, files: Mapping[str, str]) -> None:
        """Trust these authorities, each for its host, and no others any more.

        Args:
            files: host -> path of a PEM file.
        """
        self._connection.execute(_OTHER_AUTHORITIES, {"those": list(files)})
        statement = _set(self._connection.dialect.name, "ca_file")
        for host, file in sorted(files.items()):
            self._connection.execute(statement, {**_new(host), "ca_file": file})

    def free(self, step: Step, rest: Rest, *, now: datetime) -> None:
        """The host that a claimed URL held may be asked again, by anybody, after its rest."""
        self._connection.execute(
            _FREE,
            {
                "at_host": step.host,
                "by_url": step.url_id,
                "busy_url_id": None,
                **_kept(rest, now),
            },
        )

    def reserve(
        self, host: str, *, now: datetime, until: datetime, reason: str
    ) -> Reservation | None:
        """Keep a host for a command that asks it directly; None where it may not be asked now.

        Nobody else asks it until `until` or `release`; a command that dies frees it by that moment.

        Args:
            until: aware; later than the command's request can end.
            reason: for people: who asks.
        """
        values = {**_new(host), "next_allowed_at": until, "rest_reason": reason, "now": now}
        row = self._connection.execute(
            _reserve(self._connection.dialect.name), values
        ).one_or_none()
        return None if row is None else Reservation(host=host, until=until, pace=read_pace(row))

    def release(self, reservation: Reservation, rest: Rest, *, now: datetime) -> bool:
        """Give a reserved host back after its rest.

        Returns:
            False where the reservation had ended: the host is somebody else's, and left as it is.
        """
        values = {
            "at_host": reservation.host,
            "reserved_until": reservation.until,
            **_kept(rest, now),
        }
        return self._connection.execute(_RELEASE, values).rowcount == 1

    def pause(self, host: str, reason: str, *, now: datetime) -> None:
        """Ask a host nothing more; a request that is under way is finished."""
        statement = _set(self._connection.dialect.name, "paused_at", "pause_reason")
        self._connection.execute(
            statement, {**_new(host), "paused_at": now, "pause_reason": reason}
        )

    def resume(self, host: str, *, now: datetime) -> None:
        """Let a host be asked again: its pause ends, and a rest after failures.

        A rest that the host itself asked for (429, 503, Retry-After) stays.
        """
        self._connection.execute(_RESUME, {"at_host": host})
        self._connection.execute(_END_REST, {"at_host": host, "now": now})

    def set_pace(
        self, host: str, seconds: float | None, *, origin: str, yields: bool = False
    ) -> None:
        """Set a host's own pause between two requests; it counts from the next request on.

        Args:
            seconds: None: robots.txt and fetch.delay_seconds decide again.
            origin: who sets it, for people: "vedette hosts pace".
            yields: leave a pace that somebody else has set.
        """
        statement = _set(
            self._connection.dialect.name, "delay_seconds", "delay_origin", yields=yields
        )
        values = {
            **_new(host),
            "delay_seconds": seconds,
            "delay_origin": None if seconds is None else origin,
        }
        self._connection.execute(statement, values | ({"origin": origin} if yields else {}))


def _new(host: str) -> dict[str, Any]:
    """The row of a host that nobody knows yet."""
    return {"host": host, "next_allowed_at": FAR_PAST, "failures": 0, "slow_seconds": 0.0}


def _kept(rest: Rest, now: datetime) -> dict[str, Any]:
    moments = {"answered_at": rest.answered, "failed_at": rest.failed}
    return {
        "next_allowed_at": now + timedelta(seconds=rest.seconds),
        "rest_reason": rest.reason,
        "slow_seconds": rest.slow_seconds,
        "crawl_delay_seconds": rest.crawl_delay_seconds,
        "failures": rest.failures,
        **{name: now for name, happened in moments.items() if happened},
    }


def read_pace(row: Any) -> HostPace:
    """What decides how a host is asked, from its row."""
    return HostPace(
        own_delay_seconds=row.delay_seconds,
        delay_origin=row.delay_origin,
        crawl_delay_seconds=row.crawl_delay_seconds,
        slow_seconds=row.slow_seconds,
        failures=row.failures,
    )
