"""Whether a text is written in a script of its language, and if not, whose lexicon can read it.

A page may be tagged `bg` and be written in English: no Bulgarian form would ever be found there.
Looks at scripts alone; which of the languages in Latin letters a text is in, it does not know.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping

from worker.classify.lexicon import UNDETERMINED, Lexicon

SAMPLE_END, SAMPLE_STEP = 400, 10  # enough to see that most texts fit, in some 3 µs …
FITS_LETTERS = 10  # … when so many of the 40 are of the language's scripts
READ_CHARACTERS = 5000  # read before a text is said not to fit
STRAY_SHARE = 0.05  # what is less than this of a text are names and quotations
OWN_SHARE = 0.1  # a script of so many of a language's forms is its own: Serbian has two
MAIN_SHARE = 0.5  # below it a text is of no script
KANA = frozenset({"HIRAGANA", "KATAKANA"})
#: Who reads Latin letters that are not the language's own, and Han characters without kana.
LATIN_READER, HAN_READER, KANA_READER = "en", "zh", "ja"
_LATIN, _HAN = "LATIN", "CJK"
_WIDTHS = {"FULLWIDTH": _LATIN, "HALFWIDTH": "KATAKANA"}


class _ScriptOf(dict[str, str]):
    """The script of each character, "" of what is no letter; worked out when it is first met."""

    def __missing__(self, char: str) -> str:
        script = unicodedata.name(char, "").partition(" ")[0] if char.isalpha() else ""
        self[char] = script = _WIDTHS.get(script, script)
        return script


_script_of = _ScriptOf()


class Scripts:
    """Knows which scripts the languages of a lexicon are written in."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._own: dict[str, frozenset[str]] = {}

    def reader_of(self, language: str, *, title: str | None, text: str) -> str:
        """The language whose lexicon reads a text: its own, unless that can't.

        Args:
            language: one of the lexicon's, or `und`, which stays.

        Returns:
            Where the scripts do not fit, the one language written so, where there is but one;
            English for Latin letters, as the words of most such pages are (measured: better than
            names alone); else `und`.
        """
        own = self._own_scripts(language)
        if not own or _fits(own, title, text):
            return language
        return self._reader_of(_counts(f"{title or ''} {text[:READ_CHARACTERS]}"))

    def _reader_of(self, counts: Mapping[str, int]) -> str:
        languages = self._lexicon.languages
        main = max(counts, key=lambda script: counts[script])
        if main in KANA or (main == _HAN and _share(counts, KANA) >= STRAY_SHARE):
            readers = [KANA_READER]
        elif counts[main] < MAIN_SHARE * sum(counts.values()):
            readers = []
        elif main == _HAN:
            readers = [HAN_READER]
        elif main == _LATIN:
            readers = [LATIN_READER]
        else:
            readers = [one for one in languages if main in self._own_scripts(one)]
        return readers[0] if len(readers) == 1 and readers[0] in languages else UNDETERMINED

    def _own_scripts(self, language: str) -> frozenset[str]:
        """Empty where the language has no forms."""
        own = self._own.get(language)
        if own is None:
            lexicon = self._lexicon.languages.get(language)
            own = _main_scripts(lexicon.spellings if lexicon else ())
            self._own[language] = own
        return own


def _main_scripts(spellings: Iterable[str]) -> frozenset[str]:
    firsts = Counter(_script_of[spelling.lstrip("*")[:1]] for spelling in spellings if spelling)
    firsts.pop("", None)
    least = OWN_SHARE * firsts.total()
    return frozenset(script for script, count in firsts.items() if count >= least)


def _fits(own: frozenset[str], title: str | None, text: str) -> bool:
    sampled = map(_script_of.__getitem__, text[:SAMPLE_END:SAMPLE_STEP])
    if sum(map(own.__contains__, sampled)) >= FITS_LETTERS:
        return True
    counts = _counts(f"{title or ''} {text[:READ_CHARACTERS]}")
    return not counts or _share(counts, own) >= STRAY_SHARE


def _counts(text: str) -> dict[str, int]:
    """How many letters of each script."""
    counts: dict[str, int] = {}
    for char in set(text):
        script = _script_of[char]
        if script:
            counts[script] = counts.get(script, 0) + text.count(char)
    return counts


def _share(counts: Mapping[str, int], scripts: frozenset[str]) -> float:
    letters = sum(counts.values())
    return sum(counts.get(script, 0) for script in scripts) / letters if letters else 0.0


def parameters() -> tuple[object, ...]:
    """The numbers and choices that decide who reads a text."""
    return (
        SAMPLE_END, SAMPLE_STEP, FITS_LETTERS, READ_CHARACTERS, STRAY_SHARE, OWN_SHARE, MAIN_SHARE,
        LATIN_READER, HAN_READER, KANA_READER,
    )  # fmt: skip
