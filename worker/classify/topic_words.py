"""Common words that tell the topics of an article on defence, and never whether it is one.

"Contract", "visit", "parliament": a lexicon of their own (config/lexicon/topics), read apart from
the other, so that no word of it can move the score or take a place from one that does.
"""

from collections.abc import Mapping
from pathlib import Path

from worker.classify.features import saturated
from worker.classify.lexicon import load_lexicon
from worker.classify.reading import Reader
from worker.settings import config_dir

FOLDER = "topics"
READ_CHARACTERS = 900  # what an article is about it has said by then


class TopicWords:
    """Reads how strongly each kind of these words stands in a text.

    The automaton of a language is built when its first article comes, and kept.

    Args:
        own: the user's folder of words, which may have a folder of that name, too.

    Raises:
        LexiconError: naming file, line, entry, reason and what to do for each malformed entry.
    """

    def __init__(self, own: Path | None = None) -> None:
        theirs = own / FOLDER if own is not None else None
        self._lexicon = load_lexicon(
            config_dir() / "lexicon" / FOLDER, theirs if theirs and theirs.is_dir() else None
        )
        self._readers: dict[str, Reader] = {}

    @property
    def digest(self) -> str:
        """SHA-256 of all words, hexadecimal."""
        return self._lexicon.digest

    @property
    def kinds(self) -> frozenset[str]:
        """The names of all kinds."""
        return frozenset(self._lexicon.concepts)

    def warm(self) -> None:
        """Build the automata of all languages: before a fork, for they are shared then."""
        for language in self._lexicon.languages:
            self._reader(language)

    def strengths(self, *, title: str | None, text: str, language: str) -> Mapping[str, float]:
        """Of each kind found how strongly, saturated; nothing in a language without words."""
        spoken = self._lexicon.language_of(language)
        if spoken not in self._lexicon.languages:
            return {}
        masses: dict[str, float] = {}
        for finding in self._reader(spoken).read(title=title, text=text[:READ_CHARACTERS]):
            masses[finding.concept] = masses.get(finding.concept, 0.0) + finding.mass
        return {kind: saturated(mass) for kind, mass in masses.items()}

    def _reader(self, language: str) -> Reader:
        reader = self._readers.get(language)
        if reader is None:  # two threads may build it at once: wasteful once, never wrong
            reader = self._readers[language] = Reader(self._lexicon, language)
        return reader
