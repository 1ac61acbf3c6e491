"""From features to a probability: a logistic model over concepts and what they amount to.

Each concept weighs what concepts.toml says, corrected by what was learned, and never changes its
side. Knows no words and no language.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from worker.classify import features
from worker.classify.calibration import logistic
from worker.classify.concepts import Concept
from worker.classify.features import Seen
from worker.classify.weights import ScoreWeights

#: A correction leaves at least this share of a concept's weight: it stays on its side.
KEPT_SHARE = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """The score, and what each concept adds to its logit."""

    score: float
    logit: float
    contributions: Mapping[str, float]


class Model:
    """Scores what was seen of a text."""

    def __init__(self, concepts: Mapping[str, Concept], weights: ScoreWeights) -> None:
        self._bias = weights.bias
        self._features = tuple(weights.features.get(name, 0.0) for name in features.NAMES)
        #: What a concept weighs: above 0 for defence, below 0 against.
        self.weights = {name: _weight(one, weights) for name, one in concepts.items()}

    def assess(self, seen: Seen) -> Assessment:
        """Score a text."""
        contributions = {name: self.weights[name] * s for name, s in seen.strengths.items()}
        logit = self._bias + sum(contributions.values())
        for weight, amount in zip(self._features, seen.vector, strict=True):
            logit += weight * amount
        return Assessment(score=logistic(logit), logit=logit, contributions=contributions)


def _weight(concept: Concept, weights: ScoreWeights) -> float:
    learned = weights.concepts.get(concept.name, 0.0)
    if concept.weight > 0:
        scaled = weights.for_scale * concept.weight
        return max(scaled + learned, KEPT_SHARE * scaled)
    scaled = weights.against_scale * concept.weight
    return min(scaled + learned, KEPT_SHARE * scaled)
