"""`vedette stubs`: articles that could not be had, by what their sources say of them."""

from typing import Annotated

import typer

from worker import urls
from worker.cli import common
from worker.cli.options import Json
from worker.vocabulary import Decision


def stubs(
    defence: Annotated[bool, typer.Option("--defence", help="Only decision yes.")] = False,
    decision: Annotated[Decision | None, typer.Option(help="Only this decision.")] = None,
    since: Annotated[str | None, typer.Option(help="Ended since: 2026-11-24, 24h, 7d, 2w.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 50,
    json: Json = False,
) -> None:
    """List articles that could not be had (403, paywall, gone …), with what their source tells.

    They are judged by title and summary alone.
    """
    wanted = Decision.YES if defence else decision
    with common.opened() as app, app.database.reading() as tx:
        rows = tx.stubs.unavailable(
            decisions=[wanted] if wanted else [], since=common.since(since), limit=limit
        )
    if json:
        for row in rows:
            common.print_json_line({**row, "url": urls.redact(row["url"])})
        return
    table = common.table(
        "ended (UTC)",
        "outcome",
        "defence",
        ("score", {"justify": "right"}),
        ("source", {"max_width": 24}),
        ("title", {"max_width": 60}),
        "url",
    )
    for row in rows:
        table.add_row(
            common.cell(common.moment(row["closed_at"])),
            common.cell(row["outcome"]),
            common.cell(row["decision"], common.DECISION_STYLES.get(row["decision"], "dim")),
            common.cell(f"{row['score']:.2f}"),
            common.cell(row["source"]),
            common.cell(row["title"]),
            common.cell(urls.redact(row["url"]), one_line=True),
        )
    out = common.console()
    out.print(table)
    out.print(f"{len(rows)} stubs" + (f" (the newest {limit})" if len(rows) == limit else ""))
