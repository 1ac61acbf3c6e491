"""Folding: comparable texts, with offsets that lead back."""

import pytest

from worker.classify.fold import Folder, fold_character


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        # Case and accents
        ("Défense", "defense"),
        ("STREITKRÄFTE", "streitkrafte"),
        ("Großmanöver GROSSMANÖVER", "grossmanover grossmanover"),
        # Turkish dotted and dotless i, Azerbaijani schwa
        ("İSTİKLAL ılık", "istiklal ilik"),
        ("MÜDAFİƏ", "mudafiə"),
        # Russian and Ukrainian
        ("Ёлка йод", "елка иод"),
        ("Її", "іі"),
        # Greek accents and the final sigma
        ("ΣΤΡΑΤΟΣ στρατός", "στρατοσ στρατοσ"),
        # Arabic alef, yeh, teh marbuta; Persian yeh, kaf and the non-joiner
        ("أإآٱ", "اااا"),
        ("وزارة", "وزاره"),
        ("کی", "كي"),
        ("آتش‌بس", "اتش بس"),
        # The dot below of Hindi and Bengali, joined or not; the voicing of kana is no accent
        ("\u095e\u094c\u091c \u092b\u093c\u094c\u091c", "\u092b\u094c\u091c \u092b\u094c\u091c"),
        ("\u09df \u09af\u09bc", "\u09af \u09af"),
        ("ミグ", "ミグ"),
        # Widths, dashes, apostrophes, spaces of any kind
        ("ＮＡＴＯ", "nato"),
        ("F–35", "f-35"),
        ("l’armée", "l'armee"),
        ("a\u00a0b\nc\x00d", "a b c d"),
    ],
)
def test_what_readers_take_for_the_same_is_folded_alike(written: str, folded: str) -> None:
    assert Folder().fold(written).text == folded


@pytest.mark.parametrize("text", ["İstanbul ﬁ ½ 각 ㍿ ﷺ", "Straße", "👨‍👩‍👧", "دِفَاعٌ"])
def test_no_character_becomes_more_than_one(text: str) -> None:
    assert all(len(fold_character(char)) == 1 for char in text)


@pytest.mark.parametrize(
    ("written", "found", "original"),
    [
        ("die Ar\u00admee", "armee", "Ar\u00admee"),  # soft hyphen
        ("في الدِّفَاعِ", "الدفاع", "الدِّفَاع"),  # vowel marks
        ("الـجـيـش", "الجيش", "الـجـيـش"),  # tatweel
        ("De\u0301fense", "defense", "De\u0301fense"),  # combining accent
        ("\u200fNATO\u200e", "nato", "NATO"),  # direction marks
    ],
)
def test_offsets_lead_back_over_dropped_marks(written: str, found: str, original: str) -> None:
    folded = Folder().fold(written)
    at = folded.text.index(found)

    start, end = folded.span(at, at + len(found))

    assert written[start:end] == original


def test_variants_stand_for_their_usual_form() -> None:
    assert Folder({"國": "国", "軍": "军"}).fold("國軍").text == "国军"


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Hải QUÂN", "hải quân"),
        ("Ha\u0309i qua\u0302n Đ", "hải quân đ"),  # accents written apart
        ("ＮＡＴＯ–Ё", "nato-е"),
    ],
)
def test_accents_stay_where_they_make_other_words(written: str, folded: str) -> None:
    assert Folder(keeps_accents=True).fold(written).text == folded


def test_offsets_lead_back_over_accents_written_apart() -> None:
    folded = Folder(keeps_accents=True).fold("ta\u0300u nga\u0300y")

    assert folded.text == "tàu ngày"
    assert folded.span(4, 7) == (5, 8)
