"""Text that was made UTF-8 twice: "FlottenverbÃ¤nde" for "Flottenverbände".

The bytes are sound UTF-8, so that no decoder notices. It is told by the runs of letters beyond
ASCII: those of one language are no UTF-8 when they are read as windows-1252.
"""

import re
from dataclasses import dataclass
from itertools import islice

#: "Ã¤" and its like, at little cost: one of them is in every such text.
_SIGN = re.compile(rb"\xc3[\x82-\xb4](?:\xc2[\x80-\xbf]|[\xc5\xc6\xcb]|\xe2[\x80\x82\x84])")
_RUN = re.compile("[^\x00-\x7f]+")
#: What windows-1252 has at 0x80 to 0x9F; what it lacks there is read as the control itself.
_BYTES = {ord(bytes((code,)).decode("cp1252", "replace")): code for code in range(0x80, 0xA0)}
_TOLD_BY_RUNS = 60
_CHARACTERS_MIN = 6  # fewer are a chance: the end of `CAFÉ»` is two bytes of UTF-8 as well
_WHOLE_SHARE = 0.9  # the rest is a template that was right
_DOUBTFUL_SHARE = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """A text in UTF-8, and how much of it was so twice."""

    text: bytes
    undone_count: int = 0  #: runs that were set right
    is_mixed: bool = False  #: so many are twice and so many are not that none was touched


def undone(text: bytes) -> Undone:
    """The text without its second encoding, where nearly all of it has one."""
    if not _SIGN.search(text):
        return Undone(text=text)
    letters = text.decode("utf-8", "replace")
    runs = [found[0] for found in islice(_RUN.finditer(letters), _TOLD_BY_RUNS)]
    length = sum(map(len, runs))
    doubled = sum(len(run) for run in runs if _once(run) is not None)
    if doubled < _CHARACTERS_MIN or doubled < _DOUBTFUL_SHARE * length:
        return Undone(text=text)
    if doubled < _WHOLE_SHARE * length:
        return Undone(text=text, is_mixed=True)
    return _all_undone(letters)


def _all_undone(text: str) -> Undone:
    count = 0

    def once(found: re.Match[str]) -> str:
        nonlocal count
        letters = _once(found[0])
        count += letters is not None
        return found[0] if letters is None else letters

    meant = _RUN.sub(once, text)
    return Undone(text=meant.encode("utf-8", "replace"), undone_count=count)


def _once(run: str) -> str | None:
    try:
        return run.translate(_BYTES).encode("latin-1").decode("utf-8")
    except UnicodeError:
        return None
