"""How good judgements are: precision, recall, F1, average precision, calibration, intervals.

Pure arithmetic over labels, scores and topics. Labels follow the codebook: 2 is positive, 0 is
negative, and 1 (marginal) is left out of all but what is said of it here.
"""

import itertools
import math
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

POSITIVE, MARGINAL, NEGATIVE = 2, 1, 0
BIN_COUNT = 10
T = TypeVar("T")
_Z_95 = 1.959964  # of the normal distribution: 95 % lie within


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A confidence interval of 95 %."""

    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How decisions agree with labels."""

    true_positives: int = 0
    false_positives: int = 0
    false_negatives: int = 0
    true_negatives: int = 0

    @property
    def positives(self) -> int:
        """Labelled so."""
        return self.true_positives + self.false_negatives

    @property
    def negatives(self) -> int:
        """Labelled so."""
        return self.false_positives + self.true_negatives

    @property
    def precision(self) -> float | None:
        """Of what was accepted, the share that is right; None where nothing was."""
        return _ratio(self.true_positives, self.true_positives + self.false_positives)

    @property
    def recall(self) -> float | None:
        """Of the positives, the share that was accepted; None without any."""
        return _ratio(self.true_positives, self.positives)

    @property
    def f1(self) -> float | None:
        """The harmonic mean of precision and recall; None without positives and acceptances."""
        found = 2 * self.true_positives
        return _ratio(found, found + self.false_positives + self.false_negatives)

    @property
    def false_alarms(self) -> float | None:
        """Of the negatives, the share that was accepted; None without any."""
        return _ratio(self.false_positives, self.negatives)


def count(labels: Iterable[int], accepted: Iterable[bool]) -> Counts:
    """Counts of labels 2 and 0; others are passed over."""
    cells = {(positive, said): 0 for positive in (True, False) for said in (True, False)}
    for label, said in zip(labels, accepted, strict=True):
        if label in {POSITIVE, NEGATIVE}:
            cells[label == POSITIVE, bool(said)] += 1
    return Counts(
        true_positives=cells[True, True],
        false_positives=cells[False, True],
        false_negatives=cells[True, False],
        true_negatives=cells[False, False],
    )


def average_precision(labels: Sequence[int], scores: Sequence[float]) -> float | None:
    """The mean precision at each positive, ranked by score; ties share their rank's precision.

    None without positives. Labels 1 are passed over.
    """
    ranked = sorted(_clear(labels, scores), key=lambda pair: -pair[0])
    positives = sum(positive for _, positive in ranked)
    if not positives:
        return None
    total, seen, found = 0.0, 0, 0
    for _, tied in itertools.groupby(ranked, key=lambda pair: pair[0]):
        truths = [positive for _, positive in tied]
        seen += len(truths)
        found += sum(truths)
        total += sum(truths) * found / seen
    return total / positives


def calibration_error(labels: Sequence[int], scores: Sequence[float]) -> float | None:
    """The expected calibration error over ten bins of equal width (Naeini and others 2015).

    None without labels 2 and 0.
    """
    clear = _clear(labels, scores)
    if not clear:
        return None
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(BIN_COUNT)]
    for score, positive in clear:
        bins[min(BIN_COUNT - 1, int(score * BIN_COUNT))].append((score, positive))
    gaps = (abs(sum(s for s, _ in one) - sum(p for _, p in one)) for one in bins)
    return sum(gaps) / len(clear)


def log_loss(labels: Sequence[int], scores: Sequence[float]) -> float | None:
    """The mean negative logarithm of what the truth was given; None without labels 2 and 0."""
    clear = _clear(labels, scores)
    least = 1e-6  # one sure error must not decide alone
    told = [max(least, score if positive else 1.0 - score) for score, positive in clear]
    return -sum(map(math.log, told)) / len(told) if told else None


def macro_f1(counts: Iterable[Counts], *, positives_min: int = 1) -> float | None:
    """The mean F1 of groups that have at least so many positives; None without such a group."""
    values = [one.f1 or 0.0 for one in counts if one.positives >= positives_min]
    return sum(values) / len(values) if values else None


def micro_counts(pairs: Iterable[tuple[Iterable[str], Iterable[str]]]) -> Counts:
    """Counts over all topics of all items, of pairs (true topics, named topics)."""
    hits, extra, missed = 0, 0, 0
    for true, named in pairs:
        truth, said = set(true), set(named)
        hits += len(truth & said)
        extra += len(said - truth)
        missed += len(truth - said)
    return Counts(true_positives=hits, false_positives=extra, false_negatives=missed)


def wilson(successes: int, trials: int) -> Interval | None:
    """The interval of a share (Wilson 1927); None without trials."""
    if trials <= 0:
        return None
    share, z_squared = successes / trials, _Z_95**2
    middle = share + z_squared / (2 * trials)
    spread = _Z_95 * math.sqrt(share * (1 - share) / trials + z_squared / (4 * trials**2))
    whole = 1 + z_squared / trials
    return Interval(
        low=max(0.0, (middle - spread) / whole), high=min(1.0, (middle + spread) / whole)
    )


def bootstrap(
    items: Sequence[T],
    measure: Callable[[Sequence[T]], float | None],
    *,
    rounds: int = 400,
    seed: int = 7,
) -> Interval | None:
    """The percentile interval of a measure over items drawn anew (Efron 1979).

    None where the measure has no value. The same items give the same interval.
    """
    if not items:
        return None
    draw = random.Random(seed)
    drawn = (measure(draw.choices(items, k=len(items))) for _ in range(rounds))
    values = sorted(value for value in drawn if value is not None)
    if not values:
        return None
    at = int(0.025 * len(values))
    return Interval(low=values[at], high=values[len(values) - 1 - at])


def _clear(labels: Sequence[int], scores: Sequence[float]) -> list[tuple[float, bool]]:
    return [
        (score, label == POSITIVE)
        for label, score in zip(labels, scores, strict=True)
        if label in {POSITIVE, NEGATIVE}
    ]


def _ratio(part: float, whole: float) -> float | None:
    return part / whole if whole else None
