"""No body, header or sitemap takes more memory than its cap and a little."""

import pytest

from hostile.case import Case
from hostile.cases_memory import cases


@pytest.mark.parametrize(
    "case", [case for case in cases() if not case.is_long], ids=lambda case: case.name
)
def test_memory_is_bounded(case: Case) -> None:
    seen = case.run()
    assert not seen.faults
