"""How busy a source is at present, against its habit: bursts, holidays, changes. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from worker.discover.numbers import number, rounded
from worker.discover.week import HOUR_SECONDS

#: After so long what was seen counts half. Found by `python -m bench.polling`.
HALF_LIFE_SECONDS = 3 * HOUR_SECONDS
#: Items that must speak against the habit; fewer, and chance would pass for news.
_SHRINKAGE = 2.0
#: Beyond these factors the habit is wrong, and learns by itself.
_MIN, _MAX = 0.2, 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """Items lately seen, and those that the habit expected, both forgotten by halves."""

    seen: float = 0.0
    expected: float = 0.0

    def after(self, *, hours: float, expected: float, seen: float) -> "Activity":
        """With one more poll after so many hours."""
        kept = 0.5 ** (hours * HOUR_SECONDS / HALF_LIFE_SECONDS)
        return Activity(seen=self.seen * kept + seen, expected=self.expected * kept + expected)

    @property
    def factor(self) -> float:
        """By which the habit's rate is to be multiplied just now."""
        return min(max((self.seen + _SHRINKAGE) / (self.expected + _SHRINKAGE), _MIN), _MAX)

    def to_json(self) -> dict[str, Any]:
        """As a plain document."""
        seen, expected = rounded((self.seen, self.expected))
        return {"seen": seen, "expected": expected}

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> Self:
        """From what `to_json` gave.

        Raises:
            ValueError: it is not that.
        """
        return cls(seen=number(document.get("seen")), expected=number(document.get("expected")))
