"""Articles with their judgements: one row for an article, however many URLs lead to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa

from worker.judgement_json import evidence_json, opinion_json, topics_json
from worker.store.schema import article_topics, articles, classifications
from worker.store.upsert import insert_of, insert_unless_known
from worker.values import Article, ArticleRef, Judgement, MachineView, TopicScore
from worker.vocabulary import DecidedBy, Decision, Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """An article that is stored already, as far as identity needs it."""

    article_id: int
    key: str
    title: str | None
    text: str
    text_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """An article that this transaction holds: nobody else changes its decision until it ends."""

    article: ArticleRef
    decision: Decision
    decided_by: DecidedBy
    machine: MachineView
    machine_topics: tuple[TopicScore, ...]


_KNOWN = sa.select(
    articles.c.id, articles.c.key, articles.c.title, articles.c.text, articles.c.text_sha256
)
_BY_KEY = _KNOWN.where(articles.c.key == sa.bindparam("of_key"))
_BY_TEXT = _KNOWN.where(
    articles.c.site == sa.bindparam("of_site"), articles.c.text_sha256 == sa.bindparam("of_text")
)
_HELD = tuple(
    articles.c[name]
    for name in (
        "id", "url", "canonical_url", "site", "title", "language", "decision", "decided_by",
        "machine_version",
    )
)  # fmt: skip
_TOPICS = sa.insert(article_topics)


@cache  # built once, as in store.upsert
def _keep_statement(dialect: str) -> Any:
    statement = insert_of(dialect, classifications)
    anew = ("score", "decision", "topics", "evidence", "opinion")
    return statement.on_conflict_do_update(
        index_elements=["article_id", "version"],
        set_={name: statement.excluded[name] for name in anew},
    )


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
            "integrity": found.integrity,
            "signals": dict(found.signals),
            "capture_id": article.capture_id,
            "stored_at": now,
            "decision": judgement.decision,
            "decided_by": DecidedBy.MACHINE,
            "machine_version": judgement.version,
        }
        statement = insert_unless_known(self._connection.dialect.name, articles, articles.c.id)
        article_id: int | None = self._connection.execute(statement, values).scalar_one_or_none()
        if article_id is not None:
            self._keep(article_id, judgement, now)
            self._add_topics(article_id, judgement.topics)
        return article_id

    def hold(self, article_id: int) -> Held | None:
        """Hold an article until the transaction ends; None if there is none.

        What it says of the machine is of the present classification.
        """
        row = self._connection.execute(
            sa.select(*_HELD).where(articles.c.id == article_id).with_for_update()
        ).one_or_none()
        if row is None:
            return None
        # A statement of its own: one that waited for the row would join what it saw before.
        judged = self._connection.execute(
            sa.select(classifications.c.score, classifications.c.decision, classifications.c.topics)
            .where(classifications.c.article_id == article_id)
            .where(classifications.c.version == row.machine_version)
        ).one()
        return Held(
            article=ArticleRef(
                article_id=row.id,
                url=row.url,
                canonical_url=row.canonical_url,
                site=row.site,
                title=row.title,
                language=row.language,
            ),
            decision=Decision(row.decision),
            decided_by=DecidedBy(row.decided_by),
            machine=MachineView(
                score=judged.score, decision=Decision(judged.decision), version=row.machine_version
            ),
            machine_topics=tuple(
                TopicScore(topic=Topic(one["topic"]), score=one["score"]) for one in judged.topics
            ),
        )

    def decide(
        self,
        article_id: int,
        decision: Decision,
        decided_by: DecidedBy,
        topics: Sequence[TopicScore],
    ) -> None:
        """Set the decision that an article shows, and its topics; for an article that is held."""
        self._connection.execute(
            sa.update(articles)
            .where(articles.c.id == article_id)
            .values(decision=decision, decided_by=decided_by)
        )
        self.set_topics(article_id, topics)

    def rejudge(
        self, article_id: int, judgement: Judgement, *, instead_of: str, now: datetime
    ) -> DecidedBy | None:
        """Make a new judgement of the machine the present one; a person's decision stays.

        The topics by which the article is found are left to `set_topics`.

        Args:
            instead_of: the version that the article is expected to carry.

        Returns:
            Whose decision the article shows; None where it carries another version than expected
            (somebody else was faster, and nothing was written).
        """
        by_machine = articles.c.decided_by == DecidedBy.MACHINE
        row = self._connection.execute(
            sa.update(articles)
            .where(articles.c.id == article_id, articles.c.machine_version == instead_of)
            .values(
                machine_version=judgement.version,
                decision=sa.case((by_machine, judgement.decision), else_=articles.c.decision),
            )
            .returning(articles.c.decided_by)
        ).one_or_none()
        if row is None:
            return None
        self._keep(article_id, judgement, now)
        return DecidedBy(row.decided_by)

    def _keep(self, article_id: int, judgement: Judgement, now: datetime) -> None:
        """Add to the history of the machine's judgements; a version has one for an article.

        A version that comes back says the same again, unless a second opinion was known only once.
        """
        values = {
            "article_id": article_id,
            "version": judgement.version,
            "score": judgement.score,
            "decision": judgement.decision,
            "topics": topics_json(judgement.topics),
            "evidence": evidence_json(judgement.evidence),
            "language": judgement.language,
            "classified_at": now,
            "opinion": opinion_json(judgement.opinion),
        }
        self._connection.execute(_keep_statement(self._connection.dialect.name), values)

    def set_topics(self, article_id: int, topics: Sequence[TopicScore]) -> None:
        """Replace the topics by which an article is found."""
        self._connection.execute(
            sa.delete(article_topics).where(article_topics.c.article_id == article_id)
        )
        self._add_topics(article_id, topics)

    def _add_topics(self, article_id: int, topics: Sequence[TopicScore]) -> None:
        if topics:
            self._connection.execute(
                _TOPICS,
                [{"article_id": article_id, "topic": t.topic, "score": t.score} for t in topics],
            )
