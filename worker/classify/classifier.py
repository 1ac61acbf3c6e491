"""The judge: is an article defence-related, how surely, about what, and by which of its words.

A text is folded, matched against the lexicon of its language and the names of all, and the
concepts found are weighed by one model for all languages. Knows nothing of pages and storage.
"""

import hashlib

from worker.classify import evidence, features, reading, scripts
from worker.classify.features import Observer, Seen, Shape
from worker.classify.lexicon import UNDETERMINED, Lexicon
from worker.classify.model import Model
from worker.classify.reading import Finding, Reader
from worker.classify.scripts import Scripts
from worker.classify.topic_words import TopicWords
from worker.classify.topics import TopicModel
from worker.classify.weights import Weights, load_weights, shipped_file
from worker.settings import ClassifySettings
from worker.values import Judgement
from worker.vocabulary import Decision


class Classifier:
    """Judges articles; safe to share between threads.

    The automaton of a language is built when its first article comes, and kept.

    Args:
        weights: what was learned; None: of `settings.weights_file`, else what is shipped.

    Raises:
        SettingsError: the file of weights can't be read, or is damaged.
    """

    def __init__(
        self, settings: ClassifySettings, lexicon: Lexicon, weights: Weights | None = None
    ) -> None:
        learned = weights or load_weights(settings.weights_file or shipped_file())
        self._settings = settings
        self._lexicon = lexicon
        self._scripts = Scripts(lexicon)
        self._readers: dict[str, Reader] = {}
        self._observer = Observer(lexicon.concepts)
        self._model = Model(lexicon.concepts, learned.score)
        self._topics = TopicModel(
            lexicon.concepts, learned.topics, threshold=learned.topic_threshold
        )
        self._topic_words = TopicWords(settings.lexicon_dir)
        self._version = _version(lexicon, learned, settings, self._topic_words)

    @property
    def version(self) -> str:
        """The model's name and a hash of its numbers, the thresholds, and the lexicon's data."""
        return self._version

    def warm(self) -> None:
        """Build the automata of all languages: before a fork, for they are shared then."""
        for language in (*self._lexicon.languages, UNDETERMINED):
            self._reader(language)
        self._topic_words.warm()

    def judge(self, *, title: str | None, text: str, language: str) -> Judgement:
        """Judge an article; any text gets a decision.

        Args:
            title: None where the page has none.
            text: of any length; the first `reading.READ_MAX_CHARACTERS` are read.
            language: a tag such as `de` or `pt-BR`. One without a lexicon is judged by names alone
                and needs more of them; the judgement's language is then `und`. Where the text is
                not written in a script of its language, another's lexicon reads it (`Scripts`).
        """
        spoken = self._spoken(language, title, text)
        found = self._reader(spoken).read(title=title, text=text)
        seen = self._seen(found, title, text, spoken)
        score = round(self._model.assess(seen).score, 4)
        decision = self._decide(score)
        return Judgement(
            score=score,
            decision=decision,
            topics=()
            if decision is Decision.NO
            else self._topics.rank(
                seen, self._topic_words.strengths(title=title, text=text, language=spoken)
            ),
            evidence=evidence.choose(
                self._model.weights,
                found,
                title=title,
                text=text,
                at_most=self._settings.evidence_max,
            ),
            language=spoken,
            version=self._version,
        )

    def see(self, *, title: str | None, text: str, language: str) -> Seen:
        """What the model is told of a text; training learns from it."""
        spoken = self._spoken(language, title, text)
        found = self._reader(spoken).read(title=title, text=text)
        return self._seen(found, title, text, spoken)

    def _spoken(self, language: str, title: str | None, text: str) -> str:
        """Whose lexicon reads a text."""
        named = self._lexicon.language_of(language)
        return self._scripts.reader_of(named, title=title, text=text)

    def _seen(self, found: list[Finding], title: str | None, text: str, spoken: str) -> Seen:
        shape = Shape(
            title_characters=len(title or ""),
            text_characters=len(text),
            by_names_alone=spoken == UNDETERMINED,
        )
        return self._observer.see(found, shape)

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


def _version(
    lexicon: Lexicon, weights: Weights, settings: ClassifySettings, topic_words: TopicWords
) -> str:
    parts = (
        lexicon.digest,
        topic_words.digest,
        # Moved thresholds decide anew: `vedette reclassify` has to see that.
        repr((settings.yes_threshold, settings.review_threshold)),
        weights.digest,
        repr(reading.parameters()),
        repr(features.parameters()),
        repr(scripts.parameters()),
    )
    digest = hashlib.sha256("".join(parts).encode()).hexdigest()
    return f"{weights.name}+lex.{digest[:8]}"
