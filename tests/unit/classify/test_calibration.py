"""Calibration: scores that mean what they say."""

import math
import random

import pytest

from worker.classify import calibration
from worker.classify.calibration import Calibration, logistic


@pytest.mark.parametrize(
    ("logit", "expected"), [(0, 0.5), (math.log(3), 0.75), (1e9, 1.0), (-1e9, 0.0)]
)
def test_logistic_of_any_size(logit: float, expected: float) -> None:
    assert logistic(logit) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize(("slope", "offset"), [(1.0, 0.0), (0.5, 0.0), (2.0, -1.0), (1.0, 1.5)])
def test_a_distortion_is_found(slope: float, offset: float) -> None:
    draw = random.Random(1)
    logits = [draw.gauss(0, 2) for _ in range(6000)]
    targets = [float(draw.random() < logistic(slope * logit + offset)) for logit in logits]

    found = calibration.fit(logits, targets)

    assert found.slope == pytest.approx(slope, abs=0.15)
    assert found.offset == pytest.approx(offset, abs=0.15)


@pytest.mark.parametrize(
    ("logits", "targets"),
    [([], []), ([1.0], [1.0]), ([2.0, -2.0], [1.0, 0.0]), ([0.0, 0.0], [0.5, 0.5])],
)
def test_little_or_separable_data_leaves_it_finite(
    logits: list[float], targets: list[float]
) -> None:
    found = calibration.fit(logits, targets)

    assert 0 <= found.slope < 50
    assert abs(found.offset) < 50


def test_a_ranking_is_never_turned_round() -> None:
    found = calibration.fit([3.0, 2.0, -2.0, -3.0] * 20, [0.0, 0.0, 1.0, 1.0] * 20)

    assert found.slope == 0.0


def test_shares_count() -> None:
    halves = calibration.fit([0.0, 0.0], [1.0, 0.0], [3.0, 1.0])

    assert logistic(halves.logit(0.0)) == pytest.approx(0.75, abs=0.01)
    assert Calibration().logit(1.5) == 1.5
