"""No page that was damaged in silence is stored as whole."""

import pytest

from hostile.case import Case
from hostile.cases_completeness import cases


@pytest.mark.parametrize(
    "case", [case for case in cases() if not case.is_long], ids=lambda case: case.name
)
def test_no_text_is_lost_in_silence(case: Case) -> None:
    assert not case.run().faults
