"""No waiting for ever: every slow server, in the suite with a short deadline."""

import pytest

from hostile.case import Case
from hostile.cases_time import cases


@pytest.mark.parametrize(
    "case", [case for case in cases() if not case.is_long], ids=lambda case: case.name
)
def test_a_slow_server_is_held_to_the_deadline(case: Case) -> None:
    seen = case.run()
    assert not seen.faults
