"""Whether what fails is our own network."""

import pytest

from worker.frontier.outage import Signs, is_outage, witnesses_wanted
from worker.settings import OutageSettings

SETTINGS = OutageSettings(hosts_min=6, share=0.8)


def _signs(turned: int, strange: int, answered: int, watched: int, seconds: float = 60.0) -> Signs:
    return Signs(
        turned=turned,
        strange=strange,
        answered=answered,
        watched=watched,
        failing_seconds=seconds,
    )


@pytest.mark.parametrize(
    ("turned", "strange", "answered", "watched", "expected"),
    [
        # all of many hosts that used to answer fail at once
        (6, 0, 0, 6, True),
        (30, 0, 0, 6, True),
        (5, 0, 0, 6, False),
        # a few answers from before don't hide it; many show that the network works
        (30, 0, 7, 6, True),
        (30, 0, 8, 6, False),
        (6, 0, 30, 6, False),
        # nothing failed
        (0, 0, 0, 0, False),
        (0, 0, 50, 6, False),
        # a small installation: all that it watches, two at least, and nobody answered
        (3, 0, 0, 3, True),
        (2, 0, 0, 3, False),
        (2, 0, 0, 2, True),
        (1, 0, 0, 1, False),
        (3, 0, 1, 3, False),
        # a first start without a network: nobody is known, nobody answers
        (0, 6, 0, 0, True),
        (0, 5, 0, 0, False),
        (2, 4, 0, 6, True),
        # a list of dead links proves nothing while anybody answers
        (0, 900, 1, 6, False),
        (1, 900, 20, 6, False),
    ],
)
def test_an_outage(turned: int, strange: int, answered: int, watched: int, expected: bool) -> None:
    signs = _signs(turned, strange, answered, watched)

    assert is_outage(signs, SETTINGS) is expected


@pytest.mark.parametrize(
    ("turned", "answered", "wanted"),
    [
        (0, 0, 0),  # nothing failed
        (1, 0, 1),  # a first failure, and silence: another one is asked
        (3, 0, 3),  # it doubles
        (1, 1, 0),  # somebody answered: it was that host's own
        (0, 9, 0),
    ],
)
def test_others_are_asked_while_there_is_doubt(turned: int, answered: int, wanted: int) -> None:
    signs = _signs(turned, 0, answered, 6)

    assert witnesses_wanted(signs) == wanted


def test_who_is_asked_at_the_same_moment_has_time_to_answer() -> None:
    assert not is_outage(_signs(0, 16, 0, 0, seconds=1.0), SETTINGS)
    assert not is_outage(_signs(16, 0, 0, 6, seconds=4.9), SETTINGS)
    assert is_outage(_signs(16, 0, 0, 6, seconds=5.0), SETTINGS)
