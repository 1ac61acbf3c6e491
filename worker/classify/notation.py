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
from functools import cache

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
_REST_OF_WORD, _ANY_WORD = _LETTER + "{0,30}", _LETTER + "{1,30}"


class NotationError(ValueError):
    """Raised when a form can't be read; its text says why and what to write instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A surface form, folded and ready to be matched.

    The automaton looks for `anchors`; `rest`, where it is needed, verifies the whole form from an
    anchor's start.
    """

    spelling: str  #: the form written out, folded; equal for equal forms
    anchors: tuple[str, ...]
    rest: str | None  #: a pattern; compiled when it is first needed, for most never are
    is_open_left: bool
    is_open_right: bool
    weight: int  #: literal characters, to prefer the more exact of two forms


def parse(written: str, folder: Folder) -> Iterator[Form]:
    """Read a form, with each of its spellings.

    Raises:
        NotationError: it is empty, folds to nothing, is too short, or has a stray star or brace.
    """
    for spelling in _spellings(written):
        yield _form(spelling, folder)


def _spellings(written: str) -> Iterator[str]:
    braces = _BRACES.search(written)
    if braces is None:
        if "{" in written or "}" in written:
            raise NotationError("has a brace without its other half; write {a,b}")
        yield written
        return
    for choice in braces.group(1).split(","):
        yield from _spellings(written[: braces.start()] + choice + written[braces.end() :])


def _form(spelling: str, folder: Folder) -> Form:
    folded = " ".join(folder.fold(spelling).text.split())
    is_open_left, is_open_right = folded.startswith("*"), folded.endswith("*")
    body = folded[is_open_left : len(folded) - is_open_right]
    literal = body.replace("*", "")
    if not any(char.isalnum() for char in literal):
        raise NotationError("is empty once folded; write at least one letter, or take it out")
    if not all(_STARRED_WORD.fullmatch(word) for word in body.split(" ")):
        raise NotationError("has a star inside a word; a star stands at its end, or for a word")
    _require_length(literal, is_open_left=is_open_left, is_open_right=is_open_right)
    anchors = _anchors(body)
    least = SYLLABIC_MIN_CHARACTERS if is_syllabic(literal[0]) else PREFIX_MIN_CHARACTERS
    if len(anchors[0]) < len(body) and len(anchors[0]) < least:
        raise NotationError(f"begins with a stem shorter than {least} characters")
    return Form(
        spelling=folded,
        anchors=anchors,
        rest=_verifier(body) if anchors[0] != body else None,
        is_open_left=is_open_left,
        is_open_right=is_open_right,
        weight=len(literal),
    )


def _anchors(body: str) -> tuple[str, ...]:
    """What stands before the first star, and at most up to the second space."""
    first, *others = body.split("*", maxsplit=1)[0].split(" ")
    if not others:
        return (first,)
    return (f"{first} {others[0]}", f"{first}-{others[0]}")


@cache
def compiled(rest: str) -> re.Pattern[str]:
    """The pattern of a form's `rest`."""
    return re.compile(rest)


def _verifier(body: str) -> str:
    words = (
        _ANY_WORD if word == "*" else re.escape(word).replace(r"\*", _REST_OF_WORD)
        for word in body.split(" ")
    )
    return "[ -]".join(words)


def _require_length(literal: str, *, is_open_left: bool, is_open_right: bool) -> None:
    if is_unspaced(literal[0]):
        least, kind = UNSPACED_MIN_CHARACTERS, "a form in a script without spaces"
    elif is_syllabic(literal[0]):
        least, kind = SYLLABIC_MIN_CHARACTERS, "a form in a script of syllables"
    elif is_open_left:
        least, kind = INSIDE_MIN_CHARACTERS, "a form with a leading star"
    elif is_open_right:
        least, kind = PREFIX_MIN_CHARACTERS, "a stem"
    else:
        least, kind = 2, "a word"
    if len(literal) < least:
        raise NotationError(f"is too short: {kind} needs {least} characters; write more of it")
