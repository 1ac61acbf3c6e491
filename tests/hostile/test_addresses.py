"""No way in: every case of the addresses, in the suite."""

import pytest

from hostile.case import Case
from hostile.cases_addresses import cases


@pytest.mark.parametrize("case", list(cases()), ids=lambda case: case.name)
def test_a_forbidden_address_gets_no_connection(case: Case) -> None:
    seen = case.run()
    assert not seen.faults
