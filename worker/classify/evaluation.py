"""What labelled items say of the judge: figures overall, by language and by topic, and confusions.

Pure: from judged items to a report of plain numbers. A confusion is a label 2 that is not accepted
or a label 0 that is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from worker.classify import metrics
from worker.classify.metrics import MARGINAL, NEGATIVE, POSITIVE, Counts, Interval
from worker.values import Judgement
from worker.vocabulary import Decision, Topic

#: A language with fewer positives has an F1 that says nothing; it is shown, and not flagged.
POSITIVES_MIN = 5
#: So near to the band of doubt counts as near.
NEAR = 0.15


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A labelled item with its judgement."""

    item_id: str
    title: str | None
    text: str
    language: str
    label: int
    topics: frozenset[Topic] | None  #: None: nobody said
    judgement: Judgement

    @property
    def is_accepted(self) -> bool:
        """Whether the decision is yes; what waits for review is not accepted."""
        return self.judgement.decision is Decision.YES

    @property
    def is_confused(self) -> bool:
        """Whether decision and label contradict each other."""
        return self.label != MARGINAL and self.is_accepted != (self.label == POSITIVE)


def report(
    judged: Sequence[Judged], *, floor: float, review_threshold: float, yes_threshold: float
) -> dict[str, Any]:
    """Everything, as plain numbers; None where the items can't tell.

    Args:
        floor: the F1 below which a language, or the whole, is flagged.
    """
    languages = _languages(judged, floor)
    overall = _figures(judged)
    whole = overall["f1"]
    flagged = [row["language"] for row in languages if row["is_below_floor"]]
    return {
        "items": len(judged),
        "labels": {str(label): sum(one.label == label for one in judged) for label in (2, 1, 0)},
        "thresholds": {"review": review_threshold, "yes": yes_threshold},
        "floor": floor,
        "overall": overall,
        "macro_f1": metrics.macro_f1(
            (_counts(own) for own in by_language(judged).values()), positives_min=POSITIVES_MIN
        ),
        "marginal": _marginal(judged, review_threshold, yes_threshold),
        "languages": languages,
        "topics": _topics(judged),
        "languages_below_floor": flagged,
        "is_below_floor": bool(flagged) or (whole is not None and whole < floor),
        "confusions": [_confusion(one) for one in _worst_first(judged)],
    }


def comparison(before: Sequence[Judged], after: Sequence[Judged]) -> dict[str, Any]:
    """What changes from one judge to another on the same items, in the same order."""
    pairs = list(zip(before, after, strict=True))
    changed = [
        (old, new) for old, new in pairs if old.judgement.decision is not new.judgement.decision
    ]
    return {
        "f1_difference": _difference(_f1(after), _f1(before)),
        "f1_difference_interval": _interval(metrics.bootstrap(pairs, _f1_difference)),
        "mended": sum(old.is_confused and not new.is_confused for old, new in pairs),
        "broken": sum(new.is_confused and not old.is_confused for old, new in pairs),
        "changed": [
            {
                **_named(new),
                "before": old.judgement.decision,
                "after": new.judgement.decision,
                "score_before": old.judgement.score,
                "score_after": new.judgement.score,
            }
            for old, new in changed
        ],
    }


def by_language(judged: Iterable[Judged]) -> dict[str, list[Judged]]:
    """The items of each language, the language with most items first."""
    grouped: dict[str, list[Judged]] = {}
    for one in judged:
        grouped.setdefault(one.language, []).append(one)
    return dict(sorted(grouped.items(), key=lambda pair: (-len(pair[1]), pair[0])))


def _languages(judged: Sequence[Judged], floor: float) -> list[dict[str, Any]]:
    rows = []
    for language, own in by_language(judged).items():
        figures = _figures(own)
        below = _counts(own).positives >= POSITIVES_MIN and (figures["f1"] or 0.0) < floor
        rows.append({"language": language, "items": len(own), **figures, "is_below_floor": below})
    return rows


def _figures(judged: Sequence[Judged]) -> dict[str, Any]:
    counts = _counts(judged)
    labels, scores = _labels(judged), [one.judgement.score for one in judged]
    return {
        "positives": counts.positives,
        "negatives": counts.negatives,
        "f1": counts.f1,
        "f1_interval": _interval(metrics.bootstrap(judged, _f1)),
        "precision": counts.precision,
        "precision_interval": _interval(
            metrics.wilson(counts.true_positives, counts.true_positives + counts.false_positives)
        ),
        "recall": counts.recall,
        "recall_interval": _interval(metrics.wilson(counts.true_positives, counts.positives)),
        "false_alarms": counts.false_alarms,
        "false_alarms_interval": _interval(
            metrics.wilson(counts.false_positives, counts.negatives)
        ),
        "average_precision": metrics.average_precision(labels, scores),
        "calibration_error": metrics.calibration_error(labels, scores),
        "review": {
            str(label): sum(
                one.label == label and one.judgement.decision is Decision.REVIEW for one in judged
            )
            for label in (POSITIVE, MARGINAL, NEGATIVE)
        },
    }


def _marginal(
    judged: Sequence[Judged], review_threshold: float, yes_threshold: float
) -> dict[str, Any]:
    """Of label 1: it should be accepted more often than label 0, and less than label 2."""
    scores = [one.judgement.score for one in judged if one.label == MARGINAL]
    accepted = sum(one.is_accepted for one in judged if one.label == MARGINAL)
    low, high = review_threshold - NEAR, yes_threshold + NEAR
    return {
        "items": len(scores),
        "accepted_share": _share(accepted, len(scores)),
        "mean_score": _share(sum(scores), len(scores)),
        "in_band_share": _share(
            sum(review_threshold <= score < yes_threshold for score in scores), len(scores)
        ),
        "near_band_share": _share(sum(low <= score < high for score in scores), len(scores)),
    }


def _topics(judged: Sequence[Judged]) -> dict[str, Any]:
    """Of label 2, whatever the decision: an article that is missed has no topics, which counts."""
    pairs = [
        (one.topics, {scored.topic for scored in one.judgement.topics})
        for one in judged
        if one.label == POSITIVE and one.topics is not None
    ]
    micro = metrics.micro_counts(pairs)
    return {
        "items": len(pairs),
        "micro_f1": micro.f1,
        "micro_precision": micro.precision,
        "micro_recall": micro.recall,
        "micro_f1_interval": _interval(
            metrics.bootstrap(pairs, lambda some: metrics.micro_counts(some).f1)
        ),
        "each": [
            _topic(topic, metrics.micro_counts((t & {topic}, s & {topic}) for t, s in pairs))
            for topic in Topic
        ],
    }


def _topic(topic: Topic, counts: Counts) -> dict[str, Any]:
    return {
        "topic": topic,
        "positives": counts.positives,
        "precision": counts.precision,
        "recall": counts.recall,
        "f1": counts.f1,
    }


def _worst_first(judged: Iterable[Judged]) -> list[Judged]:
    confused = [one for one in judged if one.is_confused]
    return sorted(confused, key=lambda one: -abs(one.label / POSITIVE - one.judgement.score))


def _confusion(one: Judged) -> dict[str, Any]:
    return {
        **_named(one),
        "score": one.judgement.score,
        "decision": one.judgement.decision,
        "evidence": [
            {"concept": e.concept, "surface": e.surface, "field": e.field, "weight": e.weight}
            for e in one.judgement.evidence
        ],
    }


def _named(one: Judged) -> dict[str, Any]:
    return {
        "id": one.item_id,
        "language": one.language,
        "label": one.label,
        "title": one.title or one.text[:100],
    }


def _counts(judged: Sequence[Judged]) -> Counts:
    return metrics.count(_labels(judged), [one.is_accepted for one in judged])


def _f1(judged: Sequence[Judged]) -> float | None:
    return _counts(judged).f1


def _f1_difference(pairs: Sequence[tuple[Judged, Judged]]) -> float | None:
    return _difference(_f1([new for _, new in pairs]), _f1([old for old, _ in pairs]))


def _difference(more: float | None, less: float | None) -> float | None:
    return None if more is None or less is None else more - less


def _labels(judged: Sequence[Judged]) -> list[int]:
    return [one.label for one in judged]


def _interval(found: Interval | None) -> list[float] | None:
    return None if found is None else [found.low, found.high]


def _share(part: float, whole: int) -> float | None:
    return part / whole if whole else None


def figure(value: float | None, *, digits: int = 3) -> str:
    """A number for people; "-" where there is none."""
    return "-" if value is None else f"{value:.{digits}f}"
