"""Beat's scheduler: ticks don't pile up in a queue that nobody reads.

One tick a second is 90,000 a day, in the memory of a Redis that may have a limit.
"""

import time
from typing import Any

import structlog
from celery.beat import ScheduleEntry, Scheduler

from worker import settings
from worker.errors import BrokerError
from worker.publish.broker import Broker
from worker.redaction import redact_text

log = structlog.get_logger()

#: So many messages in a queue, and those who read it are away, or are busy for long.
FULL_COUNT = 60
#: Behind other programs' URLs a tick is still sent this often, so that ticks go on between them.
THINNED_SECONDS = 60.0


class ThinningScheduler(Scheduler):  # type: ignore[misc] # Celery has no types
    """Sends to a queue that is full one message a minute."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._sent_at = float("-inf")
        self._is_thinning = False
        self._is_down = False
        super().__init__(*args, **kwargs)

    def apply_entry(self, entry: ScheduleEntry, producer: Any = None) -> None:
        """Send what is due, unless its queue is full; the next in turn is due as ever."""
        now = time.monotonic()
        queue = str(entry.options.get("queue", ""))
        is_full = self._is_full(queue)
        if is_full and not self._is_thinning:
            log.warning("beat.thinned", queue=queue, every_seconds=THINNED_SECONDS)
        self._is_thinning = is_full
        if is_full and now - self._sent_at < THINNED_SECONDS:
            return
        self._sent_at = now
        self._send(entry, producer)

    def _send(self, entry: ScheduleEntry, producer: Any) -> None:
        """A broker that is away, or full, is told of once; Celery would every second."""
        try:
            self.apply_async(entry, producer=producer, advance=False)
        except Exception as error:  # noqa: BLE001 - whatever it is, the next tick is due in a second
            tell = log.debug if self._is_down else log.warning
            tell("beat.broker_down", error=redact_text(str(error)))
            self._is_down = True
        else:
            if self._is_down:
                log.info("beat.broker_back")
            self._is_down = False

    @staticmethod
    def _is_full(queue: str) -> bool:
        broker = Broker(settings.load().broker)
        try:
            return broker.queue_lengths([queue])[queue] >= FULL_COUNT
        except BrokerError:
            return False  # sending fails as well, and says so
        finally:
            broker.close()
