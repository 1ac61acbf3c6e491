"""Stubs, as a reclassification reads, judges and keeps them: by title and summary alone."""

from datetime import datetime

from worker.publish import events
from worker.publish.event_ids import event_id
from worker.steps.parts import Parts
from worker.steps.reclassified import Example, Kept
from worker.store.database import Transaction
from worker.store.rejudging import Row
from worker.values import Judgement, MachineView
from worker.vocabulary import Decision

#: What stands for a language that nobody knows.
_UNDETERMINED = "und"


class RejudgeStubs:
    """Satisfies `reclassify.Items`."""

    id_name = "url_id"

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def versions(self, tx: Transaction) -> dict[str, int]:
        """How many carry which version."""
        return tx.rejudging.stub_versions()

    def read(
        self, tx: Transaction, version: str, *, after_id: int, since: datetime | None, limit: int
    ) -> list[Row]:
        """The next of a version, by the id of their URL."""
        return tx.rejudging.stubs(version, after_id=after_id, since=since, limit=limit)

    def judge(self, row: Row) -> Judgement:
        """As `discover` does; what the source declared then is known by the lexicon it was used."""
        known = row["language"] if row["language"] != _UNDETERMINED else row["source_language"]
        text = f"{row['title']}\n{row['summary']}"
        language = self._parts.extractor.language(text, known)
        return self._parts.classifier.judge(
            title=row["title"], text=row["summary"], language=language.code
        )

    def keep(self, tx: Transaction, row: Row, judgement: Judgement) -> Kept:
        """Overwrite the judgement; told of where the article could not be had, as its event was."""
        stub = tx.rejudging.rejudge_stub(row["url_id"], judgement, instead_of=row["version"])
        if stub is None:
            return Kept.OVERTAKEN
        before = _before(row)
        if before.decision is not judgement.decision and stub["closed_at"] is not None:
            now = self._parts.clock()
            event = events.stub_reclassified(
                event_id=event_id(events.STUB_RECLASSIFIED, row["url"], judgement.version, now),
                url_id=row["url_id"],
                url=row["url"],
                stub=stub,
                before=before,
                occurred_at=now,
            )
            tx.outbox.add(event, article_id=None, now=now)
        return Kept.JUDGED

    def would_keep(self, row: Row) -> Kept:  # noqa: ARG002 - of stubs, all alike
        """What `keep` would do."""
        return Kept.JUDGED

    def example(self, row: Row, judgement: Judgement) -> Example:
        """Before and after."""
        return Example(
            item_id=row["url_id"],
            title=row["title"],
            language=judgement.language,
            before=_before(row),
            after=judgement,
        )


def _before(row: Row) -> MachineView:
    return MachineView(
        score=row["score"], decision=Decision(row["decision"]), version=row["version"]
    )
