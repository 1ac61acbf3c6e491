"""Finds the lexicon's forms in a folded text, in one pass over it.

One Aho-Corasick automaton for all anchors, then word boundaries and phrases are checked at each
place, and where findings overlap the longer stays: "trade war" is no "war". Linear in the text.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick, Implementation

from worker.classify import words
from worker.classify.notation import Form, compiled


@dataclass(frozen=True, slots=True)
class Match:
    """A finding: `folded[start:end]`, whole words, says `concept`."""

    start: int
    end: int
    concept: str


class Matcher:
    """Looks for forms.

    Args:
        forms: pairs of form and concept; where two forms are spelled alike the first counts.
        clitics: what may be written before a word without a space (Arabic و, ال, …), folded.
    """

    def __init__(self, forms: Iterable[tuple[Form, str]], clitics: Sequence[str] = ()) -> None:
        by_anchor: dict[str, list[tuple[Form, str]]] = {}
        seen: set[str] = set()
        for form, concept in forms:
            if form.spelling not in seen:
                seen.add(form.spelling)
                for anchor in form.anchors:
                    by_anchor.setdefault(anchor, []).append((form, concept))
        self._candidates = list(by_anchor.values())
        self._clitics = frozenset(clitics)
        self._clitic_max = max(map(len, clitics), default=0)
        # A DFA is no faster on news (measured) and takes 20 MB a language instead of 1.
        self._automaton = AhoCorasick(list(by_anchor), implementation=Implementation.ContiguousNFA)

    def find(self, folded: str) -> list[Match]:
        """All findings in order of place, none overlapping another."""
        return _longest(self._verified(folded))

    def _verified(self, folded: str) -> Iterator[tuple[int, int, int, str]]:
        for index, start, end in self._automaton.find_matches_as_indexes(folded, overlapping=True):
            at_start = words.starts_word(folded, start)
            for form, concept in self._candidates[index]:
                left = start if at_start else self._left(folded, start, form)
                if left is not None:
                    right = _right(folded, start, end, form)
                    if right is not None:
                        yield left, -right, -form.weight, concept

    def _left(self, folded: str, start: int, form: Form) -> int | None:
        """The start of the word when the form may begin inside it; None when it may not."""
        if form.is_open_left:
            return words.word_start(folded, start)
        for length in range(1, min(self._clitic_max, start) + 1):
            at = start - length
            if folded[at:start] in self._clitics and words.starts_word(folded, at):
                return at
        return None


def _right(folded: str, start: int, end: int, form: Form) -> int | None:
    if form.rest is not None:
        matched = compiled(form.rest).match(folded, start)
        if matched is None:
            return None
        end = matched.end()
    if form.is_open_right:
        return words.word_end(folded, end)
    return end if words.ends_word(folded, end) else None


def _longest(verified: Iterable[tuple[int, int, int, str]]) -> list[Match]:
    """Leftmost first, of those the longest, of those the most exact."""
    kept: list[Match] = []
    reached = 0
    for start, negative_end, _, concept in sorted(verified):
        if start >= reached:
            kept.append(Match(start, -negative_end, concept))
            reached = -negative_end
    return kept
