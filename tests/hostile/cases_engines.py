"""Both engines against all bad manners at once: every URL ends in its outcome, in time."""

from collections.abc import Iterator

from hostile import manners_run
from hostile.case import Case


def cases() -> Iterator[Case]:
    """One for each engine."""
    yield Case(area="engines", name="embedded", run=manners_run.embedded_alone)
    yield Case(area="engines", name="Celery", run=manners_run.celery_alone)
