"""Articles, as a reclassification reads, judges and keeps them."""

from datetime import datetime

from worker.publish import events
from worker.publish.event_ids import event_id
from worker.steps.judge import topics_that_count
from worker.steps.parts import Parts
from worker.steps.reclassified import Example, Kept
from worker.steps.second_opinion import SecondOpinion
from worker.store.database import Transaction
from worker.store.rejudging import Row
from worker.values import ArticleRef, Judgement, MachineView
from worker.vocabulary import DecidedBy, Decision


class RejudgeArticles:
    """Satisfies `reclassify.Items`."""

    id_name = "id"

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._second_opinion = SecondOpinion(parts)

    def versions(self, tx: Transaction) -> dict[str, int]:
        """How many carry which version."""
        return tx.rejudging.versions()

    def read(
        self, tx: Transaction, version: str, *, after_id: int, since: datetime | None, limit: int
    ) -> list[Row]:
        """The next of a version, by id."""
        return tx.rejudging.articles(version, after_id=after_id, since=since, limit=limit)

    def judge(self, row: Row) -> Judgement:
        """As `process` does; of second opinions those that are known count, and none is asked."""
        judgement = self._parts.classifier.judge(
            title=row["title"], text=row["text"], language=row["language"]
        )
        return self._second_opinion.recall(judgement, title=row["title"], text=row["text"])

    def keep(self, tx: Transaction, row: Row, judgement: Judgement) -> Kept:
        """Make a judgement the present one; an analyst's decision and topics stay."""
        now = self._parts.clock()
        decided_by = tx.articles.rejudge(row["id"], judgement, instead_of=row["version"], now=now)
        if decided_by is None:
            return Kept.OVERTAKEN
        is_held = decided_by is DecidedBy.ANALYST
        ruling = tx.judgements.newest(row["id"]) if is_held else None
        tx.articles.set_topics(row["id"], topics_that_count(ruling, judgement.topics))
        before = _before(row)
        if is_held:
            return Kept.HELD
        if before.decision is not judgement.decision:
            event = events.article_reclassified(
                event_id=event_id(
                    events.ARTICLE_RECLASSIFIED, row["canonical_url"], judgement.version, now
                ),
                article=_reference(row),
                before=before,
                judgement=judgement,
                occurred_at=now,
            )
            tx.outbox.add(event, article_id=row["id"], now=now)
        return Kept.JUDGED

    def would_keep(self, row: Row) -> Kept:
        """What `keep` would do."""
        return Kept.HELD if row["decided_by"] == DecidedBy.ANALYST else Kept.JUDGED

    def example(self, row: Row, judgement: Judgement) -> Example:
        """Before and after."""
        return Example(
            item_id=row["id"],
            title=row["title"],
            language=row["language"],
            before=_before(row),
            after=judgement,
        )


def _before(row: Row) -> MachineView:
    return MachineView(
        score=row["machine_score"],
        decision=Decision(row["machine_decision"]),
        version=row["version"],
    )


def _reference(row: Row) -> ArticleRef:
    return ArticleRef(
        article_id=row["id"],
        url=row["url"],
        canonical_url=row["canonical_url"],
        site=row["site"],
        title=row["title"],
        language=row["language"],
    )
