"""How a step of a visit ends: the moves that fetch, process and the tick have in common."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

import structlog

from worker import urls
from worker.frontier.pace import Rest
from worker.observe.journal import Journal
from worker.steps.parts import Parts
from worker.store.database import Transaction
from worker.store.frontier import Step
from worker.store.leases import LostLease
from worker.values import FetchTask, ProcessTask
from worker.vocabulary import OUTCOME_RULES, Outcome, UrlKind

log = structlog.get_logger()

#: A feed that failed is asked again this many intervals later.
FAILED_FEED_FACTOR = 4

Task = FetchTask | ProcessTask | LostLease


def step_of(task: Task) -> Step:
    """The right under which a task's URL is moved."""
    return Step(
        url_id=task.url_id,
        token=task.token,
        host=task.host,
        visit=task.visit,
        attempts=task.attempts,
    )


@dataclass(frozen=True, slots=True)
class Ending:
    """Ends steps, over one set of parts."""

    parts: Parts

    @contextmanager
    def fetching(
        self, task: FetchTask, journal: Journal, rest: Rest, *, failed: bool = False
    ) -> Iterator[tuple[Transaction, Step]]:
        """The transaction that ends a fetch: its moves, the host's pause, and the trace.

        Args:
            failed: the host did not give what it should; failures in a row are counted.

        Raises:
            LeaseLost: somebody else has the URL now; nothing of the block was kept.
        """
        with self.parts.database.transaction() as tx:
            step = step_of(task)
            yield tx, step
            next_allowed_at = self.parts.clock() + timedelta(seconds=rest.seconds)
            tx.frontier.free_host(
                step, next_allowed_at=next_allowed_at, reason=rest.reason, failed=failed
            )
            self.trace(tx, task, journal)

    def finish(
        self,
        tx: Transaction,
        task: Task,
        outcome: Outcome,
        reason: str,
        *,
        article_id: int | None = None,
    ) -> None:
        """End the visit with its one outcome; a feed's next visit is due after its interval."""
        now = self.parts.clock()
        next_visit_at = None
        if task.kind is UrlKind.FEED:
            interval = self.parts.settings.discover.poll_interval_seconds
            read = outcome in (Outcome.POLLED, Outcome.UNCHANGED)
            next_visit_at = now + timedelta(
                seconds=interval if read else interval * FAILED_FEED_FACTOR
            )
        tx.frontier.finish(
            step_of(task),
            outcome=outcome,
            reason=reason,
            now=now,
            article_id=article_id,
            next_visit_at=next_visit_at,
        )

    def trace(self, tx: Transaction, task: Task, journal: Journal) -> None:
        """Keep what the gates said."""
        tx.trace.add(task.url_id, visit=task.visit, attempt=task.attempts, reports=journal.reports)

    def tell(self, task: Task, outcome: Outcome, reason: str) -> None:
        """The one INFO line of an outcome that left no article."""
        emit = log.warning if OUTCOME_RULES[outcome].is_defect else log.info
        emit("url.done", outcome=outcome, url=urls.redact(task.url), reason=reason or None)
