"""What a model's labels mean, as config.json names them, and the score of its outputs."""

import math
from typing import Any

import pytest

from worker.opinion.labels import Labels, read_labels

NLI = {"0": "ENTAILMENT", "1": "neutral", "2": "contradiction"}
NAN = math.nan


@pytest.mark.parametrize(
    ("config", "yes", "against", "is_nli"),
    [
        ({"id2label": {"0": "other", "1": "defence"}}, 1, (0,), False),
        ({"id2label": {"0": "Defence_Related", "1": "sport", "2": "x"}}, 0, (1, 2), False),
        ({"label2id": {"defense": 0, "none": 1}}, 0, (1,), False),
        ({"id2label": {"0": "LABEL_0", "1": "LABEL_1"}}, 1, (0,), False),
        ({"id2label": {"0": "LABEL_0"}}, 0, (), False),
        (
            {"id2label": {"0": "defence", "1": "sport"},
             "problem_type": "multi_label_classification"},
            0, (), False,
        ),
        ({"id2label": NLI}, 0, (2,), True),
        ({"id2label": {"0": "entailment", "1": "not_entailment"}}, 0, (1,), True),
    ],
)  # fmt: skip
def test_labels_are_understood(
    config: dict[str, Any], yes: int, against: tuple[int, ...], is_nli: bool
) -> None:
    labels = read_labels(config)

    assert (labels.yes, labels.against, labels.is_nli) == (yes, against, is_nli)


@pytest.mark.parametrize(
    ("config", "words"),
    [
        ({}, "names no labels"),
        ({"id2label": {}}, "names no labels"),
        ({"id2label": {"0": "POSITIVE", "1": "NEGATIVE"}}, "none of its labels (positive, neg"),
        ({"id2label": {"0": "LABEL_0", "1": "LABEL_1", "2": "LABEL_2"}}, "none of its labels"),
        ({"id2label": {"0": "defence", "1": "defense"}}, "none of its labels"),
        ({"id2label": {"1": "defence", "2": "other"}}, "does not number"),
        ({"id2label": {"a": "defence"}}, "invalid literal"),
        ({"label2id": {"defence": None}}, "malformed"),
    ],
)
def test_labels_that_say_nothing_are_refused(config: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError) as caught:
        read_labels(config)

    assert words in str(caught.value)


TWO = Labels(count=2, yes=1, against=(0,), is_nli=False)
ONE = Labels(count=1, yes=0, against=(), is_nli=False)
THREE = Labels(count=3, yes=0, against=(2,), is_nli=True)


@pytest.mark.parametrize(
    ("labels", "logits", "score"),
    [
        (TWO, [0.0, 0.0], 0.5),
        (TWO, [0.0, math.log(3)], 0.75),
        (TWO, [1000.0, -1000.0], 0.0),
        (TWO, [-1000.0, 1000.0], 1.0),
        (ONE, [0.0], 0.5),
        (ONE, [-1000.0], 0.0),
        (ONE, [1000.0], 1.0),
        (THREE, [math.log(3), 50.0, 0.0], 0.75),  # neutral is left out
        # no score
        (TWO, [0.0], None),
        (TWO, [0.0, 0.0, 0.0], None),
        (TWO, [0.0, NAN], None),
        (ONE, [math.inf], None),
    ],
)
def test_logits_make_a_score(labels: Labels, logits: list[float], score: float | None) -> None:
    assert labels.score(logits) == (score if score is None else pytest.approx(score))
