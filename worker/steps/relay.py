"""relay: events leave in order, at least once."""

import structlog

from worker.errors import BrokerError
from worker.steps.parts import Parts

log = structlog.get_logger()

#: The name of the relay to the Redis stream in the table `relays`.
STREAM = "stream"


class Relay:
    """Gives events their positions, and hands them to the stream where there is one."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._is_down = False

    def run(self) -> int:
        """Relay what is there; returns how many events went out.

        Two relays at once repeat events, which consumers drop by event id; the order holds. A
        broker that is down is tried again at the next tick.
        """
        self.sequence()
        stream = self._parts.event_stream
        if stream is None:
            return 0
        relayed = 0
        batch = self._parts.settings.publish.batch_size
        while True:
            with self._parts.database.reading() as tx:
                events = tx.outbox.after(tx.outbox.position_of(STREAM), batch)
            if not events:
                return relayed
            try:
                stream.add(events)
            except BrokerError as error:
                self._tell_down(error)
                return relayed
            self._tell_up()
            with self._parts.database.transaction() as tx:
                tx.outbox.advance(STREAM, events[-1].position)
            relayed += len(events)

    def sequence(self) -> None:
        """Give committed events their positions."""
        batch = self._parts.settings.publish.batch_size
        with self._parts.database.reading() as tx:
            if not tx.outbox.has_unsequenced():
                return
        while True:
            with self._parts.database.transaction() as tx:
                if tx.outbox.sequence(batch) < batch:
                    return

    def _tell_down(self, error: BrokerError) -> None:
        """Once for each time that it goes away, not once a second."""
        (log.debug if self._is_down else log.warning)("relay.broker_down", error=str(error))
        self._is_down = True

    def _tell_up(self) -> None:
        if self._is_down:
            log.info("relay.broker_back")
        self._is_down = False
