"""Articles with their judgements: one row for an article, however many URLs lead to it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from worker.store.schema import article_topics, articles, classifications
from worker.store.upsert import insert_unless_known
from worker.values import Article, Judgement


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """An article that is stored already, as far as identity needs it."""

    article_id: int
    key: str
    title: str | None
    text: str
    text_sha256: str


_KNOWN = sa.select(
    articles.c.id, articles.c.key, articles.c.title, articles.c.text, articles.c.text_sha256
)
_BY_KEY = _KNOWN.where(articles.c.key == sa.bindparam("of_key"))
_BY_TEXT = _KNOWN.where(
    articles.c.site == sa.bindparam("of_site"), articles.c.text_sha256 == sa.bindparam("of_text")
)
_JUDGE = sa.insert(classifications)
_TOPICS = sa.insert(article_topics)


class Articles:
    """Rows of articles, within one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def by_key(self, key: str) -> Known | None:
        """The article known under a key; None if there is none."""
        return self._known(_BY_KEY, {"of_key": key})

    def by_text(self, site: str, text_sha256: str) -> Known | None:
        """The article of a site with exactly this text; None if there is none."""
        return self._known(_BY_TEXT, {"of_site": site, "of_text": text_sha256})

    def _known(self, query: sa.Select[Any], values: dict[str, str]) -> Known | None:
        row = self._connection.execute(query, values).one_or_none()
        if row is None:
            return None
        return Known(
            article_id=row.id,
            key=row.key,
            title=row.title,
            text=row.text,
            text_sha256=row.text_sha256,
        )

    def add(self, article: Article, judgement: Judgement, now: datetime) -> int | None:
        """Store an article with its judgement.

        Returns:
            Its id; None where another transaction has stored the same key or text just now (then
            nothing was written, and `by_key` or `by_text` finds the other).
        """
        found = article.extraction
        published = found.published
        values = {
            "key": article.key,
            "canonical_url": article.canonical_url,
            "url": article.url,
            "site": article.site,
            "site_name": found.site_name,
            "title": found.title,
            "lead": found.lead,
            "text": found.text,
            "text_sha256": article.text_sha256,
            "authors": list(found.authors),
            "published_at": published and published.at,
            "published_source": published and published.source,
            "published_zone": published and published.zone,
            "published_has_time": published and published.has_time,
            "language": found.language.code,
            "language_confidence": found.language.confidence,
            "language_declared": found.language.declared,
            "access": found.access,
            "signals": dict(found.signals),
            "capture_id": article.capture_id,
            "stored_at": now,
            "decision": judgement.decision,
        }
        statement = insert_unless_known(self._connection.dialect.name, articles, articles.c.id)
        article_id: int | None = self._connection.execute(statement, values).scalar_one_or_none()
        if article_id is not None:
            self._add_judgement(article_id, judgement, now)
        return article_id

    def _add_judgement(self, article_id: int, judgement: Judgement, now: datetime) -> None:
        topics = [{"topic": t.topic, "score": t.score} for t in judgement.topics]
        values = {
            "article_id": article_id,
            "version": judgement.version,
            "score": judgement.score,
            "decision": judgement.decision,
            "topics": topics,
            "evidence": [
                {
                    "concept": e.concept,
                    "surface": e.surface,
                    "field": e.field,
                    "start": e.start,
                    "end": e.end,
                    "weight": e.weight,
                }
                for e in judgement.evidence
            ],
            "language": judgement.language,
            "classified_at": now,
        }
        self._connection.execute(_JUDGE, values)
        if topics:
            self._connection.execute(
                _TOPICS, [{"article_id": article_id, **topic} for topic in topics]
            )
