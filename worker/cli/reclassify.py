"""`vedette reclassify`: the present version of the classifier judges all that is stored."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from worker.cli import common, evidence_view
from worker.cli.options import Json
from worker.judgement_json import evidence_json
from worker.steps.reclassified import EVIDENCE_MAX, Example, Reclassified, Tally
from worker.steps.reclassify import BATCH, Reclassify
from worker.vocabulary import Decision


def reclassify(
    since: Annotated[
        str | None, typer.Option(help="Stored since: 2026-11-24, 24h, 7d, 2w.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Judge and report; write nothing.")
    ] = False,
    batch: Annotated[int, typer.Option(min=1, max=10_000, help="Articles in one commit.")] = BATCH,
    json: Json = False,
) -> None:
    """Judge all stored articles and stubs again, where another version of the classifier did it.

    Stop it whenever you like: a new run goes on where it was. Decisions of analysts stay. Each
    decision that changes is told of by an event (`article.reclassified`, `stub.reclassified`).
    """
    with common.opened() as app, _bar() as progress:
        bar = progress.add_task("judging", total=None)
        run = Reclassify(
            app,
            since=common.since(since),
            batch=batch,
            is_dry_run=dry_run,
            on_batch=lambda count: progress.advance(bar, count),
        )
        if since is None:
            progress.update(bar, total=run.waiting())
        report = run.run()
    if json:
        common.print_json(report.as_json())
    else:
        _show(common.console(), report)


@contextmanager
def _bar() -> Iterator[Progress]:
    errors = common.error_console()
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=errors, disable=not errors.is_terminal) as progress:
        yield progress


def _show(out: Console, report: Reclassified) -> None:
    out.print(common.cell(f"classifier {report.version}", "bold"))
    for name, tally in (("articles", report.articles), ("stubs", report.stubs)):
        _show_tally(out, name, tally)
    if report.is_dry_run:
        out.print()
        out.print("a dry run: nothing was written")


def _show_tally(out: Console, name: str, tally: Tally) -> None:
    remarks = [
        f"{tally.judged.total()} judged anew",
        f"{tally.already} already were",
        f"{tally.moves.total()} decisions changed",
    ]
    if tally.held:
        remarks.append(f"{tally.held} more would have, but analysts decided")
    if tally.overtaken:
        remarks.append(f"{tally.overtaken} judged by somebody else meanwhile")
    out.print()
    out.print(common.cell(f"{name}: {', '.join(remarks)}"))
    if not tally.judged:
        return
    table = common.table("decision", *(_right(column) for column in ("before", "after")))
    for decision in Decision:
        counts = (tally.before[decision], tally.after[decision])
        table.add_row(common.cell(decision), *(common.cell(count) for count in counts))
    out.print(table)
    if tally.moves:
        out.print()
        out.print(_by_language(tally))
        out.print()
        for shown in tally.examples.values():
            for example in shown:
                _show_example(out, example)


def _by_language(tally: Tally) -> object:
    """One line a language, one column a kind of move."""
    kinds = Counter[tuple[str, str]]()
    by_language: dict[str, Counter[tuple[str, str]]] = {}
    for move, count in tally.moves.items():
        kinds[move.before, move.after] += count
        by_language.setdefault(move.language, Counter())[move.before, move.after] += count
    columns = [kind for kind, _ in kinds.most_common()]
    heads = [_right(f"{before} → {after}") for before, after in columns]
    table = common.table("language", _right("judged"), *heads)
    for language in sorted(by_language, key=lambda one: (-by_language[one].total(), one)):
        cells = [by_language[language][kind] or "" for kind in columns]
        row = (language, tally.judged[language], *cells)
        table.add_row(*(common.cell(value) for value in row))
    return table


def _show_example(out: Console, example: Example) -> None:
    before, after = example.before, example.after
    style = common.DECISION_STYLES.get(after.decision, "dim")
    moved = f"{before.decision} {before.score:.2f} → {after.decision} {after.score:.2f}"
    head = common.cell(f"{moved:<28}", style)
    out.print(
        head.append_text(common.cell(f"  {example.item_id}  {example.title or '(no title)'}"))
    )
    evidence = evidence_json(after.evidence)
    for label, is_for in (("for", True), ("against", False)):
        words = evidence_view.in_brief(evidence, is_for=is_for, at_most=EVIDENCE_MAX // 2)
        if words:
            out.print(common.cell(f"    {label}: {words}", "dim"))


def _right(name: str) -> tuple[str, dict[str, str]]:
    return name, {"justify": "right"}
