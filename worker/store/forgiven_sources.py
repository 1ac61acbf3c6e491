"""Sources whose polls failed in an outage of our own: polled soon, and as good as before."""

from collections.abc import Callable, Sequence
from datetime import datetime

import sqlalchemy as sa

from worker.store.schema import polls, sources, urls
from worker.vocabulary import Outcome, SourceState, UrlState

#: Sums of floats leave crumbs.
_CRUMB = 1e-6

# Statements are built once: to build one costs more than to run it.

_BLAME = (
    sa.select(sa.func.sum(polls.c.severity))
    .where(
        polls.c.source_id == sources.c.id,
        polls.c.at >= sa.bindparam("since"),
        polls.c.outcome.in_(sa.bindparam("outcomes", expanding=True)),
    )
    .correlate(sources)
    .scalar_subquery()
)
_FAILING = (
    sa.select(sources.c.id, sources.c.url_id, sources.c.failure_score, _BLAME.label("blame"))
    .join(urls, urls.c.id == sources.c.url_id)
    .where(
        urls.c.host.in_(sa.bindparam("names", expanding=True)),
        urls.c.state == UrlState.WAITING,
        sources.c.state == SourceState.ACTIVE,
        sources.c.failure_score > 0,
    )
    .with_for_update(skip_locked=True)
)
_FORGIVE = (
    sa.update(sources)
    .where(sources.c.id == sa.bindparam("at_id"))
    .values(
        failure_score=sa.bindparam("score"),
        failing_since=sa.case((sa.bindparam("score") > 0, sources.c.failing_since)),
        next_poll_at=sa.bindparam("at"),
        interval_reason=sa.bindparam("why"),
    )
)
_POLL = (
    sa.update(urls)
    .where(urls.c.id == sa.bindparam("at_url"), urls.c.due_at > sa.bindparam("at"))
    .values(due_at=sa.bindparam("at"))
)


def forgive_sources(
    connection: sa.Connection,
    names: Sequence[str],
    *,
    outcomes: Sequence[Outcome],
    since: datetime,
    soon: Callable[[], datetime],
    reason: str,
) -> int:
    """Take off what polls since a moment added to the failure scores of these hosts' sources.

    Returns:
        How many sources it were; they are due at a moment that `soon` gives.
    """
    values = {"names": list(names), "outcomes": list(outcomes), "since": since}
    changes = [
        {
            "at_id": row.id,
            "at_url": row.url_id,
            "at": soon(),
            "score": score if (score := row.failure_score - row.blame) > _CRUMB else 0.0,
            "why": reason,
        }
        for row in connection.execute(_FAILING, values)
        if row.blame
    ]
    if changes:
        connection.execute(_FORGIVE, changes)
        connection.execute(_POLL, changes)
    return len(changes)
