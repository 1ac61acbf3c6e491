"""Phrases of many languages, looked for together in one pass (Aho-Corasick)."""

import re
import unicodedata
from collections.abc import Iterable, Mapping

from ahocorasick_rs import AhoCorasick, MatchKind

_MARKS = re.compile("[\u00ad\u0640\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
_ALIKE = str.maketrans({"’": "'", "ي": "ی", "ك": "ک"})


class Phrases:
    """A set of phrases that are found as whole words in folded text."""

    def __init__(self, by_language: Mapping[str, Iterable[str]]) -> None:
        self._phrases = sorted({folded(p) for group in by_language.values() for p in group})
        self._automaton: AhoCorasick | None = None  # built at first use: importing does nothing

    def found_in(self, text: str) -> list[str]:
        """The phrases that occur in `text`, which has gone through `folded`; repeats included."""
        if not self._phrases:
            return []
        if self._automaton is None:
            self._automaton = AhoCorasick(self._phrases, matchkind=MatchKind.Standard)
        return [
            self._phrases[index]
            for index, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True)
            if _is_whole(text, start, end)
        ]


#: What is looked for where every sentence counts.
NOTHING = Phrases({})


def folded(text: str) -> str:
    """Lower case, one kind of apostrophe, blank and yeh, no marks that can't be seen."""
    text = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(_MARKS.sub("", text).translate(_ALIKE).split())


def _is_whole(text: str, start: int, end: int) -> bool:
    """Starts and ends at a word's edge, where its script has such edges."""
    return _is_edge(text, start - 1, start) and _is_edge(text, end - 1, end)


def _is_edge(text: str, left: int, right: int) -> bool:
    if left < 0 or right >= len(text):
        return True
    one, other = text[left], text[right]
    return not (one.isalnum() and other.isalnum()) or _is_dense(one) or _is_dense(other)


def _is_dense(character: str) -> bool:
    return "\u0e00" <= character <= "\u0e7f" or character >= "\u3000"
