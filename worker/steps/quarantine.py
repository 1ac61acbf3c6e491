"""quarantine: the ways out of it, each noted for `vedette explain`."""

from collections.abc import Sequence

import structlog

from worker import urls
from worker.observe.journal import Journal
from worker.steps.parts import Parts
from worker.store.database import Transaction
from worker.store.quarantine import Choice, Released
from worker.vocabulary import Gate

log = structlog.get_logger()


class Quarantine:
    """Replays and drops what broke its worker; over one set of parts."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def replay(self, choice: Choice) -> list[Released]:
        """Let those chosen begin a new visit, behind all else; for after an upgrade."""
        with self._parts.database.transaction() as tx:
            released = tx.quarantine.replay(choice, self._parts.clock())
            self._note(tx, released, "replayed")
        return released

    def drop(self, choice: Choice, note: str) -> list[Released]:
        """Give those chosen up: their outcome is `dropped`."""
        reason = f"dropped by the operator{f': {note}' if note else ''}"
        with self._parts.database.transaction() as tx:
            released = tx.quarantine.drop(choice, reason)
            self._note(tx, released, "dropped", reason)
        return released

    def _note(
        self, tx: Transaction, released: Sequence[Released], verdict: str, reason: str | None = None
    ) -> None:
        for one in released:
            journal = Journal(self._parts.clock)
            journal.note(Gate.OPERATOR, verdict, reason=reason)
            tx.trace.add(one.url_id, visit=one.visit, attempt=0, reports=journal.reports)
            log.info(f"url.{verdict}", url=urls.redact(one.url), url_id=one.url_id)
