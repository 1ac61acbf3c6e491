"""Sets of characters as `re` writes them: a pattern of ranges finds one at some 5 ns a character.

Knows nothing of what the sets are for.
"""

import re
from collections.abc import Iterable


def none_of(chars: Iterable[str]) -> re.Pattern[str]:
    """Finds each character that is none of these.

    Args:
        chars: in the order of their code points, without repetition.
    """
    return re.compile(f"[^{''.join(map(_range, _runs(chars)))}]")


def _runs(chars: Iterable[str]) -> list[list[str]]:
    """First and last of each group of characters that follow one another."""
    runs: list[list[str]] = []
    for char in chars:
        if runs and ord(runs[-1][1]) + 1 == ord(char):
            runs[-1][1] = char
        else:
            runs.append([char, char])
    return runs


def _range(run: list[str]) -> str:
    return f"{re.escape(run[0])}-{re.escape(run[1])}"
