"""`vedette sources import | export`: lists of sources from and for other programs."""

import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from worker import urls
from worker.cli import common
from worker.discover import opml
from worker.discover import sources as source_list
from worker.errors import InputError
from worker.source_values import NewSource, Source
from worker.steps.sources import PACE_ORIGIN, Addition, Sources
from worker.store.database import Transaction
from worker.vocabulary import SourceState


def import_opml(
    file: Annotated[Path, typer.Argument(metavar="FILE.opml", help="An OPML file; - reads stdin.")],
    tag: Annotated[list[str] | None, typer.Option(help="A tag for all of them.")] = None,
    paused: Annotated[bool, typer.Option("--paused", help="Add them without polling yet.")] = False,
) -> None:
    """Add the feeds of an OPML file; its folders become tags. Known feeds stay as they are."""
    body = _bytes_of(file)
    try:
        imported = opml.read(body)
    except InputError as error:
        raise InputError(f"{file}: {error}") from None
    listed = imported.sources
    with common.opened() as app, app.database.transaction() as tx:
        additions = Sources(app).add(tx, [_tagged(one, tag or [], paused) for one in listed])
    _show(additions)
    for reason, count in imported.left_out.items():
        sys.stderr.write(f"{count} outlines left out: {reason}\n")
    if imported.is_damaged:
        sys.stderr.write("the file is damaged: what could be read of it was taken\n")


def _bytes_of(file: Path) -> bytes:
    if str(file) == "-":
        return sys.stdin.buffer.read()
    try:
        return file.read_bytes()
    except OSError as error:
        raise InputError(f"can't read {file}: {error.strerror}") from None


def _tagged(new: NewSource, tags: list[str], paused: bool) -> NewSource:
    merged = tuple(dict.fromkeys((*new.tags, *tags)))
    return replace(new, tags=merged, is_paused=paused)


def _show(additions: list[Addition]) -> None:
    out = common.console()
    for addition in additions:
        url = urls.redact(addition.new.url)
        if addition.source is None:
            out.print(common.cell(f"declined: {url}: {addition.reason}", "red"))
        elif not addition.is_new:
            known = addition.source
            out.print(common.cell(f"known:    {url} is source {known.source_id}, {known.name}"))
    added = sum(a.is_new for a in additions)
    known_count = sum(a.source is not None and not a.is_new for a in additions)
    declined = sum(a.source is None for a in additions)
    out.print(f"{added} added, {known_count} known already, {declined} declined")


def export(
    as_opml: Annotated[bool, typer.Option("--opml", help="OPML 2.0, for feed readers.")] = False,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="A file; none: standard output.")
    ] = None,
) -> None:
    """Write the sources as a sources.toml, or as OPML for feed readers.

    Sitemaps that an index lists are left out: the index brings them.
    """
    with common.opened() as app, app.database.reading() as tx:
        kept = [one for one in tx.sources.all() if one.origin != "sitemap"]
        listed = [_as_new(one, _own_pace(tx, one), _authority(tx, one)) for one in kept]
    if as_opml:
        written = opml.write(listed, title="Vedette's sources", now=datetime.now(UTC))
    else:
        written = source_list.dump(listed).encode()
    if output is None:
        sys.stdout.buffer.write(written)
        return
    try:
        output.write_bytes(written)
    except OSError as error:
        raise InputError(f"can't write {output}: {error.strerror}") from None


def _own_pace(tx: Transaction, source: Source) -> float | None:
    """The pace that a source named, unless an operator has set another one since."""
    pace = tx.hosts.pace(urls.parse(source.url).host_key)
    return pace.own_delay_seconds if pace.delay_origin == PACE_ORIGIN else None


def _authority(tx: Transaction, source: Source) -> str | None:
    return tx.hosts.authority(urls.parse(source.url).host_key)


def _as_new(source: Source, pace_seconds: float | None, ca_file: str | None) -> NewSource:
    return NewSource(
        kind=source.kind,
        name=source.name,
        url=source.url,
        tags=source.tags,
        language=source.language,
        pace_seconds=pace_seconds,
        priority=source.priority,
        origin=source.origin,
        is_paused=source.state is SourceState.PAUSED,
        ca_file=ca_file,
    )
