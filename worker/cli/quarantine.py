"""`vedette quarantine`: pages that broke their worker, why, and the ways on."""

import sys
from typing import Annotated, Any

import typer

from worker import urls
from worker.build import App
from worker.cli import common
from worker.cli.options import Json
from worker.errors import InputError
from worker.steps.quarantine import Quarantine
from worker.store.quarantine import Choice
from worker.vocabulary import Gate

app = typer.Typer(
    no_args_is_help=True,
    help="Pages that broke their worker, or our code, too often: list, show, replay, drop.",
)

Host = Annotated[str | None, typer.Option("--host", help="Only those of this host.")]
Reason = Annotated[
    str | None, typer.Option("--reason", help="Only those with this in their reason.")
]
Since = Annotated[
    str | None, typer.Option("--since", help="Only those since: 2026-11-24, 24h, 7d, …")
]
Ids = Annotated[list[int] | None, typer.Argument(help="Ids, as `vedette quarantine list` shows.")]
All = Annotated[bool, typer.Option("--all", help="All of them.")]


@app.command("list")
def list_quarantined(
    host: Host = None,
    reason: Reason = None,
    since: Since = None,
    limit: Annotated[int, typer.Option(min=1, help="So many at the most.")] = 50,
    json: Json = False,
) -> None:
    """What is in quarantine, the newest first, and how often each reason occurs."""
    choice = Choice(host=host, reason=reason, since=common.since(since))
    with common.opened() as opened, opened.database.reading() as tx:
        rows, counts = tx.quarantine.rows(choice, limit), tx.quarantine.counts(choice)
    rows = [{**row, "url": urls.redact(row["url"])} for row in rows]
    if json:
        common.print_json({"counts": counts, "urls": rows})
        return
    out = common.console()
    total = sum(row["count"] for row in counts)
    if not total:
        out.print("nothing is in quarantine" + (" that fits" if _narrows(choice) else ""))
        return
    _show_counts(counts)
    out.print()
    _show_rows(rows)
    if total > len(rows):
        out.print(f"{total - len(rows)} more; --limit, --host, --reason and --since choose")
    out.print(
        "\n`vedette quarantine show ID` tells what happened, `replay` tries again (after an "
        "upgrade), `drop` gives up"
    )


def _show_counts(counts: list[dict[str, Any]]) -> None:
    table = common.table(("count", {"justify": "right"}), ("hosts", {"justify": "right"}), "reason")
    for row in counts:
        table.add_row(*(common.cell(row[name]) for name in ("count", "hosts", "reason")))
    common.console().print(table)


def _show_rows(rows: list[dict[str, Any]]) -> None:
    table = common.table(
        ("id", {"justify": "right"}),
        "since (UTC)",
        ("tries", {"justify": "right"}),
        ("URL", {"overflow": "fold"}),
        ("reason", {"overflow": "fold"}),
    )
    for row in rows:
        table.add_row(
            common.cell(row["id"]),
            common.cell(common.moment(row["finished_at"])),
            common.cell(row["attempts"]),
            common.cell(urls.redact(row["url"])),
            common.cell(row["reason"]),
        )
    common.console().print(table)


@app.command()
def show(
    url_id: Annotated[int, typer.Argument(help="Id, as `vedette quarantine list` shows.")],
    body: Annotated[
        bool, typer.Option("--body", help="Write the page's bytes to standard output, only those.")
    ] = False,
    json: Json = False,
) -> None:
    """What happened to one of them: each try with its traceback, and the page that did it."""
    with common.opened() as opened:
        story = _story(opened, url_id)
    capture = story.pop("capture")
    if body:
        if capture is None:
            raise InputError(f"URL {url_id} has no capture: it broke before its page was kept")
        sys.stdout.buffer.write(capture.body)
        return
    if capture is not None:
        story["capture"] = {
            "final_url": urls.redact(capture.final_url),
            "status": capture.status,
            "content_type": capture.content_type,
            "bytes": len(capture.body),
            "sha256": capture.sha256,
            "captured_at": capture.captured_at,
        }
    if json:
        common.print_json(story)
    else:
        _show_story(story)


def _story(opened: App, url_id: int) -> dict[str, Any]:
    with opened.database.reading() as tx:
        rows = tx.quarantine.rows(Choice(ids=[url_id]), 1)
        if not rows:
            raise InputError(f"URL {url_id} is not in quarantine; `vedette quarantine list`")
        gates = tx.reports.trace_of(url_id)
        capture = tx.quarantine.capture(url_id)
    tries = [
        {name: gate[name] for name in ("visit", "attempt", "at", "verdict", "detail")}
        for gate in gates
        if gate["gate"] == Gate.LEASE and gate["visit"] == rows[0]["visit"]
    ]
    return {**rows[0], "url": urls.redact(rows[0]["url"]), "tries": tries, "capture": capture}


def _show_story(story: dict[str, Any]) -> None:
    out = common.console()
    out.print(common.cell(urls.redact(story["url"]), "bold"))
    out.print(common.cell(f"{story['reason']}, after {story['attempts']} tries"))
    for one in story["tries"]:
        detail = dict(one["detail"])
        traceback = detail.pop("traceback", "")
        said = "  ".join(f"{name}={value}" for name, value in detail.items())
        out.print()
        out.print(
            common.cell(
                f"try {one['attempt']}, {common.moment(one['at'])}: {one['verdict']}", "bold"
            )
        )
        out.print(common.cell(said))
        for line in str(traceback).splitlines():
            out.print(common.cell(f"  {line}", "dim"))
    if capture := story.get("capture"):
        out.print()
        facts = [(name, value) for name, value in capture.items() if name != "captured_at"]
        out.print(common.facts_table([*facts, ("captured", common.moment(capture["captured_at"]))]))
        out.print(f"`vedette quarantine show {story['id']} --body > page.html` gives the bytes")


@app.command()
def replay(
    ids: Ids = None,
    all_: All = False,
    host: Host = None,
    reason: Reason = None,
    since: Since = None,
) -> None:
    """Try them again, behind all other work; for after an upgrade, or a mended setting."""
    choice = _choice(ids, host, reason, since, all_=all_)
    with common.opened() as opened:
        released = Quarantine(opened).replay(choice)
    common.console().print(f"{len(released)} will be tried again, after all other work")


@app.command()
def drop(
    ids: Ids = None,
    all_: All = False,
    host: Host = None,
    reason: Reason = None,
    since: Since = None,
    note: Annotated[str, typer.Option("--note", help="Why; kept with each.")] = "",
) -> None:
    """Give them up: they stay in the database, with the outcome `dropped`."""
    choice = _choice(ids, host, reason, since, all_=all_)
    with common.opened() as opened:
        released = Quarantine(opened).drop(choice, note)
    common.console().print(f"{len(released)} dropped")


def _narrows(choice: Choice) -> bool:
    return any((choice.ids, choice.host, choice.reason, choice.since))


def _choice(
    ids: list[int] | None, host: str | None, reason: str | None, since: str | None, *, all_: bool
) -> Choice:
    choice = Choice(ids=ids or None, host=host, reason=reason, since=common.since(since))
    if not all_ and not _narrows(choice):
        raise InputError("name ids, or choose by --host, --reason or --since; or --all")
    return choice
