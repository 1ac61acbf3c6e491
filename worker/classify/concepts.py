"""Concepts: what the words of all languages stand for, read from config/lexicon/concepts.toml.

A concept speaks for defence or, as a counter-concept, against it. Knows no surface form.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from worker.classify.faults import Faults, entry_error
from worker.classify.toml import read_toml
from worker.vocabulary import Topic

WEIGHT_MAX = 5.0  # a larger weight would decide alone, whatever else the article says
_KEYS = frozenset({"meaning", "weight", "topics", "ambiguous"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """A meaning shared by all languages."""

    name: str
    meaning: str  #: one line for people
    weight: float  #: above 0: for defence; below 0: a counter-concept
    topics: Mapping[Topic, float] = field(default_factory=dict)  #: what it speaks for, 0 to 1
    is_ambiguous: bool = False  #: its words have another use, which counter-concepts point to


def read_concepts(paths: Sequence[Path], faults: Faults) -> dict[str, Concept]:
    """Read concepts.toml, and those of users after it: they add concepts, or change some of a
    concept's keys.

    Args:
        faults: what is wrong is gathered here, and left out.
    """
    concepts: dict[str, Concept] = {}
    merged: dict[str, Any] = {}
    for path in paths:
        with faults.gathered():
            for name, entry in read_toml(path).items():
                known = merged.get(name)
                is_changed = isinstance(known, dict) and isinstance(entry, dict)
                merged[name] = known | entry if is_changed else entry
                with faults.gathered():
                    concepts[name] = _concept(path, name, merged[name])
    return concepts


def _concept(path: Path, name: str, entry: object) -> Concept:
    if not isinstance(entry, dict):
        raise entry_error(path, name, "must be a table", f"write [{name}] with meaning and weight")
    if unknown := sorted(entry.keys() - _KEYS):
        known = ", ".join(sorted(_KEYS))
        raise entry_error(path, f"{name}.{unknown[0]}", "is no key of a concept", f"use {known}")
    meaning, is_ambiguous = entry.get("meaning"), entry.get("ambiguous", False)
    if not isinstance(meaning, str) or not meaning.strip():
        raise entry_error(path, f"{name}.meaning", "is missing or no text", "write one line")
    if not isinstance(is_ambiguous, bool):
        raise entry_error(path, f"{name}.ambiguous", f"is {is_ambiguous!r}", "write true or false")
    weight = _number(path, f"{name}.weight", entry.get("weight"), -WEIGHT_MAX, WEIGHT_MAX)
    if weight == 0:
        raise entry_error(path, f"{name}.weight", "is 0 and says nothing", "weigh it, or remove it")
    return Concept(
        name=name,
        meaning=meaning.strip(),
        weight=weight,
        topics=_topics(path, name, entry.get("topics", {})),
        is_ambiguous=is_ambiguous,
    )


def _topics(path: Path, name: str, entry: object) -> dict[Topic, float]:
    key = f"{name}.topics"
    if not isinstance(entry, dict):
        raise entry_error(path, key, "must be a table", "write topics = { policy = 1.0 }")
    for topic in entry:
        if topic not in set(Topic):
            known = ", ".join(Topic)
            raise entry_error(path, f"{key}.{topic}", "is no topic", f"use one of {known}")
    return {
        Topic(topic): _number(path, f"{key}.{topic}", share, 0.0, 1.0)
        for topic, share in entry.items()
    }


def _number(path: Path, key: str, value: Any, low: float, high: float) -> float:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not is_number or not low <= value <= high:
        raise entry_error(path, key, f"is {value!r}", f"write a number from {low:g} to {high:g}")
    return float(value)
