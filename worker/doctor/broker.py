"""Redis: does it answer, may it forget, and do messages pile up."""

from collections.abc import Iterator

from worker.doctor.finding import Finding, critical, fine, warning
from worker.publish.broker import BrokerFacts

#: The fleet's limits keep some hundred messages under way; ticks that nobody takes pile up.
QUEUE_WARNING_MESSAGES = 1000
MEMORY_WARNING_SHARE = 0.8
MEMORY_CRITICAL_SHARE = 0.95
_MB = 1_000_000


def findings(facts: BrokerFacts) -> Iterator[Finding]:
    """What there is to say of it."""
    yield fine("broker", f"Redis {facts.version} answers")
    yield _memory(facts)
    yield _policy(facts)
    yield _persistence(facts)
    yield _queues(facts)


def _memory(facts: BrokerFacts) -> Finding:
    used = f"{facts.used_memory_bytes / _MB:.0f} MB in use"
    if not facts.max_memory_bytes:
        return fine("memory", f"{used}; no limit is set")
    share = facts.used_memory_bytes / facts.max_memory_bytes
    says = f"{used}, {share:.0%} of maxmemory"
    remedy = (
        "raise maxmemory, or lower publish.stream_max_length; a full Redis refuses messages, which "
        "are sent again when there is room"
    )
    if share >= MEMORY_CRITICAL_SHARE:
        return critical("memory", says, remedy)
    return (
        warning("memory", says, remedy) if share >= MEMORY_WARNING_SHARE else fine("memory", says)
    )


def _policy(facts: BrokerFacts) -> Finding:
    if facts.eviction_policy == "noeviction":
        return fine("eviction", "noeviction: a full Redis refuses, and forgets nothing")
    return warning(
        "eviction",
        f"{facts.eviction_policy}: a full Redis forgets messages, which are then sent again late",
        "set maxmemory-policy noeviction",
    )


def _persistence(facts: BrokerFacts) -> Finding:
    if facts.has_append_only_file:
        return fine("persistence", "append-only file")
    return warning(
        "persistence",
        "no append-only file: what programs queued by Celery, and the event stream, are lost when "
        "Redis restarts",
        "set appendonly yes",
    )


def _queues(facts: BrokerFacts) -> Finding:
    says = ", ".join(f"{name} {count}" for name, count in facts.queue_lengths.items())
    longest = max(facts.queue_lengths.values(), default=0)
    if longest >= 10 * QUEUE_WARNING_MESSAGES:
        return critical("queues", says, "nobody reads that queue: start its workers")
    if longest >= QUEUE_WARNING_MESSAGES:
        return warning("queues", says, "messages pile up: start more workers of that queue")
    return fine("queues", says)
