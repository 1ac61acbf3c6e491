"""From concepts to a probability: a logistic model over what each concept says.

The concepts' weights (concepts.toml) are set by hand; the numbers below were fitted on labelled
news by cross-validation over its collections. Knows no words and no language.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from worker.classify.concepts import Concept

NAME = "concepts-1"
BIAS = -1.8  # nothing found: 0.14
FOR_SCALE = 1.1
AGAINST_SCALE = 1.0
DAMPING = 1.0  # how fast counter-concepts take the weight from ambiguous ones
NAMES_ALONE_BIAS = -2.5  # without a lexicon of the language no counter-concept can object
MASS_MAX = 6.0  # saturation: repeating a word says little more after some six times


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """The score, and what each concept adds to its logit."""

    score: float
    contributions: Mapping[str, float]


def parameters() -> tuple[float, ...]:
    """The numbers that, with the concepts' weights, make the score."""
    return (BIAS, FOR_SCALE, AGAINST_SCALE, DAMPING, NAMES_ALONE_BIAS, MASS_MAX)


def assess(
    concepts: Mapping[str, Concept], mass: Mapping[str, float], *, by_names_alone: bool
) -> Assessment:
    """Score the concepts found.

    Args:
        mass: how much each concept was found, by number and place of its words; above 0.
        by_names_alone: the text's language has no lexicon.
    """
    said = {name: _saturated(amount) for name, amount in mass.items()}
    against = -sum(concepts[n].weight * s for n, s in said.items() if concepts[n].weight < 0)
    doubt = 1.0 / (1.0 + DAMPING * against)
    contributions = {}
    for name, amount in said.items():
        concept = concepts[name]
        scale = AGAINST_SCALE if concept.weight < 0 else FOR_SCALE
        damp = doubt if concept.is_ambiguous else 1.0
        contributions[name] = scale * concept.weight * amount * damp
    bias = BIAS + (NAMES_ALONE_BIAS if by_names_alone else 0.0)
    return Assessment(
        score=_logistic(bias + sum(contributions.values())), contributions=contributions
    )


def _saturated(mass: float) -> float:
    return math.log2(1.0 + min(mass, MASS_MAX))


def _logistic(logit: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, logit))))
