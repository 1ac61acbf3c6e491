"""A copy of an SQLite database as it was at one moment, taken while engines work on it."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa

from worker.errors import StoreError
from worker.settings import Settings
from worker.store.copies import Copy, check
from worker.store.engine import open_engine
from worker.store.sqlite_file import COMPANIONS, failing_as, remove, settle, sqlite_file

#: Copied in one go, between two looks at Ctrl-C: 16 MiB.
_STEP_PAGES = 4096

#: Told what share of the copy is done, from 0 to 1.
Progress = Callable[[float], None]


def take(
    settings: Settings,
    file: Path,
    *,
    replaces: bool = False,
    progress: Progress = lambda _share: None,
) -> Copy:
    """Copy the database into a file, all of it as it was at one moment, and check the copy.

    Engines go on meanwhile, for a reader holds up no writer; only what they write is kept in the
    database's -wal file until the copy is done. The copy gets its name when it is complete and
    checked, and needs no other file beside it.

    Args:
        file: the copy.
        replaces: whether `file` may exist.

    Raises:
        StoreError: the database is PostgreSQL, missing or damaged, or the copy can't be written;
            then nothing is left of the copy, and an older one stays.
    """
    database = sqlite_file(settings, otherwise="pg_dump", file=file)
    if not database.exists():
        raise StoreError(f"there is no database to copy at {database}")
    _require_place(file, database, replaces=replaces)
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        with failing_as(f"no copy was made of {database} in {file}"):
            part.touch(mode=0o600, exist_ok=False)  # before any byte of it can be read by others
            _copy(settings, part, progress)
            copy = check(part)
            part.chmod(database.stat().st_mode & 0o777)
            settle(part, file)
        return copy
    finally:
        remove(part)


def _require_place(file: Path, database: Path, *, replaces: bool) -> None:
    if not file.parent.is_dir():
        raise StoreError(f"the copy {file} can't be written: there is no folder {file.parent}")
    if file.is_dir():
        raise StoreError(f"{file} is a folder: name a file in it")
    own = {f"{database.resolve()}{suffix}" for suffix in ("", ".lock", *COMPANIONS)}
    if str(file.resolve()) in own or (file.exists() and file.samefile(database)):
        raise StoreError(f"{file} belongs to the database itself: name another file")
    if file.exists() and not replaces:
        raise StoreError(f"{file} exists already: name another file, or add --force to replace it")


def _copy(settings: Settings, part: Path, progress: Progress) -> None:
    engine = open_engine(settings.database, settings.database_url)
    try:
        with engine.execution_options(read_only=True).begin() as connection:
            # A snapshot begins with the first read. SQLite copies it even where others write
            # between two steps; without it each of their writes would begin the copy anew.
            pages = connection.execute(sa.text("PRAGMA page_count")).scalar_one()
            page_bytes = connection.execute(sa.text("PRAGMA page_size")).scalar_one()
            connection.execute(sa.text("SELECT count(*) FROM sqlite_master"))
            _require_room(part, pages * page_bytes)
            source = connection.connection.driver_connection
            assert isinstance(source, sqlite3.Connection)
            with closing(sqlite3.connect(part)) as target:
                source.backup(
                    target,
                    pages=_STEP_PAGES,
                    progress=lambda _state, left, total: progress(1 - left / max(total, 1)),
                )
                target.execute("PRAGMA journal_mode=DELETE")  # one file, whole in itself
    finally:
        engine.dispose()


def _require_room(part: Path, needed_bytes: int) -> None:
    free_bytes = shutil.disk_usage(part.parent).free
    if free_bytes < needed_bytes:
        raise StoreError(
            f"the copy needs {needed_bytes / 1e6:,.1f} MB, and the disk of {part.parent.resolve()} "
            f"has {free_bytes / 1e6:,.1f} MB free"
        )
