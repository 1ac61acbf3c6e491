"""`vedette status`: counts that add up, what is oldest, and the pace."""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from worker.cli import common
from worker.cli.submit import Json
from worker.frontier.duration import shown
from worker.store.reports import Counts


def status(json: Json = False) -> None:
    """Counts by state and outcome, the oldest URL that is due, and the pace of the last minute."""
    with common.opened() as app:
        now = app.clock()
        with app.database.reading() as tx:
            counts = tx.reports.counts(now)
            outage_since = tx.fleet.look().outage_since
        where = app.database.where
    if json:
        common.print_json(
            {"database": where, "at": now, "outage_since": outage_since, **asdict(counts)}
        )
        return
    _show(counts, where, now, outage_since)


def _show(counts: Counts, where: str, now: datetime, outage_since: datetime | None) -> None:
    out = common.console()
    out.print(f"database  {where}\n")
    if outage_since is not None:
        out.print(common.cell(_outage(now - outage_since), "bold red"))
        out.print()
    table = common.table("article URLs", ("count", {"justify": "right"}))
    table.add_row(common.cell("submitted", "bold"), common.cell(counts.submitted, "bold"))
    for state, count in counts.states.items():
        table.add_row(common.cell(f"  {state}"), common.cell(count))
        for outcome, of_outcome in counts.outcomes.items() if state == "done" else ():
            table.add_row(common.cell(f"    {outcome}"), common.cell(of_outcome))
    out.print(table)
    out.print()
    out.print(common.facts_table(_facts(counts, now)))


def _outage(lasted: timedelta) -> str:
    lasts = shown(round(lasted.total_seconds()))
    return (
        f"network   down for {lasts}: our own, it seems. Nobody is blamed for what fails, and all "
        "resumes by itself."
    )


def _facts(counts: Counts, now: datetime) -> list[tuple[str, Any]]:
    decisions = ", ".join(f"{n} {decision}" for decision, n in counts.decisions.items())
    judged = sum(counts.judged.values())
    by_analysts = f"; {judged} of them by analysts" if judged else ""
    waits = (
        "nothing is due"
        if counts.oldest_due_at is None
        else f"{(now - counts.oldest_due_at).total_seconds():.0f} s"
    )
    return [
        (
            "articles",
            f"{counts.articles}" + (f" (defence: {decisions}{by_analysts})" if decisions else ""),
        ),
        ("events", f"{counts.events}, {counts.events_unsequenced} not yet relayed"),
        ("sources polled", counts.sources),
        ("hosts", f"{counts.hosts}, {counts.hosts_resting} resting"),
        ("oldest due has waited", waits),
        ("finished in the last minute", counts.finished_last_minute),
    ]
