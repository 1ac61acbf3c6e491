"""jump: a clock that was set, back or forward, makes no host or source sleep, and none hurry."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

import structlog

from worker.steps.parts import Parts
from worker.store.clock import RESYNC_SECONDS, Setting
from worker.store.database import Transaction

log = structlog.get_logger()

#: A difference below is drift, or a tick that took its time; it does no harm worth a word.
JUMP_MIN_SECONDS = 5.0
#: Ticks are noted this often, and not each second: each note is a write.
NOTED_EVERY_SECONDS = 5.0
#: Other processes go on by the old clock until they look again; what they wrote is moved then.
_STALE_SECONDS = RESYNC_SECONDS + 5.0
#: A smaller jump isn't worth it: whatever they wrote is over by then.
_STALE_JUMP_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class _WentBack:
    seconds: float
    at: datetime


class Jump:
    """Notices that the fleet's clock was set, by the last tick and by what time has really passed.

    A clock that was set forward, and a fleet that has not ticked for a while, look the same to a
    process that was not there: it does nothing, and nothing is needed but that hosts keep their
    pace.
    """

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._one_at_a_time = Lock()
        self._setting = Setting()  #: noticed, and not made good for yet
        self._went_back: _WentBack | None = None

    def observe(self) -> bool:
        """Make good for a jump, once for the fleet.

        Returns:
            False where another tick is at it right now: it does the rest, too.
        """
        if not self._one_at_a_time.acquire(blocking=False):
            return False
        try:
            return self._observe()
        finally:
            self._one_at_a_time.release()

    def _observe(self) -> bool:
        self._setting += self._parts.database.clock.setting()
        self._move_stragglers()
        now = self._parts.clock()
        with self._parts.database.reading() as tx:
            if _is_recent(tx.fleet.look().ticked_at, now):
                self._setting = Setting()
                return True
        with self._parts.database.transaction() as tx:
            held = tx.fleet.hold()
            if held is None:
                return False
            if held.ticked_at is not None:
                self._compare(tx, held.ticked_at, now)
            tx.fleet.ticked(now)
        self._setting = Setting()
        return True

    def _compare(self, tx: Transaction, ticked_at: datetime, now: datetime) -> None:
        passed_seconds = (now - ticked_at).total_seconds()
        if passed_seconds < -JUMP_MIN_SECONDS:
            moved = tx.time_shift.back(-passed_seconds, after=now)
            self._went_back = _WentBack(-passed_seconds, now)
            log.warning("clock.went_back", seconds=round(-passed_seconds), moved=moved)
            return
        ahead_seconds = self._setting.seconds
        # Where another tick has made good for it, ticked_at is of the new time already.
        if ahead_seconds > JUMP_MIN_SECONDS and passed_seconds > ahead_seconds - JUMP_MIN_SECONDS:
            before = now - timedelta(seconds=self._setting.within_seconds)
            moved = tx.time_shift.forward(ahead_seconds, before=before)
            log.warning("clock.went_ahead", seconds=round(ahead_seconds), moved=moved)

    def _move_stragglers(self) -> None:
        went_back, now = self._went_back, self._parts.clock()
        if went_back is None or now < went_back.at + timedelta(seconds=_STALE_SECONDS):
            return
        self._went_back = None
        if went_back.seconds < _STALE_JUMP_SECONDS:
            return
        with self._parts.database.transaction() as tx:
            after = went_back.at + timedelta(seconds=went_back.seconds)
            moved = tx.time_shift.back(went_back.seconds, after=after)
        if moved:
            log.info("clock.stragglers", moved=moved)


def _is_recent(ticked_at: datetime | None, now: datetime) -> bool:
    return ticked_at is not None and 0 <= (now - ticked_at).total_seconds() < NOTED_EVERY_SECONDS
