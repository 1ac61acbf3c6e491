"""A text as the lexicon reads it: which concepts stand where, and how much each place says.

Knows nothing of weights and decisions.
"""

from typing import NamedTuple

from worker.classify.lexicon import Lexicon
from worker.classify.matcher import Matcher

TITLE, TEXT = "title", "text"
READ_MAX_CHARACTERS = 100_000  # of each field; longer texts have said what they are about by then
LEAD_CHARACTERS = 500  # a paragraph or two, in which a news item says what it is about
TITLE_MASS = 2.0  # a word of the title stands for the article …
LEAD_MASS = 1.0  # … twice as much as one of the lead
SHORT_CHARACTERS = 300  # below this a text is a sentence or two, in which each word says more
SHORT_GAIN = 0.6  # by up to this share
TAIL_HALF_CHARACTERS = 500  # a tail this long halves what each word in it says
TAIL_LONGEST_CHARACTERS = 20_000  # from here on, more text does not weaken its words further


class Finding(NamedTuple):
    """A surface form in its place. Offsets count characters of the original field.

    A tuple, for a text has a hundred of them.
    """

    concept: str
    field: str
    start: int
    end: int
    mass: float  #: how much its place says


class Reader:
    """Reads texts with the words of one language and the names of all.

    Building one builds its automaton; keep it.

    Args:
        language: one of the lexicon's; any other has the names alone.
    """

    def __init__(self, lexicon: Lexicon, language: str) -> None:
        own = lexicon.languages.get(language, lexicon.names)
        self._folder = own.folder
        self._matcher = Matcher(lexicon.forms_of(language), own.clitics, is_traced=False)

    def read(self, *, title: str | None, text: str) -> list[Finding]:
        """All findings, those of the title first; linear in the characters read."""
        length = min(len(text), READ_MAX_CHARACTERS)
        lead_mass, tail_mass = _lead_mass(length), _tail_mass(length)
        found = [
            Finding(concept, TITLE, start, end, TITLE_MASS)
            for concept, start, end in self._spans(title or "")
        ]
        found += [
            Finding(concept, TEXT, start, end, lead_mass if start < LEAD_CHARACTERS else tail_mass)
            for concept, start, end in self._spans(text)
        ]
        return found

    def _spans(self, text: str) -> list[tuple[str, int, int]]:
        if not text:
            return []
        folded = self._folder.fold(text[:READ_MAX_CHARACTERS])
        found = self._matcher.concepts(folded.text)
        if folded.origins is None:
            return found
        return [(concept, *folded.span(start, end)) for concept, start, end in found]


def _lead_mass(length: int) -> float:
    return LEAD_MASS * (1.0 + SHORT_GAIN * max(0.0, 1.0 - length / SHORT_CHARACTERS))


def _tail_mass(length: int) -> float:
    tail = min(max(0, length - LEAD_CHARACTERS), TAIL_LONGEST_CHARACTERS)
    return LEAD_MASS / (1.0 + tail / TAIL_HALF_CHARACTERS)


def parameters() -> tuple[float, ...]:
    """The numbers that make a finding's mass."""
    return (
        READ_MAX_CHARACTERS, LEAD_CHARACTERS, TITLE_MASS, LEAD_MASS, SHORT_CHARACTERS, SHORT_GAIN,
        TAIL_HALF_CHARACTERS, TAIL_LONGEST_CHARACTERS,
    )  # fmt: skip
