"""`vedette sources list | show`."""

from datetime import datetime, timedelta
from typing import Annotated, Any

import typer
from rich.console import Console

from worker import urls
from worker.build import App
from worker.cli import common
from worker.cli.options import Json
from worker.frontier.duration import shown
from worker.source_values import Source
from worker.steps.sources import Sources
from worker.vocabulary import SourceState

#: What is counted, looks back this far.
WEEK = timedelta(days=7)
#: Columns that keep their width where room is short.
_WHOLE: dict[str, Any] = {"no_wrap": True}


def list_sources(
    tag: Annotated[str | None, typer.Option(help="Only sources of this tag.")] = None,
    state: Annotated[SourceState | None, typer.Option(help="Only in this state.")] = None,
    json: Json = False,
) -> None:
    """List the sources: how they are, how often they are read, what they found in a week."""
    with common.opened() as app:
        now = app.clock()
        with app.database.reading() as tx:
            rows = tx.sources.all(with_removed=state is SourceState.REMOVED)
            totals = tx.polls.totals(now - WEEK)
    chosen = [
        one
        for one in rows
        if (tag is None or tag in one.tags) and (state is None or one.state is state)
    ]
    if json:
        for one in chosen:
            common.print_json_line({**as_json(one), "week": totals.get(one.source_id)})
        return
    table = common.table(
        ("id", {"justify": "right", **_WHOLE}),
        ("name", {"max_width": 36}),
        ("kind", _WHOLE),
        ("state", _WHOLE),
        ("every", _WHOLE),
        ("next", _WHOLE),
        ("last new", _WHOLE),
        ("new/7d", {"justify": "right", **_WHOLE}),
        ("tags", {"max_width": 22}),
        ("url", {"max_width": 60}),
    )
    for one in chosen:
        state_shown, style = _state_shown(one)
        table.add_row(
            common.cell(one.source_id),
            common.cell(one.name, one_line=True),
            common.cell(one.kind),
            common.cell(state_shown, style),
            common.cell(shown(one.interval_seconds) if one.state is SourceState.ACTIVE else ""),
            common.cell(_next_shown(one, now)),
            common.cell(common.ago(one.new_at, now)),
            common.cell(totals.get(one.source_id, {}).get("new", 0)),
            common.cell(", ".join(one.tags), one_line=True),
            common.cell(urls.redact(one.url), one_line=True),
        )
    out = common.console()
    out.print(table)
    active = sum(one.state is SourceState.ACTIVE for one in chosen)
    out.print(f"{len(chosen)} sources, {active} of them polled")


def show(
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="An id, URL or name.")],
    json: Json = False,
) -> None:
    """Show one source: its polls, why the next one is when it is, and what became of its links."""
    with common.opened() as app:
        now = app.clock()
        with app.database.reading() as tx:
            found = Sources(app).find(tx, source)[0]
        story = _story(app, found, now)
    if json:
        common.print_json(story)
        return
    _show(common.console(), found, story, now)


def _story(app: App, source: Source, now: datetime) -> dict[str, Any]:
    with app.database.reading() as tx:
        return {
            **as_json(source),
            "polls": tx.polls.last(source.source_id, 12),
            "outcomes": tx.stubs.outcomes_by_source(source.source_id, now - WEEK, 1000),
            "children": [
                {"id": child.source_id, "name": child.name, "state": child.state}
                for child in tx.sources.children_of(source.source_id).values()
            ],
        }


def _show(out: Console, source: Source, story: dict[str, Any], now: datetime) -> None:
    out.print(common.cell(source.name, "bold"))
    out.print(common.cell(urls.redact(source.url)))
    out.print()
    outcomes = ", ".join(
        f"{n} {outcome or 'under way'}" for outcome, n in story["outcomes"].items()
    )
    facts = [
        ("id", source.source_id),
        ("kind", source.kind),
        ("state", source.state + (f" ({source.note})" if source.note else "")),
        ("health", f"{source.health}" + _since(source.health_since)),
        ("tags", ", ".join(source.tags)),
        ("read every", shown(source.interval_seconds) + f" ({source.interval_reason})"),
        ("next poll", _next_shown(source, now)),
        ("last read", common.ago(source.read_at, now)),
        ("last new", common.ago(source.new_at, now)),
        ("links of 7 days", outcomes or "none"),
        ("listed by", f"source {source.parent_id}" if source.parent_id else source.origin),
    ]
    out.print(common.facts_table(facts))
    for child in story["children"][:10]:
        out.print(common.cell(f"lists {child['id']} {child['name']} ({child['state']})"))
    out.print()
    table = common.table(
        "poll (UTC)",
        "outcome",
        ("late", {"justify": "right"}),
        ("items", {"justify": "right"}),
        ("new", {"justify": "right"}),
        ("accepted", {"justify": "right"}),
        "next after",
        ("reason", {"overflow": "fold"}),
    )
    for poll in story["polls"]:
        table.add_row(
            common.cell(common.moment(poll["at"])),
            common.cell(poll["outcome"], "red" if poll["severity"] else ""),
            common.cell(shown(poll["late_seconds"])),
            common.cell(poll["items_count"]),
            common.cell(poll["new_count"]),
            common.cell(poll["accepted_count"]),
            common.cell(shown(poll["interval_seconds"])),
            common.cell(poll["reason"]),
        )
    out.print(table)


def _next_shown(source: Source, now: datetime) -> str:
    """A source that was never polled is due."""
    is_due = source.next_poll_at is None and source.state is SourceState.ACTIVE
    return "now" if is_due else common.ahead(source.next_poll_at, now)


def _since(moment: datetime | None) -> str:
    return f" since {common.moment(moment)}" if moment else ""


def _state_shown(source: Source) -> tuple[str, str]:
    """What matters of state and health, and its colour."""
    if source.state is not SourceState.ACTIVE:
        return source.state, "dim"
    if source.health in ("ok", "new"):
        return source.health, "green" if source.health == "ok" else ""
    return source.health, "red"


def as_json(source: Source) -> dict[str, Any]:
    """A source as programs read it."""
    return {
        "id": source.source_id,
        "name": source.name,
        "kind": source.kind,
        "url": urls.redact(source.url),
        "tags": list(source.tags),
        "language": source.language,
        "priority": source.priority,
        "origin": source.origin,
        "parent_id": source.parent_id,
        "state": source.state,
        "note": source.note,
        "health": source.health,
        "health_since": source.health_since,
        "interval_seconds": source.interval_seconds,
        "interval_reason": source.interval_reason,
        "next_poll_at": source.next_poll_at,
        "read_at": source.read_at,
        "new_at": source.new_at,
        "failing_since": source.failing_since,
        "outcome": source.outcome,
        "reason": source.reason,
        "items_count": source.items_count,
    }
