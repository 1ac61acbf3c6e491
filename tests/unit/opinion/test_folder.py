"""A model's folder: what it must have is said in one sentence; how much a model reads."""

import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest

from worker.errors import SettingsError
from worker.opinion.folder import open_folder

CONFIG = {"id2label": {"0": "other", "1": "defence"}}


def made(path: Path, config: Any = CONFIG, **files: Any) -> Path:
    path.mkdir()
    for name in ("model.onnx", "tokenizer.json"):
        (path / name).write_text("x")
    (path / "config.json").write_text(config if isinstance(config, str) else json.dumps(config))
    for name, content in files.items():
        (path / f"{name}.json").write_text(json.dumps(content))
    return path


def message(path: Path | None) -> str:
    with pytest.raises(SettingsError) as caught:
        open_folder(path)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_whole_folder_is_understood(tmp_path: Path) -> None:
    folder = open_folder(made(tmp_path / "defence-xlm"))

    assert folder.name == "defence-xlm"
    assert (folder.labels.yes, folder.labels.is_nli) == (1, False)
    assert folder.model_file == tmp_path / "defence-xlm" / "model.onnx"


def test_the_model_may_lie_in_a_folder_of_its_own(tmp_path: Path) -> None:
    path = made(tmp_path / "m")
    (path / "onnx").mkdir()
    (path / "model.onnx").rename(path / "onnx" / "model.onnx")

    assert open_folder(path).model_file == path / "onnx" / "model.onnx"


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        ("model.onnx", "has no model.onnx or onnx/model.onnx; `optimum-cli export onnx"),
        ("tokenizer.json", "has no tokenizer.json"),
        ("config.json", "has no config.json"),
    ],
)
def test_a_missing_file_is_named(tmp_path: Path, missing: str, words: str) -> None:
    path = made(tmp_path / "m")
    (path / missing).unlink()

    assert words in message(path)


@pytest.mark.parametrize(
    ("config", "words"),
    [
        ("{", "can't be read"),
        ("[]", "is no JSON object"),
        ({"id2label": {"0": "cats", "1": "dogs"}}, "none of its labels (cats, dogs)"),
    ],
)
def test_a_config_that_says_nothing_is_named(tmp_path: Path, config: Any, words: str) -> None:
    assert words in message(made(tmp_path / "m", config))


def test_no_folder_and_no_extra_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "opinion.model_dir is not set" in message(None)
    assert "is no folder" in message(tmp_path / "nowhere")
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert "pip install 'vedette[opinion]'" in message(made(tmp_path / "m"))


@pytest.mark.parametrize(
    ("config", "tokenizer", "tokens"),
    [
        ({}, None, 512),
        ({"max_position_embeddings": 256}, None, 256),
        ({"max_position_embeddings": 8192}, None, 1024),
        ({"max_position_embeddings": 514, "model_type": "xlm-roberta", "pad_token_id": 1},
         None, 512),
        ({"max_position_embeddings": 514, "model_type": "roberta"}, None, 512),
        ({"max_position_embeddings": 512}, {"model_max_length": 128}, 128),
        ({"max_position_embeddings": 512}, {"model_max_length": int(1e30)}, 512),
        ({}, {"model_max_length": int(1e30)}, 1024),
        ({"max_position_embeddings": "many"}, {"model_max_length": True}, 512),
        ({"max_position_embeddings": -1}, None, 512),
    ],
)  # fmt: skip
def test_how_many_tokens_a_model_reads(
    tmp_path: Path, config: dict[str, Any], tokenizer: Any, tokens: int
) -> None:
    files = {} if tokenizer is None else {"tokenizer_config": tokenizer}

    assert open_folder(made(tmp_path / "m", CONFIG | config, **files)).max_tokens == tokens


def test_another_model_in_the_same_folder_has_another_fingerprint(tmp_path: Path) -> None:
    path = made(tmp_path / "m")
    before = open_folder(path).fingerprint
    assert open_folder(path).fingerprint == before

    (path / "model.onnx").write_text("other weights")
    assert open_folder(path).fingerprint != before
