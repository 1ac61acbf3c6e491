"""Secrets stay in their rows; strangers' words forge no line and move no cursor."""

import pytest
from support.services import ServiceMissing

from hostile.case import Case
from hostile.cases_secrets import cases


@pytest.mark.parametrize(
    "case", [case for case in cases() if not case.is_long], ids=lambda case: case.name
)
def test_it_goes_as_it_must(case: Case) -> None:
    try:
        seen = case.run()
    except ServiceMissing as missing:
        pytest.skip(f"NOT TESTED: {missing}")
    assert not seen.faults, seen.note
