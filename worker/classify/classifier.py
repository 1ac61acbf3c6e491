"""The judge: is an article defence-related, how surely, about what, and by which of its words.

A text is folded, matched against the lexicon of its language and the names of all, and the
concepts found are weighed by one model for all languages. Knows nothing of pages and storage.
"""

import hashlib

from worker.classify import evidence, model, reading, topics
from worker.classify.lexicon import UNDETERMINED, Lexicon
from worker.classify.reading import Reader, masses
from worker.settings import ClassifySettings
from worker.values import Judgement
from worker.vocabulary import Decision


class Classifier:
    """Judges articles; safe to share between threads.

    The automaton of a language is built when its first article comes, and kept.
    """

    def __init__(self, settings: ClassifySettings, lexicon: Lexicon) -> None:
        self._settings = settings
        self._lexicon = lexicon
        self._readers: dict[str, Reader] = {}
        self._version = _version(lexicon)

    @property
    def version(self) -> str:
        """The model's name and a hash of its numbers and of the lexicon's data."""
        return self._version

    def judge(self, *, title: str | None, text: str, language: str) -> Judgement:
        """Judge an article; any text gets a decision.

        Args:
            title: None where the page has none.
            text: of any length; the first `reading.READ_MAX_CHARACTERS` are read.
            language: a tag such as `de` or `pt-BR`. One without a lexicon is judged by names alone
                and needs more of them; the judgement's language is then `und`.
        """
        spoken = self._lexicon.language_of(language)
        found = self._reader(spoken).read(title=title, text=text)
        assessed = model.assess(
            self._lexicon.concepts, masses(found), by_names_alone=spoken == UNDETERMINED
        )
        decision = self._decide(assessed.score)
        concepts = self._lexicon.concepts
        return Judgement(
            score=round(assessed.score, 4),
            decision=decision,
            topics=() if decision is Decision.NO else topics.rank(concepts, assessed.contributions),
            evidence=evidence.choose(
                concepts, found, title=title, text=text, at_most=self._settings.evidence_max
            ),
            language=spoken,
            version=self._version,
        )

    def _decide(self, score: float) -> Decision:
        if score >= self._settings.yes_threshold:
            return Decision.YES
        return Decision.REVIEW if score >= self._settings.review_threshold else Decision.NO

    def _reader(self, language: str) -> Reader:
        reader = self._readers.get(language)
        if reader is None:  # two threads may build it at once: wasteful once, never wrong
            reader = Reader(self._lexicon, language)
            self._readers[language] = reader
        return reader


def _version(lexicon: Lexicon) -> str:
    parts = (lexicon.digest, repr(model.parameters()), repr(reading.parameters()))
    digest = hashlib.sha256("".join(parts).encode()).hexdigest()
    return f"{model.NAME}+lex.{digest[:8]}"
