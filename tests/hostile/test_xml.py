"""No document opens a file or a connection, or takes more than two seconds."""

import pytest

from hostile.case import Case
from hostile.cases_xml import cases


@pytest.mark.parametrize(
    "case", [case for case in cases() if not case.is_long], ids=lambda case: case.name
)
def test_nothing_is_opened_and_nothing_takes_long(case: Case) -> None:
    assert not case.run().faults
