"""How long a source's pauses usually are, and how unlikely a longer one is. Pure.

A pause is measured in the items that the habit expects in it, so that nights and weekends count
for little. Articles come in bursts and holidays are in no habit: pauses are far more uneven than a
Poisson process makes them. Each is taken to have its own rate, drawn from a Gamma distribution
about the habit's, which makes their lengths Lomax distributed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from worker.discover.numbers import number, rounded

#: Shape of that distribution: rates vary by 1 / sqrt(6), two fifths of the habit's ...
SHAPE = 6.0
#: ... and less so over each further day, since busy and idle hours make up for each other. By
#: `python -m bench.polling`, on other seeds than it shows: 20 false alarms of 1,000 healthy sources
#: in 30 days. With 8 and 1 it were 33, and real silences would be told a tenth sooner; with 4 and 0
#: hardly any, and they would be told after twice the time.
SHAPE_PER_DAY = 1.0
#: Pauses that are remembered, about; older ones are forgotten one by one.
_MEMORY = 200.0
#: Before any was seen, pauses are taken to be of one item, with the weight of so many pauses.
_PRIOR_PAUSES = 5.0
_FIELDS = ("count", "mean", "longest", "current", "since_seconds")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pauses:
    """Pauses between polls that found something new, in expected items."""

    count: float = 0.0  #: pauses that are remembered
    mean: float = 0.0
    longest: float = 0.0  #: fades as it is forgotten
    current: float = 0.0  #: the one under way
    since_seconds: float = 0.0  #: when it began, Unix time; 0: nothing is known

    def after(self, expected: float, *, at_seconds: float, is_over: bool) -> "Pauses":
        """With one more poll, or item: so many items were expected since the last one."""
        current = self.current + expected
        if not is_over:
            return Pauses(
                count=self.count,
                mean=self.mean,
                longest=self.longest,
                current=current,
                since_seconds=self.since_seconds or at_seconds,
            )
        count = min(self.count + 1.0, _MEMORY)
        return Pauses(
            count=count,
            mean=self.mean + (current - self.mean) / count,
            longest=max(current, self.longest * (1.0 - 1.0 / _MEMORY)),
            since_seconds=at_seconds,
        )

    @property
    def typical(self) -> float:
        """Mean length of a pause: above 1 for a source that publishes several items at once."""
        return max(1.0, (self.mean * self.count + _PRIOR_PAUSES) / (self.count + _PRIOR_PAUSES))

    def probability(self, expected: float, *, days: float) -> float:
        """That one pause is at least so long.

        Args:
            expected: its length, in expected items.
            days: its length in time.
        """
        shape = SHAPE + SHAPE_PER_DAY * days
        return float((1.0 + expected / (self.typical * (shape - 1.0))) ** -shape)

    def to_json(self) -> dict[str, Any]:
        """As a plain document."""
        lengths = rounded((self.mean, self.longest, self.current))
        return {
            **dict(zip(("mean", "longest", "current"), lengths, strict=True)),
            "count": self.count,
            "since_seconds": self.since_seconds,
        }

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> Self:
        """From what `to_json` gave.

        Raises:
            ValueError: it is not that.
        """
        return cls(**{name: number(document.get(name)) for name in _FIELDS})
