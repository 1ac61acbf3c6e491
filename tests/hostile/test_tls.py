"""TLS is verified, always: every case, in the suite."""

import pytest

from hostile.case import Case
from hostile.cases_tls import cases


@pytest.mark.parametrize("case", list(cases()), ids=lambda case: case.name)
def test_a_bad_certificate_opens_nothing(case: Case) -> None:
    seen = case.run()
    assert not seen.faults
