"""The settings that bound intervals between polls. Pure."""

from dataclasses import dataclass
from typing import Self

from worker.settings import DiscoverSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class RhythmLimits:
    """Settings of section `discover`, in seconds."""

    poll_interval_seconds: float  #: of a source of which nothing is known
    interval_min_seconds: float
    interval_max_seconds: float
    hint_max_seconds: float  #: a publisher's hint counts up to this

    @classmethod
    def from_settings(cls, settings: DiscoverSettings) -> Self:
        """As they are set; where they contradict each other, the larger one counts."""
        return cls(
            poll_interval_seconds=settings.poll_interval_seconds,
            interval_min_seconds=settings.interval_min_seconds,
            interval_max_seconds=max(settings.interval_max_seconds, settings.interval_min_seconds),
            hint_max_seconds=settings.hint_max_seconds,
        )
