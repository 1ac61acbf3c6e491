"""What the model is told of a text."""

import pytest

from worker.classify import features
from worker.classify.concepts import Concept
from worker.classify.features import Observer, Shape
from worker.classify.reading import LEAD_CHARACTERS, Finding
from worker.vocabulary import Topic

CONCEPTS = {
    concept.name: concept
    for concept in (
        Concept(name="ministry", meaning="x", weight=2.0, topics={Topic.POLICY: 1.0}),
        Concept(name="contract", meaning="x", weight=1.6, topics={Topic.PROCUREMENT: 1.0}),
        Concept(name="war", meaning="x", weight=0.8, is_ambiguous=True),
        Concept(name="football", meaning="x", weight=-1.7),
        Concept(name="economy", meaning="x", weight=-0.6),
    )
}


def at(concept: str, start: int = 0, field: str = "text", mass: float = 1.0) -> Finding:
    return Finding(concept, field, start, start + 10, mass)


def seen(*found: Finding, title: int = 0, text: int = 1000, names: bool = False) -> dict:
    shape = Shape(title_characters=title, text_characters=text, by_names_alone=names)
    vector = Observer(CONCEPTS).see(found, shape).vector
    return dict(zip(features.NAMES, vector, strict=True))


def test_names_are_distinct_and_name_no_language() -> None:
    assert len(set(features.NAMES)) == len(features.NAMES)
    assert 30 <= len(features.NAMES) <= 60


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        # Place
        (at("ministry", field="title"), {"title_for": 1.585, "lead_for": 0, "tail_for": 0}),
        (at("ministry"), {"title_for": 0, "lead_for": 1.585, "lead_max_for": 2}),
        (at("ministry", LEAD_CHARACTERS), {"lead_for": 0, "tail_for": 1.585, "tail_max_for": 2}),
        (at("football", field="title"), {"title_against": 1.433, "title_max_against": 1.7}),
        (at("football"), {"body_max_against": 1.7, "lead_for": 0, "nothing_for": 1}),
        # Variety and groups
        (at("ministry"), {"distinct_for": 1, "distinct_strong_for": 1, "distinct_against": 0}),
        (at("war"), {"distinct_for": 1, "distinct_strong_for": 0, "ambiguous_share": 1}),
        (at("ministry"), {"group_policy": 1.585, "group_forces": 0, "groups_for": 1}),
        # Gaps
        (at("ministry"), {"late": 0, "nothing_for": 0, "nothing_against": 1}),
        (at("ministry", 200), {"late": 0.5}),
        (at("ministry"), {"covered_lead": 0.02, "covered_title": 0, "balance": 2 / 3}),
    ],
)
def test_one_finding_is_seen_in_its_place(found: Finding, expected: dict) -> None:
    numbers = seen(found)

    assert {name: numbers[name] for name in expected} == pytest.approx(expected, abs=0.001)


def test_groups_meet() -> None:
    numbers = seen(at("ministry"), at("contract", 20))

    assert numbers["arms_with_policy"] == pytest.approx(1.3785, abs=0.001)
    assert numbers["second_group"] > 0
    assert seen(at("ministry"))["arms_with_policy"] == 0


def test_counter_concepts_take_the_weight_from_ambiguous_ones() -> None:
    shape = Shape(title_characters=0, text_characters=1000, by_names_alone=False)
    observer = Observer(CONCEPTS)

    alone = observer.see([at("war"), at("ministry")], shape).strengths
    opposed = observer.see([at("war"), at("ministry"), at("football")], shape).strengths

    assert opposed["war"] < alone["war"]
    assert opposed["ministry"] == alone["ministry"]
    assert seen(at("war"))["ambiguous_unopposed"] == 1
    assert seen(at("war"), at("football"))["ambiguous_opposed"] == 1


def test_another_world_overshadows_what_its_words_say() -> None:
    once, often = (
        seen(at("ministry"), *[at("football", 20 * n) for n in range(count)])["overshadowed"]
        for count in (1, 6)
    )

    assert 0 < once < often <= 2.0
    assert seen(at("ministry"), at("economy"))["overshadowed"] == 0


@pytest.mark.parametrize(
    ("shape", "flags"),
    [
        ({"title": 40, "text": 0}, {"title_only": 1, "untitled": 0, "short": 1}),
        ({"title": 0, "text": 150}, {"title_only": 0, "untitled": 1, "short": 0.5}),
        ({"title": 40, "text": 900, "names": True}, {"names_only": 1, "short": 0}),
    ],
)
def test_the_shape_of_a_text_is_told(shape: dict, flags: dict) -> None:
    numbers = seen(**shape)

    assert {name: numbers[name] for name in flags} == flags


def test_nothing_found_is_all_zeros_but_the_gaps() -> None:
    numbers = seen(title=10)

    assert {name for name, value in numbers.items() if value} == {"nothing_for", "nothing_against"}


def test_repeating_a_word_saturates() -> None:
    assert features.saturated(1) == 1
    assert features.saturated(2) - features.saturated(1) < 1
    assert features.saturated(features.MASS_MAX) == features.saturated(1000)
