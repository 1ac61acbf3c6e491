"""The order of review: which doubtful article an analyst should judge first. Pure rules.

A judgement is worth most where the machine is least sure on which side an article falls, and where
nobody has judged anything alike. So:

1. Nearest to the yes threshold first, in steps of `STEP`: a finer order would be that of noise.
2. Within a step, the language with the fewest judgements.
3. Within a language, the evidence pattern (its two strongest concepts) with the fewest judgements.
4. Then the nearest to the threshold, then the newest.

Each article that is put in line counts as if it were judged already, so that languages and patterns
take turns instead of coming in blocks.
"""

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

#: Scores this close are equally doubtful: a sixth of a usual band of doubt.
STEP = 0.04
_PATTERN_CONCEPTS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """An article in doubt, as far as the order needs it."""

    article_id: int
    language: str
    score: float
    pattern: str  #: as `pattern_of` gives it


def pattern_of(evidence: Sequence[Mapping[str, Any]]) -> str:
    """What the doubt is about: the strongest concepts, for and against; "" where none was found."""
    concepts: dict[str, None] = {}
    for finding in evidence:  # strongest first
        sign = "+" if finding["weight"] > 0 else "-"
        concepts.setdefault(f"{sign}{finding['concept']}")
    return " ".join(sorted(list(concepts)[:_PATTERN_CONCEPTS]))


def in_order(
    doubts: Iterable[Doubt],
    *,
    yes_threshold: float,
    judged: Iterable[tuple[str, str]] = (),
) -> list[Doubt]:
    """Put articles in the order of review.

    Args:
        judged: language and pattern of each article that was judged before.
    """
    of_language: Counter[str] = Counter()
    of_pattern: Counter[tuple[str, str]] = Counter()
    for language, pattern in judged:
        of_language[language] += 1
        of_pattern[language, pattern] += 1
    by_step: dict[int, list[Doubt]] = defaultdict(list)
    for doubt in doubts:
        by_step[_step(doubt, yes_threshold)].append(doubt)
    ordered: list[Doubt] = []
    for step in sorted(by_step):
        ordered += _taking_turns(by_step[step], yes_threshold, of_language, of_pattern)
    return ordered


def _step(doubt: Doubt, yes_threshold: float) -> int:
    return int(abs(yes_threshold - doubt.score) / STEP)


def _taking_turns(
    doubts: Sequence[Doubt],
    yes_threshold: float,
    of_language: Counter[str],
    of_pattern: Counter[tuple[str, str]],
) -> list[Doubt]:
    """Always the next one of the least judged kind. Counts only grow: a stale heap entry is put
    back with its present rank, and what is taken is the least.
    """
    queues: dict[tuple[str, str], list[Doubt]] = defaultdict(list)
    for doubt in sorted(doubts, key=lambda one: _nearest_first(one, yes_threshold), reverse=True):
        queues[doubt.language, doubt.pattern].append(doubt)

    def rank(kind: tuple[str, str]) -> tuple[Any, ...]:
        next_one = queues[kind][-1]
        nearness = _nearest_first(next_one, yes_threshold)
        return of_language[kind[0]], of_pattern[kind], *nearness, kind

    heap = [rank(kind) for kind in queues]
    heapq.heapify(heap)
    taken: list[Doubt] = []
    while heap:
        entry = heapq.heappop(heap)
        kind = entry[-1]
        if (present := rank(kind)) != entry:
            heapq.heappush(heap, present)
            continue
        taken.append(queues[kind].pop())
        of_language[kind[0]] += 1
        of_pattern[kind] += 1
        if queues[kind]:
            heapq.heappush(heap, rank(kind))
    return taken


def _nearest_first(doubt: Doubt, yes_threshold: float) -> tuple[float, int]:
    return abs(yes_threshold - doubt.score), -doubt.article_id
