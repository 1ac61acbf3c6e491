"""Slow hosts step aside, and strangers leave a quarter of the places to hosts that answer."""

import pytest

from worker.frontier.lanes import Crowd, Lanes, lanes

ROOM = 10_000  # the engine's own limit is far away


@pytest.mark.parametrize(
    ("crowd", "room", "total", "strangers"),
    [
        # nothing under way: all places, three quarters of them for strangers
        (Crowd(fetching=0), ROOM, 64, 48),
        # quick fetches take places
        (Crowd(fetching=60), ROOM, 4, 4),
        (Crowd(fetching=64), ROOM, 0, 0),
        (Crowd(fetching=60, strangers=48), ROOM, 4, 0),
        (Crowd(fetching=50, strangers=46), ROOM, 14, 2),
        # slow ones have stepped aside
        (Crowd(fetching=64, slow=64), ROOM, 64, 48),
        (Crowd(fetching=64, slow=60, strangers=64, slow_strangers=60), ROOM, 60, 44),
        # up to four times as many in all, of which strangers leave a quarter of the places
        (Crowd(fetching=240, slow=240, strangers=240, slow_strangers=240), ROOM, 16, 0),
        (Crowd(fetching=230, slow=230, strangers=230, slow_strangers=230), ROOM, 26, 10),
        (Crowd(fetching=256, slow=256), ROOM, 0, 0),
        # an engine with fewer threads than places
        (Crowd(fetching=0), 16, 16, 12),
        (Crowd(fetching=12, slow=12, strangers=12, slow_strangers=12), 4, 4, 0),
        (Crowd(fetching=16), 0, 0, 0),
        (Crowd(fetching=0), 1, 1, 1),
        # more than there should be, after a setting was lowered
        (Crowd(fetching=900, strangers=900), ROOM, 0, 0),
    ],
)
def test_places(crowd: Crowd, room: int, total: int, strangers: int) -> None:
    assert lanes(crowd, room=room, fetching_max=64) == Lanes(total=total, strangers=strangers)


def test_a_single_place_is_for_everybody() -> None:
    assert lanes(Crowd(fetching=0), room=ROOM, fetching_max=1) == Lanes(total=1, strangers=1)
