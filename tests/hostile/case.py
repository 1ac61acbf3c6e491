"""One attack or fault, and what came of it."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """What was seen of a case. It is right where `got` is `expected` and no limit was broken."""

    expected: str  #: in the words of the vocabulary: "blocked_address", "stored, whole"
    got: str
    seconds: float = 0.0  #: wall time
    limit_seconds: float | None = None  #: above which it is wrong
    peak_bytes: int = (
        0  #: what the process needed above what it had before, at the most; 0: not looked at
    )
    limit_bytes: int | None = None
    forbidden_connections: int = 0  #: to addresses that must not be reached
    note: str = ""  #: a figure or a sentence for the report

    @property
    def is_right(self) -> bool:
        """Whether it went as it must."""
        return not self.faults

    @property
    def faults(self) -> list[str]:
        """What went wrong, in words."""
        found = []
        if self.got != self.expected:
            found.append(f"expected {self.expected}, got {self.got}")
        if self.limit_seconds is not None and self.seconds > self.limit_seconds:
            found.append(f"took {self.seconds:.2f} s, above {self.limit_seconds:.2f} s")
        if self.limit_bytes is not None and self.peak_bytes > self.limit_bytes:
            found.append(f"took {self.peak_bytes:,} bytes, above {self.limit_bytes:,}")
        if self.forbidden_connections:
            found.append(f"{self.forbidden_connections} connections to forbidden addresses")
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A fault or an attack that can be tried."""

    area: str  #: addresses, time, memory, completeness, poison, kinds, xml, text, tls, secrets
    name: str
    run: Callable[[], Observation]
    is_long: bool = False  #: `make hostile` only
