"""The language of a text, by detection on the text itself.

lingua in its low-accuracy mode: 65 MB with all models, against 940 MB in its high mode; on news of
200 characters and more the two agree in all but a few of a thousand. Models load when a
script is first met: `warm` asks for all of them, in this thread (lingua's own preloading uses a
thread pool that no forked child could use).
"""

import re
from dataclasses import dataclass

from lingua import Language as LinguaLanguage
from lingua import LanguageDetector, LanguageDetectorBuilder

from worker.values import Language

UNKNOWN = "und"

#: Of a text this much is read; 1000 characters take twice the time and tell no more.
_SAMPLE_CHARACTERS = 240
#: Below this confidence the page's own declaration decides, where the detector finds it possible.
_LOW_CONFIDENCE = 0.85
_SHORT_CHARACTERS = 60  # fewer letters than this leave room for doubt, whatever the detector says
_SHORT_CONFIDENCE = 0.5
_POSSIBLE = 0.02

#: Not written by any newsroom that is likely to be read here, and often taken for its neighbours.
_LEFT_OUT = (
    "LATIN", "ESPERANTO", "GANDA", "SOTHO", "SHONA", "TSONGA", "TSWANA", "MAORI", "YORUBA",
)  # fmt: skip

#: Written so alike that a page's declaration is better evidence than any count of trigrams.
_LOOK_ALIKES = (
    {"bs", "hr", "sr"},
    {"id", "ms"},
    {"cs", "sk"},
    {"no", "da"},
    {"xh", "zu"},
    {"hi", "mr"},
)
_FOLDED = {"nb": "no", "nn": "no", "iw": "he", "in": "id", "ji": "yi", "mo": "ro", "sh": "sr"}

_SCRIPTS = tuple(
    (re.compile(f"[{letters}]+"), letters)
    for letters in (
        "A-Za-z\u00aa-\u024f\u1e00-\u1eff",  # Latin
        "\u0400-\u052f",  # Cyrillic
        "\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc\u200c\u200d",  # Arabic
        "\u0590-\u05ff",  # Hebrew
        "\u0900-\u097f\u200c\u200d",  # Devanagari
        "\u0980-\u0dff\u200c\u200d",  # the other Indic scripts
        "\u0370-\u03ff",  # Greek
        "\u0530-\u058f",  # Armenian
        "\u10a0-\u10ff",  # Georgian
        "\u0e00-\u0e7f",  # Thai
        "\u3005\u3040-\u30ff\u3400-\u9fff",  # Han and kana
        "\uac00-\ud7af\u1100-\u11ff",  # Hangul
    )
)
#: A Chinese or Korean character says as much as two or three Latin letters.
_DENSE = (_SCRIPTS[-2][1], _SCRIPTS[-1][1])
_DENSE_WEIGHT = 2.5
#: lingua takes a Ukrainian text for Kazakh, with all confidence, for its "і" alone.
_KAZAKH_LETTERS = re.compile("[әғқңөұүһ]", re.IGNORECASE)
_NOISE = re.compile(r"https?://\S+|www\.\S+|\S+@\S+|[#@]\w+")

#: One sentence for each group of models; asking it loads them.
_WARMING = (
    "The ministry of defence said that the ships would return next week.",
    "Министерство сообщило, что учения закончатся на следующей неделе.",
    "أعلنت الوزارة أن التدريبات ستنتهي في الأسبوع المقبل.",
    "मंत्रालय ने कहा कि अभ्यास अगले सप्ताह समाप्त होगा।",
    "防衛省は来週に訓練が終わると発表した。国防部表示演习将于下周结束。",
    "משרד הביטחון הודיע כי התרגיל יסתיים בשבוע הבא.",
)


@dataclass(frozen=True, slots=True)
class _Guess:
    code: str
    confidence: float


class LanguageReader:
    """Tells the language of texts; loads its models once."""

    def __init__(self) -> None:
        self._detector: LanguageDetector | None = None
        self._without_kazakh: LanguageDetector | None = None

    def warm(self) -> None:
        """Load all models now, so that forked children share them."""
        for sentence in _WARMING:
            self._ranked(sentence)

    def read(self, text: str, declared: str | None) -> Language:
        """The language of `text` as an ISO 639-1 code ("no" for both Norwegians; "und": none
        found).

        Args:
            text: title and text; its first 240 characters are read, of its main script only.
            declared: what the page declares, such as "pt-BR"; decides between look-alikes, and
                where the detector is in doubt.
        """
        sample = _main_script(_NOISE.sub(" ", text[: 2 * _SAMPLE_CHARACTERS]))[:_SAMPLE_CHARACTERS]
        letters = sum(c.isalpha() for c in sample)
        if letters < 2:
            return Language(code=UNKNOWN, confidence=0.0, declared=declared)
        ranked = self._ranked(sample)
        if not ranked or ranked[0].confidence <= 0.0:
            return Language(code=UNKNOWN, confidence=0.0, declared=declared)
        best = _with_declared(ranked, primary(declared), letters)
        ceiling = 1.0 if letters >= _SHORT_CHARACTERS else _SHORT_CONFIDENCE + letters / 120
        return Language(
            code=best.code, confidence=round(min(best.confidence, ceiling), 3), declared=declared
        )

    def _ranked(self, sample: str) -> list[_Guess]:
        """Languages, the likeliest first."""
        if self._detector is None:
            self._detector = _build(_LEFT_OUT)
            self._without_kazakh = _build((*_LEFT_OUT, "KAZAKH"))
        ranked = _merged(self._detector, sample)
        if ranked and ranked[0].code == "kk" and not _KAZAKH_LETTERS.search(sample):
            return _merged(self._without_kazakh or self._detector, sample)
        return ranked


def _build(left_out: tuple[str, ...]) -> LanguageDetector:
    """A detector of all languages but these; models are shared by all detectors."""
    chosen = [language for language in LinguaLanguage.all() if language.name not in left_out]
    return LanguageDetectorBuilder.from_languages(*chosen).with_low_accuracy_mode().build()


def _merged(detector: LanguageDetector, sample: str) -> list[_Guess]:
    """lingua's languages under our codes, each with its share of confidence."""
    shares: dict[str, float] = {}
    for value in detector.compute_language_confidence_values(sample):
        code = value.language.iso_code_639_1.name.lower()
        code = _FOLDED.get(code, code)
        shares[code] = shares.get(code, 0.0) + value.value
    ranked = sorted(shares.items(), key=lambda pair: -pair[1])
    return [_Guess(code, min(1.0, share)) for code, share in ranked]


def primary(declared: str | None) -> str | None:
    """The ISO 639-1 code within a declared tag (BCP 47): "pt-BR" and "PT_br" give "pt"."""
    match = re.match(r"[A-Za-z]{2,3}(?=[-_]|\Z)", (declared or "").strip())
    if not match:
        return None
    code = match.group(0).lower()
    return _FOLDED.get(code, code)


def _with_declared(ranked: list[_Guess], declared: str | None, letters: int) -> _Guess:
    """The detector's best, or the declared language where the text alone can't decide."""
    best = ranked[0]
    if declared is None or declared == best.code:
        return best
    in_doubt = best.confidence < _LOW_CONFIDENCE or letters < _SHORT_CHARACTERS
    possible = any(g.code == declared and g.confidence >= _POSSIBLE for g in ranked)
    alike = any({declared, best.code} <= group for group in _LOOK_ALIKES)
    if alike or (in_doubt and possible):
        return _Guess(declared, min(best.confidence, _LOW_CONFIDENCE))
    return best


def _main_script(sample: str) -> str:
    ""
    "The words of the script that has most letters: names in Latin letters mislead the detector."
    ""
    runs = [pattern.findall(sample) for pattern, _ in _SCRIPTS]
    counts = [
        sum(map(len, found)) * (_DENSE_WEIGHT if letters in _DENSE else 1)
        for found, (_, letters) in zip(runs, _SCRIPTS, strict=True)
    ]
    total, most = sum(counts), max(counts)
    if most in (0, total):
        return sample
    at = counts.index(most)
    return re.sub(rf"[^\s.,;:!?{_SCRIPTS[at][1]}]+", " ", sample)
