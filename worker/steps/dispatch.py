"""dispatch: what is due and may be asked now is claimed, and a message goes out for each claim."""

from worker.steps.outage import Outage
from worker.steps.parts import Messenger, Parts, Room


class Dispatch:
    """Claims within the limits of the fleet and of the engine."""

    def __init__(self, parts: Parts, messenger: Messenger) -> None:
        self._parts = parts
        self._messenger = messenger
        self._outage = Outage(parts)

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
            now = self._parts.clock()
            under_way = tx.claims.under_way()
            free = min(room.fetches, limits.fetching_max - under_way.fetching)
            fetches = self._outage.claims(tx, now, free) if free > 0 else []
            free = min(room.captures, limits.processing_max - under_way.processing)
            captures = tx.claims.captures(now, free) if free > 0 else []
        if fetches:
            self._messenger.send_fetches(fetches)
        if captures:
            self._messenger.send_captures(captures)
        return len(fetches) + len(captures)
