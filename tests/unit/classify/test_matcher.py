"""Matching: boundaries, clitics, and what happens where forms overlap."""

import time

import pytest

from worker.classify.fold import Folder
from worker.classify.matcher import Match, Matcher
from worker.classify.notation import parse

FORMS = {
    "war": "war",
    "trade war*": "trade_war",
    "defen*": "defence",
    "defence minister*": "defence_minister",
    "الدفاع": "defence",
    "جيش": "army",
    "ทหาร": "troops",
    "ศาล": "court",
    "ทร.": "navy",
}


def matcher() -> Matcher:
    folder = Folder()
    forms = [(form, c) for written, c in FORMS.items() for form in parse(written, folder)]
    return Matcher(forms, clitics=("و", "ال", "وال"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a trade war begins", [(2, 11, "trade_war")]),
        ("war and trade wars", [(0, 3, "war"), (8, 18, "trade_war")]),
        ("the defence ministers", [(4, 21, "defence_minister")]),
        ("defence secretary", [(0, 7, "defence")]),
        # Clitics belong to the word
        ("والجيش", [(0, 6, "army")]),
        ("تجيش", []),
        # Thai has no spaces, but its syllables are whole
        ("นายทหารไทย", [(3, 7, "troops")]),
        ("ขึ้นศาลวันนี้", [(4, 7, "court")]),
        ("ศาลา", []),
        ("โทร.", []),
        ("", []),
    ],
)
def test_the_longest_of_overlapping_findings_stays(
    text: str, expected: list[tuple[int, int, str]]
) -> None:
    assert [match[:3] for match in matcher().find(text)] == expected


def test_of_two_forms_spelled_alike_the_first_counts() -> None:
    folder = Folder()
    [own], [name] = parse("ila", folder), parse("ila", folder)

    assert Matcher([(own, "own"), (name, "name")]).find("ila") == [Match(0, 3, "own", "ila")]


@pytest.mark.parametrize("text", ["a" * 300_000, "war " * 75_000, "defence" * 40_000])
def test_hostile_texts_take_linear_time(text: str) -> None:
    started = time.perf_counter()

    matcher().find(text)

    assert time.perf_counter() - started < 3.0
