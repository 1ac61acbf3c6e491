"""Poison: pages that kill, hang or fill the child that reads them, among healthy ones."""

from collections.abc import Iterator

from hostile.case import Case
from hostile.poison_run import Mixture
from hostile.poison_site import REASONS

AREA = "poison"
#: In the suite: one that dies at once, and one that fills its memory.
SHORT = Mixture(healthy=40, faults=("segfault", "memory"), limit_seconds=60)
#: Each fault twice.
LONG = Mixture(healthy=1980, faults=(*REASONS, *REASONS), limit_seconds=600)
#: The same pages without poison, for the rate.
SOUND = Mixture(healthy=1980, faults=(), limit_seconds=600)


def cases() -> Iterator[Case]:
    """The long ones; the short one is tried by the suite."""
    for name, mixture in (("20 among 2,000", LONG), ("none among 1,980", SOUND)):
        yield Case(area=AREA, name=f"{name}, embedded", run=mixture.embedded_alone, is_long=True)
        yield Case(area=AREA, name=f"{name}, Celery", run=mixture.celery_alone, is_long=True)
