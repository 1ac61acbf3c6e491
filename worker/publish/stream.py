"""The Redis stream of events: where programs on the network read what was stored."""

import json
from collections.abc import Sequence

import redis

from worker.errors import BrokerError
from worker.settings import BrokerSettings, PublishSettings
from worker.values import Event

#: redis-py's own default would wait for ever on a half-open connection.
SOCKET_TIMEOUT_SECONDS = 10.0


class EventStream:
    """Appends events to a stream of bounded length. Nothing is connected before the first `add`."""

    def __init__(self, broker: BrokerSettings, settings: PublishSettings) -> None:
        self._settings = settings
        self._place = broker.url.rpartition("@")[2]  # without the password
        self._redis = redis.Redis.from_url(
            broker.url.replace("redis+socket://", "unix://").replace("virtual_host=", "db="),
            socket_timeout=SOCKET_TIMEOUT_SECONDS,
            socket_connect_timeout=SOCKET_TIMEOUT_SECONDS,
        )

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
                    "payload": json.dumps(dict(event.payload), ensure_ascii=False),
                },
                maxlen=self._settings.stream_max_length,
                approximate=True,
            )
        try:
            pipeline.execute()
        except redis.RedisError as error:
            raise BrokerError(f"the event stream can't be written: {error}") from error

    def require(self) -> None:
        """Check that Redis answers.

        Raises:
            BrokerError: with its place and what to do.
        """
        try:
            self._redis.ping()
        except redis.RedisError as error:
            raise BrokerError(
                f"Redis at {self._place} does not answer ({error}); start it, or mend broker.url"
            ) from error

    def close(self) -> None:
        """Give back the connection."""
        self._redis.close()
