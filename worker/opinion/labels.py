"""What the outputs of a transformers model mean, by its config.json, and the score they make.

Two kinds are understood: text classification with a label that means defence, and natural language
inference (NLI), which is asked whether the text entails a sentence about defence. Pure.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

#: Names of the label that means defence, in any case, `_` and spaces written as `-`.
DEFENCE_NAMES = frozenset(
    {"defence", "defense", "defence-related", "defense-related", "military", "yes"}
)
#: What a fine-tuned model of two labels calls its positive one, where nobody has named it.
_UNNAMED_POSITIVE = "label-1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """Which output is which."""

    count: int
    yes: int  #: the output for defence, or for entailment
    against: tuple[int, ...]  #: those it is weighed against; none: it stands for itself
    is_nli: bool

    def score(self, logits: Sequence[float]) -> float | None:
        """A score from 0 to 1; None where the numbers make none.

        Args:
            logits: one for each label.
        """
        if len(logits) != self.count or not all(map(math.isfinite, logits)):
            return None
        if not self.against:
            return _sigmoid(logits[self.yes])
        best = max(logits[self.yes], *(logits[at] for at in self.against))
        yes = math.exp(logits[self.yes] - best)
        return yes / (yes + sum(math.exp(logits[at] - best) for at in self.against))


def _sigmoid(logit: float) -> float:
    if logit >= 0:
        return 1.0 / (1.0 + math.exp(-logit))
    return math.exp(logit) / (1.0 + math.exp(logit))


def read_labels(config: Mapping[str, Any]) -> Labels:
    """What the labels of a config.json mean.

    Raises:
        ValueError: that can't be told; its text says why.
    """
    names = _names(config)
    entailing = _only(names, "entailment")
    if entailing is not None:
        return Labels(count=len(names), yes=entailing, against=_contradicting(names), is_nli=True)
    yes = 0 if len(names) == 1 else _defence(names)
    is_independent = config.get("problem_type") == "multi_label_classification"
    others = tuple(at for at in range(len(names)) if at != yes)
    return Labels(count=len(names), yes=yes, against=() if is_independent else others, is_nli=False)


def _names(config: Mapping[str, Any]) -> list[str]:
    """Names of the outputs, in their order."""
    by_id, by_label = config.get("id2label"), config.get("label2id")
    try:
        if isinstance(by_id, Mapping) and by_id:
            named = {int(at): str(name) for at, name in by_id.items()}
        elif isinstance(by_label, Mapping) and by_label:
            named = {int(at): str(name) for name, at in by_label.items()}
        else:
            raise ValueError("it names no labels: id2label and label2id are missing")
    except TypeError:
        raise ValueError("id2label or label2id is malformed") from None
    if sorted(named) != list(range(len(named))):
        raise ValueError("id2label does not number its labels 0, 1, 2 …")
    return [_plain(named[at]) for at in range(len(named))]


def _plain(name: str) -> str:
    return "-".join(name.casefold().replace("_", " ").replace("-", " ").split())


def _only(names: Sequence[str], name: str) -> int | None:
    return names.index(name) if names.count(name) == 1 else None


def _contradicting(names: Sequence[str]) -> tuple[int, ...]:
    """Neutral is left out, as zero-shot classification does, where there is a contradiction."""
    contradiction = _only(names, "contradiction")
    if contradiction is not None:
        return (contradiction,)
    return tuple(at for at, name in enumerate(names) if name != "entailment")


def _defence(names: Sequence[str]) -> int:
    known = [at for at, name in enumerate(names) if name in DEFENCE_NAMES]
    if not known and len(names) == 2:
        known = [at for at, name in enumerate(names) if name == _UNNAMED_POSITIVE]
    if len(known) != 1:
        raise ValueError(
            f"none of its labels ({', '.join(names)[:200]}) says that it means defence: name it "
            "`defence` in id2label, or take a model of entailment and contradiction"
        )
    return known[0]
