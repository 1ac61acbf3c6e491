"""Where in a TOML file an entry stands, for faults: the library that reads TOML tells no lines.

A scanner of TOML's tokens, for texts that have been read as TOML before; it checks nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

_TOKEN = re.compile(
    r'(?P<comment>\#[^\n]*)|(?P<text>"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?\'{3,5}'
    r'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\')|(?P<bare>[\w+-]+)|(?P<sign>[\[\]{}=.,])|(?P<end>\n)',
    re.DOTALL,
)


@dataclass(slots=True)
class _Scan:
    """How far the scanner has come."""

    lines: dict[str, int] = field(default_factory=dict)  #: of each key, dotted
    items: dict[str, list[int]] = field(default_factory=dict)  #: of each text in a key's list
    table: str = ""
    words: list[str] = field(default_factory=list)  #: of the key being read
    key: str = ""  #: whose value is being read
    depth: int = 0


def line_of(text: str, key: str, item: int | None = None) -> int | None:
    """The line of an entry, from 1; of its table, where it has no line of its own.

    Args:
        key: dotted, such as `army.weight`.
        item: which text of the key's list, from 0.
    """
    scan = _scanned(text)
    items = scan.items.get(key, [])
    if item is not None and item < len(items):
        return items[item]
    while key not in scan.lines and "." in key:
        key = key.rpartition(".")[0]
    return scan.lines.get(key)


@lru_cache(maxsize=2)  # many faults of one file ask for it again
def _scanned(text: str) -> _Scan:
    scan = _Scan()
    for kind, part, line in _tokens(text):
        if scan.key:
            _in_value(scan, kind, part, line)
        elif kind == "end":
            scan.words, scan.depth = [], 0
        elif part == "[":
            scan.depth += 1
        elif part == "]" and scan.words:
            scan.table = ".".join(scan.words)
            scan.lines.setdefault(scan.table, line)
            scan.words = []
        elif part == "=":
            scan.key, scan.depth = ".".join([*filter(None, [scan.table]), *scan.words]), 0
            scan.lines.setdefault(scan.key, line)
            scan.words = []
        elif kind in ("bare", "text"):
            scan.words.append(part.strip("\"'"))
    return scan


def _in_value(scan: _Scan, kind: str, part: str, line: int) -> None:
    if kind == "end" and scan.depth == 0:
        scan.key, scan.words = "", []
    elif part in ("[", "{"):
        scan.depth += 1
    elif part in ("]", "}"):
        scan.depth -= 1
    elif part == "=" and scan.words:  # of a table in the line
        scan.lines.setdefault(f"{scan.key}.{scan.words[-1]}", line)
    elif kind == "text":
        scan.items.setdefault(scan.key, []).append(line)
    elif kind == "bare":
        scan.words.append(part)


def _tokens(text: str) -> Iterator[tuple[str, str, int]]:
    line = 1
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or ""
        if kind != "comment":
            yield kind, match.group(), line
        line += match.group().count("\n")
