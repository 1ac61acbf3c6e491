"""What an automaton looks for in a barred text to find forms, and what is left to see.

Nine forms in ten are words and phrases without a star inside: the pattern is all of it, with a
space wherever a word must begin or end, so that nothing is left to see but what separates the
words. The others share the patterns of their pieces: "militar* academ*" is one of a hundred that
are looked for at "militar", of which the letters of the next word leave one or none.
"""

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from worker.classify import words
from worker.classify.bars import barred
from worker.classify.notation import Form

OPEN_LEFT, OPEN_RIGHT = 1, 2
INSIDE = 4  #: the pattern does not begin with a space: it may stand inside a word
PHRASE = 8  #: what stands between its words has to be seen
VERIFIED = 16  #: more than that has to be: hyphens, dots …
SHARED = 32  #: it is a piece of forms with a star inside, and there may be many of them
KEY_CHARACTERS = 3  #: of another word of a form, to tell those apart that share a pattern
_OUTER_SPACES = re.compile(r"^( *)(.*?)( *)$")


class Pattern(NamedTuple):
    """Text to look for, and how forms lie around it."""

    text: str
    traits: int  #: but for `OPEN_LEFT` and `OPEN_RIGHT` where forms share it
    #: A form begins so many characters before the pattern's first letter or, below zero, words.
    offset: int = 0


class Place(NamedTuple):
    """Where a form is found."""

    pattern: Pattern
    #: How another word begins: the form's first, where the pattern stands later, else the word
    #: after the pattern's. "" where that may be any.
    key: str = ""


def places(forms: Sequence[Form], *, has_clitics: bool) -> list[Place]:
    """The place of each form.

    Args:
        has_clitics: whether a word may begin inside another.
    """
    uses = Counter(piece for form in forms if "*" in form.body for piece in _pieces(form))
    return [_place(form, uses, has_clitics) for form in forms]


def _place(form: Form, uses: Counter[str], has_clitics: bool) -> Place:
    inside = INSIDE * (has_clitics or form.is_open_left)
    traits = inside + OPEN_LEFT * form.is_open_left + OPEN_RIGHT * form.is_open_right
    bars = barred(form.body)
    if bars[1:-1] == form.body:
        text = bars[bool(inside) : len(bars) - form.is_open_right]
        return Place(Pattern(text, traits + PHRASE * (" " in form.body)))
    pieces = _pieces(form)
    if len(pieces) == 1:
        return Place(_of_piece(form, 0, traits + VERIFIED))
    is_fixed = inside or not words.joins(form.body[0])
    at = 0 if is_fixed and _has_letters(pieces[0]) else _most_shared(pieces, uses)
    return Place(_of_piece(form, at, inside * (at == 0) + SHARED), _key(form, is_first=at == 0))


def _pieces(form: Form) -> list[str]:
    return form.body.split("*")


def _has_letters(piece: str) -> bool:
    return any(map(words.joins, piece))


def _most_shared(pieces: Sequence[str], uses: Counter[str]) -> int:
    """The piece that makes for the fewest patterns."""
    return max(range(len(pieces)), key=lambda at: (_has_letters(pieces[at]), uses[pieces[at]]))


def _key(form: Form, *, is_first: bool) -> str:
    first, later = _pieces(form)[:2]
    if not is_first:
        key = first[:KEY_CHARACTERS]
    else:  # a piece that ends in a space is followed by any word
        key = later[1 : 1 + KEY_CHARACTERS] if words.joins(first[-1]) else ""
    return barred(key)[1:-1] if len(key) == KEY_CHARACTERS else ""


def _of_piece(form: Form, at: int, traits: int) -> Pattern:
    pieces = _pieces(form)
    bars = barred(pieces[at])[1:]  # a later piece begins with the space after the star
    if at < len(pieces) - 1 or form.is_open_right:
        bars = bars[:-1]
    before, letters, after = _split(bars)
    text = " " * (not traits & INSIDE) + letters + " " * (after > 0)
    if at == 0:
        return Pattern(text, traits, before)
    spaces = sum(barred(piece)[1:-1].count(" ") for piece in pieces[:at])
    return Pattern(text, traits, -(spaces + before))


def _split(bars: str) -> tuple[int, str, int]:
    """How many spaces before, the letters, how many spaces after."""
    found = _OUTER_SPACES.match(bars)
    assert found is not None  # whatever it is, it matches
    return len(found[1]), found[2], len(found[3])
