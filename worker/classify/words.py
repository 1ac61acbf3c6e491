"""Where words begin and end: letters, and scripts that are written without spaces."""

import re
import unicodedata

#: Thai, then Han, kana and their extensions: written without spaces, so that every place is a
#: boundary, but within a syllable of Thai.
_UNSPACED = (
    (0x0E00, 0x0E7F), (0x2E80, 0x312F), (0x31A0, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF),
)  # fmt: skip
_UNSPACED_CHARACTER = re.compile(
    "[" + "".join(f"{chr(low)}-{chr(high)}" for low, high in _UNSPACED) + "]"
)
_NEVER_FIRST = frozenset("ะ\u0e31าำ\u0e34\u0e35\u0e36\u0e37\u0e38\u0e39\u0e3aๅ") | {
    chr(code) for code in range(0x0E47, 0x0E4F)
}  #: vowels and tones of Thai that belong to the consonant before them
_NEVER_LAST = frozenset("เแโใไ")  #: vowels of Thai written before their consonant
_HANGUL_SYLLABLES = (0xAC00, 0xD7A3)
WORD_MAX_CHARACTERS = 40  # how far a word is followed; keeps hostile texts linear


def is_unspaced(char: str) -> bool:
    """Whether a character belongs to a script without spaces between words."""
    code = ord(char)
    return code >= _UNSPACED[0][0] and any(low <= code <= high for low, high in _UNSPACED)


def has_unspaced(text: str) -> bool:
    """Whether a text holds a character of a script without spaces."""
    return _UNSPACED_CHARACTER.search(text) is not None


def is_all_unspaced(text: str) -> bool:
    """Whether no character of a text joins into words as those of spaced scripts do."""
    return not any(map(_letters.__getitem__, text))


def is_syllabic(char: str) -> bool:
    """Whether a character is a whole syllable of a script with spaces: short stems are words."""
    return _HANGUL_SYLLABLES[0] <= ord(char) <= _HANGUL_SYLLABLES[1]


class _Letters(dict[str, bool]):
    """Remembers which characters join into words: letters, marks and digits of spaced scripts."""

    def __missing__(self, char: str) -> bool:
        joins = unicodedata.category(char)[0] in "LMN" and not is_unspaced(char)
        self[char] = joins
        return joins


_letters = _Letters()


def joins(char: str) -> bool:
    """Whether a character joins into words with those beside it."""
    return _letters[char]


def word_start(text: str, at: int) -> int:
    """The start of the word that holds or touches `at`, followed for at most a long word."""
    if at >= len(text) or not _letters[text[at]]:
        return at
    floor = max(0, at - WORD_MAX_CHARACTERS)
    while at > floor and _letters[text[at - 1]]:
        at -= 1
    return at


def word_end(text: str, at: int) -> int:
    """The end of the word whose last known character stands before `at`."""
    if at == 0 or not _letters[text[at - 1]]:
        return at
    ceiling = min(len(text), at + WORD_MAX_CHARACTERS)
    while at < ceiling and _letters[text[at]]:
        at += 1
    return at


def starts_word(text: str, at: int) -> bool:
    """Whether no letter joins the character at `at` from the left."""
    if at == 0:
        return True
    before = text[at - 1]
    return not (_letters[before] and _letters[text[at]]) and before not in _NEVER_LAST


def ends_word(text: str, at: int) -> bool:
    """Whether no letter joins the character before `at` from the right."""
    if at == len(text):
        return True
    after = text[at]
    return not (_letters[text[at - 1]] and _letters[after]) and after not in _NEVER_FIRST
