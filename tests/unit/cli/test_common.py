"""Moments, JSON and cells."""

import io
import json
import sys
from datetime import UTC, datetime, timedelta, timezone

import pytest

from worker.cli import common
from worker.errors import InputError

MOMENTS = [
    ("2026-11-24", datetime(2026, 11, 24, tzinfo=UTC)),
    (" 2026-11-24T08:00 ", datetime(2026, 11, 24, 8, tzinfo=UTC)),
    ("2026-11-24T08:00:00Z", datetime(2026, 11, 24, 8, tzinfo=UTC)),
    ("2026-11-24T08:00+02:00", datetime(2026, 11, 24, 6, tzinfo=UTC)),
]
AGES = [("90m", 90 * 60), ("24h", 86_400), ("7d", 7 * 86_400), ("2 w", 14 * 86_400), ("0m", 0)]
NO_MOMENTS = ["", "soon", "24", "h", "-5d", "1.5h", "24 hours", "2026-13-01", "2026-11-24T25:00"]
NO_MOMENTS += ["9" * 30 + "d", "9999999d", "9" * 5000 + "m", "0001-01-01T00:00+10:00", "24h\x00"]


@pytest.mark.parametrize(("text", "moment"), MOMENTS)
def test_a_date_is_a_moment_in_utc(text: str, moment: datetime) -> None:
    found = common.since(text)
    assert found == moment
    assert found is not None
    assert found.tzinfo is UTC


@pytest.mark.parametrize(("text", "seconds"), AGES)
def test_an_age_counts_back_from_now(text: str, seconds: int) -> None:
    found = common.since(text)
    assert found is not None
    assert abs(datetime.now(UTC) - timedelta(seconds=seconds) - found) < timedelta(seconds=5)


def test_no_moment_was_asked_for() -> None:
    assert common.since(None) is None


@pytest.mark.parametrize("text", NO_MOMENTS, ids=lambda text: ascii(text)[:30])
def test_what_is_no_moment_is_refused_with_examples(text: str) -> None:
    with pytest.raises(InputError, match="give 2026-11-24"):
        common.since(text)


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1", "ascii"])
def test_json_comes_out_whatever_the_terminal_can_show(
    encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    value = {"title": "Фрегат é", "odd": "a\udcffb", "at": datetime(2026, 11, 24, tzinfo=UTC)}
    out = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    monkeypatch.setattr(sys, "stdout", out)
    common.print_json_line(value)
    common.print_json([value])
    out.seek(0)
    line, rest = out.read().split("\n", 1)
    assert json.loads(line) == value | {"at": "2026-11-24T00:00:00+00:00"}
    assert json.loads(rest) == [json.loads(line)]


def test_json_holds_no_character_that_moves_a_cursor_or_turns_text() -> None:
    hostile = "\x9b2J\x7f\x85\u2028\u202e\u2066\ufeff\U000e0041\ud800"
    document = common.json_document({"title": hostile, hostile: "Фрегат 🚢"}, indent=2)

    assert all(character.isprintable() or character == "\n" for character in document)
    assert "Фрегат 🚢" in document
    assert json.loads(document) == {"title": hostile, hostile: "Фрегат 🚢"}


def test_a_cell_leaves_words_whole_that_are_spelled_with_joiners() -> None:
    assert common.cell("نمی\u200cخواهم").plain == "نمی\u200cخواهم"


def test_a_cell_shows_no_control_characters_and_reads_no_markup() -> None:
    assert common.cell("[red]a\x1b[31m\nb\u202e[/red]").plain == "[red]a [31m b [/red]"
    assert common.cell(None).plain == ""
    assert common.cell(0).plain == "0"


def test_moments_are_shown_in_utc() -> None:
    east = timezone(timedelta(hours=2))
    assert common.moment(datetime(2026, 11, 24, 8, tzinfo=east)) == "2026-11-24 06:00:00"
    assert common.moment(None) == ""


def test_evidence_is_shown_once_for_each_word_with_its_sign() -> None:
    found = [("Frigate", 2.0), ("frigate", 1.0), ("football", -1.5), ("navy", 1.0), ("army", 0.5)]
    evidence = [{"surface": surface, "weight": weight} for surface, weight in found]
    assert common.evidence_shown(evidence) == "+Frigate, -football, +navy"
