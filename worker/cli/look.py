"""What `vedette status` sees at one moment, and its words for it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from worker.build import App
from worker.frontier.duration import shown
from worker.store.fleet import FleetState
from worker.store.reports import Counts

Fact = tuple[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """The whole at one moment."""

    at: datetime
    database: str
    fleet: FleetState
    counts: Counts

    @property
    def oldest_due_seconds(self) -> float | None:
        """How long the oldest due URL has waited; None: nothing is due."""
        due_at = self.counts.oldest_due_at
        return None if due_at is None else (self.at - due_at).total_seconds()

    @property
    def alarms(self) -> Mapping[str, str]:
        """What stands still, by a word for it."""
        found = {}
        if self.fleet.outage_since is not None:
            found["outage"] = _outage(self.at - self.fleet.outage_since)
        if self.fleet.draining_since is not None:
            found["draining"] = _draining(self.at - self.fleet.draining_since)
        return found

    @property
    def long_facts(self) -> list[Fact]:
        """Facts that may need a line of their own."""
        counts = self.counts
        decisions = ", ".join(f"{n} {decision}" for decision, n in counts.decisions.items())
        judged = sum(counts.judged.values())
        by_analysts = f"; {judged} of them by analysts" if judged else ""
        of_these = f" (defence: {decisions}{by_analysts})" if decisions else ""
        return [("articles", f"{counts.articles}{of_these}")]

    @property
    def short_facts(self) -> list[Fact]:
        """Facts of one or two numbers."""
        counts, waited = self.counts, self.oldest_due_seconds
        return [
            ("events", f"{counts.events}, {counts.events_unsequenced} not yet relayed"),
            ("sources polled", counts.sources),
            ("hosts", f"{counts.hosts}, {counts.hosts_resting} resting"),
            ("oldest due has waited", "nothing is due" if waited is None else f"{waited:.0f} s"),
            ("finished in the last minute", counts.finished_last_minute),
        ]

    def done_per_second(self, before: "Look") -> float:
        """The pace since another look."""
        seconds = max(0.001, (self.at - before.at).total_seconds())
        return max(0, self.counts.states["done"] - before.counts.states["done"]) / seconds

    def as_json(self) -> dict[str, Any]:
        """For programs."""
        return {
            "database": self.database,
            "at": self.at,
            "outage_since": self.fleet.outage_since,
            "draining_since": self.fleet.draining_since,
            **asdict(self.counts),
        }


def look(app: App) -> Look:
    """Look once.

    Raises:
        StoreError: the database is away.
    """
    now = app.clock()
    with app.database.reading() as tx:
        return Look(
            at=now,
            database=app.database.where,
            fleet=tx.fleet.look(),
            counts=tx.reports.counts(now),
        )


def _draining(lasted: timedelta) -> str:
    lasts = shown(round(lasted.total_seconds()))
    return f"draining for {lasts}: nothing new is dispatched (`vedette drain --end`)"


def _outage(lasted: timedelta) -> str:
    lasts = shown(round(lasted.total_seconds()))
    return (
        f"network   down for {lasts}: our own, it seems. Nobody is blamed for what fails, and all "
        "resumes by itself."
    )
