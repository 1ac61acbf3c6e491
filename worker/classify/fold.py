"""Folding: texts and lexicon forms made comparable, with a way back to the original's offsets.

Case, diacritics, widths, dashes and the variants of Arabic letters are folded one character for
one, so that offsets stay. Marks without width (harakat, tatweel, combining accents, soft hyphens,
direction marks) are dropped, and then a table leads back. Knows nothing of concepts.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

#: Dropped. Of Devanagari and its kin only the nukta, which is written or not: their other marks
#: spell vowels.
_DROPPED = re.compile(
    "[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed"
    "\u093c\u09bc\u0a3c\u0abc\u0b3c"
    "\u00ad\u061c\u200b\u200d-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe0e\ufe0f\ufeff]"
)
#: What Unicode does not decompose, but readers take for one letter. ß stands for one s: a form is
#: folded alike, and only a spelling with ss needs a form of its own.
_ALIKE = {
    "ı": "i", "ł": "l", "ø": "o", "đ": "d", "ß": "s", "ħ": "h", "ς": "σ",
    "’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "″": '"',
    "ى": "ي", "ی": "ي", "ې": "ي", "ئ": "ي", "ؤ": "و", "ک": "ك", "ة": "ه", "ۀ": "ه", "ہ": "ه",
    "ٱ": "ا", "\u200c": " ", "_": " ",
    "ँ": "ं",
}  # fmt: skip
_VOICING = "\u3099\u309a"  # no accents: they make another sound of a kana
#: Cs: half a character, as a broken page may hold; no matcher takes it.
_SPACES = frozenset({"Zs", "Zl", "Zp", "Cc", "Cs"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Folded:
    """A folded text; `origins` leads back where characters were dropped, else it is None."""

    text: str
    origins: Sequence[int] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The offsets in the original text of `text[start:end]` (not empty)."""
        if self.origins is None:
            return start, end
        return self.origins[start], self.origins[end - 1] + 1


class Folder:
    """Folds texts of one language.

    Args:
        variants: characters of this language that stand for others (traditional for simplified
            Chinese), one for one.
        keeps_accents: whether accents make other words, as Vietnamese tones do (hải quân is the
            navy, hải quan the customs).
    """

    def __init__(
        self, variants: Mapping[str, str] | None = None, *, keeps_accents: bool = False
    ) -> None:
        self._keeps_accents = keeps_accents
        self._table = _FoldTable(variants or {}, accented_character if keeps_accents else None)

    def fold(self, text: str) -> Folded:
        """Fold a text; linear in its length, and never longer than it."""
        if _DROPPED.search(text) is None:
            return Folded(text=text.translate(self._table))
        if self._keeps_accents:
            kept, origins = _composed(text)
            return Folded(text=kept.translate(self._table), origins=origins)
        origins = [i for i, char in enumerate(text) if not _DROPPED.match(char)]
        kept = _DROPPED.sub("", text)
        return Folded(text=kept.translate(self._table), origins=origins)


class _FoldTable(dict[int, str]):
    """A table for `str.translate` that works out each character when it is first met."""

    def __init__(
        self, variants: Mapping[str, str], fold_one: Callable[[str], str] | None = None
    ) -> None:
        super().__init__()
        self._variants = variants
        self._fold_one = fold_one or fold_character

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = self._fold_one(self._variants.get(char, char))
        self[code] = folded
        return folded


def fold_character(char: str) -> str:
    """Fold one character into exactly one."""
    if char in _ALIKE:
        return _ALIKE[char]
    category = unicodedata.category(char)
    if category in _SPACES:
        return " "
    if category == "Pd":
        return "-"
    base = unicodedata.normalize("NFKD", char)
    if len(base) > 1 and not all(_is_accent(mark) for mark in base[1:]):
        base = char  # a ligature, a syllable of Hangul, ½: no single letter stands for it
    lowered = base[0].lower()[0]
    return _ALIKE.get(lowered, lowered)


def accented_character(char: str) -> str:
    """Fold one character into exactly one, with its accents."""
    composed = unicodedata.normalize("NFKC", char)
    lowered = (composed if len(composed) == 1 else char).lower()[0]
    is_latin_letter = (lowered.isalpha() and lowered < "\u0250") or "\u1e00" <= lowered < "\u1f00"
    return lowered if is_latin_letter else fold_character(char)


def _composed(text: str) -> tuple[str, list[int]]:
    """A text with each accent in its letter, and where each character stood."""
    kept: list[str] = []
    origins: list[int] = []
    for at, char in enumerate(text):
        if not _DROPPED.match(char):
            kept.append(char)
            origins.append(at)
        elif kept and len(joined := unicodedata.normalize("NFC", kept[-1] + char)) == 1:
            kept[-1] = joined
    return "".join(kept), origins


def _is_accent(mark: str) -> bool:
    return unicodedata.combining(mark) != 0 and mark not in _VOICING
