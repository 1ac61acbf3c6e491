"""reclassify: the present version of the classifier judges all that is stored.

In batches, each committed by itself: a run that was stopped goes on where it was, since what
carries the present version is passed over. People's decisions stay.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

import structlog

from worker.steps.parts import Parts
from worker.steps.reclassified import Example, Kept, Reclassified, Tally
from worker.steps.rejudge_articles import RejudgeArticles
from worker.steps.rejudge_stubs import RejudgeStubs
from worker.store.database import Transaction
from worker.store.rejudging import Row
from worker.values import Judgement

log = structlog.get_logger()

BATCH = 100  # on SQLite other writers wait for a batch: 0.2 s where every decision moves


class Items(Protocol):
    """What can be judged again. `keep` writes only while the row still carries its old version."""

    id_name: str

    def versions(self, tx: Transaction) -> dict[str, int]: ...  # noqa: D102
    def read(  # noqa: D102
        self, tx: Transaction, version: str, *, after_id: int, since: datetime | None, limit: int
    ) -> list[Row]: ...
    def judge(self, row: Row) -> Judgement: ...  # noqa: D102
    def keep(self, tx: Transaction, row: Row, judgement: Judgement) -> Kept: ...  # noqa: D102
    def would_keep(self, row: Row) -> Kept: ...  # noqa: D102
    def example(self, row: Row, judgement: Judgement) -> Example: ...  # noqa: D102


class Reclassify:
    """One run over one set of parts. Two at once are safe: each item is judged by one of them."""

    def __init__(
        self,
        parts: Parts,
        *,
        since: datetime | None = None,
        batch: int = BATCH,
        is_dry_run: bool = False,
        on_batch: Callable[[int], None] = lambda _count: None,
    ) -> None:
        """Prepare a run.

        Args:
            since: articles stored, and stubs seen, since then; None: all.
            batch: items in one transaction.
            is_dry_run: judge and report, and write nothing.
            on_batch: told of how many more were worked through.
        """
        self._database = parts.database
        self._since = since
        self._batch = batch
        self._is_dry_run = is_dry_run
        self._on_batch = on_batch
        self._version = parts.classifier.version
        self._articles: Items = RejudgeArticles(parts)
        self._stubs: Items = RejudgeStubs(parts)

    def waiting(self) -> int:
        """How many carry another version, whenever they were stored."""
        with self._database.reading() as tx:
            counts = [*self._articles.versions(tx).items(), *self._stubs.versions(tx).items()]
        return sum(count for version, count in counts if version != self._version)

    def run(self) -> Reclassified:
        """Judge articles, then stubs; each decision that changed is told of by one event.

        Raises:
            StoreError: the database went away; what was committed stays, and a new run goes on.
        """
        report = Reclassified(
            version=self._version,
            is_dry_run=self._is_dry_run,
            articles=self._work(self._articles),
            stubs=self._work(self._stubs),
        )
        log.info(
            "reclassified",
            version=self._version,
            dry_run=self._is_dry_run,
            articles=report.articles.judged.total(),
            moved=report.articles.moves.total(),
        )
        return report

    def _work(self, items: Items) -> Tally:
        with self._database.reading() as tx:
            versions = items.versions(tx)
        tally = Tally(already=versions.pop(self._version, 0))
        for version in sorted(versions):  # one order for all runs, so that two can't deadlock
            last = 0
            while rows := self._read(items, version, last):
                last = rows[-1][items.id_name]
                self._batched(items, rows, tally)
                self._on_batch(len(rows))
        return tally

    def _read(self, items: Items, version: str, last: int) -> list[Row]:
        with self._database.reading() as tx:
            return items.read(tx, version, after_id=last, since=self._since, limit=self._batch)

    def _batched(self, items: Items, rows: list[Row], tally: Tally) -> None:
        """Judge a batch outside of any transaction, commit it, and count what is committed."""
        judged = [(row, items.judge(row)) for row in rows]
        if self._is_dry_run:
            kept = [items.would_keep(row) for row in rows]
        else:
            with self._database.transaction() as tx:
                kept = [items.keep(tx, row, judgement) for row, judgement in judged]
        for (row, judgement), how in zip(judged, kept, strict=True):
            tally.note(items.example(row, judgement), how)
