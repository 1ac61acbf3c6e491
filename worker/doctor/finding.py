"""What was looked at, how it is, and what to do about it."""

from dataclasses import dataclass
from enum import IntEnum


class Level(IntEnum):
    """How bad it is; also the exit status, as monitors know it (Nagios: 0, 1, 2)."""

    OK = 0
    WARNING = 1  #: somebody should look today
    CRITICAL = 2  #: work stands still, or may be lost


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at."""

    name: str  #: stable, for monitors: "database", "tick", "disk"
    level: Level
    says: str  #: what was found, with its numbers
    remedy: str = ""  #: what to do; "" where all is well


def fine(name: str, says: str) -> Finding:
    """All is well."""
    return Finding(name=name, level=Level.OK, says=says)


def warning(name: str, says: str, remedy: str) -> Finding:
    """Somebody should look at it today."""
    return Finding(name=name, level=Level.WARNING, says=says, remedy=remedy)


def critical(name: str, says: str, remedy: str) -> Finding:
    """Work stands still, or may be lost."""
    return Finding(name=name, level=Level.CRITICAL, says=says, remedy=remedy)


def worst(findings: list[Finding]) -> Level:
    """The worst level of all."""
    return max((one.level for one in findings), default=Level.OK)
