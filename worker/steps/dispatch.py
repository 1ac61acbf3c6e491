"""dispatch: what is due and may be asked now is claimed, and a message goes out for each claim."""

from datetime import datetime, timedelta

import structlog

from worker.frontier.lanes import SLOW_AFTER_SECONDS, Crowd, Lanes, lanes
from worker.steps.outage import Outage
from worker.steps.parts import Messenger, Parts, Room
from worker.store.database import Transaction
from worker.values import Claim

log = structlog.get_logger()

_MEANING = "processing is slower than fetching; nothing is fetched until it has caught up"


class Dispatch:
    """Claims within the limits of the fleet and of the engine."""

    def __init__(self, parts: Parts, messenger: Messenger) -> None:
        self._parts = parts
        self._messenger = messenger
        self._outage = Outage(parts)
        self._is_held_back = False

    def run(self) -> int:
        """Claim and hand over; returns how many claims. Two dispatchers at once are harmless."""
        return self._dispatch(self._messenger.room())

    def refill(self) -> int:
        """After a page was processed: hand over more captures when half of them are through.

        Cheap in most calls: they look at a count, and take no lock.
        """
        room = self._messenger.room()
        with self._parts.database.reading() as tx:
            processing = tx.claims.under_way().processing
        if processing > self._parts.settings.frontier.processing_max // 2:
            return 0
        return self._dispatch(Room(fetches=0, captures=room.captures))

    def _dispatch(self, room: Room) -> int:
        # What is under way is limited: the broker holds minutes of work, the database the backlog.
        limits = self._parts.settings.frontier
        with self._parts.database.transaction() as tx:
            if tx.fleet.is_draining():
                return 0
            now = self._parts.clock()
            under_way = tx.claims.under_way()
            fetches = self._fetches(tx, now, room.fetches)
            free = min(room.captures, limits.processing_max - under_way.processing)
            captures = tx.claims.captures(now, free) if free > 0 else []
        if fetches:
            self._messenger.send_fetches(fetches)
        if captures:
            self._messenger.send_captures(captures)
        return len(fetches) + len(captures)

    def _fetches(self, tx: Transaction, now: datetime, room: int) -> list[Claim]:
        places = self._lanes(tx, now, room)
        if places.total <= 0 or self._waits_for_processing(tx):
            return []
        return self._outage.claims(tx, now, places)

    def _waits_for_processing(self, tx: Transaction) -> bool:
        """Whether fetching must wait, so that captures don't pile up; told of once."""
        most = self._parts.settings.frontier.captured_max
        is_full = tx.claims.has_captured(most)
        if is_full != self._is_held_back:
            self._is_held_back = is_full
            if is_full:
                log.warning("dispatch.held_back", captures_waiting=most, meaning=_MEANING)
            else:
                log.info("dispatch.goes_on")
        return is_full

    def _lanes(self, tx: Transaction, now: datetime, room: int) -> Lanes:
        slow_since = now - timedelta(seconds=SLOW_AFTER_SECONDS)
        under_way = tx.claims.fetching(slow_since=slow_since)
        crowd = Crowd(
            fetching=under_way.count,
            slow=under_way.slow,
            strangers=under_way.strangers,
            slow_strangers=under_way.slow_strangers,
        )
        return lanes(crowd, room=room, fetching_max=self._parts.settings.frontier.fetching_max)
