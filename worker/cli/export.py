"""`vedette export`: articles as a stream that can be taken up where it was left."""

import sys
from contextlib import nullcontext
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TextIO

import typer

from worker.build import App
from worker.cli import common
from worker.errors import InputError
from worker.steps.relay import Relay

_BATCH = 500


class Format(StrEnum):
    """How events are written."""

    JSONL = "jsonl"


def export(
    since: Annotated[
        int, typer.Option(help="Begin behind this cursor; 0 is the beginning.", min=0)
    ] = 0,
    format: Annotated[Format, typer.Option(help="How to write.")] = Format.JSONL,  # noqa: A002, ARG001
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="A file to append to.")
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many.")] = None,
) -> None:
    """Write stored articles as events, oldest first, one JSON object a line.

    They are what consumers of the stream get: what is certainly a secret in a URL is `***`.

    Each line carries its `cursor`: give the last one to --since to go on from there.
    """
    with common.opened() as app, _opened(output) as out:
        Relay(app).sequence()
        count, cursor = _write(app, out, since, limit)
    sys.stderr.write(f"{count} events; the cursor is {cursor}\n")


def _opened(output: Path | None) -> "nullcontext[TextIO] | TextIO":
    if output is None:
        return nullcontext(sys.stdout)
    try:
        return output.open("a", encoding="utf-8")
    except OSError as error:
        raise InputError(f"can't write {output}: {error.strerror}") from None


def _write(app: App, out: TextIO, cursor: int, limit: int | None) -> tuple[int, int]:
    count = 0
    while limit is None or count < limit:
        wanted = _BATCH if limit is None else min(_BATCH, limit - count)
        with app.database.reading() as tx:
            events = tx.outbox.after(cursor, wanted)
        if not events:
            break
        for event in events:
            line = {"cursor": event.position, **event.payload}
            out.write(common.json_document(line, charset=out.encoding) + "\n")
        count += len(events)
        cursor = events[-1].position
    return count, cursor
