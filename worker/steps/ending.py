"""How a step of a visit ends: the moves that fetch, process and the tick have in common."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

import structlog

from worker import urls
from worker.observe.journal import Journal
from worker.publish import events
from worker.publish.event_ids import event_id
from worker.redaction import redact_text
from worker.steps.parts import Parts
from worker.steps.poll import READ, Poll, Polled
from worker.steps.traps import Traps
from worker.store.database import Transaction
from worker.store.frontier import Step
from worker.store.leases import LostLease
from worker.strings import storable
from worker.values import FetchTask, ProcessTask, Rest
from worker.vocabulary import OUTCOME_RULES, Gate, Outcome

log = structlog.get_logger()

#: Outcomes of visits that lead to an article; after any other a stub stands for it.
HAS_ARTICLE = frozenset({Outcome.STORED, Outcome.UNCHANGED, Outcome.DUPLICATE})
#: Of a source, which is visited for ever, the trace of so many visits is kept.
TRACED_VISITS = 20

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
        self, task: FetchTask, journal: Journal, rest: Rest
    ) -> Iterator[tuple[Transaction, Step]]:
        """The transaction that ends a fetch: its moves, the host's pause, and the trace.

        Raises:
            LeaseLost: somebody else has the URL now; nothing of the block was kept.
        """
        with self.parts.database.transaction() as tx:
            step = step_of(task)
            yield tx, step
            tx.hosts.free(step, rest, now=self.parts.clock())
            self.trace(tx, task, journal)

    def finish(
        self,
        tx: Transaction,
        task: Task,
        outcome: Outcome,
        reason: str,
        *,
        article_id: int | None = None,
        polled: Polled | None = None,
        journal: Journal | None = None,
    ) -> None:
        """End the visit with its one outcome.

        A source's next visit is due when its habit says; a page that gave no article leaves the
        stub that a source told of it.

        Args:
            polled: what the look at a source found.
            journal: where the gate of the poll is noted.
        """
        now = self.parts.clock()
        reason = redact_text(storable(reason))  # an exception's text may quote URLs, and hold NULs
        next_visit_at = None
        if task.kind.is_source:
            following = Poll(self.parts).account(
                tx, task.url_id, outcome, reason, polled or Polled(), task.visit
            )
            if following is not None and journal is not None:
                journal.note(Gate.POLL, "next", at=_iso(following.at), reason=following.reason)
            next_visit_at = following.at if following else None
            tx.trace.forget(task.url_id, before_visit=task.visit - TRACED_VISITS)
        elif outcome not in HAS_ARTICLE:
            self._leave_stub(tx, task, outcome, reason, now)
        elif task.visit > 1:
            tx.stubs.close(task.url_id, None, now)
        tx.frontier.finish(
            step_of(task),
            outcome=outcome,
            reason=reason,
            now=now,
            article_id=article_id,
            next_visit_at=next_visit_at,
            forgets_version=task.kind.is_source and outcome not in READ,
        )
        if task.pattern is not None and not task.kind.is_source:
            Traps(self.parts).ended(tx, task.pattern, task.url, outcome)

    def _leave_stub(
        self, tx: Transaction, task: Task, outcome: Outcome, reason: str, now: datetime
    ) -> None:
        stub = tx.stubs.close(task.url_id, outcome, now)
        if stub is None:
            return
        event = events.article_unavailable(
            event_id=event_id(events.ARTICLE_UNAVAILABLE, task.url, task.visit, outcome),
            url_id=task.url_id,
            url=task.url,
            outcome=outcome,
            reason=reason,
            stub=stub,
            occurred_at=now,
        )
        tx.outbox.add(event, article_id=None, now=now)

    def trace(self, tx: Transaction, task: Task, journal: Journal) -> None:
        """Keep what the gates said."""
        tx.trace.add(task.url_id, visit=task.visit, attempt=task.attempts, reports=journal.reports)

    def tell(self, task: Task, outcome: Outcome, reason: str) -> None:
        """The one INFO line of an outcome that left no article."""
        emit = log.warning if OUTCOME_RULES[outcome].is_defect else log.info
        emit("url.done", outcome=outcome, url=urls.redact(task.url), reason=reason or None)


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
