"""Metrics, against values worked out by hand."""

import pytest

from worker.classify import metrics
from worker.classify.metrics import Counts


def test_label_one_is_left_out_of_the_counts() -> None:
    counts = metrics.count([2, 2, 1, 1, 0, 0], [True, False, True, False, True, False])

    assert counts == Counts(
        true_positives=1, false_positives=1, false_negatives=1, true_negatives=1
    )


@pytest.mark.parametrize(
    ("counts", "precision", "recall", "f1", "alarms"),
    [
        ((8, 2, 4, 6), 0.8, 2 / 3, 8 / 11, 0.25),
        ((0, 0, 0, 5), None, None, None, 0.0),
        ((0, 3, 0, 0), 0.0, None, 0.0, 1.0),
        ((0, 0, 2, 0), None, 0.0, 0.0, None),
        ((3, 0, 0, 0), 1.0, 1.0, 1.0, None),
    ],
)
def test_figures_of_counts(
    counts: tuple[int, int, int, int],
    precision: float | None,
    recall: float | None,
    f1: float | None,
    alarms: float | None,
) -> None:
    tp, fp, fn, tn = counts
    found = Counts(true_positives=tp, false_positives=fp, false_negatives=fn, true_negatives=tn)

    assert (found.precision, found.recall, found.f1, found.false_alarms) == (
        pytest.approx(precision), pytest.approx(recall), pytest.approx(f1), pytest.approx(alarms),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("labels", "scores", "expected"),
    [
        ([2, 2, 0, 0], [0.9, 0.8, 0.2, 0.1], 1.0),
        ([0, 2, 0, 2], [0.9, 0.8, 0.7, 0.6], 0.5),
        ([0, 2, 1], [0.9, 0.8, 0.99], 0.5),  # label 1 takes no rank
        ([2, 0], [0.5, 0.5], 0.5),  # ties share the precision of their rank …
        ([0, 2], [0.5, 0.5], 0.5),  # … in whichever order they come
        ([0, 0], [0.5, 0.4], None),
        ([], [], None),
    ],
)
def test_average_precision(labels: list[int], scores: list[float], expected: float | None) -> None:
    assert metrics.average_precision(labels, scores) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("labels", "scores", "expected"),
    [
        ([2, 0], [1.0, 0.0], 0.0),
        ([2, 0], [0.0, 1.0], 1.0),
        ([2, 0], [0.55, 0.55], 0.05),
        ([2, 0, 1], [1.0, 0.0, 0.5], 0.0),
        ([1], [0.5], None),
    ],
)
def test_calibration_error(labels: list[int], scores: list[float], expected: float | None) -> None:
    assert metrics.calibration_error(labels, scores) == pytest.approx(expected)


def test_log_loss_bounds_what_one_sure_error_costs() -> None:
    assert metrics.log_loss([2, 0], [0.5, 0.5]) == pytest.approx(0.6931, abs=1e-4)
    assert metrics.log_loss([2], [0.0]) == pytest.approx(13.8155, abs=1e-4)
    assert metrics.log_loss([], []) is None


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [(8, 10, 0.4902, 0.9433), (0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (1, 2, 0.0945, 0.9055)],
)
def test_wilson(successes: int, trials: int, low: float, high: float) -> None:
    found = metrics.wilson(successes, trials)

    assert found is not None
    assert (found.low, found.high) == pytest.approx((low, high), abs=1e-4)


def test_wilson_needs_a_trial() -> None:
    assert metrics.wilson(0, 0) is None


def test_bootstrap_surrounds_the_mean_and_repeats_itself() -> None:
    items = [0.0, 1.0] * 50

    def mean(drawn: list[float]) -> float:
        return sum(drawn) / len(drawn)

    first, second = metrics.bootstrap(items, mean), metrics.bootstrap(items, mean)

    assert first == second
    assert first is not None
    assert 0.35 < first.low < 0.5 < first.high < 0.65
    assert metrics.bootstrap([], mean) is None
    assert metrics.bootstrap([1.0], lambda _: None) is None


def test_micro_counts_over_topics() -> None:
    counts = metrics.micro_counts([({"a", "b"}, {"a"}), ({"c"}, {"c", "d"}), (set(), set())])

    assert (counts.true_positives, counts.false_positives, counts.false_negatives) == (2, 1, 1)
    assert counts.f1 == pytest.approx(2 / 3)


def test_macro_f1_passes_over_groups_with_few_positives() -> None:
    good, bad = Counts(true_positives=5), Counts(true_positives=1, false_positives=9)

    assert metrics.macro_f1([good, bad], positives_min=5) == 1.0
    assert metrics.macro_f1([bad], positives_min=5) is None
