"""The guard that watches how much of each reading is new: nothing may be pushed out unseen. Pure.

The habit may be wrong, and a source without dates hides its bursts. Above a band of the share of
new items the interval is shortened at once, below it for long it may grow back.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

from worker.discover.numbers import number

#: Above it, the next burst would push items out.
BAND_HIGH_SHARE = 0.5
#: Below it for so many polls in a row, all is calm.
BAND_LOW_SHARE = 0.15
CALM_POLLS = 6
#: A hint says that nothing changes for so long: more new items at its end say that it is wrong.
HINT_ITEMS_MAX = 2
#: By so much an interval is shortened at once, and lengthened after calm: three calms undo it.
SHORTER_FACTOR = 0.5
LONGER_FACTOR = 1.25
#: A hint that was wrong once is trusted again slowly: with polls each half hour, after two days.
HINT_LONGER_FACTOR = 1.05
#: An interval of 6 h comes down to some 20 minutes, and no lower.
PRESSURE_MIN = 1.0 / 16.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """What the last readings made it do."""

    pressure: float = 1.0  #: by which intervals are multiplied
    hint_share: float = 1.0  #: by which the publisher's hint is: below 1, following it lost items
    calm_count: int = 0  #: polls below the band, in a row

    def after(self, *, new_count: int, items_count: int, was_hinted: bool) -> "Guard":
        """With one more reading.

        Args:
            was_hinted: the publisher's hint had decided the interval.
        """
        if items_count <= 0:
            return self
        share = new_count / items_count
        is_high = share >= BAND_HIGH_SHARE
        hint_share = self.hint_share
        if was_hinted and (is_high or new_count > HINT_ITEMS_MAX):
            hint_share = max(PRESSURE_MIN, hint_share * SHORTER_FACTOR)
        if is_high:
            pressure = max(PRESSURE_MIN, self.pressure * SHORTER_FACTOR)
            return Guard(pressure=pressure, hint_share=hint_share)
        if share > BAND_LOW_SHARE or hint_share < self.hint_share:
            return replace(self, hint_share=hint_share, calm_count=0)
        return self._calmer()

    def _calmer(self) -> "Guard":
        if self.pressure == self.hint_share == 1.0:
            return self
        if self.calm_count + 1 < CALM_POLLS:
            return replace(self, calm_count=self.calm_count + 1)
        return Guard(
            pressure=min(1.0, self.pressure * LONGER_FACTOR),
            hint_share=min(1.0, self.hint_share * HINT_LONGER_FACTOR),
        )

    def to_json(self) -> dict[str, Any]:
        """As a plain document."""
        return {
            "pressure": self.pressure,
            "hint_share": self.hint_share,
            "calm_count": self.calm_count,
        }

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> Self:
        """From what `to_json` gave.

        Raises:
            ValueError: it is not that.
        """
        return cls(
            pressure=_factor(document.get("pressure")),
            hint_share=_factor(document.get("hint_share")),
            calm_count=int(number(document.get("calm_count"))),
        )


def _factor(value: object) -> float:
    return min(1.0, max(PRESSURE_MIN, number(value)))
