"""The folder of a local model: which files it must have, and what its config.json says.

`optimum-cli export onnx --model NAME FOLDER` makes such a folder. Everything is checked at once, so
that a wrong one stops the start and not an article; the weights themselves are not loaded here.
"""

import hashlib
import importlib.util
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from worker.errors import SettingsError
from worker.opinion.labels import Labels, read_labels

#: Where exports put the model; the first that is there is taken.
MODEL_PATHS = ("model.onnx", "onnx/model.onnx")
TOKENIZER_PATH, CONFIG_PATH, TOKENIZER_CONFIG_PATH = (
    "tokenizer.json",
    "config.json",
    "tokenizer_config.json",
)
EXTRA = ("onnxruntime", "tokenizers", "numpy")
#: Where neither config says how much the model can read.
_LENGTH_DEFAULT = 512
#: Longer inputs take long on one core, and the beginning of an article says what it is about.
_LENGTH_MAX = 1024
_LENGTH_MIN = 16  # less is no text; such a number means something else
#: Their positions are counted from the padding token's id on, so that fewer are left.
_ROBERTAS = ("roberta", "xlm-roberta", "camembert", "xlm-roberta-xl", "longformer", "mpnet")


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFolder:
    """A model, ready to be loaded."""

    name: str
    model_file: Path
    tokenizer_file: Path
    labels: Labels
    max_tokens: int  #: of one input, special tokens included
    fingerprint: str  #: another one where config or weights were replaced


def open_folder(path: Path | None) -> ModelFolder:
    """Look at a model's folder.

    Raises:
        SettingsError: the setting is empty, a file is missing or malformed, or the extra is not
            installed.
    """
    if path is None:
        raise SettingsError("opinion.kind is model, and opinion.model_dir is not set")
    _require_extra()
    if not path.is_dir():
        raise SettingsError(f"opinion.model_dir: {path} is no folder")
    model_file = next((path / one for one in MODEL_PATHS if (path / one).is_file()), None)
    if model_file is None:
        raise _missing(path, " or ".join(MODEL_PATHS))
    tokenizer_file = path / TOKENIZER_PATH
    if not tokenizer_file.is_file():
        raise _missing(path, TOKENIZER_PATH)
    config = _json(path / CONFIG_PATH, path)
    try:
        labels = read_labels(config)
    except ValueError as error:
        raise SettingsError(f"opinion.model_dir: {path / CONFIG_PATH}: {error}") from None
    return ModelFolder(
        name=path.resolve().name,
        model_file=model_file,
        tokenizer_file=tokenizer_file,
        labels=labels,
        max_tokens=_max_tokens(config, path),
        fingerprint=_fingerprint(config, model_file),
    )


def _require_extra() -> None:
    missing = [name for name in EXTRA if importlib.util.find_spec(name) is None]
    if missing:
        raise SettingsError(
            f"opinion.kind is model, which needs {', '.join(missing)}: "
            "pip install 'vedette[opinion]', or set opinion.kind=off"
        )


def _missing(path: Path, name: str) -> SettingsError:
    return SettingsError(
        f"opinion.model_dir: {path} has no {name}; "
        "`optimum-cli export onnx --model NAME FOLDER` makes such a folder"
    )


def _json(file: Path, path: Path) -> dict[str, Any]:
    try:
        document = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise _missing(path, file.name) from None
    except (OSError, ValueError, RecursionError) as error:
        raise SettingsError(f"opinion.model_dir: {file} can't be read: {error}") from None
    if not isinstance(document, dict):
        raise SettingsError(f"opinion.model_dir: {file} is no JSON object")
    return document


def _max_tokens(config: dict[str, Any], path: Path) -> int:
    limits = []
    positions = _integer(config, "max_position_embeddings")
    if positions is not None:
        padding = _integer(config, "pad_token_id") or 1
        taken = padding + 1 if config.get("model_type") in _ROBERTAS else 0
        limits.append(positions - taken)
    if (path / TOKENIZER_CONFIG_PATH).is_file():
        known = _integer(_json(path / TOKENIZER_CONFIG_PATH, path), "model_max_length")
        limits.extend([] if known is None else [known])
    known_limits = [one for one in limits if one >= _LENGTH_MIN]  # "none" is written as 10^30
    return min(_LENGTH_MAX, *known_limits) if known_limits else _LENGTH_DEFAULT


def _integer(config: dict[str, Any], name: str) -> int | None:
    value = config.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _fingerprint(config: dict[str, Any], model_file: Path) -> str:
    """By size and time of the weights: to hash a gigabyte at each start would take seconds."""
    file = model_file.stat()
    parts = (json.dumps(config, sort_keys=True), str(file.st_size), str(int(file.st_mtime)))
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
