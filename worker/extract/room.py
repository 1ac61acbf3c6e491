"""Whether a page met the limit of memory, also where a library kept that to itself.

libxml2 that found no memory gives half a tree or none, and trafilatura goes on without what it
could not do: the page would end as something that it isn't.
"""

import resource
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

_STATUS = Path("/proc/self/status")
#: So near to the limit something was refused, most likely: buffers of pages of the largest size
#: grow by less at once.
_NEAR_BYTES = 64_000_000
#: Of the room that there was for the page, where that was small.
_NEAR_SHARE = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class _AddressSpace:
    now_bytes: int
    peak_bytes: int  #: since the process began


@contextmanager
def enough_room() -> Iterator[None]:
    """Within: whatever comes of the work, the memory that it took was there.

    Does nothing where the address space has no limit, or nobody tells how much of it is in use.

    Raises:
        MemoryError: the process came so near to its limit that something may have been refused.
    """
    limit_bytes, _ = resource.getrlimit(resource.RLIMIT_AS)
    before = None if limit_bytes == resource.RLIM_INFINITY else _address_space()
    if before is None:
        yield
        return
    try:
        yield
    except Exception as error:
        if _was_short(before, limit_bytes):
            raise MemoryError(str(error)) from error
        raise
    if _was_short(before, limit_bytes):
        raise MemoryError("the page came too near to the limit of memory")


def _was_short(before: _AddressSpace, limit_bytes: int) -> bool:
    after = _address_space()
    if after is None or after.peak_bytes <= before.peak_bytes:
        return False
    near_bytes = min(_NEAR_BYTES, (limit_bytes - before.now_bytes) * _NEAR_SHARE)
    return limit_bytes - after.peak_bytes < near_bytes


def _address_space() -> _AddressSpace | None:
    """By Linux; elsewhere nothing is known."""
    with suppress(OSError, KeyError, ValueError, IndexError):
        lines = _STATUS.read_text("latin-1").splitlines()
        found = dict(line.split(":", 1) for line in lines if line.startswith(("VmPeak", "VmSize")))
        now, peak = (int(found[name].split()[0]) * 1024 for name in ("VmSize", "VmPeak"))
        return _AddressSpace(now_bytes=now, peak_bytes=peak)
    return None
