"""Celery's consumer, which outlives a Redis that went away while it held messages, or is full.

kombu 5.7.0 gives back unacked messages when it closes a broken connection. Where the connection has
lost its transport by then, that fails with an AttributeError, which Celery takes for the end of the
worker. The messages need no giving back: Redis gives them away after the visibility timeout, and
the tick sends them before.

And a full Redis refuses to write, even the lock of the sweep for unacked messages: to kombu that is
no error of the connection, so that Celery would end the worker.
"""

import time
from typing import Any

import structlog
from celery.worker.consumer import Consumer

from worker.publish.client import REFUSES_TO_WRITE

log = structlog.get_logger()


#: Before it connects again to a Redis that is full.
FULL_PAUSE_SECONDS = 2.0


class PatientConsumer(Consumer):  # type: ignore[misc] # Celery has no types
    """Connects again, whatever closing the old connection came to, and however full Redis is."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known: tuple[type[Exception], ...] = self.connection_errors  # type: ignore[has-type]
        self.connection_errors = (*known, *REFUSES_TO_WRITE)
        self._is_told = False

    def on_connection_error_after_connected(self, exc: Exception) -> None:
        """The connection broke; it is closed, and the caller connects again."""
        self._pause_if_full(exc)
        try:
            super().on_connection_error_after_connected(exc)
        except AttributeError as error:
            # By now `self.connection` is None, and nothing of the old one is used again.
            log.warning("broker.closed_badly", error=str(error))

    def on_connection_error_before_connected(self, exc: Exception) -> None:
        """It could not connect; the caller tries again."""
        if not self._pause_if_full(exc):
            super().on_connection_error_before_connected(exc)

    def _pause_if_full(self, exc: Exception) -> bool:
        if not isinstance(exc, REFUSES_TO_WRITE):
            return False
        tell = log.debug if self._is_told else log.error
        tell("broker.full", error=str(exc), consequence="nothing is lost: work waits for room")
        self._is_told = True
        time.sleep(FULL_PAUSE_SECONDS)
        return True
