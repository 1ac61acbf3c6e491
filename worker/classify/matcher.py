"""Finds the lexicon's forms in a folded text, in one pass over it.

One Aho-Corasick automaton for all forms, and where findings overlap the longer stays: "trade war"
is no "war". Linear in the text.
"""

from array import array
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from worker.classify import words
from worker.classify.notation import Form
from worker.classify.spaced import SpacedSearch
from worker.classify.texts import Texts
from worker.classify.unspaced import UnspacedSearch


class Match(NamedTuple):
    """A finding: `folded[start:end]`, whole words, says `concept` by a form of that spelling."""

    start: int
    end: int
    concept: str
    spelling: str


class Matcher:
    """Looks for forms.

    Args:
        forms: pairs of form and concept; where two forms are spelled alike the first counts.
        clitics: what may be written before a word without a space (Arabic و, ال, …), folded.
        is_traced: whether matches tell their spelling; else it is "", and takes no memory.
    """

    def __init__(
        self,
        forms: Iterable[tuple[Form, str]],
        clitics: Sequence[str] = (),
        *,
        is_traced: bool = True,
    ) -> None:
        known: dict[str, tuple[Form, str]] = {}
        for form, concept in forms:
            known.setdefault(form.spelling, (form, concept))
        # The form's number is its rank: of those that take the same place, the first stays.
        ranked = sorted(known.values(), key=_rank)
        self._concepts = tuple(dict.fromkeys(concept for _, concept in ranked))
        places = {concept: at for at, concept in enumerate(self._concepts)}
        # A number of two bytes a form: fewer lines of the processor's cache are met.
        self._concept_of = array("H", (places[concept] for _, concept in ranked))
        self._spellings = Texts(form.spelling if is_traced else "" for form, _ in ranked)
        self._spaced, self._unspaced = _searches([form for form, _ in ranked], clitics)

    def find(self, folded: str) -> list[Match]:
        """All findings in order of place, none overlapping another."""
        return [
            Match(start, end, self._concepts[self._concept_of[form]], self._spellings[form])
            for start, end, form in _longest(self._places(folded))
        ]

    def concepts(self, folded: str) -> list[tuple[str, int, int]]:
        """As `find`: concept, start and end alone, for reading is done for each article."""
        named, concept_of = self._concepts, self._concept_of
        return [
            (named[concept_of[form]], start, end)
            for start, end, form in _longest(self._places(folded))
        ]

    def _places(self, folded: str) -> list[tuple[int, int, int]]:
        found = self._spaced.places(folded) if self._spaced else []
        if self._unspaced and (self._spaced is None or words.has_unspaced(folded)):
            found += self._unspaced.places(folded)
        return found


def _searches(
    forms: Sequence[Form], clitics: Sequence[str]
) -> tuple[SpacedSearch | None, UnspacedSearch | None]:
    """The one for most languages, the other for those without spaces; both for Korean, where
    names in Han characters may stand.
    """
    numbered = list(enumerate(forms))
    unspaced = [one for one in numbered if words.is_all_unspaced(one[1].body)]
    if 2 * len(unspaced) > len(forms):
        return None, UnspacedSearch(numbered, clitics)
    spaced = [one for one in numbered if not words.is_all_unspaced(one[1].body)]
    return SpacedSearch(spaced, clitics), UnspacedSearch(unspaced, clitics) if unspaced else None


def _rank(known: tuple[Form, str]) -> tuple[int, str, str]:
    """The more exact of two first."""
    form, concept = known
    return -form.weight, concept, form.spelling


def _longest(places: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Leftmost first, of those the longest, of those the one with the lower number."""
    places.sort()
    kept = []
    reached = 0
    for start, negative_end, form in places:
        if start >= reached:
            reached = -negative_end
            kept.append((start, reached, form))
    return kept
