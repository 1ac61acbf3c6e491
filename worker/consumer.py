"""Celery's consumer, which outlives a Redis that went away while it held messages.

kombu 5.7.0 gives back unacked messages when it closes a broken connection. Where the connection has
lost its transport by then, that fails with an AttributeError, which Celery takes for the end of the
worker. The messages need no giving back: Redis gives them away after the visibility timeout, and
the tick sends them before.
"""

import structlog
from celery.worker.consumer import Consumer

log = structlog.get_logger()


class PatientConsumer(Consumer):  # type: ignore[misc] # Celery has no types
    """Connects again, whatever closing the old connection came to."""

    def on_connection_error_after_connected(self, exc: Exception) -> None:
        """The connection broke; it is closed, and the caller connects again."""
        try:
            super().on_connection_error_after_connected(exc)
        except AttributeError as error:
            # By now `self.connection` is None, and nothing of the old one is used again.
            log.warning("broker.closed_badly", error=str(error))
