"""The Redis stream of events: where programs on the network read what was stored."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import redis

from worker.errors import BrokerError
from worker.publish.client import connected, place_of, words_of
from worker.settings import BrokerSettings, PublishSettings
from worker.values import Event

SOCKET_TIMEOUT_SECONDS = 10.0


class EventStream:
    """Appends events to a stream of bounded length. Nothing is connected before the first `add`."""

    def __init__(self, broker: BrokerSettings, settings: PublishSettings) -> None:
        self._settings = settings
        self._place = place_of(broker.url)
        self._redis = connected(broker.url, timeout_seconds=SOCKET_TIMEOUT_SECONDS)

    def add(self, events: Sequence[Event]) -> None:
        """Append events, in order, in one round trip.

        Raises:
            BrokerError: it is not known which of them got in; add them all again.
        """
        pipeline = self._redis.pipeline(transaction=False)
        for event in events:
            pipeline.xadd(
                self._settings.stream_key,
                {
                    "position": event.position,
                    "event": event.name,
                    "event_id": event.event_id,
                    "payload": _document(event.payload),
                },
                maxlen=self._settings.stream_max_length,
                approximate=True,
            )
        try:
            pipeline.execute()
        except redis.RedisError as error:
            raise BrokerError(f"the event stream can't be written: {words_of(error)}") from error

    def require(self) -> None:
        """Check that Redis answers.

        Raises:
            BrokerError: with its place and what to do.
        """
        try:
            self._redis.ping()
        except redis.RedisError as error:
            raise BrokerError(
                f"Redis at {self._place} does not answer ({words_of(error)}); start it, or mend "
                "broker.url"
            ) from error

    def close(self) -> None:
        """Give back the connection."""
        self._redis.close()


def _document(payload: Mapping[str, Any]) -> str:
    """JSON in UTF-8; a lone surrogate, which that has no bytes for, stays an escape."""
    document = json.dumps(dict(payload), ensure_ascii=False)
    try:
        document.encode()
    except UnicodeEncodeError:
        return json.dumps(dict(payload))
    return document
