"""mend: leases that ended and messages that were lost are taken back; so are steps that broke."""

from datetime import timedelta

import structlog

from worker import urls
from worker.frontier import pace
from worker.observe.journal import Journal
from worker.steps.ending import Ending, step_of
from worker.steps.parts import Messenger, Parts
from worker.store.database import Transaction
from worker.store.leases import LostLease
from worker.values import Claim
from worker.vocabulary import Gate, Outcome, UrlState

log = structlog.get_logger()

#: Bounds one tick's transaction; the next tick goes on.
_BATCH = 200
#: A worker tells of itself every few seconds. One that was silent for so long has ended, or has
#: been stopped; where it goes on after all, it begins nothing until it has told of itself again.
GONE_AFTER = timedelta(seconds=30)
#: A whole worker is seldom lost through a page, for pages are read in children: a page may lose so
#: many workers more than it may break children.
_WORKERS_LOST_MORE = 3


class Mend:
    """Takes back what nobody will finish. Safe to run twice at once."""

    def __init__(self, parts: Parts, messenger: Messenger) -> None:
        self._parts = parts
        self._messenger = messenger
        self._ending = Ending(parts)

    def run(self) -> None:
        """Take back ended leases, and send again what was lost on its way."""
        with self._parts.database.transaction() as tx:
            now = self._parts.clock()
            gone = set(tx.leases.gone_holders(unseen_since=now - GONE_AFTER))
            for lost in tx.leases.lost(now, _BATCH, gone=gone):
                is_gone = lost.holder in gone
                self._take_back(
                    tx,
                    lost,
                    f"its worker {lost.holder} is gone" if is_gone else "its lease ended",
                    more_attempts=_WORKERS_LOST_MORE if is_gone else 0,
                )
        self._send_again()

    def orphans(self) -> None:
        """Take back all leases at once, and count messages as lost: their processes are gone.

        These attempts don't count: the whole engine ended, so no page is to blame. A page that
        breaks its child is reported by `failed`.
        """
        with self._parts.database.transaction() as tx:
            now = self._parts.clock()
            tx.leases.end_all(now)
            while orphans := tx.leases.lost(now, _BATCH):
                for lost in orphans:
                    self._take_back(tx, lost, "the engine had ended", counts=False)
        self._send_again()

    def _send_again(self) -> None:
        waiting = self._messenger.waiting()
        with self._parts.database.transaction() as tx:
            fetches = captures = list[Claim]()
            if waiting is not None:
                fetches = self._lost(tx, UrlState.FETCHING, waiting.fetches)
                captures = self._lost(tx, UrlState.PROCESSING, waiting.captures)
            strays = tx.leases.free_stray_hosts()
        if strays:
            log.warning("host.freed", count=strays)
        if fetches or captures:
            log.info("dispatch.sent_again", fetches=len(fetches), captures=len(captures))
            self._messenger.send_fetches(fetches)
            self._messenger.send_captures(captures)

    def _lost(self, tx: Transaction, state: UrlState, waiting: int) -> list[Claim]:
        """Claims to be sent again, as many as are missing among the messages that wait.

        So a queue that nobody reads holds each claim about once, however long nobody reads it.
        """
        older_than = timedelta(seconds=self._parts.settings.frontier.nudge_after_seconds)
        missing = min(_BATCH, tx.leases.unbegun(state) - waiting)
        if missing <= 0:
            return []
        now = self._parts.clock()
        return tx.leases.lost_messages(state, now, older_than=older_than, limit=missing)

    def failed(self, url_id: int, token: int, reason: str, *, counts: bool, traceback: str) -> None:
        """A step broke: its code raised, or its child died or was killed.

        The URL is tried again after a pause, or quarantined when its attempts are used up. Does
        nothing where the lease is somebody else's by now.

        Args:
            traceback: where the code raised; "" where no code did. Kept for `vedette explain`.
        """
        with self._parts.database.transaction() as tx:
            held = tx.leases.held(url_id, token)
            if held is not None:
                pause = self._parts.settings.frontier.defect_pause_seconds if counts else 0.0
                self._take_back(
                    tx, held, reason, counts=counts, pause_seconds=pause, traceback=traceback
                )

    def _take_back(
        self,
        tx: Transaction,
        lost: LostLease,
        reason: str,
        *,
        counts: bool = True,
        pause_seconds: float = 0.0,
        traceback: str = "",
        more_attempts: int = 0,
    ) -> None:
        is_fetch = lost.state is UrlState.FETCHING
        now = self._parts.clock()
        # Without a pause it keeps its place: it has waited once.
        until = now + timedelta(seconds=pause_seconds) if pause_seconds else min(now, lost.due_at)
        attempts_max = self._attempts_max(lost.state) + more_attempts
        gives_up = counts and lost.attempts >= attempts_max
        verdict = "given up" if gives_up else "taken back"
        journal = Journal(self._parts.clock)
        journal.note(
            Gate.LEASE,
            verdict,
            step=lost.state,
            attempts=lost.attempts,
            reason=reason,
            holder=lost.holder,
            is_counted=None if counts else "no",
            traceback=traceback or None,
        )
        if gives_up:
            self._ending.finish(
                tx, lost, Outcome.QUARANTINED, f"{lost.state}: {reason}", journal=journal
            )
        elif is_fetch:
            tx.frontier.wait(step_of(lost), until=until, reason=reason, counts=counts)
        else:
            tx.frontier.process_again(step_of(lost), at=until, reason=reason, counts=counts)
        if is_fetch:
            host = tx.hosts.pace(lost.host)
            rest = pace.after_loss(self._parts.settings.fetch, host, pause_seconds=pause_seconds)
            tx.hosts.free(step_of(lost), rest, now=self._parts.clock())
        self._ending.trace(tx, lost, journal)
        log.warning(
            f"{lost.state}.lost",
            url=urls.redact(lost.url),
            verdict=verdict,
            attempts=lost.attempts,
            reason=reason,
        )

    def _attempts_max(self, state: UrlState) -> int:
        limits = self._parts.settings.frontier
        if state is UrlState.FETCHING:
            return limits.fetch_attempts_max
        return limits.process_attempts_max
