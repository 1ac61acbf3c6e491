"""`vedette sources health`: which sources are not as they should be, and since when."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

import typer
from rich.console import Console

from worker.cli import common
from worker.cli.options import Json
from worker.cli.sources.listing import WEEK, as_json
from worker.source_values import Source
from worker.store.source_reports import Funnel
from worker.vocabulary import SourceHealth, SourceState

#: The worst first.
_ORDER = [
    SourceHealth.DEAD,
    SourceHealth.BLOCKED,
    SourceHealth.MOVED,
    SourceHealth.LAYOUT_CHANGED,
    SourceHealth.EMPTY,
    SourceHealth.QUIET,
    SourceHealth.FAILING,
    SourceHealth.NEW,
    SourceHealth.OK,
]


def health(
    everything: Annotated[bool, typer.Option("--all", help="Those in order too.")] = False,
    json: Json = False,
) -> None:
    """Show the sources that fail, are silent against their habit, or give links but no articles.

    Also what was found in seven days, step by step: links, fetched, stored, defence. Exit status 1
    if a source is not as it should be.
    """
    with common.opened() as app:
        now = app.clock()
        with app.database.reading() as tx:
            polled = [one for one in tx.sources.all() if one.state is not SourceState.PAUSED]
            polls = tx.polls.totals(now - WEEK)
            funnels = tx.source_reports.funnels(now - WEEK)
            traps = tx.traps.listing(20)
            outage_since = tx.fleet.look().outage_since
    ill = [one for one in polled if _is_ill(one)]
    shown = sorted(polled if everything else ill, key=lambda one: _ORDER.index(one.health))
    if json:
        for one in shown:
            funnel = funnels.get(one.source_id, Funnel())
            common.print_json_line(
                {**as_json(one), "week": {**polls.get(one.source_id, {}), **funnel.as_dict()}}
            )
    else:
        out = common.console()
        if outage_since is not None:
            out.print(
                common.cell(
                    f"our own network is down since {common.moment(outage_since)}: polls wait, "
                    "and no source is blamed",
                    "bold red",
                )
            )
        _show(out, shown, polls, funnels, now)
        _show_traps(out, traps)
        ok = sum(one.health is SourceHealth.OK for one in polled)
        new = sum(one.health is SourceHealth.NEW for one in polled)
        out.print(f"{len(polled)} sources: {ok} in order, {new} not read yet, {len(ill)} not")
    if ill:
        raise typer.Exit(1)


def _is_ill(source: Source) -> bool:
    return source.state is SourceState.ACTIVE and source.health not in (
        SourceHealth.OK,
        SourceHealth.NEW,
    )


def _show(
    out: Console,
    sources: list[Source],
    polls: Mapping[int, Mapping[str, int]],
    funnels: Mapping[int, Funnel],
    now: datetime,
) -> None:
    if not sources:
        return
    table = common.table(
        ("id", {"justify": "right"}),
        ("name", {"max_width": 36}),
        "health",
        "since",
        ("polls/7d", {"justify": "right"}),
        ("failed", {"justify": "right"}),
        ("links", {"justify": "right"}),
        ("fetched", {"justify": "right"}),
        ("stored", {"justify": "right"}),
        ("defence", {"justify": "right"}),
        "last new",
        ("why", {"overflow": "fold"}),
    )
    for one in sources:
        week = polls.get(one.source_id, {})
        funnel = funnels.get(one.source_id, Funnel())
        retired = one.state is SourceState.RETIRED
        table.add_row(
            common.cell(one.source_id),
            common.cell(one.name),
            common.cell(one.state if retired else one.health, _style(one)),
            common.cell(common.ago(one.health_since, now)),
            common.cell(week.get("polls", 0)),
            common.cell(week.get("failures", 0)),
            common.cell(funnel.links),
            common.cell(funnel.fetched),
            common.cell(funnel.stored),
            common.cell(funnel.defence),
            common.cell(common.ago(one.new_at, now)),
            common.cell((one.note if retired else one.health_note) or one.reason),
        )
    out.print(table)
    out.print()


def _show_traps(out: Console, traps: list[dict[str, Any]]) -> None:
    if not traps:
        return
    table = common.table("trap", ("declined", {"justify": "right"}), "last", "why", "example")
    for trap in traps:
        table.add_row(
            common.cell(trap["pattern"]),
            common.cell(trap["declined_count"]),
            common.cell(common.moment(trap["last_at"])),
            common.cell(trap["reason"]),
            common.cell(trap["example"]),
        )
    out.print(table)
    out.print()


def _style(source: Source) -> str:
    if source.state is SourceState.RETIRED:
        return "dim"
    return {SourceHealth.OK: "green", SourceHealth.NEW: ""}.get(source.health, "red")
