"""Reading what somebody picks from a numbered table."""

import pytest

from worker.cli.sources.choosing import chosen_numbers
from worker.errors import InputError


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("", []),
        ("none", []),
        ("all", [1, 2, 3, 4, 5]),
        ("3", [3]),
        ("1,3", [1, 3]),
        ("5, 1-3", [1, 2, 3, 5]),
        ("2 4", [2, 4]),
        ("4-5,4", [4, 5]),
    ],
)
def test_rows_are_picked(text: str, numbers: list[int]) -> None:
    assert chosen_numbers(text, 5) == numbers


@pytest.mark.parametrize("text", ["0", "6", "2-9", "3-1", "x", "1,x", "-1"])
def test_what_is_no_row_is_named(text: str) -> None:
    with pytest.raises(InputError, match="from 1 to 5"):
        chosen_numbers(text, 5)
