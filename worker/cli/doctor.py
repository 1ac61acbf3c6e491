"""`vedette doctor`: is all well, and if not, what to do. For people, and for monitors."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated

import typer

from worker import settings as settings_module
from worker.build import App
from worker.cli import common
from worker.cli.options import Json
from worker.doctor.examination import examine
from worker.doctor.finding import Finding, Level, worst
from worker.observe import logs

_STYLES = {Level.OK: "green", Level.WARNING: "yellow", Level.CRITICAL: "bold red"}
_WORDS = {Level.OK: "ok", Level.WARNING: "warning", Level.CRITICAL: "critical"}


def doctor(
    deep: Annotated[
        bool, typer.Option("--deep", help="Also check every row against what must always hold.")
    ] = False,
    problems: Annotated[bool, typer.Option("--problems", help="Only what is not well.")] = False,
    json: Json = False,
) -> None:
    """Examine broker, database, workers, queues, clocks, disk and network.

    Exit status 0 if all is well, 1 for warnings, 2 where work stands still or may be lost.
    """
    settings = common.quiet(settings_module.load())
    logs.configure(settings.log)
    app = App(settings)
    findings = list(examine(app, deep=deep))
    app.close()
    if json:
        common.print_json(
            {
                "level": _WORDS[worst(findings)],
                "findings": [{**asdict(one), "level": _WORDS[one.level]} for one in findings],
            }
        )
    else:
        _show([one for one in findings if one.level is not Level.OK or not problems])
    raise typer.Exit(int(worst(findings)))


def _show(findings: Sequence[Finding]) -> None:
    out = common.console()
    if not findings:
        out.print("all is well")
        return
    table = common.table("", "", ("", {"overflow": "fold"}))
    table.show_header = False
    for one in findings:
        table.add_row(
            common.cell(_WORDS[one.level], _STYLES[one.level]),
            common.cell(one.name, "bold"),
            common.cell(one.says),
        )
        if one.remedy:
            table.add_row("", "", common.cell(f"→ {one.remedy}", "dim"))
    out.print(table)
