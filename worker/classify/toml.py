"""Reads the lexicon's TOML files.

Nearly all of them is lists of plain texts, a hundred thousand in all. Those are read by a pattern,
some ten times as fast as by the library; the library reads what is not so plain, and what is wrong.
"""

import re
import tomllib
from pathlib import Path
from typing import Any

from worker.classify.faults import file_error

_SKIPPED = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\n)*")  # empty lines and comments
#: No escapes but of the quote and the backslash.
_TEXT = r"""(?:"[^"\\\n]*(?:\\["\\][^"\\\n]*)*"|'[^'\n]*')"""
_PLAIN_LIST = re.compile(
    rf"([A-Za-z0-9_-]+)[ \t]*=[ \t]*\[\s*((?:{_TEXT}\s*,\s*)*(?:{_TEXT})?)\s*\]"
    r"[ \t]*(?:#[^\n]*)?(?:\n|\Z)"
)
_PLAIN_TEXT = re.compile(_TEXT)
_ESCAPED = re.compile(r"\\(.)")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")  # the library knows what to say of them
_LINE = re.compile(r"line (\d+)")


def read_toml(path: Path) -> dict[str, Any]:
    """Read a file.

    Raises:
        LexiconError: it can't be read, or is no TOML; then the message names line and column.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise file_error(path, f"can't be read: {error}", "write it in UTF-8") from None
    plain = _plain(text)
    if plain is not None:
        return plain
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = _LINE.search(str(error))
        raise file_error(
            path,
            f"is not valid TOML: {error}",
            "check quotes, commas and brackets; a key that stands twice must become one list",
            int(place[1]) if place else text.count("\n") + 1,  # else it is the end that is wrong
        ) from None


def _plain(text: str) -> dict[str, Any] | None:
    """The lists of texts, and the tables after them; None where the pattern does not fit."""
    if _CONTROL.search(text):
        return None
    entries: dict[str, Any] = {}
    at = _after_skipped(text, 0)
    while at < len(text) and text[at] != "[":
        found = _PLAIN_LIST.match(text, at)
        if found is None or found[1] in entries:
            return None
        quoted = _PLAIN_TEXT.findall(found[2])
        if "\\" in found[2]:
            quoted = [_ESCAPED.sub(r"\1", one) if one[0] == '"' else one for one in quoted]
        entries[found[1]] = [one[1:-1] for one in quoted]
        at = _after_skipped(text, found.end())
    return _with_tables(entries, text[at:]) if at < len(text) else entries


def _with_tables(entries: dict[str, Any], text: str) -> dict[str, Any] | None:
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None  # read as a whole, its message has the right line
    return None if tables.keys() & entries.keys() else entries | tables


def _after_skipped(text: str, at: int) -> int:
    skipped = _SKIPPED.match(text, at)
    return skipped.end() if skipped else at
