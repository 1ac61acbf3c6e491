"""Until when nothing can happen: what a test's clock may pass over without a tick."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from worker.frontier.lanes import SLOW_AFTER_SECONDS
from worker.settings import Settings
from worker.steps.mend import GONE_AFTER
from worker.store.schema import fleet, hosts, urls, workers

#: A host that fell silent lately, and has not answered since; or an outage in which none was asked.
_IS_DOUBTED = sa.union_all(
    sa.select(sa.literal(1)).where(
        hosts.c.failures == 1,
        hosts.c.failed_at >= sa.bindparam("since"),
        sa.or_(hosts.c.answered_at.is_(None), hosts.c.answered_at < hosts.c.failed_at),
    ),
    sa.select(sa.literal(1)).where(
        fleet.c.outage_since.is_not(None),
        sa.or_(fleet.c.probed_at.is_(None), fleet.c.probed_at < fleet.c.outage_since),
    ),
)


def next_moment(engine: sa.Engine, settings: Settings, now: datetime) -> datetime | None:
    """The next moment at which a tick may find something to do; None: none is in sight.

    It is `now` where that can't be told: while the network is doubted every tick may act. The
    last tick, at `now`, must have found nothing to do.
    """
    after = [
        (urls.c.due_at, timedelta()),
        (urls.c.lease_until, timedelta()),
        (urls.c.sent_at, timedelta(seconds=settings.frontier.nudge_after_seconds)),
        (urls.c.begun_at, timedelta(seconds=SLOW_AFTER_SECONDS)),
        (hosts.c.next_allowed_at, timedelta()),
        (hosts.c.next_due_at, timedelta()),
        (workers.c.seen_at, GONE_AFTER),
        (fleet.c.probed_at, timedelta(seconds=settings.outage.probe_seconds)),
    ]
    earliest = sa.select(
        *(
            sa.select(sa.func.min(column)).where(column > now - wait).scalar_subquery()
            for column, wait in after
        )
    )
    with engine.connect() as connection:
        since = now - timedelta(seconds=settings.outage.window_seconds)
        if connection.execute(_IS_DOUBTED, {"since": since}).first():
            return now
        found = connection.execute(earliest).one()
    moments = [
        moment + wait for moment, (_, wait) in zip(found, after, strict=True) if moment is not None
    ]
    return min(moments, default=None)
