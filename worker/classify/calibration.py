"""Calibration: scores that mean what they say, by Platt's sigmoid over logits of held data.

Two numbers, fitted by Newton's method on targets from 0 to 1 (Platt 1999, "Probabilistic outputs
for support vector machines"; Lin, Lin and Weng 2007). Pure; knows nothing of the model.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

LOGIT_MAX = 30.0
_STEPS_MAX = 100
_CLOSE = 1e-9
_RIDGE = 1e-3  # keeps the slope finite where the data could be told apart without a fault


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """`slope * logit + offset` is the calibrated logit."""

    slope: float = 1.0
    offset: float = 0.0

    def logit(self, logit: float) -> float:
        """The calibrated logit."""
        return self.slope * logit + self.offset


def logistic(logit: float) -> float:
    """The probability of a logit, for any size of it."""
    return 1.0 / (1.0 + math.exp(-max(-LOGIT_MAX, min(LOGIT_MAX, logit))))


def fit(
    logits: Sequence[float], targets: Sequence[float], shares: Sequence[float] | None = None
) -> Calibration:
    """The calibration that makes the targets likeliest; the slope is never negative.

    Args:
        targets: 0 to 1; a half for what may pass as either.
        shares: how much each one counts; None: all alike.
    """
    counts = [1.0] * len(logits) if shares is None else shares
    slope, offset = 1.0, 0.0
    for _ in range(_STEPS_MAX):
        step = _newton_step(logits, targets, counts, slope, offset)
        slope, offset = max(0.0, slope - step[0]), offset - step[1]
        if max(map(abs, step)) < _CLOSE:
            break
    return Calibration(slope=slope, offset=offset)


def _newton_step(
    logits: Sequence[float],
    targets: Sequence[float],
    shares: Sequence[float],
    slope: float,
    offset: float,
) -> tuple[float, float]:
    """What to take from slope and offset."""
    gradient_slope, gradient_offset = _RIDGE * (slope - 1.0), _RIDGE * offset
    curve_slope, curve_both, curve_offset = _RIDGE, 0.0, _RIDGE
    for logit, target, share in zip(logits, targets, shares, strict=True):
        chance = logistic(slope * logit + offset)
        residue, curve = share * (chance - target), share * chance * (1.0 - chance)
        gradient_slope += residue * logit
        gradient_offset += residue
        curve_slope += curve * logit * logit
        curve_both += curve * logit
        curve_offset += curve
    determinant = curve_slope * curve_offset - curve_both * curve_both
    if determinant <= 0.0:
        return 0.0, 0.0
    return (
        (curve_offset * gradient_slope - curve_both * gradient_offset) / determinant,
        (curve_slope * gradient_offset - curve_both * gradient_slope) / determinant,
    )
