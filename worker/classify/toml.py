"""Reads the lexicon's TOML files, and words their faults: file, entry, reason, what to do."""

import tomllib
from pathlib import Path
from typing import Any

from worker.errors import SettingsError


def read_toml(path: Path) -> dict[str, Any]:
    """Read a file.

    Raises:
        SettingsError: it can't be read, or is no TOML; then the message names line and column.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"can't read the lexicon file {path}: {error}") from None
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(
            f"{path} is not valid TOML: {error}; a key that stands twice must become one list"
        ) from None


def entry_error(path: Path, key: str, reason: str, advice: str) -> SettingsError:
    """The error for one malformed entry."""
    return SettingsError(f"{path}: {key} {reason}; {advice}")
