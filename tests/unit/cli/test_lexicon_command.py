"""`vedette lexicon`: faults and remarks, coverage, and how a text is read."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from worker.cli import app


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


def run(*arguments: str, text: str | None = None) -> Result:
    return CliRunner().invoke(app, ["lexicon", *arguments], input=text)


def test_the_shipped_lexicon_has_no_fault() -> None:
    shown = run("check")

    assert shown.exit_code == 0, shown.output
    assert "no fault" in shown.stdout
    assert "--all" in shown.stdout


def test_faults_of_own_files_are_told_at_once_with_their_lines(tmp_path: Path) -> None:
    (tmp_path / "en.toml").write_text('army = [\n"ar*",\n]\nnope = ["x1"]\n', encoding="utf-8")
    (tmp_path / "xx.toml").write_text("army = 1", encoding="utf-8")

    shown = run("check", "--folder", str(tmp_path), "--json")

    assert shown.exit_code == 1
    faults = json.loads(shown.stdout)["faults"]
    assert [(Path(f["file"]).name, f["line"], f["entry"]) for f in faults] == [
        ("en.toml", 2, "army"),
        ("en.toml", 4, "nope"),
        ("xx.toml", 1, "army"),
    ]
    assert all(fault["advice"] for fault in faults)


def test_remarks_are_made_on_own_files_alone(tmp_path: Path) -> None:
    (tmp_path / "de.toml").write_text('army = ["tor*"]\nwarship = ["nato"]\n', encoding="utf-8")

    shown = run("check", "--folder", str(tmp_path), "--json")

    assert shown.exit_code == 0
    kinds = {(one["kind"], one["line"]) for one in json.loads(shown.stdout)["remarks"]}
    assert kinds == {("opposed", 1), ("short", 1), ("name", 2)}


def test_coverage_is_sorted_and_names_what_is_missing() -> None:
    rows = json.loads(run("coverage", "--json").stdout)

    shares = [row["share"] for row in rows]
    assert shares == sorted(shares, reverse=True)
    assert len(rows) >= 35
    assert all(0.5 <= row["share"] <= 1 and row["forms"] > 500 for row in rows)

    concepts = json.loads(run("coverage", "--language", "en", "--json").stdout)
    assert {"concept", "forms", "names", "examples", "weight", "meaning"} <= concepts[0].keys()
    assert "warship" in run("coverage", "-l", "en").stdout


def test_coverage_of_an_unknown_language_names_the_known_ones() -> None:
    result = run("coverage", "--language", "xx")

    assert "there are ar az" in str(result.exception)


def test_a_text_is_shown_with_its_findings_in_place() -> None:
    shown = run("try", "The navy ordered frigates. The goal\u00adkeeper smiled.", "-l", "en")

    assert shown.exit_code == 0, shown.output
    assert "[+navy]" in shown.stdout
    assert "[-goal" in shown.stdout
    assert "goalkeeper*" in shown.stdout  # the form that found it


def test_a_trial_as_json_tells_how_words_were_compared() -> None:
    shown = run("try", "-", "--title", "Rüstungsexport", "-l", "de", "--json", text="Großmanöver")

    tried = json.loads(shown.stdout)
    assert tried["language"] == "de"
    assert {(f["field"], f["surface"], f["folded"]) for f in tried["findings"]} == {
        ("title", "Rüstungsexport", "rustungsexport"),
        ("text", "Großmanöver", "grossmanover"),
    }
    assert tried["concepts"][0].keys() == {"concept", "weight", "mass", "added", "meaning"}


def test_an_empty_text_is_refused() -> None:
    assert "empty" in str(run("try", " ").exception)


def test_own_words_are_tried(tmp_path: Path) -> None:
    (tmp_path / "en.toml").write_text('warship = ["xebec*"]', encoding="utf-8")

    shown = run("try", "Two xebecs.", "-l", "en", "--folder", str(tmp_path), "--json")

    assert [one["form"] for one in json.loads(shown.stdout)["findings"]] == ["xebec*"]
