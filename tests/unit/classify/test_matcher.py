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


@pytest.mark.parametrize(
    ("forms", "text", "expected"),
    [
        # Many forms share a piece; the letters of another word tell them apart
        (
            ["militar* academ*", "militar* base*", "militar* aca* of"],
            "two military academies, a military base",
            ["military academies", "military base"],
        ),
        (["minister* of war", "secretar* of war"], "the secretary of war", ["secretary of war"]),
        (["minister * war", "minister * peace"], "minister for war", ["minister for war"]),
        (["general* staff* of*"], "general-staffs of a", ["general-staffs of"]),
        (["general* staff* of*"], "general, staffs of a", []),
        (["air defen* syst*"], "air defence  systems", []),
        # Hyphens, dots and apostrophes stand for themselves, spaces for hyphens too
        (["u.s. navy", "s-400"], "the U.S. Navy's S-400", ["u.s. navy", "s-400"]),
        (["u.s. navy", "s-400"], "us navy s 400 u.s, navy", []),
        (["trade war"], "trade war, trade-war, trade. war, trade; war", ["trade war", "trade-war"]),
        ([".50 calib*", "c++"], "a .50 calibre in c++, x.50", [".50 calibre", "c++"]),
        # A letter of an unspaced script ends a word of a spaced one, and the other way round
        (["해군*", "莱茵金属"], "美해군은 莱茵金属", ["해군은", "莱茵金属"]),
        (["f35戦闘机", "navy"], "f35戦闘机", ["f35戦闘机"]),
        # A word that holds it, to both ends, at the ends of the text
        (["*geschwader*"], "jagdgeschwadern", ["jagdgeschwadern"]),
        (["navy"], "navy", ["navy"]),
        (["*tank*"], "a" * 99 + "tank" + "b" * 99, ["a" * 40 + "tank" + "b" * 40]),
    ],
)  # fmt: skip
def test_forms_are_found_by_their_pieces(forms: list[str], text: str, expected: list[str]) -> None:
    folder = Folder()
    one = Matcher((form, written) for written in forms for form in parse(written, folder))
    folded = folder.fold(text).text

    assert [folded[match.start : match.end] for match in one.find(folded)] == expected


def test_a_matcher_that_is_not_traced_finds_the_same() -> None:
    folder = Folder()
    forms = [(form, c) for written, c in FORMS.items() for form in parse(written, folder)]
    text = "a trade war, defence ministers, والجيش, นายทหารไทย"

    mute = Matcher(forms, is_traced=False)

    assert mute.concepts(text) == [
        (match.concept, match.start, match.end) for match in Matcher(forms).find(text)
    ]
    assert {match.spelling for match in mute.find(text)} == {""}


def test_of_two_forms_spelled_alike_the_first_counts() -> None:
    folder = Folder()
    [own], [name] = parse("ila", folder), parse("ila", folder)

    assert Matcher([(own, "own"), (name, "name")]).find("ila") == [Match(0, 3, "own", "ila")]


@pytest.mark.parametrize("text", ["a" * 300_000, "war " * 75_000, "defence" * 40_000])
def test_hostile_texts_take_linear_time(text: str) -> None:
    started = time.perf_counter()

    matcher().find(text)

    assert time.perf_counter() - started < 3.0
