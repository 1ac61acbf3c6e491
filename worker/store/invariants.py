"""What must hold in the database at every commit, whatever was killed: `vedette doctor --deep`.

Each invariant is a query for rows that break it. They are looked at in one snapshot, so that work
under way disturbs nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa

from worker.vocabulary import Outcome, UrlState

#: So many offenders are named; one is as bad as a thousand.
_NAMED_MAX = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """An invariant that does not hold, and where."""

    invariant: str
    count: int
    examples: tuple[str, ...]  #: keys of rows, as text


@dataclass(frozen=True, slots=True, kw_only=True)
class _Invariant:
    says: str  #: what must be so
    offenders: str  #: SQL that names those for which it is not


_STATES = ", ".join(f"'{state}'" for state in UrlState)
_OUTCOMES = ", ".join(f"'{outcome}'" for outcome in Outcome)
_WITH_ARTICLE = "'stored', 'unchanged', 'duplicate'"

INVARIANTS = (
    _Invariant(
        says="every URL has a known state, and one that is done has a known outcome",
        offenders=f"""
            SELECT id FROM urls WHERE state NOT IN ({_STATES})
               OR (outcome IS NOT NULL AND outcome NOT IN ({_OUTCOMES}))
               OR (state = 'done' AND kind = 'article'
                   AND (outcome IS NULL OR finished_at IS NULL))""",  # noqa: S608 - our own words
    ),
    _Invariant(
        says="only a claimed URL has a lease or a message under way",
        offenders="""
            SELECT id FROM urls WHERE state NOT IN ('fetching', 'processing')
               AND (lease_until IS NOT NULL OR begun_at IS NOT NULL OR sent_at IS NOT NULL)""",
    ),
    _Invariant(
        says="a claim that was begun has a lease, one that was not has been sent",
        offenders="""
            SELECT id FROM urls WHERE state IN ('fetching', 'processing')
               AND ((begun_at IS NOT NULL AND lease_until IS NULL)
                 OR (begun_at IS NULL AND sent_at IS NULL))""",
    ),
    _Invariant(
        says="a host is busy with exactly the URL that is being fetched from it",
        offenders="""
            SELECT urls.id FROM urls LEFT JOIN hosts ON hosts.host = urls.host
             WHERE urls.state = 'fetching'
               AND (hosts.busy_url_id IS NULL OR hosts.busy_url_id <> urls.id)""",
    ),
    _Invariant(
        says="no host is busy with a URL that is not being fetched",
        offenders="""
            SELECT hosts.host FROM hosts LEFT JOIN urls ON urls.id = hosts.busy_url_id
             WHERE hosts.busy_url_id IS NOT NULL
               AND (urls.state IS NULL OR urls.state <> 'fetching'
                 OR urls.host <> hosts.host)""",
    ),
    _Invariant(
        says="a host knows of its earliest URL that waits",
        offenders="""
            SELECT due.host FROM (
                SELECT host, min(due_at) AS due_at FROM urls
                 WHERE state = 'waiting' GROUP BY host) AS due
              LEFT JOIN hosts ON hosts.host = due.host
             WHERE hosts.next_due_at IS NULL OR hosts.next_due_at > due.due_at""",
    ),
    _Invariant(
        says="what waits for processing has its capture",
        offenders="""
            SELECT urls.id FROM urls LEFT JOIN captures
                ON captures.id = urls.capture_id AND captures.url_id = urls.id
             WHERE urls.state IN ('captured', 'processing') AND captures.id IS NULL""",
    ),
    _Invariant(
        says="a URL that was stored leads to its article, and every article has such a URL",
        offenders=f"""
            SELECT urls.id FROM urls LEFT JOIN articles ON articles.id = urls.article_id
             WHERE articles.id IS NULL
               AND (urls.article_id IS NOT NULL OR urls.outcome IN ({_WITH_ARTICLE}))
               AND urls.kind = 'article'
            UNION ALL
            SELECT articles.id FROM articles
             WHERE NOT EXISTS (SELECT 1 FROM urls WHERE urls.article_id = articles.id)""",  # noqa: S608 - our own words
    ),
    _Invariant(
        says="every article has exactly one event that tells of its storing",
        offenders="""
            SELECT articles.id FROM articles
              LEFT JOIN outbox ON outbox.article_id = articles.id
                              AND outbox.name = 'article.stored'
             GROUP BY articles.id HAVING count(outbox.id) <> 1""",
    ),
    _Invariant(
        says="every event of an article has that article",
        offenders="""
            SELECT outbox.id FROM outbox LEFT JOIN articles ON articles.id = outbox.article_id
             WHERE articles.id IS NULL
               AND (outbox.article_id IS NOT NULL OR outbox.name = 'article.stored')""",
    ),
    _Invariant(
        says="every article has the judgement that it names",
        offenders="""
            SELECT articles.id FROM articles
              LEFT JOIN classifications ON classifications.article_id = articles.id
                                       AND classifications.version = articles.machine_version
             WHERE classifications.id IS NULL""",
    ),
    _Invariant(
        says="events have the places 1, 2, 3 …, without gaps",
        offenders="""
            SELECT place.last FROM (
                SELECT max(position) AS last, count(position) AS placed FROM outbox) AS place
             WHERE place.last <> place.placed""",
    ),
    _Invariant(
        says="no relay is ahead of the events",
        offenders="""
            SELECT name FROM relays
             WHERE position > (SELECT coalesce(max(position), 0) FROM outbox)""",
    ),
    _Invariant(
        says="a source that is polled waits for its next poll, or is under way",
        offenders="""
            SELECT sources.id FROM sources LEFT JOIN urls ON urls.id = sources.url_id
             WHERE sources.state = 'active' AND (urls.id IS NULL OR urls.state = 'done')""",
    ),
)


class Invariants:
    """Looks for what must not be, within one snapshot."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def broken(self) -> Iterator[Broken]:
        """Those that don't hold; reads every row of the frontier, and takes its time."""
        for invariant in INVARIANTS:
            keys = [str(row[0]) for row in self._connection.execute(sa.text(invariant.offenders))]
            if keys:
                yield Broken(
                    invariant=invariant.says, count=len(keys), examples=tuple(keys[:_NAMED_MAX])
                )
