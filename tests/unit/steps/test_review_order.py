"""The order of review: the nearest to the threshold first, and what was judged least."""

import random
import time

from worker.steps.review_order import STEP, Doubt, in_order, pattern_of

YES_FROM = 0.6


def doubt(article_id: int, score: float, language: str = "en", pattern: str = "+army") -> Doubt:
    return Doubt(article_id=article_id, language=language, score=score, pattern=pattern)


def order(*doubts: Doubt, judged: tuple[tuple[str, str], ...] = ()) -> list[int]:
    return [one.article_id for one in in_order(doubts, yes_threshold=YES_FROM, judged=judged)]


def test_the_nearest_to_the_threshold_comes_first() -> None:
    assert order(doubt(1, 0.36), doubt(2, 0.59), doubt(3, 0.45)) == [2, 3, 1]


def test_a_score_above_the_threshold_is_as_doubtful_as_one_below() -> None:
    """As it may be once the threshold was moved."""
    assert order(doubt(1, 0.50), doubt(2, 0.65), doubt(3, 0.61)) == [3, 2, 1]


def test_among_equally_near_the_language_judged_least_comes_first() -> None:
    judged = (("en", "+army"), ("en", "+navy"), ("de", "+army"))

    near = [doubt(1, 0.59), doubt(2, 0.58, "de"), doubt(3, 0.575, "fi")]
    assert order(*near, judged=judged) == [3, 2, 1]


def test_a_language_judged_least_does_not_outrank_nearness() -> None:
    assert order(doubt(1, 0.59), doubt(2, 0.59 - 2 * STEP, "fi"), judged=(("en", "x"),)) == [1, 2]


def test_within_a_language_the_pattern_judged_least_comes_first() -> None:
    judged = (("en", "+army"), ("en", "+army"), ("en", "+navy"))

    near = [doubt(1, 0.59), doubt(2, 0.58, pattern="+navy"), doubt(3, 0.575, pattern="-court")]
    assert order(*near, judged=judged) == [3, 2, 1]


def test_languages_and_patterns_take_turns() -> None:
    doubts = [
        doubt(1, 0.595), doubt(2, 0.594), doubt(3, 0.593, pattern="+navy"),
        doubt(4, 0.58, "de"), doubt(5, 0.579, "de"),
    ]  # fmt: skip

    assert order(*doubts) == [1, 4, 3, 5, 2]


def test_of_equals_the_newest_comes_first() -> None:
    assert order(doubt(1, 0.5), doubt(2, 0.5), doubt(3, 0.5)) == [3, 2, 1]


def test_each_article_comes_once_whatever_the_order_given() -> None:
    dice = random.Random(3)
    doubts = [
        doubt(n, dice.uniform(0.35, 0.6), dice.choice("abc"), dice.choice(["+x", "+y -z", ""]))
        for n in range(300)
    ]
    first = order(*doubts)
    dice.shuffle(doubts)

    assert order(*doubts) == first
    assert sorted(first) == list(range(300))


def test_five_thousand_are_ordered_at_once() -> None:
    dice = random.Random(4)
    doubts = [
        doubt(n, dice.uniform(0.35, 0.6), dice.choice("abcdefgh"), f"+{dice.randrange(400)}")
        for n in range(5000)
    ]
    began = time.perf_counter()

    assert len(order(*doubts)) == 5000
    assert time.perf_counter() - began < 2.0


def test_nothing_in_doubt_is_nothing_to_review() -> None:
    assert order() == []


def test_a_pattern_is_the_two_strongest_concepts_with_their_signs() -> None:
    def found(concept: str, weight: float) -> dict[str, object]:
        return {"concept": concept, "weight": weight}

    evidence = [found("navy", 2.0), found("navy", 1.5), found("court", -1.0), found("army", 0.5)]
    assert pattern_of(evidence) == "+navy -court"
    assert pattern_of([found("court", -2.0), found("navy", 1.0)]) == "+navy -court"
    assert pattern_of([]) == ""
