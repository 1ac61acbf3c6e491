"""Text is read in its encoding; titles and names are one clean line of bounded length."""

import pytest

from hostile.case import Case
from hostile.cases_text import cases


@pytest.mark.parametrize("case", list(cases()), ids=lambda case: case.name)
def test_text_is_read_and_shown_clean(case: Case) -> None:
    assert not case.run().faults
