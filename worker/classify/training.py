"""Learns the weights: regularised logistic regression, drawn towards what is known already.

Each weight starts at a prior (what concepts.toml says, or the present weights) and leaves it only
as far as the data pay for it; signs that must hold, hold. Needs numpy, which judging does not.
Knows no words, no files, no settings.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from worker.classify import calibration, features, topics
from worker.classify.concepts import Concept
from worker.classify.features import Seen
from worker.classify.model import KEPT_SHARE
from worker.classify.weights import TOPIC_INPUTS, ScoreWeights, TopicWeights
from worker.vocabulary import Topic

Array = NDArray[np.float64]

MARGINAL_TARGET = 0.5  # a text in which defence has a real part, but is not the subject
MARGINAL_SHARE = 0.4  # how much such a text counts beside a clear one
MARGINAL_TOPIC_SHARE = 0.5  # the same where topics are learned
#: How strongly a weight is held to its prior: how many texts it takes to move it, roughly.
CONCEPT_HOLD, FEATURE_HOLD = 10.0, 5.0
FIRM_HOLD, FIRM = 300.0, frozenset({"names_only", "overshadowed"})  # seldom met, and well founded
SCALE_HOLD = 300.0  # concepts carry the score and explain it; the features correct them
TOPIC_INPUT_HOLD, TOPIC_CONCEPT_HOLD, TOPIC_WORDS_HOLD = 1.0, 5.0, 2.0
BIAS_HOLD = 0.01
WEIGHT_MAX, CONCEPT_MAX = 9.0, 3.0
_STEPS_MAX, _CLOSE = 3000, 1e-5

#: More of these never speaks against defence …
RISING = frozenset(
    name
    for name in features.NAMES
    if (name.endswith("_for") and name != "nothing_for")
    or name.startswith(("group_", "covered_title", "covered_lead"))
    or name in {"balance", "title_balance", "groups_for", "second_group", "title_with_lead",
                "forces_with_operations", "arms_with_policy"}
)  # fmt: skip
#: … and more of these never for it.
FALLING = frozenset(
    {"title_against", "lead_against", "tail_against", "title_max_against", "body_max_against",
     "distinct_against", "covered_against", "ambiguous_share", "ambiguous_opposed",
     "ambiguous_unopposed", "overshadowed", "late", "nothing_for", "names_only"}
)  # fmt: skip

#: Where training starts that has nothing to start from: the hand-set model.
FRESH_SCORE = ScoreWeights(
    bias=-1.8,
    for_scale=1.1,
    against_scale=1.0,
    concepts={},
    features={"names_only": -4.6, "overshadowed": -1.0},
)
FRESH_TOPIC = TopicWeights(
    bias=-2.0, inputs=dict.fromkeys(TOPIC_INPUTS, 0.5), concepts={}, title_concepts={}, words={}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A labelled text as the model sees it."""

    seen: Seen
    label: int  #: 2 defence, 1 marginal, 0 other
    group: str  #: texts of one group are never on both sides of a split
    topics: frozenset[Topic] | None = None  #: None: nobody said
    words: Mapping[str, float] = field(default_factory=dict)  #: kinds of common words, for topics


@dataclass(frozen=True, slots=True)
class Learned:
    """What a fit gives."""

    score: ScoreWeights
    topics: Mapping[Topic, TopicWeights]


def fit(examples: Sequence[Example], concepts: Mapping[str, Concept], prior: Learned) -> Learned:
    """The weights that explain the examples, held to the prior."""
    return Learned(
        score=_fit_score(examples, concepts, prior.score),
        topics=_fit_topics(examples, concepts, prior.topics),
    )


def fresh() -> Learned:
    """The prior without any training: what concepts.toml says."""
    return Learned(score=FRESH_SCORE, topics=dict.fromkeys(Topic, FRESH_TOPIC))


def folds(groups: Sequence[str]) -> Iterator[tuple[list[int], list[int]]]:
    """Places of the examples to learn from and of those held out, one group after the other."""
    for held in sorted(set(groups)):
        yield (
            [at for at, group in enumerate(groups) if group != held],
            [at for at, group in enumerate(groups) if group == held],
        )


def calibrated(score: ScoreWeights, found: calibration.Calibration) -> ScoreWeights:
    """The same ranking, with a calibration folded in."""
    return ScoreWeights(
        bias=found.logit(score.bias),
        for_scale=found.slope * score.for_scale,
        against_scale=found.slope * score.against_scale,
        concepts={name: found.slope * weight for name, weight in score.concepts.items()},
        features={name: found.slope * weight for name, weight in score.features.items()},
    )


def rounded(score: ScoreWeights) -> ScoreWeights:
    """The same to four digits, as a file holds it."""
    return ScoreWeights(
        bias=round(score.bias, 4),
        for_scale=round(score.for_scale, 4),
        against_scale=round(score.against_scale, 4),
        concepts={name: round(weight, 4) for name, weight in score.concepts.items()},
        features={name: round(weight, 4) for name, weight in score.features.items()},
    )


def calibrate(logits: Sequence[float], labels: Sequence[int]) -> calibration.Calibration:
    """A calibration by logits of held examples; a marginal text counts as half a yes."""
    return calibration.fit(
        logits, [_target(label) for label in labels], [_share(label) for label in labels]
    )


def _target(label: int) -> float:
    return MARGINAL_TARGET if label == 1 else float(label == 2)


def _share(label: int) -> float:
    return MARGINAL_SHARE if label == 1 else 1.0


# --- The score -----------------------------------------------------------------------------------


def _fit_score(
    examples: Sequence[Example], concepts: Mapping[str, Concept], prior: ScoreWeights
) -> ScoreWeights:
    names = sorted(concepts)
    hand = np.array([concepts[name].weight for name in names])
    strengths = _matrix([example.seen.strengths for example in examples], names)
    inputs = np.column_stack(
        [
            np.ones(len(examples)),
            strengths @ np.maximum(hand, 0.0),
            strengths @ np.minimum(hand, 0.0),
            strengths,
            np.array([example.seen.vector for example in examples]),
        ]
    )
    start = [prior.bias, prior.for_scale, prior.against_scale]
    start += [prior.concepts.get(name, 0.0) for name in names]
    start += [prior.features.get(name, 0.0) for name in features.NAMES]
    hold = [BIAS_HOLD, SCALE_HOLD, SCALE_HOLD] + [CONCEPT_HOLD] * len(names)
    hold += [FIRM_HOLD if name in FIRM else FEATURE_HOLD for name in features.NAMES]
    kept = (1.0 - KEPT_SHARE) * hand
    low = [-WEIGHT_MAX, 0.0, 0.0, *np.where(hand > 0, -kept, -CONCEPT_MAX)]
    low += [0.0 if name in RISING else -WEIGHT_MAX for name in features.NAMES]
    high = [WEIGHT_MAX, WEIGHT_MAX, WEIGHT_MAX, *np.where(hand > 0, CONCEPT_MAX, -kept)]
    high += [0.0 if name in FALLING else WEIGHT_MAX for name in features.NAMES]
    fitted = _descend(
        inputs,
        np.array([_target(example.label) for example in examples]),
        np.array([_share(example.label) for example in examples]),
        _Held(*map(np.array, (start, hold, low, high))),
    )
    bias, for_scale, against_scale, *others = (round(float(weight), 4) for weight in fitted)
    return ScoreWeights(
        bias=bias,
        for_scale=for_scale,
        against_scale=against_scale,
        concepts=_named(names, others[: len(names)]),
        features=_named(features.NAMES, others[len(names) :]),
    )


# --- Topics --------------------------------------------------------------------------------------


def _fit_topics(
    examples: Sequence[Example],
    concepts: Mapping[str, Concept],
    prior: Mapping[Topic, TopicWeights],
) -> dict[Topic, TopicWeights]:
    """One model a topic, from the texts that concern defence and whose topics are known."""
    told = [one for one in examples if one.label > 0 and one.topics is not None]
    if not told:
        return dict(prior)
    names = sorted(concepts)
    given = [topics.inputs(concepts, one.seen) for one in told]
    strengths = _matrix([one.seen.strengths for one in told], names)
    titles = _matrix([one.seen.title_strengths for one in told], names)
    kinds = sorted(set[str]().union(*(one.words for one in told)))
    words = _matrix([one.words for one in told], kinds)
    shares = np.array([MARGINAL_TOPIC_SHARE if one.label == 1 else 1.0 for one in told])
    return {
        topic: _fit_topic(
            np.array([float(topic in (one.topics or ())) for one in told]),
            shares,
            [
                _Block(
                    TOPIC_INPUTS, np.array([one[topic] for one in given]), TOPIC_INPUT_HOLD, 0.0
                ),
                _Block(names, strengths, TOPIC_CONCEPT_HOLD),
                _Block(names, titles, TOPIC_CONCEPT_HOLD),
                _Block(kinds, words, TOPIC_WORDS_HOLD),
            ],
            prior[topic],
        )
        for topic in Topic
    }


@dataclass(frozen=True, slots=True)
class _Block:
    """Inputs of one kind."""

    names: Sequence[str]
    values: Array
    hold: float
    low: float = -WEIGHT_MAX


def _fit_topic(
    targets: Array, shares: Array, blocks: Sequence[_Block], prior: TopicWeights
) -> TopicWeights:
    """One topic's weights, held to the prior.

    Args:
        blocks: of the inputs, the concepts, those of the title, and the common words.
    """
    known = (prior.inputs, prior.concepts, prior.title_concepts, prior.words)
    start, hold, low = [prior.bias], [BIAS_HOLD], [-WEIGHT_MAX]
    for block, weights in zip(blocks, known, strict=True):
        start += [weights.get(name, 0.0) for name in block.names]
        hold += [block.hold] * len(block.names)
        low += [block.low] * len(block.names)
    fitted = _descend(
        np.column_stack([np.ones(len(targets)), *(block.values for block in blocks)]),
        targets,
        shares,
        _Held(*map(np.array, (start, hold, low, [WEIGHT_MAX] * len(start)))),
    )
    bias, *others = (round(float(weight), 4) for weight in fitted)
    learned = []
    for block in blocks:
        learned.append(_named(block.names, others[: len(block.names)]))
        others = others[len(block.names) :]
    inputs, concepts, title_concepts, words = learned
    return TopicWeights(
        bias=bias, inputs=inputs, concepts=concepts, title_concepts=title_concepts, words=words
    )


# --- The fit -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Held:
    """Where weights start, how strongly they are held there, and between what they stay."""

    prior: Array
    hold: Array
    low: Array
    high: Array


def _descend(inputs: Array, targets: Array, shares: Array, held: _Held) -> Array:
    """Projected gradient descent with Nesterov's momentum (Beck and Teboulle 2009, FISTA)."""
    weighed = inputs * np.sqrt(shares)[:, None]
    steepest = 0.25 * float(np.linalg.norm(weighed, 2)) ** 2 + float(held.hold.max())
    kept = np.clip(held.prior, held.low, held.high)
    ahead, pace = kept, 1.0
    for _ in range(_STEPS_MAX):
        chances = 1.0 / (1.0 + np.exp(-np.clip(inputs @ ahead, -30.0, 30.0)))
        gradient = inputs.T @ (shares * (chances - targets)) + held.hold * (ahead - held.prior)
        moved = np.clip(ahead - gradient / steepest, held.low, held.high)
        faster = (1.0 + (1.0 + 4.0 * pace * pace) ** 0.5) / 2.0
        ahead = moved + (pace - 1.0) / faster * (moved - kept)
        if float(np.abs(moved - kept).max()) < _CLOSE:
            return moved
        kept, pace = moved, faster
    return kept


def _matrix(rows: Sequence[Mapping[str, float]], names: Sequence[str]) -> Array:
    places = {name: at for at, name in enumerate(names)}
    matrix = np.zeros((len(rows), len(names)))
    for at, row in enumerate(rows):
        for name, amount in row.items():
            matrix[at, places[name]] = amount
    return matrix


def _named(names: Sequence[str], values: Sequence[float]) -> dict[str, float]:
    return {name: value for name, value in zip(names, values, strict=True) if value}
