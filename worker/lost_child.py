"""Celery's request for `vedette.process`: notes how the child that read a page has ended.

The child can't, and the lease would only say that a worker was lost, a minute later. The message is
given back by Celery and found stale.
"""

import re
from typing import Any

import structlog
from billiard.exceptions import WorkerLostError
from celery.worker import state

from worker import tasks
from worker.celery import DiscreetRequest

log = structlog.get_logger()

#: billiard tells it in words only: "signal 11 (SIGSEGV)", "exitcode 86".
_STATUS = re.compile(r"(signal|exitcode) (\d+)")


class LostChildRequest(DiscreetRequest):
    """A page in a child's hands."""

    def on_failure(self, exc_info: Any, *args: Any, **kwargs: Any) -> Any:
        """The task failed, or its child ended; called in the parent."""
        status = _status_of(exc_info)
        # A worker that is told to end at once kills its children itself.
        if status is not None and not state.should_terminate:
            self._note(status)
        return super().on_failure(exc_info, *args, **kwargs)

    def on_timeout(self, soft: bool, timeout: float) -> Any:
        """The child did not even keep its own limits; it was killed."""
        if not soft and not state.should_terminate:
            self._note(-9)
        return super().on_timeout(soft, timeout)

    def _note(self, status: int) -> None:
        try:
            url_id, token = self.args
            tasks.note_lost_child(url_id, token, status)
        # The lease ends in any case, and an error here would end the whole worker.
        except Exception:
            log.exception("process.lost_child_not_noted")


def _status_of(exc_info: Any) -> int | None:
    """The status of a child that ended; None where it did not."""
    error = getattr(exc_info.exception, "exc", exc_info.exception)
    if not isinstance(error, WorkerLostError):
        return None
    found = _STATUS.search(str(error))
    if found is None:
        return 1
    return -int(found[2]) if found[1] == "signal" else int(found[2])
