"""Holding the database and the events against what was accepted and what the web served."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa
from support.paced_web import PacedHost

from chaos.crawl import pace_faults
from chaos.record import Ledger, Listener
from worker.store.database import Database

_ROWS = sa.text("SELECT id, state, outcome, article_id FROM urls")
_ARTICLES = sa.text("SELECT id, url FROM articles")
_EVENTS = sa.text("SELECT article_id, event_id FROM outbox WHERE name = 'article.stored'")


@dataclass(slots=True)
class Verdict:
    """What was found; `faults` is empty where the promise held."""

    accepted: int = 0
    served: int = 0  #: answers of the web to requests for articles
    outcomes: dict[str, int] = field(default_factory=dict)
    lost: int = 0  #: accepted, and without an outcome
    duplicates: int = 0  #: articles stored twice
    articles_without_event: int = 0
    events_without_article: int = 0
    events_twice: int = 0  #: one article, told of under two ids
    pace_faults: list[str] = field(default_factory=list)
    broken_invariants: list[str] = field(default_factory=list)
    unserved: int = 0  #: stored, although the web never served it

    @property
    def faults(self) -> list[str]:
        """In words."""
        counted = {
            "lost": self.lost,
            "duplicate articles": self.duplicates,
            "articles without event": self.articles_without_event,
            "events without article": self.events_without_article,
            "articles told of under two ids": self.events_twice,
            "articles the web never served": self.unserved,
        }
        found = [f"{count} {name}" for name, count in counted.items() if count]
        return found + self.pace_faults[:5] + self.broken_invariants


def verify(
    database: Database, ledger: Ledger, hosts: Sequence[PacedHost], listener: Listener | None
) -> Verdict:
    """Look at everything, when all has come to rest."""
    with database.snapshot() as tx:
        connection = tx.invariants._connection
        rows = {row.id: row for row in connection.execute(_ROWS)}
        articles = {row.id: row.url for row in connection.execute(_ARTICLES)}
        events = list(connection.execute(_EVENTS))
        broken = [f"{one.invariant}: {one.count}" for one in tx.invariants.broken()]
    told = Counter(event.article_id for event in events)
    served = {host.base + one.path for host in hosts for one in host.log if one.status == 200}
    verdict = Verdict(
        accepted=len(ledger.accepted),
        served=sum(len(host.log) for host in hosts),
        outcomes=dict(Counter(row.outcome for row in rows.values() if row.state == "done")),
        lost=sum(
            url_id not in rows or rows[url_id].state != "done" or not rows[url_id].outcome
            for url_id in ledger.accepted
        ),
        duplicates=len(articles) - len(set(articles.values())),
        articles_without_event=sum(told[article_id] != 1 for article_id in articles),
        events_without_article=sum(article_id not in articles for article_id in told),
        pace_faults=pace_faults(hosts),
        broken_invariants=broken,
        unserved=sum(url not in served for url in articles.values()),
    )
    if listener is not None:
        verdict.events_twice = sum(len(ids) > 1 for ids in listener.ids_of.values())
        known = {event.event_id for event in events}
        heard = {one for ids in listener.ids_of.values() for one in ids}
        verdict.events_without_article += len(heard - known)
    return verdict
