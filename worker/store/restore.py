"""A copy of an SQLite database is put in the database's place; what was there is kept aside."""

import os
import shutil
from datetime import datetime
from pathlib import Path

from worker.errors import StoreError
from worker.settings import Settings
from worker.store.copies import Copy, check
from worker.store.presence import Presence
from worker.store.sqlite_file import COMPANIONS, failing_as, remove, settle, sqlite_file


def place(
    settings: Settings, file: Path, *, now: datetime, replaces: bool = False
) -> tuple[Copy, Path | None]:
    """Make a copy the database.

    The database that was there is moved aside with its -wal file: left where it is, that would be
    read into the copy, and damage it.

    Args:
        now: names what is moved aside.
        replaces: whether there may be a database.

    Returns:
        What the copy holds, and where the database that was there is now.

    Raises:
        StoreError: the database is PostgreSQL or in use, or the copy can't be read; then all is
            as it was.
    """
    database = sqlite_file(settings, otherwise="pg_restore", file=file)
    copy = check(file)
    if database.exists() and database.stat().st_size and not replaces:
        raise StoreError(f"there is a database at {database}: add --force to move it aside")
    part = database.with_name(f".{database.name}.{os.getpid()}.part")
    with failing_as(f"{file} was not put at {database}"):
        database.parent.mkdir(parents=True, exist_ok=True)
        presence = Presence(Path(f"{database}.lock"))
        try:
            if not presence.enter_alone():
                raise StoreError(f"an engine works on {database}: stop it first")
            shutil.copyfile(file, part)
            aside = _move_aside(database, f"replaced-{now:%Y%m%dT%H%M%S}")
            settle(part, database)
        finally:
            presence.leave()
            remove(part)
    return copy, aside


def _move_aside(database: Path, mark: str) -> Path | None:
    aside = database.with_name(f"{database.name}.{mark}")
    moved = None
    for suffix in ("", *COMPANIONS):
        old = Path(f"{database}{suffix}")
        if old.exists():
            old.rename(f"{aside}{suffix}")
            moved = aside
    return moved
