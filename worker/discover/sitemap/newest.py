"""The newest of many, in bounded memory."""

from collections.abc import Callable, Sequence
from datetime import datetime
from heapq import nlargest
from typing import Generic, TypeVar

T = TypeVar("T")


class Newest(Generic[T]):
    """Keeps the newest of what it is given, each URL once, in the order in which they came.

    What has no date takes the room that is left, half of it from the beginning and half from the
    end: some publishers put the newest first, others last, and none says which.

    Args:
        count_max: kept in the end; a quarter more while it is filled.
    """

    def __init__(self, count_max: int, *, date_of: Callable[[T], datetime | None]) -> None:
        self._count_max = count_max
        self._date_of = date_of
        self._kept: dict[str, T] = {}
        self.dropped_count = 0

    def add(self, url: str, one: T) -> bool:
        """Returns False where the URL is kept already: its first entry stands."""
        if url in self._kept:
            return False
        self._kept[url] = one
        if len(self._kept) > 1.25 * self._count_max + 100:
            self._thin_out()
        return True

    def all(self) -> tuple[T, ...]:
        """Those kept, in their order."""
        if len(self._kept) > self._count_max:
            self._thin_out()
        return tuple(self._kept.values())

    def _thin_out(self) -> None:
        kept = list(self._kept.items())
        dates = [self._date_of(one) for _, one in kept]
        places = newest_places(dates, self._count_max)
        self.dropped_count += len(kept) - len(places)
        self._kept = dict(kept[place] for place in places)


def newest_places(dates: Sequence[datetime | None], count_max: int) -> list[int]:
    """The places of the newest dates, in ascending order; undated ones fill up from both ends."""
    dated = [(at, -place) for place, at in enumerate(dates) if at is not None]
    chosen = [-place for _, place in nlargest(count_max, dated)]
    undated = [place for place, at in enumerate(dates) if at is None]
    room = min(count_max - len(chosen), len(undated))
    first = (room + 1) // 2
    chosen += undated[:first] + undated[len(undated) - (room - first) :]
    return sorted(chosen)
