"""Which topics the concepts found speak for: a small logistic model for each topic.

Its inputs are the topic's strength by the shares of concepts.toml, absolute and against the other
topics, single concepts, and the kinds of common words found (`TopicWords`). Knows no words and no
language.
"""

import math
from collections.abc import Mapping

from worker.classify.calibration import logistic
from worker.classify.concepts import Concept
from worker.classify.features import Seen
from worker.classify.weights import TOPIC_INPUTS, TopicWeights
from worker.values import TopicScore
from worker.vocabulary import Topic

TOPICS_MAX = 5
_NO_WORDS: Mapping[str, float] = {}


class TopicModel:
    """Ranks the topics of a text."""

    def __init__(
        self,
        concepts: Mapping[str, Concept],
        weights: Mapping[Topic, TopicWeights],
        *,
        threshold: float,
    ) -> None:
        self._concepts = concepts
        self._threshold = threshold
        self._biases = [weights[topic].bias for topic in Topic]
        self._inputs = [
            [weights[topic].inputs.get(name, 0.0) for name in TOPIC_INPUTS] for topic in Topic
        ]
        self._learned = _by_concept({topic: weights[topic].concepts for topic in Topic})
        self._learned_words = _by_concept({topic: weights[topic].words for topic in Topic})
        self._learned_title = _by_concept({topic: weights[topic].title_concepts for topic in Topic})

    def rank(self, seen: Seen, words: Mapping[str, float] = _NO_WORDS) -> tuple[TopicScore, ...]:
        """Topics, best first, each with a score from 0 to 1; the best one always is named.

        Args:
            words: of kinds of common words, how strongly each was found.
        """
        scores = self.scores(seen, words)
        ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
        return tuple(
            TopicScore(topic=topic, score=round(score, 4))
            for at, (topic, score) in enumerate(ranked[:TOPICS_MAX])
            if at == 0 or score >= self._threshold
        )

    def scores(self, seen: Seen, words: Mapping[str, float] = _NO_WORDS) -> dict[Topic, float]:
        """The score of each topic."""
        logits = list(self._biases)
        for at, given in enumerate(inputs(self._concepts, seen).values()):
            for weight, amount in zip(self._inputs[at], given, strict=True):
                logits[at] += weight * amount
        for learned, found in (
            (self._learned, seen.strengths),
            (self._learned_title, seen.title_strengths),
            (self._learned_words, words),
        ):
            for name, amount in found.items():
                for at, weight in learned.get(name, ()):
                    logits[at] += weight * amount
        return dict(zip(Topic, map(logistic, logits), strict=True))


def _by_concept(
    learned: Mapping[Topic, Mapping[str, float]],
) -> dict[str, list[tuple[int, float]]]:
    """Of each concept the places of topics and its weights for them."""
    turned: dict[str, list[tuple[int, float]]] = {}
    for at, weights in enumerate(learned.values()):
        for name, weight in weights.items():
            turned.setdefault(name, []).append((at, weight))
    return turned


def inputs(concepts: Mapping[str, Concept], seen: Seen) -> dict[Topic, tuple[float, ...]]:
    """The numbers of `TOPIC_INPUTS` for each topic."""
    strength = strengths(concepts, seen.strengths)
    title = strengths(concepts, seen.title_strengths)
    total, best = sum(strength.values()), max(strength.values())
    return {
        topic: (
            math.log2(1.0 + amount),
            amount / total if total else 0.0,
            amount / best if best else 0.0,
            math.log2(1.0 + title[topic]),
        )
        for topic, amount in strength.items()
    }


def strengths(concepts: Mapping[str, Concept], strong: Mapping[str, float]) -> dict[Topic, float]:
    """How strongly each topic is spoken for, by the shares of concepts.toml."""
    found = dict.fromkeys(Topic, 0.0)
    for name, amount in strong.items():
        concept = concepts[name]
        if concept.weight > 0:
            for topic, share in concept.topics.items():
                found[topic] += share * concept.weight * amount
    return found
