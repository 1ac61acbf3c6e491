"""Folding: texts and lexicon forms made comparable, with a way back to the original's offsets.

Case, diacritics, widths, dashes and the variants of Arabic letters are folded one character for
one, so that offsets stay. Marks without width (harakat, tatweel, combining accents, soft hyphens,
direction marks) and hyphens at the ends of lines are dropped, ligatures and ß become the letters
they stand for, and then a table leads back. Knows nothing of concepts.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from worker.classify.ranges import none_of

#: Dropped. Of Devanagari and its kin only the nukta, which is written or not: their other marks
#: spell vowels.
_DROPPED = (
    "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed"
    "\u093c\u09bc\u0a3c\u0abc\u0b3c"
    "\u00ad\u061c\u200b\u200d-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe0e\ufe0f\ufeff"
)
#: Ligatures of print, of Armenian and Arabic, and letters that are two (ĳ, ǆ): they become those.
_LIGATURES = "\u0132\u0133\u01c4-\u01cc\ufb00-\ufb06\ufb13-\ufb17\ufdf2\ufef5-\ufefcßẞ"
_EDITED = re.compile(f"[{_DROPPED}{_LIGATURES}]")
_LINE_END = r"[-\u00ad\u2010][ \t]*\r?\n[ \t]*"  # a word may be broken here
_HYPHENS, _LINE_SPACES = ("-", "\u00ad", "\u2010"), " \t\r"
_EDITS = re.compile(f"{_LINE_END}|[{_DROPPED}{_LIGATURES}]")
#: What Unicode does not decompose, but readers take for one letter.
_ALIKE = {
    "ı": "i", "ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ς": "σ",
    "’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "″": '"',
    "ى": "ي", "ی": "ي", "ې": "ي", "ئ": "ي", "ؤ": "و", "ک": "ك", "ة": "ه", "ۀ": "ه", "ہ": "ه",
    "ٱ": "ا", "\u200c": " ", "_": " ",
    "ँ": "ं",
}  # fmt: skip
_VOICING = "\u3099\u309a"  # no accents: they make another sound of a kana
#: Cs: half a character, as a broken page may hold; no matcher takes it.
_SPACES = frozenset({"Zs", "Zl", "Zp", "Cc", "Cs"})


#: More distinct characters than this are folded by the table, which takes the same time for all.
REPLACED_MAX = 40
#: Letters beyond U+3000 that fold to themselves; of those below, the table is asked.
_HIGH = ((0x3041, 0x3096), (0x30A1, 0x30FA), (0x4E00, 0x9FFF), (0xAC00, 0xD7A3))
_LOW_END = 0x3000


@dataclass(frozen=True, slots=True, kw_only=True)
class Origins:
    """The way back to a text of which characters were dropped or replaced by several.

    From `breaks[i]` on, up to the next, a character stood `shifts[i]` further to the right.
    """

    breaks: Sequence[int]
    shifts: Sequence[int]

    def of(self, at: int) -> int:
        """Where the character at `at` stood."""
        before = bisect_right(self.breaks, at)
        return at + (self.shifts[before - 1] if before else 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Folded:
    """A folded text; `origins` leads back where offsets changed, else it is None."""

    text: str
    origins: Origins | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The offsets in the original text of `text[start:end]` (not empty)."""
        if self.origins is None:
            return start, end
        return self.origins.of(start), self.origins.of(end - 1) + 1


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
        self._odd = _odd(frozenset(variants or ()), keeps_accents)

    def fold(self, text: str) -> Folded:
        """Fold a text; linear in its length."""
        if text.isascii() and not _is_broken(text):
            return Folded(text=text.translate(_ASCII))
        folded = None if _is_broken(text) else self._folded(text, _edited_characters())
        if folded is not None:
            return Folded(text=folded)
        kept, origins = _edited(text, keeps_accents=self._keeps_accents)
        return Folded(text=self._folded(kept, frozenset()) or "", origins=origins)

    def _folded(self, text: str, unwanted: Collection[str]) -> str | None:
        """Each character folded: first those that are more than lowered, one kind after the other
        as they are met, then all lowered at once.

        That is several times as fast as the table; the same, as lowering never changes what a
        character folds to (a test holds it so). Lowered last, for of most languages in Latin
        letters nothing but ASCII is left by then, and that is lowered 20 times as fast.

        Returns:
            None where an unwanted character was met.
        """
        at = replaced = 0
        while (odd := self._odd.search(text, at)) is not None:
            char, at = odd[0], odd.start()
            if char in unwanted:
                return None
            folded = self._table[ord(char)]
            if folded == char:
                at += 1
            elif replaced < REPLACED_MAX:
                replaced += 1
                text = text.replace(char, folded)
            elif any(char in unwanted for char in text[at:]):
                return None
            else:
                return text.translate(self._table)
        return text.lower()


def _is_broken(text: str) -> bool:
    """Whether a line may end within a word. Looking at each line's end is some 10 times as fast
    as the pattern, which has to look at each character.
    """
    return "\n" in text and any(
        line.rstrip(_LINE_SPACES).endswith(_HYPHENS) for line in text.split("\n")
    )


@cache
def _edited_characters() -> frozenset[str]:
    return frozenset(_EDITED.findall("".join(map(chr, range(0x10000)))))


@cache
def _odd(variants: frozenset[str], keeps_accents: bool) -> re.Pattern[str]:
    """Finds what may fold to another character than its lower case, or to none."""
    fold_one = accented_character if keeps_accents else fold_character
    low = map(chr, range(_LOW_END))
    high = (chr(code) for first, last in _HIGH for code in range(first, last + 1))
    # The sigma is lowered by what follows it.
    special = variants | _edited_characters() | {"Σ"}
    plain = [char for char in low if char not in special and fold_one(char) == char.lower()]
    return none_of([*plain, *(char for char in high if char not in variants)])


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


def _edited(text: str, *, keeps_accents: bool) -> tuple[str, Origins]:
    """A text without what is dropped, with letters for ligatures, and the way back."""
    pieces: list[str] = []
    breaks: list[int] = []
    shifts: list[int] = []
    at = length = 0  # how far the text was read, and how much of it was kept
    edits = _EDITS if _is_broken(text) else _EDITED  # the plain one is 10 times as fast
    for match in edits.finditer(text):
        start, end = match.start(), _edit_end(text, match)
        if end == start:
            continue
        if start > at:
            pieces.append(text[at:start])
            length += start - at
        letters = _letters_of(text[start:end])
        if letters:
            pieces.append(letters)
        elif keeps_accents and pieces:
            joined = unicodedata.normalize("NFC", pieces[-1][-1] + text[start:end])
            if len(joined) == 1:
                pieces[-1] = pieces[-1][:-1] + joined
        for read in range(1, len(letters)):  # all stood where the ligature stood
            breaks.append(length + read)
            shifts.append(start - length - read)
        length += len(letters)
        at = end
        breaks.append(length)
        shifts.append(at - length)
    pieces.append(text[at:])
    return "".join(pieces), Origins(breaks=breaks, shifts=shifts)


def _edit_end(text: str, match: re.Match[str]) -> int:
    """The end of what an edit takes away: of a line's end, only that within a word."""
    start, end = match.span()
    if end == start + 1:
        return end
    if start > 0 and text[start - 1].isalpha() and text[end : end + 1].islower():
        return end
    return start + 1 if text[start] == "\u00ad" else start


def _letters_of(char: str) -> str:
    """The letters that a ligature stands for; "" for what is dropped."""
    if char in "ßẞ":
        return "ss"
    joined = unicodedata.normalize("NFKC", char)
    return joined if len(joined) > 1 and joined.isalpha() else ""


def _is_accent(mark: str) -> bool:
    return unicodedata.combining(mark) != 0 and mark not in _VOICING


_ASCII = {code: fold_character(chr(code)) for code in range(128)}
