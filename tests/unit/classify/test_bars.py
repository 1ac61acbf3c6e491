"""A text between spaces: one character for one, letters as they are."""

import pytest

from worker.classify import words
from worker.classify.bars import REPLACED_MAX, barred


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "  "),
        ("navy", " navy "),
        ("the navy's s-400.", " the navy s s 400  "),
        ("„флот“ — 12", "  флот    12 "),
        ("सैनिकों की", " सैनिकों की "),  # vowel signs are letters
        ("해군은", " 해군은 "),
        ("美해군 f35戦闘機", "  해군 f35    "),
        ("a🚢b\ue000c", " a b c "),
    ],
)
def test_what_is_no_letter_is_a_space(text: str, expected: str) -> None:
    assert barred(text) == expected


def test_many_kinds_of_strange_characters_are_replaced_too() -> None:
    strange = [chr(code) for code in range(0x2190, 0x2190 + 3 * REPLACED_MAX)]
    text = "я".join(strange)

    bars = barred(text)

    assert bars[1:-1] == "".join(char if words.joins(char) else " " for char in text)
