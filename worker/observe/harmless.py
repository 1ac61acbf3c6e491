"""Strangers' text made harmless for a log: nothing in it moves a cursor, or begins a line. Pure.

Secrets go too: of URLs, pairs and headers, wherever they stand in a text.
"""

from typing import Any

from worker.redaction import redact_text

LONGEST_VALUE = 500
LONGEST_LINE = 1000
#: Of a traceback; the middle of longer ones is left out.
MOST_LINES = 120
_MOST_ENTRIES = 100
_DEEPEST = 4
#: A secret is looked for in so much more than is shown: a cut must not part it from its name.
_LOOKED_AT = 4000


def harmless(value: Any, depth: int = 0) -> Any:
    """A value with all of its text escaped and bounded; numbers, truth values and None stay.

    Args:
        value: anything; what is no plain value or collection becomes its `str`.
        depth: how deep in collections it stands.
    """
    if value is None or isinstance(value, bool | int | float):
        return value
    if depth < _DEEPEST and isinstance(value, dict):
        entries = list(value.items())[:_MOST_ENTRIES]
        return {_escaped(str(k), LONGEST_VALUE): harmless(v, depth + 1) for k, v in entries}
    if depth < _DEEPEST and isinstance(value, list | tuple | set | frozenset):
        return [harmless(entry, depth + 1) for entry in list(value)[:_MOST_ENTRIES]]
    return _escaped(str(value), LONGEST_VALUE)


def harmless_lines(text: str) -> str:
    """A traceback: its line feeds stay, everything else is escaped and bounded."""
    lines = text.split("\n")
    if len(lines) > MOST_LINES:
        half = MOST_LINES // 2
        lines = [*lines[:half], f"… {len(lines) - 2 * half} lines …", *lines[-half:]]
    return "\n".join(_escaped(line, LONGEST_LINE) for line in lines)


def harmless_name(name: str) -> str:
    """The name of a field: no more than a word."""
    if name.isidentifier():
        return name
    return "".join(c if c.isalnum() else "_" for c in redact_text(name[:_LOOKED_AT])[:80])


def _escaped(text: str, longest: int) -> str:
    """Control characters, line separators, direction marks and surrogates are escaped."""
    shown = redact_text(text[: max(_LOOKED_AT, longest + 1)])
    if not shown.isprintable():
        shown = "".join(c if c.isprintable() else repr(c)[1:-1] for c in shown[: longest + 1])
    return shown if len(shown) <= longest else f"{shown[: longest - 1]}…"
