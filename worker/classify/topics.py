"""Which topics the concepts found speak for."""

import math
from collections.abc import Mapping

from worker.classify.concepts import Concept
from worker.values import TopicScore
from worker.vocabulary import Topic

SHARE_MIN = 0.3  # of the best topic's strength: weaker ones are mentioned, not treated
TOPICS_MAX = 5
STRENGTH_SCALE = 3.0  # a strength of 3 scores 0.63; 9 scores 0.95


def rank(
    concepts: Mapping[str, Concept], contributions: Mapping[str, float]
) -> tuple[TopicScore, ...]:
    """The topics of an article, best first, each with a score from 0 to 1.

    Args:
        contributions: what each concept added to the logit; counter-concepts are passed over.
    """
    strength: dict[Topic, float] = {}
    for name, added in contributions.items():
        if added > 0:
            for topic, share in concepts[name].topics.items():
                strength[topic] = strength.get(topic, 0.0) + added * share
    ranked = sorted(strength.items(), key=lambda item: (-item[1], item[0]))
    kept = [(topic, s) for topic, s in ranked if s > 0 and s >= SHARE_MIN * ranked[0][1]]
    return tuple(
        TopicScore(topic=topic, score=round(1.0 - math.exp(-s / STRENGTH_SCALE), 4))
        for topic, s in kept[:TOPICS_MAX]
    )
