"""Evidence in its place: what is coloured or marked is what the offsets say."""

from typing import Any

import pytest

from worker.cli.evidence_view import (
    AGAINST_STYLE,
    FOR_STYLE,
    elsewhere,
    highlighted,
    in_brief,
    opinion_in_brief,
)


def found(text: str, words: str, weight: float, concept: str = "c", field: str = "text") -> Any:
    start = text.index(words)
    return {
        "concept": concept, "surface": words, "field": field, "weight": weight,
        "start": start, "end": start + len(words),
    }  # fmt: skip


TEXT = "The navy 🚢 wants frigates.\nIts lawyer defends Fregatten."


def test_findings_are_coloured_in_place() -> None:
    evidence = [found(TEXT, "frigates", 2.0), found(TEXT, "lawyer", -1.0)]

    shown = highlighted(TEXT, evidence, "text")

    assert shown.plain == TEXT
    spans = [(shown.plain[s.start : s.end], s.style) for s in shown.spans]
    assert spans == [("frigates", FOR_STYLE), ("lawyer", AGAINST_STYLE)]


def test_where_colours_can_not_be_seen_findings_are_marked() -> None:
    evidence = [found(TEXT, "frigates", 2.0), found(TEXT, "lawyer", -1.0)]

    shown = highlighted(TEXT, evidence, "text", is_marked=True).plain

    assert shown == "The navy 🚢 wants [+frigates].\nIts [-lawyer] defends Fregatten."


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        # the longer of two that begin together; what overlaps the one before is left
        (("navy", "navy 🚢"), "The [+navy 🚢] wants"),
        (("The navy", "navy 🚢"), "[+The navy] 🚢 wants"),
        # a part's findings only where all of them is in it
        (("wants frigates",), "The navy 🚢 wants"),
    ],
)
def test_overlaps_and_edges(words: tuple[str, ...], shown: str) -> None:
    evidence = [found(TEXT, one, 1.0) for one in words]

    assert highlighted(TEXT, evidence, "text", end=16, is_marked=True).plain == shown


def test_findings_of_another_field_are_left_out() -> None:
    evidence = [found(TEXT, "navy", 1.0, field="title")]

    assert highlighted(TEXT, evidence, "text", is_marked=True).plain == TEXT


def test_a_strangers_text_controls_no_terminal() -> None:
    text = "\x1b[2Jnavy\u202e\u2066 x"

    shown = highlighted(text, [found(text, "navy", 1.0)], "text", is_marked=True).plain

    assert shown == " [2J[+navy]   x"


def test_strong_words_further_down_are_shown_in_their_context() -> None:
    text = f"{'lead ' * 40}{'x ' * 200}the frigate sails{' y' * 200} the army{' z' * 99}"
    evidence = [found(text, "army", 3.0), found(text, "frigate", 2.0), found(text, "lead", 1.0)]

    lines = elsewhere(text, evidence, after=200, at_most=3, is_marked=True)

    assert ["[+army]" in line.plain for line in lines] == [True, False]
    assert "x the [+frigate] sails y" in lines[1].plain
    assert lines[0].plain.startswith("… y y y ")
    assert all(line.plain.startswith("… ") and len(line.plain) < 200 for line in lines)
    assert len(elsewhere(text, evidence, after=200, at_most=1)) == 1


def test_one_side_in_brief() -> None:
    evidence = [
        found(TEXT, "frigates", 2.0, "frigate"), found(TEXT, "Fregatten", 1.5, "frigate"),
        found("Navy", "Navy", 1.1, "navy", "title"), found(TEXT, "navy", 1.0, "navy"),
        found(TEXT, "lawyer", -1.0, "court"),
    ]  # fmt: skip

    assert in_brief(evidence, is_for=True) == "frigate (frigates, Fregatten), navy (Navy)"
    assert in_brief(evidence, is_for=True, at_most=1) == "frigate (frigates, Fregatten), 1 more"
    assert in_brief(evidence, is_for=False) == "court (lawyer)"
    assert in_brief([], is_for=False) == ""


@pytest.mark.parametrize(
    ("score", "note", "shown"),
    [
        (0.819, "A frigate.", "model:x says 0.82: A frigate."),
        (0.0, "", "model:x says 0.00"),
        (None, "HTTP 500", "model:x gave none: HTTP 500"),
        (0.5, "two\nlines", "model:x says 0.50: two lines"),
    ],
)
def test_a_second_opinion_is_one_line(score: float | None, note: str, shown: str) -> None:
    assert opinion_in_brief({"by": "model:x", "score": score, "note": note}) == shown
