"""How many fetches may be claimed now, so that slow hosts can't take the places of quick ones.

Pure. A fetch that waits for its host costs a thread and nothing else, so after a moment it steps
aside: its place goes to another. And a part of all places is kept for hosts that are known to
answer, so that a crowd of unknown or failing ones can't hold them all in that moment.
"""

from dataclasses import dataclass

#: A fetch under way for longer waits for its host. So 200 slow hosts that nobody knows yet pass
#: through their places in some 2 s; each second more would add 4.
SLOW_AFTER_SECONDS = 0.5
#: With those that stepped aside so many times frontier.fetching_max may be under way in all.
CROWD_FACTOR = 4
#: One place in so many is kept for hosts that answer.
KEPT_SHARE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowd:
    """The fetches under way, fleet-wide."""

    fetching: int
    slow: int = 0  #: of those: begun more than SLOW_AFTER_SECONDS ago
    strangers: int = 0  #: of those: of hosts that never answered, or failed the last time
    slow_strangers: int = 0  #: both


@dataclass(frozen=True, slots=True, kw_only=True)
class Lanes:
    """How many more may be claimed."""

    total: int
    strangers: int  #: of those at the most


def lanes(crowd: Crowd, *, room: int, fetching_max: int) -> Lanes:
    """The places that are free.

    Args:
        crowd: what is under way.
        room: more fetches that the engine can take now.
        fetching_max: places, not counting those who stepped aside (frontier.fetching_max).
    """
    capacity = min(room + crowd.fetching, CROWD_FACTOR * fetching_max)
    places = min(fetching_max, capacity)
    kept = places // KEPT_SHARE
    quick = crowd.fetching - crowd.slow
    quick_strangers = crowd.strangers - crowd.slow_strangers
    total = max(min(capacity - crowd.fetching, fetching_max - quick), 0)
    strangers = min(places - kept - quick_strangers, capacity - kept - crowd.strangers)
    return Lanes(total=total, strangers=max(min(strangers, total), 0))
