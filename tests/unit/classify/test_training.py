"""Training: it learns what is there, stays near its prior, and worse weights are refused."""

import random
from datetime import date

import pytest

from worker.classify import training, trial
from worker.classify.concepts import Concept
from worker.classify.features import Observer, Shape
from worker.classify.model import Model
from worker.classify.reading import Finding
from worker.classify.training import Example
from worker.vocabulary import Topic

CONCEPTS = {
    concept.name: concept
    for concept in (
        Concept(name="navy", meaning="x", weight=1.5, topics={Topic.FORCES: 1.0}),
        Concept(name="arms_deal", meaning="x", weight=1.5, topics={Topic.PROCUREMENT: 1.0}),
        Concept(name="war", meaning="x", weight=0.8, is_ambiguous=True),
        Concept(name="football", meaning="x", weight=-1.5),
    )
}
OBSERVER = Observer(CONCEPTS)
SHAPE = Shape(title_characters=30, text_characters=600, by_names_alone=False)


def example(
    label: int, *concepts: str, group: str = "a", topics: set[Topic] | None = None
) -> Example:
    found = [Finding(name, "text", 30 * at, 30 * at + 8, 1.0) for at, name in enumerate(concepts)]
    return Example(
        seen=OBSERVER.see(found, SHAPE),
        label=label,
        group=group,
        topics=None if topics is None else frozenset(topics),
    )


def examples() -> list[Example]:
    """Here "war" is never defence, unlike what its hand-set weight says."""
    made = []
    for group in ("a", "b", "c", "d"):
        made += [
            *[example(2, "navy", group=group, topics={Topic.FORCES})] * 8,
            *[example(2, "navy", "arms_deal", group=group, topics={Topic.PROCUREMENT})] * 8,
            *[example(1, "navy", "football", group=group)] * 3,
            *[example(0, "war", group=group)] * 8,
            *[example(0, "football", group=group)] * 4,
            *[example(0, group=group)] * 4,
        ]
    return made


def score(learned: training.Learned, one: Example) -> float:
    return Model(CONCEPTS, learned.score).assess(one.seen).score


def test_it_learns_what_the_examples_say() -> None:
    learned = training.fit(examples(), CONCEPTS, training.fresh())

    assert score(learned, example(2, "navy")) > 0.6
    assert score(learned, example(0, "war")) < 0.2
    assert score(learned, example(0, "war")) < score(training.fresh(), example(0, "war"))
    assert learned.topics[Topic.PROCUREMENT].concepts["arms_deal"] > 0


def test_without_examples_the_prior_stays() -> None:
    prior = training.fresh()
    few = [example(2, "navy"), example(0, "football")]

    learned = training.fit(few, CONCEPTS, prior)

    assert learned.topics == prior.topics
    assert all(abs(weight) < 0.1 for weight in learned.score.concepts.values())


def test_a_fold_never_learns_from_its_own_group() -> None:
    groups = ["b", "a", "b", "c"]

    splits = list(training.folds(groups))

    assert [held for _, held in splits] == [[1], [0, 2], [3]]
    assert all(set(learned) | set(held) == set(range(4)) for learned, held in splits)


def test_a_trial_tells_what_is_reached_on_held_groups() -> None:
    tried = trial.train(
        examples(), CONCEPTS, training.fresh(), threshold=0.5, data={"items": 140},
        today=date(2026, 11, 24),
    )  # fmt: skip

    assert tried.held.f1 == 1.0
    assert tried.held.topics_micro_f1 is not None
    assert tried.weights.description["trained_on"] == "2026-11-24"
    assert tried.weights.description["cross_validated"] == tried.held.rounded()


def test_labels_by_chance_are_not_learned_to_be_better_than_chance() -> None:
    draw = random.Random(5)
    noise = [
        example(draw.choice((0, 2)), *draw.sample(sorted(CONCEPTS), k=2), group=str(at % 5))
        for at in range(200)
    ]

    tried = trial.train(
        noise, CONCEPTS, training.fresh(), threshold=0.5, data={}, today=date(2026, 1, 1)
    )

    assert tried.held.log_loss == pytest.approx(0.70, abs=0.06)


@pytest.mark.parametrize(
    ("trained", "present", "reason"),
    [
        ({"f1": 0.90, "log_loss": 0.2}, {"f1": 0.90, "log_loss": 0.2}, ""),
        ({"f1": 0.92, "log_loss": 0.1}, {"f1": 0.90, "log_loss": 0.2}, ""),
        ({"f1": 0.899, "log_loss": 0.205}, {"f1": 0.90, "log_loss": 0.2}, ""),  # chance
        ({"f1": 0.88, "log_loss": 0.1}, {"f1": 0.90, "log_loss": 0.2}, "f1"),
        ({"f1": 0.95, "log_loss": 0.3}, {"f1": 0.90, "log_loss": 0.2}, "log_loss"),
        ({"f1": None, "log_loss": 0.3}, {}, ""),
    ],
)
def test_worse_weights_are_refused(trained: dict, present: dict, reason: str) -> None:
    refused = trial.worse(trained, present)

    assert bool(refused) is bool(reason)
    assert reason in refused
