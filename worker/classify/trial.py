"""Training on trial: what weights reach on texts that they were not fitted on, and whether to take
them.

Cross-validation over groups (whole sources), never over rows: texts of one source are alike.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from worker.classify import metrics, training
from worker.classify.calibration import logistic
from worker.classify.concepts import Concept
from worker.classify.model import Model
from worker.classify.topics import TopicModel
from worker.classify.training import Example, Learned
from worker.classify.weights import Weights
from worker.vocabulary import Topic

NAME = "concepts-2"
TOPIC_THRESHOLDS = tuple(round(0.25 + 0.025 * step, 3) for step in range(13))
#: How much worse than the present a trained model may be, by chance alone.
F1_TOLERANCE, LOG_LOSS_TOLERANCE = 0.005, 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What a model reaches on labelled texts; None where they can't tell."""

    f1: float | None
    average_precision: float | None
    log_loss: float | None
    calibration_error: float | None
    false_alarms: float | None
    topics_micro_f1: float | None

    def rounded(self) -> dict[str, float | None]:
        """For people and for the file of weights."""
        return {
            name: None if (value := getattr(self, name)) is None else round(value, 4)
            for name in self.__slots__
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained:
    """Weights, and what their like reached on held texts."""

    weights: Weights
    held: Figures
    in_sample: Figures
    held_scores: tuple[float, ...]  #: of each example, by weights that never saw its group


def train(
    examples: Sequence[Example],
    concepts: Mapping[str, Concept],
    prior: Learned,
    *,
    threshold: float,
    data: Mapping[str, object],
    today: date,
) -> Trained:
    """Fit, cross-validate and calibrate.

    Args:
        threshold: score from which a text counts as accepted in the figures.
        data: of what the examples are, for the description.
    """
    held_logits, held_topics = _held(examples, concepts, prior)
    labels = [one.label for one in examples]
    scores = _calibrated_scores(examples, held_logits)
    topic_threshold = _topic_threshold(examples, held_topics)
    held = _figures(examples, scores, _named(held_topics, topic_threshold), threshold)
    fitted = training.fit(examples, concepts, prior)
    score = training.calibrated(fitted.score, training.calibrate(held_logits, labels))
    whole = Weights(
        name=NAME,
        description={
            "method": "logistic regression over concepts and what they amount to, held to its "
            "prior, with fixed signs; calibrated on cross-validated logits (Platt)",
            "trained_on": today.isoformat(),
            "data": dict(data),
            "cross_validated": held.rounded(),
        },
        score=training.rounded(score),
        topics=fitted.topics,
        topic_threshold=topic_threshold,
        digest="",
    )
    return Trained(
        weights=whole,
        held=held,
        in_sample=measure(examples, concepts, whole, threshold=threshold),
        held_scores=tuple(scores),
    )


def measure(
    examples: Sequence[Example],
    concepts: Mapping[str, Concept],
    weights: Weights,
    *,
    threshold: float,
) -> Figures:
    """What present weights reach on the examples."""
    model, topics = (
        Model(concepts, weights.score),
        TopicModel(concepts, weights.topics, threshold=weights.topic_threshold),
    )
    scores = [model.assess(one.seen).score for one in examples]
    named = [{scored.topic for scored in topics.rank(one.seen, one.words)} for one in examples]
    return _figures(examples, scores, named, threshold)


def worse(trained: Mapping[str, float | None], present: Mapping[str, float | None]) -> str:
    """Why trained weights should not replace the present ones; "" where they may."""
    for name, tolerance, better_is_more in (
        ("f1", F1_TOLERANCE, True),
        ("log_loss", LOG_LOSS_TOLERANCE, False),
    ):
        new, old = trained.get(name), present.get(name)
        if new is not None and old is not None:
            loss = old - new if better_is_more else new - old
            if loss > tolerance:
                return f"its {name} on held texts is {new:.3f}, the present model's {old:.3f}"
    return ""


def _held(
    examples: Sequence[Example], concepts: Mapping[str, Concept], prior: Learned
) -> tuple[list[float], list[Mapping[Topic, float]]]:
    """Of each example the logit and the topics' scores by weights that never saw its group."""
    logits = [0.0] * len(examples)
    topics: list[Mapping[Topic, float]] = [{}] * len(examples)
    for learned_from, held in training.folds([one.group for one in examples]):
        fitted = training.fit([examples[at] for at in learned_from], concepts, prior)
        model = Model(concepts, fitted.score)
        ranking = TopicModel(concepts, fitted.topics, threshold=0.0)
        for at in held:
            logits[at] = model.assess(examples[at].seen).logit
            topics[at] = ranking.scores(examples[at].seen, examples[at].words)
    return logits, topics


def _calibrated_scores(examples: Sequence[Example], logits: Sequence[float]) -> list[float]:
    """Scores by calibrations that never saw the group that they serve."""
    scores = [0.0] * len(examples)
    for learned_from, held in training.folds([one.group for one in examples]):
        found = training.calibrate(
            [logits[at] for at in learned_from], [examples[at].label for at in learned_from]
        )
        for at in held:
            scores[at] = logistic(found.logit(logits[at]))
    return scores


def _topic_threshold(examples: Sequence[Example], scores: Sequence[Mapping[Topic, float]]) -> float:
    """The threshold with the best micro F1 on held texts."""

    def reached(threshold: float) -> float:
        return _topics_f1(examples, _named(scores, threshold)) or 0.0

    return max(TOPIC_THRESHOLDS, key=reached)


def _named(scores: Sequence[Mapping[Topic, float]], threshold: float) -> list[set[Topic]]:
    """The topics from the threshold on; the best one always."""
    return [
        {topic for topic, score in one.items() if score >= min(threshold, max(one.values()))}
        for one in scores
    ]


def _topics_f1(examples: Sequence[Example], named: Sequence[set[Topic]]) -> float | None:
    pairs = zip(examples, named, strict=True)
    return metrics.micro_counts(
        (one.topics, said)
        for one, said in pairs
        if one.label == metrics.POSITIVE and one.topics is not None
    ).f1


def _figures(
    examples: Sequence[Example],
    scores: Sequence[float],
    named: Sequence[set[Topic]],
    threshold: float,
) -> Figures:
    labels = [one.label for one in examples]
    counts = metrics.count(labels, [score >= threshold for score in scores])
    return Figures(
        f1=counts.f1,
        average_precision=metrics.average_precision(labels, scores),
        log_loss=metrics.log_loss(labels, scores),
        calibration_error=metrics.calibration_error(labels, scores),
        false_alarms=counts.false_alarms,
        topics_micro_f1=_topics_f1(examples, named),
    )
