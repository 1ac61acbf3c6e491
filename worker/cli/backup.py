"""`vedette backup` and `vedette restore`: the database as one file, and back."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from worker import settings as settings_module
from worker.cli import common
from worker.cli.options import Json
from worker.observe import logs
from worker.settings import Settings
from worker.store import backup as store_backup
from worker.store import copies
from worker.store import restore as store_restore
from worker.store.copies import Copy

_NAMED_MAX = 5


def backup(
    file: Annotated[Path, typer.Argument(help="The copy.", show_default=False)],
    check: Annotated[
        bool, typer.Option("--check", help="Copy nothing: look through a copy that is there.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace FILE if it is there.")] = False,
    json: Json = False,
) -> None:
    """Copy the SQLite database into one file, as it is at this moment, while engines work on it.

    The copy is looked through before it gets its name. Exit status 1 if rows of it contradict each
    other. For PostgreSQL it names the command of pg_dump.
    """
    settings = _settings()
    if check:
        copy = copies.check(file)
    else:
        with common.error_console().status("") as shown:
            copy = store_backup.take(
                settings,
                file,
                replaces=force,
                progress=lambda share: shown.update(f"{share:.0%} copied"),
            )
    _tell(file, copy, json=json)
    if copy.broken:
        raise typer.Exit(1)


def restore(
    file: Annotated[Path, typer.Argument(help="A copy made by `vedette backup`.")],
    force: Annotated[
        bool, typer.Option("--force", help="Move the database that is there aside.")
    ] = False,
) -> None:
    """Make a copy the SQLite database; `vedette run` goes on from it.

    Stop the engine first. For PostgreSQL it names the command of pg_restore.
    """
    settings = _settings()
    copy, aside = store_restore.place(settings, file, now=datetime.now(UTC), replaces=force)
    out = common.console()
    out.print(f"{file} is the database now: {_shown(copy)}", markup=False, soft_wrap=True)
    if aside is not None:
        out.print(f"what was there is {aside}", markup=False, soft_wrap=True)
    if not copy.is_current:
        out.print("its schema is brought to this version's when `vedette run` begins")


def _settings() -> Settings:
    settings = common.quiet(settings_module.load())
    logs.configure(settings.log)
    return settings


def _tell(file: Path, copy: Copy, *, json: bool) -> None:
    if json:
        common.print_json(
            {
                "file": str(file),
                "size_bytes": copy.size_bytes,
                "schema": copy.revision,
                "schema_is_current": copy.is_current,
                **copy.counts,
                "broken": [{"invariant": one.invariant, "count": one.count} for one in copy.broken],
            }
        )
        return
    out = common.console()
    out.print(f"{file} is whole: {_shown(copy)}", markup=False, soft_wrap=True)
    for one in copy.broken[:_NAMED_MAX]:
        out.print(f"broken in {one.count} rows: {one.invariant}", markup=False, soft_wrap=True)


def _shown(copy: Copy) -> str:
    counts = copy.counts
    return (
        f"{copy.size_bytes / 1e6:,.1f} MB, {counts['urls']} URLs ({counts['done']} done, "
        f"{counts['under_way']} under way, {counts['waiting']} waiting), "
        f"{counts['articles']} articles, the last event at {counts['last_position']}, "
        f"schema {copy.revision}"
    )
