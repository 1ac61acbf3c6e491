"""The model: monotone, additive, and no concept changes its side."""

import pytest

from worker.classify import features
from worker.classify.concepts import Concept
from worker.classify.features import Observer, Shape
from worker.classify.lexicon import load_lexicon
from worker.classify.model import Model
from worker.classify.reading import Finding
from worker.classify.topics import TopicModel
from worker.classify.training import FALLING, RISING
from worker.classify.weights import ScoreWeights, load_weights, shipped_file
from worker.settings import config_dir

SHIPPED = load_weights(shipped_file())
CONCEPTS = load_lexicon(config_dir() / "lexicon").concepts
SHAPE = Shape(title_characters=50, text_characters=800, by_names_alone=False)


def logit(*concepts: str) -> float:
    found = [Finding(name, "text", 20 * at, 20 * at + 8, 1.0) for at, name in enumerate(concepts)]
    return Model(CONCEPTS, SHIPPED.score).assess(Observer(CONCEPTS).see(found, SHAPE)).logit


def test_every_concept_keeps_its_side() -> None:
    weights = Model(CONCEPTS, SHIPPED.score).weights

    assert all(weights[name] * concept.weight > 0 for name, concept in CONCEPTS.items())


def test_learning_does_not_turn_a_concept_round() -> None:
    concepts = {"army": Concept(name="army", meaning="x", weight=1.0)}
    weights = ScoreWeights(
        bias=0, for_scale=1, against_scale=1, concepts={"army": -9.0}, features={}
    )

    assert Model(concepts, weights).weights["army"] == pytest.approx(0.1)


def test_a_concept_that_was_never_trained_weighs_what_its_file_says() -> None:
    concepts = {"new": Concept(name="new", meaning="x", weight=2.0)}

    assert Model(concepts, SHIPPED.score).weights["new"] == pytest.approx(
        2.0 * SHIPPED.score.for_scale
    )


def test_features_have_the_signs_that_they_must_have() -> None:
    learned = SHIPPED.score.features

    assert {name for name in RISING if learned.get(name, 0) < 0} == set()
    assert {name for name in FALLING if learned.get(name, 0) > 0} == set()
    assert set(features.NAMES) >= RISING | FALLING
    assert not RISING & FALLING


@pytest.mark.parametrize("added", ["ministry_of_defence", "air_strike", "arms_trade", "navy"])
def test_more_evidence_for_defence_raises_the_score(added: str) -> None:
    assert logit("troops", added) > logit("troops")
    assert logit("troops", "sport", added) > logit("troops", "sport")


@pytest.mark.parametrize("added", ["football_defence", "video_game", "fiction", "medicine"])
def test_evidence_against_lowers_it(added: str) -> None:
    assert logit("troops", added) < logit("troops")
    assert logit("war", "attack", added) < logit("war", "attack")


def test_the_topics_named_come_best_first_and_pass_the_threshold() -> None:
    found = [Finding("arms_fair", "title", 0, 9, 2.0), Finding("defence_industry", "text", 0, 9, 1)]
    seen = Observer(CONCEPTS).see(found, SHAPE)

    named = TopicModel(CONCEPTS, SHIPPED.topics, threshold=SHIPPED.topic_threshold).rank(seen)

    assert named[0].topic == "industry"
    assert [one.score for one in named] == sorted((one.score for one in named), reverse=True)
    assert all(one.score >= SHIPPED.topic_threshold for one in named[1:])
