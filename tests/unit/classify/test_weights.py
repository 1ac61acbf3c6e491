"""The file of weights: what is shipped is sound, and what is not sound is refused by name."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from worker.classify.classifier import Classifier
from worker.classify.lexicon import load_lexicon
from worker.classify.weights import as_document, load_weights, parse_weights, shipped_file
from worker.errors import SettingsError
from worker.settings import ClassifySettings, config_dir

SHIPPED: dict[str, Any] = json.loads(shipped_file().read_text(encoding="utf-8"))


def test_what_is_shipped_loads_and_tells_how_it_was_trained() -> None:
    weights = load_weights(shipped_file())

    assert weights.description["data"]["items"] > 500
    assert set(weights.description["cross_validated"]) >= {"f1", "calibration_error"}


def test_a_document_comes_back_as_it_went() -> None:
    weights = load_weights(shipped_file())

    again = parse_weights(json.loads(json.dumps(as_document(weights))), Path("x"))

    assert again == weights


def change(path: str, value: Any) -> Callable[[dict[str, Any]], None]:
    def changed(document: dict[str, Any]) -> None:
        *way, last = path.split(".")
        for name in way:
            document = document[name]
        if value is KeyError:
            del document[last]
        else:
            document[last] = value

    return changed


@pytest.mark.parametrize(
    ("path", "value", "parts"),
    [
        ("format", 2, ["format", "2", "reads 1"]),
        ("name", "", ["name", "no text"]),
        ("description", [], ["description", "no object"]),
        ("score", KeyError, ["lacks score"]),
        ("score.bias", KeyError, ["score", "lacks bias"]),
        ("score.bias", "1", ["score.bias", "'1'", "-50 to 50"]),
        ("score.bias", True, ["score.bias", "True"]),
        ("score.bias", float("nan"), ["score.bias", "nan"]),
        ("score.for_scale", -1, ["score.for_scale", "-1", "0 to 50"]),
        ("score.features.colour", 1, ["score.features.colour", "no input"]),
        ("score.features", [], ["score.features", "no object"]),
        ("score.concepts.army", 1e9, ["score.concepts.army", "1000000000"]),
        ("extra", 1, ["has extra"]),
        ("topics.war", {}, ["topics", "has war"]),
        ("topics.policy", KeyError, ["topics", "lacks policy"]),
        ("topics.policy.inputs.x", 1, ["topics.policy.inputs.x", "no input"]),
        ("topics.threshold", 2, ["topics.threshold", "0 to 1"]),
    ],
)
def test_a_damaged_file_is_named_with_its_reason(
    tmp_path: Path, path: str, value: Any, parts: list[str]
) -> None:
    document = copy.deepcopy(SHIPPED)
    change(path, value)(document)
    file = tmp_path / "weights.json"
    file.write_text(json.dumps(document))

    with pytest.raises(SettingsError) as refused:
        load_weights(file)

    assert all(part in str(refused.value) for part in [str(file), *parts]), refused.value


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff", b"[" * 100_000])
def test_what_is_no_json_object_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "weights.json"
    file.write_bytes(content)

    with pytest.raises(SettingsError, match=r"weights\.json"):
        load_weights(file)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    settings = ClassifySettings(weights_file=tmp_path / "none.json")

    with pytest.raises(SettingsError, match=r"none\.json"):
        Classifier(settings, load_lexicon(config_dir() / "lexicon"))


def test_the_version_follows_the_numbers_and_not_the_description(tmp_path: Path) -> None:
    lexicon = load_lexicon(config_dir() / "lexicon")

    def version(path: str, value: Any) -> str:
        document = copy.deepcopy(SHIPPED)
        change(path, value)(document)
        file = tmp_path / "weights.json"
        file.write_text(json.dumps(document))
        return Classifier(ClassifySettings(weights_file=file), lexicon).version

    shipped = Classifier(ClassifySettings(), lexicon).version
    assert version("description", {"note": "x"}) == shipped
    assert version("score.bias", 0.123) != shipped
    assert version("topics.policy.bias", 0.123) != shipped
