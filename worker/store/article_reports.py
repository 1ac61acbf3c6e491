"""Articles as people look at them: with the decision that counts, and who made it. Reads only."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from worker.store.schema import article_topics, articles, classifications, judgements
from worker.vocabulary import DecidedBy, Decision, Topic

Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleFilter:
    """Which articles to list; None means all."""

    decision: Decision | None = None
    language: str | None = None
    topic: Topic | None = None
    since: datetime | None = None
    decided_by: DecidedBy | None = None
    limit: int = 50


#: The present classification of an article.
_PRESENT = sa.and_(
    classifications.c.article_id == articles.c.id,
    classifications.c.version == articles.c.machine_version,
)
_MACHINES = ("score", "evidence", "version", "classified_at", "opinion")
_ANALYSTS = ("id", "decision", "topics", "note", "analyst", "judged_at")
#: Analysts' columns beside the article's, until `_presented` gathers them.
_PREFIX = "analysts_"


def _articles_query() -> sa.Select[Any]:
    newest = (
        sa.select(sa.func.max(judgements.c.id))
        .where(judgements.c.article_id == articles.c.id)
        .correlate(articles)
        .scalar_subquery()
    )
    counts = sa.and_(judgements.c.id == newest, articles.c.decided_by == DecidedBy.ANALYST)
    return (
        sa.select(
            articles,
            *(classifications.c[name] for name in _MACHINES),
            classifications.c.decision.label("machine_decision"),
            classifications.c.topics.label("machine_topics"),
            classifications.c.language.label("lexicon_language"),
            *(judgements.c[name].label(f"{_PREFIX}{name}") for name in _ANALYSTS),
        )
        .join(classifications, _PRESENT)
        .outerjoin(judgements, counts)
    )


_ARTICLES = _articles_query()


def _filtered(query: sa.Select[Any], wanted: ArticleFilter) -> sa.Select[Any]:
    if wanted.decision is not None:
        query = query.where(articles.c.decision == wanted.decision)
    if wanted.decided_by is not None:
        query = query.where(articles.c.decided_by == wanted.decided_by)
    if wanted.language is not None:
        query = query.where(articles.c.language == wanted.language)
    if wanted.since is not None:
        query = query.where(articles.c.stored_at >= wanted.since)
    if wanted.topic is not None:
        has_topic = sa.select(article_topics.c.article_id).where(
            article_topics.c.topic == wanted.topic
        )
        query = query.where(articles.c.id.in_(has_topic))
    return query


def _presented(row: Row) -> Row:
    """The analyst's columns gathered; topics are the analyst's where some were named."""
    shown = {name: value for name, value in row.items() if not name.startswith(_PREFIX)}
    judged = {name: row[f"{_PREFIX}{name}"] for name in _ANALYSTS}
    shown["judgement"] = None if judged["id"] is None else judged
    shown["topics"] = shown["machine_topics"]
    if shown["decision"] == Decision.NO:
        shown["topics"] = []
    elif judged["topics"] is not None:
        shown["topics"] = [{"topic": topic, "score": 1.0} for topic in judged["topics"]]
    return shown


class ArticleReports:
    """Reading of articles, within one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def articles(self, wanted: ArticleFilter) -> list[Row]:
        """Articles with the judgement that counts, newest first."""
        query = _filtered(_ARTICLES, wanted).order_by(
            articles.c.stored_at.desc(), articles.c.id.desc()
        )
        return [_presented(row) for row in self._rows(query.limit(wanted.limit))]

    def article(self, article_id: int) -> Row | None:
        """One article with the judgement that counts.

        `decision` and `topics` are those that count; `machine_decision`, `machine_topics`, `score`,
        `evidence` and `version` are the machine's; `judgement` is the analyst's, or None.
        """
        rows = self._rows(_ARTICLES.where(articles.c.id == article_id))
        return _presented(rows[0]) if rows else None

    def doubtful(self, wanted: ArticleFilter) -> list[Row]:
        """Id, language, score and evidence of articles in doubt, the highest scores first.

        An article that an analyst judged is in doubt no more.
        """
        doubtful: sa.Select[Any] = sa.select(
            articles.c.id, articles.c.language, classifications.c.score, classifications.c.evidence
        ).join(classifications, _PRESENT)
        query = _filtered(doubtful, wanted).where(articles.c.decision == Decision.REVIEW)
        query = query.order_by(classifications.c.score.desc(), articles.c.id.desc())
        return self._rows(query.limit(wanted.limit))

    def _rows(self, query: sa.Select[Any]) -> list[Row]:
        return [dict(row) for row in self._connection.execute(query).mappings()]
