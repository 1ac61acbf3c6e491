"""What a text looks like to the model: named numbers, made of concepts alone.

Interlingual: nothing here sees a word or a language, so what is learned on one language holds for
the next. Every number is bounded or grows with a logarithm. Knows nothing of learned weights.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from worker.classify.concepts import Concept
from worker.classify.reading import LEAD_CHARACTERS, SHORT_CHARACTERS, TITLE, Finding
from worker.vocabulary import Topic

STRONG_WEIGHT = 1.5  # a concept of this weight is hardly about anything else
DECISIVE_WEIGHT = -1.2  # a world of its own (sport, games, films): the tanks in it are its own …
DECISIVE_FULL = 3.0  # … and when it speaks so strongly, all of them are
MASS_MAX = 6.0  # saturation: repeating a word says little more after some six times
DAMPING = 1.0  # how fast counter-concepts take the weight from ambiguous ones
COVERED_MAX = 0.5  # a text half of which is lexicon words says no more with three quarters
LATE_CHARACTERS = 200.0  # a text that comes to the point here is half late
_TITLE, _LEAD, _TAIL = range(3)
_PLACES = ("title", "lead", "tail")
_TOPICS = tuple(Topic)
_PROCUREMENT, _INDUSTRY, _POLICY, _COOPERATION, _FORCES, _OPERATIONS = map(
    _TOPICS.index,
    (
        Topic.PROCUREMENT, Topic.INDUSTRY, Topic.POLICY, Topic.COOPERATION, Topic.FORCES,
        Topic.OPERATIONS,
    ),
)  # fmt: skip

#: The vector's names, in its order. To change them asks for training, and for a new `FORMAT`.
NAMES: tuple[str, ...] = (
    *(f"{place}_{side}" for place in _PLACES for side in ("for", "against")),
    *(f"{place}_max_for" for place in _PLACES),
    "title_max_against", "body_max_against",
    "distinct_for", "distinct_strong_for", "distinct_against",
    "balance", "title_balance",
    *(f"group_{topic}" for topic in _TOPICS),
    "groups_for", "second_group",
    "forces_with_operations", "arms_with_policy", "title_with_lead",
    "covered_title", "covered_lead", "covered_against",
    "ambiguous_share", "ambiguous_opposed", "ambiguous_unopposed", "overshadowed",
    "late", "nothing_for", "nothing_against",
    "short", "title_only", "untitled", "names_only",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How much text there was, and how it was read."""

    title_characters: int
    text_characters: int
    by_names_alone: bool  #: the text's language has no lexicon


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What was seen of a text."""

    strengths: Mapping[str, float]  #: of each concept: saturated, damped where it is contradicted
    title_strengths: Mapping[str, float]  #: the same of the title alone, saturated only
    vector: Sequence[float]  #: in the order of `NAMES`


class Observer:
    """Sees texts as concepts."""

    def __init__(self, concepts: Mapping[str, Concept]) -> None:
        self._weights = {name: concept.weight for name, concept in concepts.items()}
        self._ambiguous = {name for name, concept in concepts.items() if concept.is_ambiguous}
        self._strong = {n for n, concept in concepts.items() if concept.weight >= STRONG_WEIGHT}
        self._decisive = {n for n, concept in concepts.items() if concept.weight <= DECISIVE_WEIGHT}
        self._shares = {
            name: tuple((_TOPICS.index(topic), share) for topic, share in concept.topics.items())
            for name, concept in concepts.items()
            if concept.weight > 0
        }

    def see(self, found: Iterable[Finding], shape: Shape) -> Seen:
        """All that the model is told of a text."""
        tally = _Tally(self._weights)
        tally.add(found)
        strengths = self._strengths(tally.masses)
        weights = self._weights
        speaks = {name: weights[name] * s for name, s in strengths.items()}
        saturations = [_saturations(masses) for masses in tally.masses_by_place]
        said = [[weights[name] * s for name, s in place.items()] for place in saturations]
        sides = [_sides(place) for place in said]
        for_, against = _sides(speaks.values())
        for_count = len([amount for amount in speaks.values() if amount > 0])
        return Seen(
            strengths=strengths,
            title_strengths=saturations[_TITLE],
            vector=(
                *_place_numbers(said, sides),
                _log(for_count),
                _log(len(self._strong & speaks.keys())),
                _log(len(speaks) - for_count),
                _balance(for_, against),
                _balance(*sides[_TITLE]),
                *self._groups(speaks),
                _log(min(sides[_TITLE][0], sides[_LEAD][0])),
                *_coverage(tally, shape),
                *self._ambiguity(speaks, for_, against),
                *_gaps(tally, shape, for_count, len(speaks)),
            ),
        )

    def _strengths(self, masses: Mapping[str, float]) -> dict[str, float]:
        weights, ambiguous = self._weights, self._ambiguous
        said = _saturations(masses)
        against = -sum([weights[name] * s for name, s in said.items() if weights[name] < 0])
        if against == 0:
            return said
        doubt = 1.0 / (1.0 + DAMPING * against)
        return {name: s * doubt if name in ambiguous else s for name, s in said.items()}

    def _groups(self, speaks: Mapping[str, float]) -> tuple[float, ...]:
        """How strongly each topic is spoken for, how many are, and which meet."""
        groups, shares = [0.0] * len(_TOPICS), self._shares
        for name, amount in speaks.items():
            if amount > 0:
                for at, share in shares[name]:
                    groups[at] += share * amount
        arms = groups[_PROCUREMENT] + groups[_INDUSTRY]
        policy = groups[_POLICY] + groups[_COOPERATION]
        return (
            *map(_log, groups),
            _log(sum(amount >= 1.0 for amount in groups)),
            _log(sorted(groups)[-2]),
            _log(min(groups[_FORCES], groups[_OPERATIONS])),
            _log(min(arms, policy)),
        )

    def _ambiguity(
        self, speaks: Mapping[str, float], for_: float, against: float
    ) -> tuple[float, float, float, float]:
        """How much of what speaks for defence could mean something else, and what opposes it."""
        ambiguous, decisives = self._ambiguous, self._decisive
        unsure = sum([a for name, a in speaks.items() if a > 0 and name in ambiguous])
        share = unsure / for_ if unsure > 0 else 0.0
        decisive = max([-a for name, a in speaks.items() if name in decisives], default=0.0)
        overshadowed = for_ * min(1.0, decisive / DECISIVE_FULL) ** 2
        return share, share * min(1.0, against), share * max(0.0, 1.0 - against), overshadowed


class _Tally:
    """What one pass over the findings counts."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self._weights = weights
        self.masses: dict[str, float] = {}
        self.masses_by_place: tuple[dict[str, float], ...] = ({}, {}, {})
        self.covered_for = [0, 0, 0]  #: characters, by place
        self.covered_against = 0
        self.first_for: int | None = None  #: where the text first speaks for defence

    def add(self, found: Iterable[Finding]) -> None:
        masses, weights, covered_for = self.masses, self._weights, self.covered_for
        masses_by_place = self.masses_by_place
        for name, field, start, end, mass in found:
            place = _TITLE if field == TITLE else _LEAD if start < LEAD_CHARACTERS else _TAIL
            here = masses_by_place[place]
            masses[name] = masses[name] + mass if name in masses else mass
            here[name] = here[name] + mass if name in here else mass
            if weights[name] < 0:
                self.covered_against += end - start
            else:
                covered_for[place] += end - start
                if self.first_for is None and place != _TITLE:
                    self.first_for = start


def saturated(mass: float) -> float:
    """A mass as it counts: the second word adds less than the first."""
    return math.log2(1.0 + min(mass, MASS_MAX))


def _saturations(masses: Mapping[str, float]) -> dict[str, float]:
    """All saturated; written out, for a call for each of them takes longer than the logarithm."""
    log2 = math.log2
    return {n: log2(1.0 + (m if m < MASS_MAX else MASS_MAX)) for n, m in masses.items()}


def _place_numbers(
    said: Sequence[Sequence[float]], sides: Sequence[tuple[float, float]]
) -> tuple[float, ...]:
    title, lead, tail = said
    return (
        *(_log(side) for pair in sides for side in pair),
        *(max(0.0, *place) if place else 0.0 for place in said),
        -min(0.0, *title) if title else 0.0,
        -min(0.0, *lead, *tail) if lead or tail else 0.0,
    )


def _coverage(tally: _Tally, shape: Shape) -> tuple[float, float, float]:
    title, text = shape.title_characters, shape.text_characters
    return (
        _covered(tally.covered_for[_TITLE], title),
        _covered(tally.covered_for[_LEAD], min(text, LEAD_CHARACTERS)),
        _covered(tally.covered_against, title + text),
    )


def _gaps(tally: _Tally, shape: Shape, for_count: int, count: int) -> tuple[float, ...]:
    """What is missing, or comes late."""
    first = tally.first_for
    return (
        0.0 if first is None else 1.0 - 1.0 / (1.0 + first / LATE_CHARACTERS),
        float(for_count == 0),
        float(for_count == count),
        max(0.0, 1.0 - shape.text_characters / SHORT_CHARACTERS),
        float(shape.text_characters == 0),
        float(shape.title_characters == 0),
        float(shape.by_names_alone),
    )


def _sides(amounts: Iterable[float]) -> tuple[float, float]:
    """What speaks for and against, both positive."""
    for_, against = 0.0, 0.0
    for amount in amounts:
        if amount > 0:
            for_ += amount
        else:
            against -= amount
    return for_, against


def _balance(for_: float, against: float) -> float:
    """From -1 to 1; one weak word alone stays near 0."""
    return (for_ - against) / (1.0 + for_ + against)


def _covered(characters: int, whole: int) -> float:
    return min(COVERED_MAX, characters / whole) if whole else 0.0


def _log(amount: float) -> float:
    return math.log2(1.0 + amount)


def parameters() -> tuple[object, ...]:
    """The numbers that make the features."""
    return (
        NAMES,
        STRONG_WEIGHT,
        MASS_MAX,
        DAMPING,
        DECISIVE_WEIGHT,
        DECISIVE_FULL,
        COVERED_MAX,
        LATE_CHARACTERS,
    )
