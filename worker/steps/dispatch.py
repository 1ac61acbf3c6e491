"""dispatch: what is due and may be asked now is claimed, and a message goes out for each claim."""

from worker.steps.parts import Messenger, Parts
from worker.vocabulary import UrlState


class Dispatch:
    """Claims within the limits of the fleet and of the engine."""

    def __init__(self, parts: Parts, messenger: Messenger) -> None:
        self._parts = parts
        self._messenger = messenger

    def run(self) -> int:
        """Claim and hand over; returns how many claims. Two dispatchers at once are harmless.

        What is under way is limited, so that the broker holds minutes of work and the database
        the backlog.
        """
        room = self._messenger.room()
        limits = self._parts.settings.frontier
        with self._parts.database.transaction() as tx:
            now = self._parts.clock()
            free = min(room.fetches, limits.fetching_max - tx.claims.under_way(UrlState.FETCHING))
            fetches = tx.claims.fetches(now, free) if free > 0 else []
            free = min(
                room.captures, limits.processing_max - tx.claims.under_way(UrlState.PROCESSING)
            )
            captures = tx.claims.captures(now, free) if free > 0 else []
        if fetches:
            self._messenger.send_fetches(fetches)
        if captures:
            self._messenger.send_captures(captures)
        return len(fetches) + len(captures)
