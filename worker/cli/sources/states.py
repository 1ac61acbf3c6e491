"""`vedette sources pause | resume | remove`."""

from collections.abc import Callable, Sequence
from typing import Annotated

import typer

from worker.cli import common
from worker.source_values import Source
from worker.steps.sources import Sources

References = Annotated[
    list[str],
    typer.Argument(metavar="SOURCE…", help="Ids, URLs, names, or tag:NAME for all of a tag."),
]


def pause(
    sources: References,
    reason: Annotated[str, typer.Option(help="Why; `vedette sources list` shows it.")] = "",
) -> None:
    """Poll sources no more, until they are resumed. What they found stays."""
    _change(sources, lambda own, found: own.pause(found, reason or "paused by a command"), "paused")


def resume(sources: References) -> None:
    """Poll sources again, beginning now."""
    _change(sources, lambda own, found: own.resume(found), "resumed")


def remove(sources: References) -> None:
    """Poll sources no more, and list them no more. What they found stays.

    One that config/sources.toml lists stays removed too; `vedette sources resume` brings it back.
    """
    _change(sources, lambda own, found: own.remove(found), "removed")


def _change(
    references: Sequence[str], change: Callable[[Sources, list[Source]], None], done: str
) -> None:
    with common.opened() as app:
        own = Sources(app)
        chosen: dict[int, Source] = {}
        with app.database.reading() as tx:
            for reference in references:
                chosen.update((one.source_id, one) for one in own.find(tx, reference))
        change(own, list(chosen.values()))
    out = common.console()
    for source in chosen.values():
        out.print(common.cell(f"{done}: {source.source_id} {source.name}"))
