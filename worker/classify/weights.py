"""The learned numbers: what the model and the topics weigh, read from config/classifier/*.json.

A file is written by training and readable by people. Reading checks everything at once, so that a
damaged file stops the start and not an article. Knows nothing of texts.
"""

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from worker.classify import features
from worker.errors import SettingsError
from worker.settings import config_dir
from worker.vocabulary import Topic

FORMAT = 1
SHIPPED_NAME = "weights.json"
NUMBER_MAX = 50.0  # a larger number would decide alone, whatever else the article says
#: What a topic weighs besides single concepts.
TOPIC_INPUTS = ("strength", "share", "relative", "title")


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreWeights:
    """What makes the score's logit; calibration is folded in."""

    bias: float
    for_scale: float  #: times the weight of concepts.toml, of a concept that speaks for defence
    against_scale: float  #: the same of a counter-concept
    concepts: Mapping[str, float]  #: added to the scaled weight; 0 for a concept not named
    features: Mapping[str, float]  #: of `features.NAMES`; 0 for one not named


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicWeights:
    """What makes the logit of one topic."""

    bias: float
    inputs: Mapping[str, float]  #: of `TOPIC_INPUTS`
    concepts: Mapping[str, float]
    title_concepts: Mapping[str, float]
    words: Mapping[str, float]  #: of kinds of common words (`TopicWords`); 0 for one not named


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Everything that was learned."""

    name: str
    description: Mapping[str, Any]  #: how it was trained and what it reached; for people
    score: ScoreWeights
    topics: Mapping[Topic, TopicWeights]
    topic_threshold: float  #: a topic is named from this score; the best one always is
    digest: str  #: SHA-256 of all numbers, hexadecimal; layout and description do not count


def shipped_file() -> Path:
    """The file of the weights that came with the program."""
    return config_dir() / "classifier" / SHIPPED_NAME


def load_weights(path: Path) -> Weights:
    """Read a file of weights.

    Raises:
        SettingsError: naming file, key and reason.
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"can't read the weights file {path}: {error}") from None
    except (ValueError, RecursionError) as error:
        raise SettingsError(f"{path} is no JSON: {error}; train it anew") from None
    return parse_weights(document, path)


def parse_weights(document: object, path: Path) -> Weights:
    """Weights of a document as `as_document` makes it; `path` is named in errors.

    Raises:
        SettingsError: naming file, key and reason.
    """
    read = _Checked(path)
    root = read.table("", document, {"format", "name", "description", "score", "topics"})
    if root["format"] != FORMAT:
        raise read.error("format", f"is {root['format']!r}; this version reads {FORMAT}")
    if not isinstance(root["name"], str) or not root["name"].strip():
        raise read.error("name", "is no text")
    if not isinstance(root["description"], dict):
        raise read.error("description", "is no object")
    score = read.table("score", root["score"], {"bias", "for_scale", "against_scale", "concepts",
                                                "features"})  # fmt: skip
    topics = read.table("topics", root["topics"], {"threshold", *Topic})
    return Weights(
        name=root["name"].strip(),
        description=root["description"],
        score=ScoreWeights(
            bias=read.number("score.bias", score["bias"]),
            for_scale=read.number("score.for_scale", score["for_scale"], low=0.0),
            against_scale=read.number("score.against_scale", score["against_scale"], low=0.0),
            concepts=read.numbers("score.concepts", score["concepts"]),
            features=read.numbers("score.features", score["features"], features.NAMES),
        ),
        topics={topic: _topic(read, topic, topics[topic]) for topic in Topic},
        topic_threshold=read.number("topics.threshold", topics["threshold"], low=0.0, high=1.0),
        digest=_digest(root["name"], root["score"], root["topics"]),
    )


def _topic(read: "_Checked", topic: Topic, value: object) -> TopicWeights:
    key = f"topics.{topic}"
    known = {"words": {}, **value} if isinstance(value, dict) else value  # older files have none
    table = read.table(key, known, {"bias", "inputs", "concepts", "title_concepts", "words"})
    return TopicWeights(
        bias=read.number(f"{key}.bias", table["bias"]),
        inputs=read.numbers(f"{key}.inputs", table["inputs"], TOPIC_INPUTS),
        concepts=read.numbers(f"{key}.concepts", table["concepts"]),
        title_concepts=read.numbers(f"{key}.title_concepts", table["title_concepts"]),
        words=read.numbers(f"{key}.words", table["words"]),
    )


def as_document(weights: Weights) -> dict[str, Any]:
    """The weights as JSON; `parse_weights` reads it back."""
    score = weights.score
    return {
        "format": FORMAT,
        "name": weights.name,
        "description": dict(weights.description),
        "score": {
            "bias": score.bias,
            "for_scale": score.for_scale,
            "against_scale": score.against_scale,
            "concepts": dict(score.concepts),
            "features": dict(score.features),
        },
        "topics": {
            "threshold": weights.topic_threshold,
            **{
                str(topic): {
                    "bias": one.bias,
                    "inputs": dict(one.inputs),
                    "concepts": dict(one.concepts),
                    "title_concepts": dict(one.title_concepts),
                    "words": dict(one.words),
                }
                for topic, one in weights.topics.items()
            },
        },
    }


def _digest(*parts: object) -> str:
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class _Checked:
    """Reads values of one file, and names what is wrong."""

    path: Path

    def error(self, key: str, reason: str) -> SettingsError:
        where = f"{self.path}: {key}" if key else f"{self.path}"
        return SettingsError(f"{where} {reason}; restore the file, or run `vedette train`")

    def table(self, key: str, value: object, keys: set[str]) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise self.error(key, "is no object")
        if missing := sorted(keys - value.keys()):
            raise self.error(key, f"lacks {missing[0]}")
        if unknown := sorted(value.keys() - keys):
            raise self.error(key, f"has {unknown[0]}, which is unknown")
        return value

    def number(
        self, key: str, value: object, *, low: float = -NUMBER_MAX, high: float = NUMBER_MAX
    ) -> float:
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not is_number or not math.isfinite(value) or not low <= value <= high:  # type: ignore[arg-type, operator]
            raise self.error(key, f"is {value!r}, no number from {low:g} to {high:g}")
        return float(value)  # type: ignore[arg-type]

    def numbers(
        self, key: str, value: object, known: tuple[str, ...] | None = None
    ) -> dict[str, float]:
        if not isinstance(value, dict):
            raise self.error(key, "is no object")
        if known is not None and (unknown := sorted(value.keys() - set(known))):
            raise self.error(f"{key}.{unknown[0]}", "is no input that this version knows")
        return {name: self.number(f"{key}.{name}", amount) for name, amount in value.items()}
