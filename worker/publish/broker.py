"""What the broker tells of itself: its queues, its memory, its clock. Reads only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import redis

from worker.errors import BrokerError
from worker.publish.client import connected, words_of
from worker.settings import BrokerSettings

#: Short: a doctor does not wait for the dead.
TIMEOUT_SECONDS = 5.0
#: kombu keeps a queue in four lists, one for each step of priority.
_PRIORITY_SUFFIXES = ("", "\x06\x163", "\x06\x166", "\x06\x169")


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokerFacts:
    """Redis, as it is now."""

    version: str
    now: datetime
    used_memory_bytes: int
    max_memory_bytes: int  #: 0: no limit
    eviction_policy: str
    has_append_only_file: bool
    queue_lengths: Mapping[str, int]


class Broker:
    """Looks at the broker; nothing is connected before the first look."""

    def __init__(self, settings: BrokerSettings) -> None:
        self._prefix = settings.key_prefix
        self._redis = connected(settings.url, timeout_seconds=TIMEOUT_SECONDS)

    def queue_lengths(self, queues: Sequence[str]) -> dict[str, int]:
        """Messages that wait in each queue.

        Raises:
            BrokerError: Redis does not answer.
        """
        pipeline = self._redis.pipeline(transaction=False)
        for queue in queues:
            for suffix in _PRIORITY_SUFFIXES:
                pipeline.llen(f"{self._prefix}{queue}{suffix}")
        lengths = self._ask(pipeline.execute)
        step = len(_PRIORITY_SUFFIXES)
        return {queue: sum(lengths[at * step : (at + 1) * step]) for at, queue in enumerate(queues)}

    def facts(self, queues: Sequence[str]) -> BrokerFacts:
        """All that a doctor wants to know.

        Raises:
            BrokerError: Redis does not answer.
        """
        info: dict[str, Any] = self._ask(self._redis.info)
        seconds, microseconds = self._ask(self._redis.time)
        return BrokerFacts(
            version=str(info["redis_version"]),
            now=datetime.fromtimestamp(seconds, UTC).replace(microsecond=microseconds),
            used_memory_bytes=int(info["used_memory"]),
            max_memory_bytes=int(info["maxmemory"]),
            eviction_policy=str(info["maxmemory_policy"]),
            has_append_only_file=bool(info["aof_enabled"]),
            queue_lengths=self.queue_lengths(queues),
        )

    def close(self) -> None:
        """Give back the connection."""
        self._redis.close()

    def _ask(self, question: Any) -> Any:
        try:
            return question()
        except redis.RedisError as error:
            raise BrokerError(f"Redis does not answer: {words_of(error)}") from error
