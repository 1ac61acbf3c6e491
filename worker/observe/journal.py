"""Collects what the gates say of one URL during one step; the store keeps it, explain shows it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from worker.values import GateReport
from worker.vocabulary import Gate


class Journal:
    """The reports of one step, in order."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self.reports: list[GateReport] = []

    def note(self, gate: Gate, verdict: str, **detail: Any) -> None:
        """Add what a gate said; details that are None are left out."""
        kept = {name: value for name, value in detail.items() if value is not None}
        self.reports.append(GateReport(at=self._clock(), gate=gate, verdict=verdict, detail=kept))
