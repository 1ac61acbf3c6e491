"""Faults of the lexicon: each with its file, line, entry, reason and what to do."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from worker.classify.places import line_of
from worker.errors import SettingsError

SHOWN_MAX = 20  # of the faults that stop a start


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong, where, and what to do."""

    path: Path
    line: int | None  #: from 1; None where the file itself is at fault
    entry: str  #: a key, dotted; "" where the file itself is at fault
    reason: str
    advice: str

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else str(self.path)
        entry = f": {self.entry}" if self.entry else ":" if self.line else ""
        return f"{place}{entry} {self.reason}; {self.advice}"


class LexiconError(SettingsError):
    """Raised when the lexicon has faults; its text names all, or the first twenty."""

    def __init__(self, *faults: Fault) -> None:
        self.faults = faults
        told = [str(fault) for fault in faults[:SHOWN_MAX]]
        if len(faults) > SHOWN_MAX:
            told.append(f"… and {len(faults) - SHOWN_MAX} more: `vedette lexicon check`")
        head = [] if len(faults) == 1 else [f"the lexicon has {len(faults)} faults:"]
        super().__init__("\n".join([*head, *told]))


class Faults:
    """Gathers faults, so that all are told at once."""

    def __init__(self) -> None:
        self.found: list[Fault] = []

    @contextmanager
    def gathered(self) -> Iterator[None]:
        """Keep the faults of what is done within, and go on after it."""
        try:
            yield
        except LexiconError as error:
            self.found.extend(error.faults)

    def raise_any(self) -> None:
        """Raise a LexiconError with all that was gathered; nothing where there is none."""
        if self.found:
            raise LexiconError(*self.found)


def entry_error(
    path: Path, key: str, reason: str, advice: str, *, item: int | None = None
) -> LexiconError:
    """The error for one malformed entry.

    Args:
        key: dotted, such as `army.weight`.
        item: which text of the key's list, from 0.
    """
    try:
        line = line_of(path.read_text(encoding="utf-8"), key, item)
    except (OSError, UnicodeDecodeError):  # it went away since it was read
        line = None
    return LexiconError(Fault(path=path, line=line, entry=key, reason=reason, advice=advice))


def file_error(path: Path, reason: str, advice: str, line: int | None = None) -> LexiconError:
    """The error for a file that can't be read, or should not be there."""
    return LexiconError(Fault(path=path, line=line, entry="", reason=reason, advice=advice))
