"""Analysts' judgements: kept for ever, one row each; of an article the newest counts."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from worker.store.schema import articles, classifications, judgements
from worker.values import AnalystJudgement, MachineView
from worker.vocabulary import Decision, Ruling, Topic

#: The codebook's labels: 2 is defence, 0 is not.
LABELS = {Ruling.YES: 2, Ruling.NO: 0}
#: The `source` of gold that analysts made.
SOURCE = "judgements"
_GOLD_BATCH = 200  # texts in memory at once

_NEWEST = sa.select(sa.func.max(judgements.c.id)).group_by(judgements.c.article_id)


class Judgements:
    """Rows of judgements, within one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, judged: AnalystJudgement) -> int:
        """Keep a judgement of an article that this transaction holds; returns its number."""
        values = {
            "article_id": judged.article_id,
            "decision": judged.ruling,
            "topics": None if judged.topics is None else list(judged.topics),
            "note": judged.note,
            "analyst": judged.analyst,
            "judged_at": judged.judged_at,
            "machine_score": judged.machine.score,
            "machine_decision": judged.machine.decision,
            "machine_version": judged.machine.version,
        }
        added = self._connection.execute(
            sa.insert(judgements).values(values).returning(judgements.c.id)
        )
        return int(added.scalar_one())

    def of_article(self, article_id: int) -> list[AnalystJudgement]:
        """All that was ever ruled on an article, the oldest first."""
        query = (
            sa.select(judgements)
            .where(judgements.c.article_id == article_id)
            .order_by(judgements.c.id)
        )
        return [_judgement(row) for row in self._connection.execute(query)]

    def newest(self, article_id: int) -> AnalystJudgement | None:
        """The judgement that counts, or the withdrawal; None where nobody ruled."""
        query = (
            sa.select(judgements)
            .where(judgements.c.article_id == article_id)
            .order_by(judgements.c.id.desc())
            .limit(1)
        )
        row = self._connection.execute(query).one_or_none()
        return None if row is None else _judgement(row)

    def count(self) -> int:
        """Articles whose decision is an analyst's."""
        query = sa.select(sa.func.count()).where(
            judgements.c.id.in_(_NEWEST), judgements.c.decision.in_(list(LABELS))
        )
        return int(self._connection.execute(query).scalar_one())

    def gold(
        self, *, since: datetime | None = None, languages: Sequence[str] = ()
    ) -> Iterator[dict[str, Any]]:
        """Judged articles as labelled items, for measuring and training; in order of article id.

        Args:
            since: judged since then.
            languages: of the articles; empty: all.

        Yields:
            `{id, title, text, language, label, topics, source, site}`: label 2 for yes, 0 for no;
            topics as a list of names, None where the analyst named none (that says nothing of
            them). To be used up within the transaction.
        """
        query = (
            sa.select(
                articles.c.id,
                articles.c.title,
                articles.c.text,
                articles.c.language,
                articles.c.site,
                judgements.c.decision,
                judgements.c.topics,
            )
            .join(judgements, judgements.c.article_id == articles.c.id)
            .where(judgements.c.id.in_(_NEWEST), judgements.c.decision.in_(list(LABELS)))
            .order_by(articles.c.id)
        )
        if since is not None:
            query = query.where(judgements.c.judged_at >= since)
        if languages:
            query = query.where(articles.c.language.in_(list(languages)))
        options = {"yield_per": _GOLD_BATCH}
        for row in self._connection.execute(query, execution_options=options):
            yield {
                "id": row.id,
                "title": row.title,
                "text": row.text,
                "language": row.language,
                "label": LABELS[Ruling(row.decision)],
                "topics": row.topics,
                "source": SOURCE,
                "site": row.site,
            }

    def examples(self, limit: int) -> list[dict[str, Any]]:
        """Language and evidence of the articles that were judged last, for the order of review."""
        query = (
            sa.select(articles.c.language, classifications.c.evidence)
            .join(judgements, judgements.c.article_id == articles.c.id)
            .join(
                classifications,
                sa.and_(
                    classifications.c.article_id == articles.c.id,
                    classifications.c.version == articles.c.machine_version,
                ),
            )
            .where(judgements.c.id.in_(_NEWEST), judgements.c.decision.in_(list(LABELS)))
            .order_by(judgements.c.id.desc())
            .limit(limit)
        )
        return [dict(row) for row in self._connection.execute(query).mappings()]


def _judgement(row: Any) -> AnalystJudgement:
    return AnalystJudgement(
        judgement_id=row.id,
        article_id=row.article_id,
        ruling=Ruling(row.decision),
        topics=None if row.topics is None else tuple(Topic(topic) for topic in row.topics),
        note=row.note,
        analyst=row.analyst,
        judged_at=row.judged_at,
        machine=MachineView(
            score=row.machine_score,
            decision=Decision(row.machine_decision),
            version=row.machine_version,
        ),
    )
