"""`vedette status`: counts that add up, what is oldest, and the pace."""

import sys
from typing import Annotated

import typer
from rich.console import Group, RenderableType

from worker.build import App
from worker.cli import common
from worker.cli import watch as watching
from worker.cli.look import Look, look
from worker.cli.options import Json
from worker.store.reports import Counts


def status(
    watch: Annotated[bool, typer.Option("--watch", help="Stay, and look again and again.")] = False,
    every: Annotated[float, typer.Option(min=0.2, help="Seconds between two looks.")] = 2.0,
    json: Json = False,
) -> None:
    """Counts by state and outcome, the oldest URL that is due, and the pace of the last minute.

    With --watch: on one screen, or as a line for each look where the output is no terminal.
    """
    with common.opened() as app:
        if watch:
            _watch(app, every, json=json)
            return
        seen = look(app)
    if json:
        common.print_json(seen.as_json())
    else:
        common.console().print(_shown(seen))


def _watch(app: App, every: float, *, json: bool) -> None:
    seen = watching.glances(lambda: look(app), every)
    out = common.console()
    if json:
        for glance in seen:
            common.print_json_line(
                {"at": glance.at, "error": glance.error}
                if glance.look is None
                else glance.look.as_json()
            )
            sys.stdout.flush()
    elif out.is_terminal:
        watching.on_screen(out, seen)
    else:
        watching.as_lines(seen)


def _shown(seen: Look) -> RenderableType:
    parts: list[RenderableType] = [common.cell(f"database  {seen.database}"), ""]
    for name, says in seen.alarms.items():
        parts += [common.cell(says, "bold red" if name == "outage" else "yellow"), ""]
    facts = common.facts_table([*seen.long_facts, *seen.short_facts])
    return Group(*parts, _states(seen.counts), "", facts)


def _states(counts: Counts) -> RenderableType:
    table = common.table("article URLs", ("count", {"justify": "right"}))
    table.add_row(common.cell("submitted", "bold"), common.cell(counts.submitted, "bold"))
    for state, count in counts.states.items():
        table.add_row(common.cell(f"  {state}"), common.cell(count))
        for outcome, of_outcome in counts.outcomes.items() if state == "done" else ():
            table.add_row(common.cell(f"    {outcome}"), common.cell(of_outcome))
    return table
