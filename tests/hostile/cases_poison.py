"""Poison: pages that kill, hang or fill the child that reads them, among healthy ones."""

from collections.abc import Iterator
from functools import partial

from hostile import heavy_pages
from hostile.case import Case
from hostile.poison_run import Mixture
from hostile.poison_site import REASONS

AREA = "poison"
#: In the suite: one that dies at once, and one that fills its memory.
SHORT = Mixture(healthy=16, faults=("segfault", "memory"), limit_seconds=60)
#: Each fault at least once.
LONG = Mixture(healthy=1980, faults=(*REASONS, *REASONS)[:20], limit_seconds=600)
#: What neither raises nor looks like an accident.
LEAVING = Mixture(healthy=40, faults=("exit_zero", "leave", "exit"), limit_seconds=60)
#: The same pages without poison, for the rate.
SOUND = Mixture(healthy=1980, faults=(), limit_seconds=600)


def cases() -> Iterator[Case]:
    """The long ones; the short one is tried by the suite."""
    for name, mixture in (
        ("leaving", LEAVING),
        ("20 among 2,000", LONG),
        ("none among 1,980", SOUND),
    ):
        yield Case(area=AREA, name=f"{name}, embedded", run=mixture.embedded_alone, is_long=True)
        yield Case(area=AREA, name=f"{name}, Celery", run=mixture.celery_alone, is_long=True)
    for name in heavy_pages.PAGES:
        run = partial(heavy_pages.tried, name)
        yield Case(area=AREA, name=name, run=run, is_long=name != heavy_pages.QUICK)
