"""Finds the lexicon's forms in a folded text, in one pass over it.

One Aho-Corasick automaton for all anchors, then word boundaries and phrases are checked at each
place, and where findings overlap the longer stays: "trade war" is no "war". Linear in the text.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation

from worker.classify import words
from worker.classify.notation import Form, phrase_end

KEY_CHARACTERS = 2  # of what follows an anchor, to tell its forms apart


class Match(NamedTuple):
    """A finding: `folded[start:end]`, whole words, says `concept` by a form of that spelling."""

    start: int
    end: int
    concept: str
    spelling: str


class _Candidate(NamedTuple):
    """What a form needs besides its anchor; few and small, for there are thousands a language."""

    traits: int  #: `_OPEN_LEFT`, …, and sixteen times the weight
    concept: str
    spelling: str


_OPEN_LEFT, _OPEN_RIGHT = 1, 2
_LONGER = 4  # than its anchor, …
_STARRED = 8  # … and with more to verify than letters and spaces
_WEIGHT = 16
_NONE: dict[str, tuple[_Candidate, ...]] = {}  # one for all groups that need none


class _Group(NamedTuple):
    """The forms that share an anchor. Most have one; "military" and "militar*" begin a hundred
    phrases, of which the letters that follow leave a few.
    """

    always: tuple[_Candidate, ...]
    by_next: dict[str, tuple[_Candidate, ...]]  #: by what follows the anchor at once
    by_second: dict[str, tuple[_Candidate, ...]]  #: by how the word after the anchor's begins

    def fitting(self, spaced: str, end: int) -> tuple[_Candidate, ...]:
        """Those that may fit a text after an anchor that ends at `end`."""
        fitting = self.always
        if self.by_next:
            fitting += self.by_next.get(spaced[end : end + KEY_CHARACTERS], ())
        if self.by_second:
            at = words.word_end(spaced, end)
            if spaced[at : at + 1] == " ":
                fitting += self.by_second.get(spaced[at + 1 : at + 1 + KEY_CHARACTERS], ())
        return fitting


class Matcher:
    """Looks for forms.

    Args:
        forms: pairs of form and concept; where two forms are spelled alike the first counts.
        clitics: what may be written before a word without a space (Arabic و, ال, …), folded.
    """

    def __init__(self, forms: Iterable[tuple[Form, str]], clitics: Sequence[str] = ()) -> None:
        by_anchor: dict[str, list[_Candidate]] = {}
        seen: set[str] = set()
        for form, concept in forms:
            if form.spelling not in seen:
                seen.add(form.spelling)
                candidate = _candidate(form, concept)
                by_anchor.setdefault(form.anchor, []).append(candidate)
        self._groups = [_group(*pair) for pair in by_anchor.items()]
        self._clitics = frozenset(clitics)
        self._clitic_max = max(map(len, clitics), default=0)
        # A DFA is no faster on news (measured) and takes 20 MB a language instead of 1.
        self._automaton = AhoCorasick(list(by_anchor), implementation=Implementation.ContiguousNFA)

    def find(self, folded: str) -> list[Match]:
        """All findings in order of place, none overlapping another."""
        return _longest(self._verified(folded))

    def _verified(self, folded: str) -> Iterator[tuple[int, int, int, str, str]]:
        # A space of a form stands for a hyphen too; a hyphen of a form is verified.
        spaced = folded.replace("-", " ")
        for index, start, end in self._automaton.find_matches_as_indexes(spaced, overlapping=True):
            at_start = words.starts_word(folded, start)
            group = self._groups[index]
            if isinstance(group, _Candidate):
                candidates: tuple[_Candidate, ...] = (group,)
            else:
                candidates = group.fitting(spaced, end)
            for candidate in candidates:
                left = start if at_start else self._left(folded, start, candidate.traits)
                if left is None:
                    continue
                right = _right(folded, spaced, start, end, candidate)
                if right is not None:
                    weight = candidate.traits // _WEIGHT
                    yield left, -right, -weight, candidate.concept, candidate.spelling

    def _left(self, folded: str, start: int, traits: int) -> int | None:
        """The start of the word when the form may begin inside it; None when it may not."""
        if traits & _OPEN_LEFT:
            return words.word_start(folded, start)
        for length in range(1, min(self._clitic_max, start) + 1):
            at = start - length
            if folded[at:start] in self._clitics and words.starts_word(folded, at):
                return at
        return None


def _candidate(form: Form, concept: str) -> _Candidate:
    traits = (
        _OPEN_LEFT * form.is_open_left
        + _OPEN_RIGHT * form.is_open_right
        + _LONGER * (not form.is_anchor)
        + _STARRED * (form.weight < len(form.spelling.strip("*")) or "-" in form.spelling)
        + _WEIGHT * form.weight
    )
    return _Candidate(traits, concept, form.spelling)


def _group(anchor: str, candidates: Sequence[_Candidate]) -> _Group | _Candidate:
    if len(candidates) == 1:
        return candidates[0]
    always: list[_Candidate] = []
    by_next: dict[str, tuple[_Candidate, ...]] = {}
    by_second: dict[str, tuple[_Candidate, ...]] = {}
    for candidate in candidates:
        body = candidate.spelling.strip("*").replace("-", " ")
        following = body[len(anchor) : len(anchor) + KEY_CHARACTERS]
        first, _, others = body.partition(" ")
        second = others.split(" ")[0].rstrip("*")[:KEY_CHARACTERS]
        if len(following) == KEY_CHARACTERS and "*" not in following:
            by_next[following] = (*by_next.get(following, ()), candidate)
        elif first.endswith("*") and len(second) == KEY_CHARACTERS and _is_spaced(first):
            by_second[second] = (*by_second.get(second, ()), candidate)
        else:
            always.append(candidate)
    return _Group(tuple(always), by_next or _NONE, by_second or _NONE)


def _is_spaced(first: str) -> bool:
    return not words.is_unspaced(first[0])


def _right(folded: str, spaced: str, start: int, end: int, candidate: _Candidate) -> int | None:
    traits = candidate.traits
    if traits & _STARRED:
        verified = phrase_end(candidate.spelling, folded, start)
        if verified is None:
            return None
        end = verified
    elif traits & _LONGER:
        body = candidate.spelling.strip("*")
        if not spaced.startswith(body, start):
            return None
        end = start + len(body)
    if traits & _OPEN_RIGHT:
        return words.word_end(folded, end)
    return end if words.ends_word(folded, end) else None


def _longest(verified: Iterable[tuple[int, int, int, str, str]]) -> list[Match]:
    """Leftmost first, of those the longest, of those the most exact."""
    kept: list[Match] = []
    reached = 0
    for start, negative_end, _, concept, spelling in sorted(verified):
        if start >= reached:
            kept.append(Match(start, -negative_end, concept, spelling))
            reached = -negative_end
    return kept
