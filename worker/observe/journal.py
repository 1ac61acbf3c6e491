"""Collects what the gates say of one URL during one step; the store keeps it, explain shows it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from worker.redaction import redact_text
from worker.strings import storable
from worker.values import GateReport
from worker.vocabulary import Gate

#: Of one detail; what is longer is a stranger's.
_LONGEST = 4000


class Journal:
    """The reports of one step, in order."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self.reports: list[GateReport] = []

    def note(self, gate: Gate, verdict: str, **detail: Any) -> None:
        """Add what a gate said; details that are None are left out, and secrets are hidden.

        Exceptions' texts and servers' words end here: they may quote URLs, and hold what no
        database takes.
        """
        kept = {name: _kept(value) for name, value in detail.items() if value is not None}
        self.reports.append(GateReport(at=self._clock(), gate=gate, verdict=verdict, detail=kept))


def _kept(value: Any) -> Any:
    return redact_text(storable(value[:_LONGEST])) if type(value) is str else value
