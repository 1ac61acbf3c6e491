"""`vedette status`: counts that add up, what is oldest, and the pace."""

import time
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any

import typer
from rich.console import Group, RenderableType
from rich.live import Live

from worker.build import App
from worker.cli import common
from worker.cli.submit import Json
from worker.errors import StoreError
from worker.frontier.duration import shown
from worker.store.fleet import FleetState
from worker.store.reports import Counts


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """The whole at one moment."""

    at: datetime
    database: str
    fleet: FleetState
    counts: Counts


def status(
    watch: Annotated[bool, typer.Option("--watch", help="Stay, and look again and again.")] = False,
    every: Annotated[float, typer.Option(min=0.2, help="Seconds between two looks.")] = 2.0,
    json: Json = False,
) -> None:
    """Counts by state and outcome, the oldest URL that is due, and the pace of the last minute."""
    with common.opened() as app:
        if watch:
            _watch(app, every, json=json)
            return
        look = _look(app)
    if json:
        common.print_json(_as_json(look))
    else:
        common.console().print(_shown(look))


def _look(app: App) -> _Look:
    now = app.clock()
    with app.database.reading() as tx:
        return _Look(
            at=now,
            database=app.database.where,
            fleet=tx.fleet.look(),
            counts=tx.reports.counts(now),
        )


def _as_json(look: _Look) -> dict[str, Any]:
    return {
        "database": look.database,
        "at": look.at,
        "outage_since": look.fleet.outage_since,
        "draining_since": look.fleet.draining_since,
        **asdict(look.counts),
    }


def _watch(app: App, every: float, *, json: bool) -> None:
    """Until Ctrl-C; a database that goes away and comes back is waited for."""
    if json:
        while True:
            common.print_json_line(_as_json(_look(app)))
            time.sleep(every)
    out = common.console()
    before: _Look | None = None
    with Live(console=out, auto_refresh=False, screen=out.is_terminal) as live:
        while True:
            try:
                look = _look(app)
            except StoreError as error:
                live.update(common.cell(str(error), "bold red"), refresh=True)
            else:
                live.update(_shown(look, before), refresh=True)
                before = look
            time.sleep(every)


def _shown(look: _Look, before: _Look | None = None) -> RenderableType:
    parts: list[RenderableType] = [common.cell(f"database  {look.database}"), ""]
    if look.fleet.outage_since is not None:
        parts += [common.cell(_outage(look.at - look.fleet.outage_since), "bold red"), ""]
    if look.fleet.draining_since is not None:
        parts += [common.cell(_draining(look.at - look.fleet.draining_since), "yellow"), ""]
    parts += [_states(look.counts), "", common.facts_table(_facts(look.counts, look.at))]
    if before is not None:
        parts += ["", common.cell(_pace(before, look), "dim")]
    return Group(*parts)


def _pace(before: _Look, look: _Look) -> str:
    seconds = max(0.001, (look.at - before.at).total_seconds())
    done = look.counts.states["done"] - before.counts.states["done"]
    return f"{done / seconds:.1f} done a second since the last look; Ctrl-C ends"


def _states(counts: Counts) -> RenderableType:
    table = common.table("article URLs", ("count", {"justify": "right"}))
    table.add_row(common.cell("submitted", "bold"), common.cell(counts.submitted, "bold"))
    for state, count in counts.states.items():
        table.add_row(common.cell(f"  {state}"), common.cell(count))
        for outcome, of_outcome in counts.outcomes.items() if state == "done" else ():
            table.add_row(common.cell(f"    {outcome}"), common.cell(of_outcome))
    return table


def _draining(lasted: timedelta) -> str:
    lasts = shown(round(lasted.total_seconds()))
    return f"draining for {lasts}: nothing new is dispatched (`vedette drain --end`)"


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
