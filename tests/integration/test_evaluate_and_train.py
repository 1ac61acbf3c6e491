"""`vedette evaluate` and `vedette train`, as people run them."""

import json
from pathlib import Path

import pytest
from support.programs import environment, vedette

HARD = Path(__file__).parent.parent / "unit" / "classify" / "hard.jsonl"


def run(folder: Path, *arguments: str, status: int = 0, **extra: str) -> str:
    result = vedette(*arguments, env={**environment(folder), **extra}, folder=folder)
    shown = result.stdout.decode() + result.stderr.decode()
    assert result.returncode == status, shown
    return shown


def write(folder: Path, *rows: dict) -> str:
    (folder / "gold.jsonl").write_text("\n".join(map(json.dumps, rows)))
    return "gold.jsonl"


def test_evaluate_measures_and_lists_confusions(tmp_path: Path) -> None:
    found = json.loads(run(tmp_path, "evaluate", str(HARD), "--floor", "0", "--json"))

    assert found["items"] == sum(found["labels"].values()) == len(HARD.read_text().splitlines())
    assert {"f1", "precision", "recall", "average_precision", "calibration_error"} <= set(
        found["overall"]
    )
    low, high = found["overall"]["f1_interval"]
    assert low <= found["overall"]["f1"] <= high
    assert all(one["label"] in {0, 2} for one in found["confusions"])
    assert "macro F1" in run(tmp_path, "evaluate", str(HARD), "--floor", "0")
    assert not (tmp_path / "data").exists()


def test_a_language_below_the_floor_is_flagged_and_ends_with_status_1(tmp_path: Path) -> None:
    text = "Football: the goalkeeper saved a penalty in the league match, and the coach was glad."
    rows = [{"id": n, "title": None, "text": text, "label": 2, "lang": "en"} for n in range(6)]

    shown = run(tmp_path, "evaluate", write(tmp_path, *rows), status=1)

    assert "below the floor of 0.8: en" in shown
    assert "6 confusions" in shown


def test_two_models_are_compared(tmp_path: Path) -> None:
    shown = run(tmp_path, "evaluate", str(HARD), "--floor", "0", "--compare", "shipped", "present")

    assert "0 items mended, 0 broken, 0 decisions changed" in shown


@pytest.mark.parametrize(
    ("row", "parts"),
    [
        ({"id": 1, "text": "x", "label": 3}, ["line 1", "`label` is 3", "0, 1 or 2"]),
        ({"id": 1, "text": 5, "label": 2}, ["line 1", "`text` is no text"]),
        ({"id": 1, "text": "x", "label": 2, "topics": ["wars"]}, ["'wars'", "operations"]),
        ([], ["line 1", "no object"]),
    ],
)
def test_a_row_that_is_none_is_named(tmp_path: Path, row: dict, parts: list[str]) -> None:
    shown = run(tmp_path, "evaluate", write(tmp_path, row), status=2)

    assert all(part in shown for part in parts), shown


def test_nothing_to_measure_or_to_learn_from(tmp_path: Path) -> None:
    assert "give a file" in run(tmp_path, "evaluate", status=2)
    assert "give --data" in run(tmp_path, "train", status=2)
    few = write(tmp_path, {"id": 1, "text": "x", "label": 2})
    assert "too few" in run(tmp_path, "train", "--data", few, status=2)
    assert "no judgements yet" in run(tmp_path, "evaluate", "--judgements", status=2)


def test_a_dry_run_measures_and_writes_nothing(tmp_path: Path) -> None:
    shown = run(tmp_path, "train", "--data", str(HARD), "--dry-run", "--output", "out")

    assert "nothing was written" in shown
    assert not (tmp_path / "out").exists()


def test_trained_weights_are_written_whole_and_used(tmp_path: Path) -> None:
    run(tmp_path, "train", "--data", str(HARD), "--output", "out")

    weights = tmp_path / "out" / "weights.json"
    assert json.loads(weights.read_text())["description"]["data"]["items"] == 69
    assert list(weights.parent.iterdir()) == [weights]
    found = json.loads(
        run(
            tmp_path, "evaluate", str(HARD), "--floor", "0", "--json",
            "--compare", "shipped", "present", VEDETTE_CLASSIFY__WEIGHTS_FILE=str(weights),
        )
    )  # fmt: skip
    assert found["compared"]["before"]["model"] != found["compared"]["after"]["model"]
    assert found["compared"]["after"]["f1"] >= found["compared"]["before"]["f1"]
