"""The notation of surface forms."""

import pytest

from worker.classify.fold import Folder
from worker.classify.matcher import Matcher
from worker.classify.notation import NotationError, parse


def finds(form: str, text: str) -> list[str]:
    folded = Folder().fold(text).text
    matcher = Matcher((parsed, "it") for parsed in parse(form, Folder()))
    return [folded[match.start : match.end] for match in matcher.find(folded)]


@pytest.mark.parametrize(
    ("form", "text", "found"),
    [
        # The word itself
        ("navy", "The Navy sails", ["navy"]),
        ("navy", "navyman, unnavy", []),
        ("navy", "l'navy (navy)", ["navy", "navy"]),
        # A word that begins so: the finding is the whole word
        ("frigat*", "two frigates", ["frigates"]),
        ("frigat*", "a subfrigate", []),
        # A word that holds it
        ("*geschwader*", "Jagdgeschwaders Nord", ["jagdgeschwaders"]),
        # Phrases, with stems inside
        ("министр* оборон*", "Министра обороны РФ", ["министра обороны"]),
        ("министр* оборон*", "министр культуры", []),
        # Any one word in between
        ("minister * defence", "minister of defence", ["minister of defence"]),
        ("minister * defence", "minister of the defence", []),
        # A space stands for a hyphen, a hyphen for itself only
        ("air strike", "an air-strike and an air strike", ["air-strike", "air strike"]),
        ("chief of staff", "chief-of-staff", ["chief-of-staff"]),
        ("s-400", "Boeing's 400 planes, the S-400", ["s-400"]),
        # Two syllables of Hangul are a stem; a vowel sign is a part of its word
        ("전쟁*", "우크라이나 전쟁은 전쟁터", ["전쟁은", "전쟁터"]),
        ("सैनिक* की तैनाती", "सैनिकों की तैनाती", ["सैनिकों की तैनाती"]),
        # Scripts without spaces
        ("战争", "这场战争结束", ["战争"]),
        ("nato", "对NATO说", ["nato"]),
    ],
)
def test_a_form_finds_what_its_notation_says(form: str, text: str, found: list[str]) -> None:
    assert finds(form, text) == found


def test_braces_stand_for_each_of_their_spellings() -> None:
    spellings = [form.spelling for form in parse("defen{c,s}e minist{er,ry}", Folder())]

    assert spellings == [
        "defence minister",
        "defence ministry",
        "defense minister",
        "defense ministry",
    ]


@pytest.mark.parametrize(
    ("form", "reason"),
    [
        ("", "empty once folded"),
        ("  - ", "empty once folded"),
        ("\u064b\u064c", "empty once folded"),
        ("*", "empty once folded"),
        ("ab*", "too short"),
        ("*abc*", "too short"),
        ("x", "too short"),
        ("战", "too short"),
        ("min*ster", "star inside a word"),
        ("to* war", "stem shorter"),
        ("* war", "star inside a word"),
        ("defen{c,se", "brace"),
        ("defence}", "brace"),
    ],
)
def test_a_malformed_form_is_refused_with_its_reason(form: str, reason: str) -> None:
    with pytest.raises(NotationError, match=reason):
        list(parse(form, Folder()))
