"""Searches texts of scripts that are written with spaces: most of what is read.

The automaton's patterns hold the spaces around words (`patterns`), so that hardly anything it
reports is in vain, and what is left to see takes a microsecond. Linear in the text.
"""

from array import array
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation

from worker.classify.bars import barred
from worker.classify.notation import Form, phrase_end
from worker.classify.patterns import (
    INSIDE,
    KEY_CHARACTERS,
    OPEN_LEFT,
    OPEN_RIGHT,
    PHRASE,
    SHARED,
    VERIFIED,
    Pattern,
    Place,
    places,
)
from worker.classify.texts import Texts
from worker.classify.words import WORD_MAX_CHARACTERS

#: How far a word before a form's pattern is looked for: stem and ending, with room.
_WORD_BEFORE = 2 * WORD_MAX_CHARACTERS


class _Group(NamedTuple):
    """Forms that share a pattern, by number."""

    pattern: Pattern
    by_key: dict[str, list[int]]
    keyless: list[int]


class SpacedSearch:
    """Finds forms that have a letter of such a script.

    Args:
        forms: each with its number.
        clitics: what may be written before a word without a space, folded.
    """

    def __init__(self, forms: Sequence[tuple[int, Form]], clitics: Sequence[str]) -> None:
        found = places([form for _, form in forms], has_clitics=bool(clitics))
        sought, self._groups = _sought([number for number, _ in forms], found)
        self._traits = bytes(pattern.traits for pattern, _ in sought)
        self._offsets = {at: one.offset for at, (one, _) in enumerate(sought) if one.offset}
        self._forms = array("i", (number for _, number in sought))  #: or a group, where `SHARED`
        self._spellings = _verified_spellings(forms, found)
        self._clitics = frozenset(clitics)
        self._clitic_max = max(map(len, clitics), default=0)
        # A DFA is no faster on news (measured) and takes 20 times the memory.
        self._automaton = AhoCorasick(
            [pattern.text for pattern, _ in sought],
            store_patterns=False,
            implementation=Implementation.ContiguousNFA,
        )

    def places(self, folded: str) -> list[tuple[int, int, int]]:
        """Where forms stand: start, negative end, and the form's number; in no order.

        Whole words, one upon another.
        """
        spaced = folded.replace("-", " ")  # a space of a form stands for a hyphen too
        bars = barred(spaced)  # what stands at `at` there stands at `at + 1` here
        traits_of, forms, groups, found = self._traits, self._forms, self._groups, []
        for index, start, end in self._automaton.find_matches_as_indexes(bars, overlapping=True):
            traits = traits_of[index]
            if not traits:  # a word between spaces: more than half of all
                found.append((start, 2 - end, forms[index]))
                continue
            if traits & SHARED:
                begin, members = _fitting(groups[forms[index]], bars, start, end)
                if members:
                    found += self._verified(members, folded, bars, begin)
                continue
            begin = left = start
            if traits & INSIDE:
                begin -= 1
                left = self._left(bars, begin, traits)
                if left < 0:
                    continue
            if traits & VERIFIED:
                begin -= self._offsets.get(index, 0)
                found += self._verified((forms[index],), folded, bars, begin)
                continue
            stop = end - (1 if traits & OPEN_RIGHT else 2)
            if traits & PHRASE and spaced[begin:stop] != bars[begin + 1 : stop + 1]:
                continue
            if traits & OPEN_RIGHT:
                stop = _word_end(bars, stop)
            found.append((left, -stop, forms[index]))
        return found

    def _verified(
        self, members: Sequence[int], folded: str, bars: str, begin: int
    ) -> Iterator[tuple[int, int, int]]:
        """Those of the forms that stand at `begin`."""
        for number in members:
            spelling = self._spellings[number]
            left = self._left(bars, begin, OPEN_LEFT * (spelling[0] == "*"))
            stop = phrase_end(spelling, folded, begin) if left >= 0 else None
            if stop is None:
                continue
            if spelling[-1] == "*":
                yield left, -_word_end(bars, stop), number
            elif bars[stop + 1] == " " or bars[stop] == " ":
                yield left, -stop, number

    def _left(self, bars: str, begin: int, traits: int) -> int:
        """Where the word begins when the form may begin inside it; below 0 when it may not."""
        if bars[begin] == " " or bars[begin + 1] == " ":
            return begin
        if traits & OPEN_LEFT:
            floor = max(0, begin - WORD_MAX_CHARACTERS)
            return max(floor, bars.rfind(" ", floor, begin))
        at = bars.rfind(" ", max(0, begin - self._clitic_max), begin)
        return at if at >= 0 and bars[at + 1 : begin + 1] in self._clitics else -1


def _verified_spellings(forms: Sequence[tuple[int, Form]], found: Sequence[Place]) -> Texts:
    """By number, of those forms whose pattern is not all of them; "" of the others."""
    verified = {
        number: form.spelling
        for (number, form), place in zip(forms, found, strict=True)
        if place.pattern.traits & (VERIFIED | SHARED)
    }
    return Texts(verified.get(number, "") for number in range(max(verified, default=-1) + 1))


def _sought(
    numbers: Sequence[int], found: Sequence[Place]
) -> tuple[list[tuple[Pattern, int]], list[_Group]]:
    """What the automaton looks for, each with the number of its form, or of a group of forms."""
    sought: list[tuple[Pattern, int]] = []
    groups: dict[Pattern, _Group] = {}
    for number, (pattern, key) in zip(numbers, found, strict=True):
        if not pattern.traits & SHARED:
            sought.append((pattern, number))
            continue
        group = groups.setdefault(pattern, _Group(pattern, {}, []))
        (group.by_key.setdefault(key, []) if key else group.keyless).append(number)
    for group in groups.values():
        for members in group.by_key.values():
            members.extend(group.keyless)
    sought += [(pattern, at) for at, pattern in enumerate(groups)]
    # The states of short patterns come first and lie together: those that most words meet.
    return sorted(sought, key=lambda one: (len(one[0].text), one[0])), list(groups.values())


def _fitting(group: _Group, bars: str, start: int, end: int) -> tuple[int, Sequence[int]]:
    """Where the forms of a group begin whose pattern was found, and those that may stand there."""
    offset = group.pattern.offset
    if offset < 0:  # the key is that of the form's first word
        for _ in range(-offset):
            start = max(0, bars.rfind(" ", max(0, start - _WORD_BEFORE), start))
        at, begin = start + 1, start
    else:  # it is that of the next word
        at = bars.find(" ", end, end + WORD_MAX_CHARACTERS) + 1
        begin = start - offset - (group.pattern.traits & INSIDE > 0)
    return begin, group.by_key.get(bars[at : at + KEY_CHARACTERS], group.keyless)


def _word_end(bars: str, stop: int) -> int:
    """The end of the word that goes on at `stop`, followed for at most a long word."""
    if bars[stop] == " ":  # the form ends in no letter
        return stop
    ceiling = min(len(bars) - 2, stop + WORD_MAX_CHARACTERS)
    at = bars.find(" ", stop + 1, ceiling + 1)
    return ceiling if at < 0 else at - 1
