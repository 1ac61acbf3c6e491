"""A text with its words between spaces, so that a pattern such as " navy " asks for whole words.

For scripts that are written with spaces. Knows nothing of forms.
"""

import re
from functools import cache

from worker.classify import words
from worker.classify.ranges import none_of

_LOW_END = 0x3000  # beyond, only Hangul is known here to be letters; the rest is asked for
_HANGUL = range(0xAC00, 0xD7A4)
_ASCII = {code: " " for code in range(128) if not words.joins(chr(code))}
#: Of print, in texts that are else ASCII once folded: those are then barred 10 times as fast.
_PRINTED = "“”„«»…•·€"
#: More distinct characters than this are replaced by a table, which takes the same time for all.
REPLACED_MAX = 40


def barred(text: str) -> str:
    """The text with a space before it, one after it, and one for each character that is no letter.

    One for one: the character at `at` stands at `at + 1`. Linear in its length.
    """
    if not text.isascii():
        for mark in _PRINTED:
            text = text.replace(mark, " ")
    if text.isascii():
        return f" {text.translate(_ASCII)} "
    at = replaced = 0
    while (strange := _strange().search(text, at)) is not None:
        char, at = strange[0], strange.start()
        if words.joins(char):
            at += 1
        elif replaced < REPLACED_MAX:
            replaced += 1
            text = text.replace(char, " ")
        else:
            rest = set(text[at:])
            text = text.translate({ord(one): " " for one in rest if not words.joins(one)})
            break
    return f" {text} "


@cache
def _strange() -> re.Pattern[str]:
    """Finds what may be no letter, but for spaces."""
    low = [chr(code) for code in range(_LOW_END) if code == ord(" ") or words.joins(chr(code))]
    return none_of([*low, *map(chr, _HANGUL)])
