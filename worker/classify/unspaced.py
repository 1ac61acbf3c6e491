"""Searches texts of scripts without spaces, where words end anywhere: Chinese, Japanese, Thai.

And those of unknown languages, where names of all scripts are looked for. Each finding's ends are
seen one by one. Linear in the text.
"""

from array import array
from collections.abc import Sequence

from ahocorasick_rs import AhoCorasick, Implementation

from worker.classify import words
from worker.classify.notation import Form, phrase_end
from worker.classify.texts import Texts

_OPEN_LEFT, _OPEN_RIGHT = 1, 2
_VERIFIED = 4  #: there is more to see than letters and spaces


class UnspacedSearch:
    """Finds forms of any script.

    Args:
        forms: each with its number.
        clitics: what may be written before a word without a space, folded.
    """

    def __init__(self, forms: Sequence[tuple[int, Form]], clitics: Sequence[str]) -> None:
        self._numbers = array("I", (number for number, _ in forms))
        self._traits = bytes(_traits(form) for _, form in forms)
        self._spellings = Texts(
            form.spelling if _traits(form) & _VERIFIED else "" for _, form in forms
        )
        self._clitics = frozenset(clitics)
        self._clitic_max = max(map(len, clitics), default=0)
        self._automaton = AhoCorasick(
            [form.body.partition("*")[0].replace("-", " ") for _, form in forms],
            store_patterns=False,
            implementation=Implementation.ContiguousNFA,
        )

    def places(self, folded: str) -> list[tuple[int, int, int]]:
        """Where forms stand: start, negative end, and the form's number; in no order.

        Whole words, one upon another.
        """
        spaced = folded.replace("-", " ")  # a space of a form stands for a hyphen too
        traits_of, numbers, found = self._traits, self._numbers, []
        for index, start, end in self._automaton.find_matches_as_indexes(spaced, overlapping=True):
            traits, number = traits_of[index], numbers[index]
            left = self._left(folded, start, traits)
            if left < 0:
                continue
            stop = phrase_end(self._spellings[index], folded, start) if traits & _VERIFIED else end
            if stop is None:
                continue
            if traits & _OPEN_RIGHT:
                found.append((left, -words.word_end(folded, stop), number))
            elif words.ends_word(folded, stop):
                found.append((left, -stop, number))
        return found

    def _left(self, folded: str, start: int, traits: int) -> int:
        """Where the word begins when the form may begin inside it; below 0 when it may not."""
        if words.starts_word(folded, start):
            return start
        if traits & _OPEN_LEFT:
            return words.word_start(folded, start)
        for at in range(start - 1, max(-1, start - 1 - self._clitic_max), -1):
            if folded[at:start] in self._clitics and words.starts_word(folded, at):
                return at
        return -1


def _traits(form: Form) -> int:
    is_verified = "*" in form.body or "-" in form.body
    return (
        _OPEN_LEFT * form.is_open_left + _OPEN_RIGHT * form.is_open_right + _VERIFIED * is_verified
    )
