r"""The notation of surface forms, as people write them in config/lexicon/<language>.toml.

    frigate            the word itself
    frigat*            a word that begins so
    *geschwader*       a word that holds this (compounds)
    ministr* of war    a phrase; each of its words may end in *
    minister * war     a phrase with any one word inside it
    defen{c,s}e        both spellings

A space stands for a hyphen too, a hyphen for itself only ("S-400" is not "Daimler's 400"). Case and
accents do not count. Knows nothing of concepts or languages.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from worker.classify.fold import Folder
from worker.classify.words import is_syllabic, is_unspaced

_BRACES = re.compile(r"\{([^{}]*)\}")
_STARRED_WORD = re.compile(r"[^*]+\*?|\*")
PREFIX_MIN_CHARACTERS = 3  # shorter stems would match half the dictionary
INSIDE_MIN_CHARACTERS = 4
UNSPACED_MIN_CHARACTERS = 2  # one Han character is part of too many words
SYLLABIC_MIN_CHARACTERS = 2  # a syllable of Hangul says as much as two or three letters
#: What joins into a word, for `re`, to which the vowel signs of South and South East Asia are none.
_LETTER = (
    r"(?:[^\W_]|[\u0900-\u0963\u0966-\u0dff\u0e31-\u0e4e\u0eb1-\u0ecd\u102b-\u103e\u17b4-\u17d3])"
)
_REST_OF_WORD = re.compile(_LETTER + "{0,30}")
_SEPARATORS = frozenset(" -")
#: A word or stem of four letters, or a phrase that begins with three, with no star out of place:
#: long enough in any script.
_PLAIN = re.compile(
    rf"\*?[^\W_]{_LETTER}{{3,}}\*?"
    rf"|[^\W_]{_LETTER}{{2,}}\*?(?: (?:\*|{_LETTER}+\*?))*(?: {_LETTER}+\*?)"
)


class NotationError(ValueError):
    """Raised when a form can't be read; its text says why and what to write instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A surface form, folded and ready to be matched."""

    spelling: str  #: the form written out, folded; equal for equal forms
    body: str  #: without the stars at its ends
    is_open_left: bool
    is_open_right: bool
    weight: int  #: literal characters, to prefer the more exact of two forms


def parse(written: str, folder: Folder) -> Iterator[Form]:
    """Read a form, with each of its spellings.

    Raises:
        NotationError: it is empty, folds to nothing, is too short, or has a stray star or brace.
    """
    for spelling in _spellings(written):
        yield _checked(form_of(" ".join(folder.fold(spelling).text.split())))


def _spellings(written: str) -> Iterator[str]:
    braces = _BRACES.search(written)
    if braces is None:
        if "{" in written or "}" in written:
            raise NotationError("has a brace without its other half; write {a,b}")
        yield written
        return
    for choice in braces.group(1).split(","):
        yield from _spellings(written[: braces.start()] + choice + written[braces.end() :])


def is_plain(folded: str) -> bool:
    """Whether a form, folded, is its own only spelling and beyond doubt: nine in ten are.

    False says nothing: parse it.
    """
    return _PLAIN.fullmatch(folded) is not None


def form_of(spelling: str) -> Form:
    """The form of a spelling that is folded, has no braces, and was found sound."""
    is_open_left, is_open_right = spelling.startswith("*"), spelling.endswith("*")
    body = spelling[is_open_left : len(spelling) - is_open_right]
    return Form(
        spelling=spelling,
        body=body,
        is_open_left=is_open_left,
        is_open_right=is_open_right,
        weight=len(body) - body.count("*"),
    )


def _checked(form: Form) -> Form:
    literal = form.body.replace("*", "")
    if not any(char.isalnum() for char in literal):
        raise NotationError("is empty once folded; write at least one letter, or take it out")
    if not all(_STARRED_WORD.fullmatch(word) for word in form.body.split(" ")):
        raise NotationError("has a star inside a word; a star stands at its end, or for a word")
    _require_length(literal, form)
    stem, star, _ = form.body.partition("*")
    least = SYLLABIC_MIN_CHARACTERS if is_syllabic(literal[0]) else PREFIX_MIN_CHARACTERS
    if star and len(stem) < least:
        raise NotationError(f"begins with a stem shorter than {least} characters")
    return form


def phrase_end(spelling: str, folded: str, at: int) -> int | None:
    """The end of a form that begins at `at`, but for what a star at its end takes in.

    None where another text stands there. Linear: a word's letters end at one place only.
    """
    for index, word in enumerate(spelling.strip("*").split(" ")):
        if index:
            if folded[at : at + 1] not in _SEPARATORS:
                return None
            at += 1
        literal = word.rstrip("*")
        if not folded.startswith(literal, at):
            return None
        at += len(literal)
        if literal != word:
            end = _rest_of_word(folded, at)
            if end == at and not literal:
                return None
            at = end
    return at


def _rest_of_word(folded: str, at: int) -> int:
    letters = _REST_OF_WORD.match(folded, at)
    return letters.end() if letters else at


def _require_length(literal: str, form: Form) -> None:
    if is_unspaced(literal[0]):
        least, kind = UNSPACED_MIN_CHARACTERS, "a form in a script without spaces"
    elif is_syllabic(literal[0]):
        least, kind = SYLLABIC_MIN_CHARACTERS, "a form in a script of syllables"
    elif form.is_open_left:
        least, kind = INSIDE_MIN_CHARACTERS, "a form with a leading star"
    elif form.is_open_right:
        least, kind = PREFIX_MIN_CHARACTERS, "a stem"
    else:
        least, kind = 2, "a word"
    if len(literal) < least:
        raise NotationError(f"is too short: {kind} needs {least} characters; write more of it")
