"""How a source is, and, where it is silent, which kind of silence it is. Pure.

Whether it is silent its own habit says (`silence`), why it is the last poll (`diagnosis`).
"""

from dataclasses import dataclass
from typing import Self

from worker.discover.diagnosis import of_failure, of_reading
from worker.discover.health_facts import HealthFacts
from worker.discover.silence import silence
from worker.settings import DiscoverSettings
from worker.vocabulary import Outcome, SourceHealth

__all__ = ["HealthFacts", "HealthLimits", "Verdict", "judge"]

_READ = frozenset({Outcome.POLLED, Outcome.UNCHANGED})


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthLimits:
    """Settings of section `discover` that the verdict rests on."""

    dead_after_seconds: float
    silence_probability: float

    @classmethod
    def from_settings(cls, settings: DiscoverSettings) -> Self:
        """As they are set."""
        return cls(
            dead_after_seconds=settings.dead_after_seconds,
            silence_probability=settings.silence_probability,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """How a source is, and what it rests on."""

    health: SourceHealth
    note: str = ""  #: one line for people, with numbers
    quiet_seconds: float | None = None  #: since something new was found; None: never read
    expected: float | None = None  #: items that its habit made likely since then

    @property
    def is_silent(self) -> bool:
        """Whether it gives nothing where it should."""
        return self.health.is_silent


def judge(facts: HealthFacts, *, limits: HealthLimits) -> Verdict:
    """How a source is."""
    if facts.outcome is None:
        return Verdict(health=SourceHealth.NEW, note="not polled yet")
    pause = silence(facts.rhythm, now=facts.now)
    is_silent = pause.probability < limits.silence_probability
    if facts.outcome in _READ:
        found = of_reading(facts, pause, is_silent=is_silent)
    else:
        found = of_failure(facts, dead_after_seconds=limits.dead_after_seconds, is_silent=is_silent)
    is_timed = facts.rhythm.habit.until_seconds > 0
    return Verdict(
        health=found.health,
        note=found.note,
        expected=pause.expected if is_timed else None,
        quiet_seconds=pause.seconds if is_timed else None,
    )
