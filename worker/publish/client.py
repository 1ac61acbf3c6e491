"""The connection to Redis, and its errors in words that hold no password."""

import redis

from worker.errors import BrokerError
from worker.redaction import redact, redact_text

#: A Redis that reached its maxmemory, or is a replica for now: it takes writes again by itself.
REFUSES_TO_WRITE = (redis.exceptions.OutOfMemoryError, redis.exceptions.ReadOnlyError)


def connected(url: str, *, timeout_seconds: float) -> redis.Redis:
    """A client; nothing is connected before it is asked something.

    Args:
        url: of the broker, as Celery takes it.
        timeout_seconds: of connecting and of each answer; redis-py's own default would wait for
            ever on a half-open connection.

    Raises:
        BrokerError: the URL can't be read.
    """
    try:
        return redis.Redis.from_url(
            url.replace("redis+socket://", "unix://").replace("virtual_host=", "db="),
            socket_timeout=timeout_seconds,
            socket_connect_timeout=timeout_seconds,
        )
    except ValueError:  # its text quotes a part of the password
        raise BrokerError(
            "broker.url can't be read; it looks like redis://:password@host:6379/0, and a password "
            "with / ? # or @ in it has them escaped (%2F %3F %23 %40)"
        ) from None


def place_of(url: str) -> str:
    """Where it is, for messages."""
    return redact(url)


def words_of(error: Exception) -> str:
    """What Redis, or the way to it, says."""
    return redact_text(str(error))
