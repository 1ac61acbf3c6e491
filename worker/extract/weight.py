"""How much a text says, whatever script it is in."""

import re

#: Han, kana, Hangul and Thai: one character says what three letters of an alphabet say.
_DENSE = re.compile(
    "[\u0e00-\u0e7f\u1100-\u11ff\u3005-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]+"
)
DENSE_FACTOR = 3


def weight(text: str) -> int:
    """The length of a text in letters of an alphabet."""
    dense = sum(map(len, _DENSE.findall(text)))
    return len(text) + (DENSE_FACTOR - 1) * dense
