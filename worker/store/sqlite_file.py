"""The file of an SQLite database, for those who copy or replace it as a whole.

PostgreSQL has no such file; its own programs are named instead, without the password.
"""

import os
import shlex
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from worker.errors import StoreError
from worker.settings import Settings
from worker.store.engine import require_url

#: What SQLite keeps beside a database while it is open; part of it, not to be mixed with another's.
COMPANIONS = ("-wal", "-shm", "-journal")


def sqlite_file(settings: Settings, *, otherwise: str, file: Path) -> Path:
    """The database's file, which need not exist.

    Args:
        otherwise: the program of PostgreSQL for this, `pg_dump` or `pg_restore`.
        file: the copy that is to be written or read, for that program's command.

    Raises:
        StoreError: it is PostgreSQL, with the command that does it there.
    """
    url = require_url(settings.database_url)
    if url.get_backend_name() == "sqlite":
        return Path(url.database or "")
    raise StoreError(
        f"this copies SQLite, and the database is PostgreSQL; run\n"
        f"  {_command(otherwise, url, file)}\n"
        "which asks for the password, or takes it from PGPASSWORD or ~/.pgpass"
    )


def _command(program: str, url: URL, file: Path) -> str:
    host = url.host or _first(url.query.get("host"))
    where = [
        *([f"--host={host}"] if host else []),
        *([f"--port={url.port}"] if url.port else []),
        *([f"--username={url.username}"] if url.username else []),
        f"--dbname={url.database}",
    ]
    if program == "pg_dump":
        return shlex.join([program, "--format=custom", f"--file={file}", *where])
    return shlex.join(
        [program, "--no-owner", "--exit-on-error", "--single-transaction", *where, str(file)]
    )


def _first(value: str | tuple[str, ...] | None) -> str | None:
    return value[0] if isinstance(value, tuple) else value


@contextmanager
def failing_as(what: str) -> Iterator[None]:
    """Errors of files and of SQLite become one sentence that begins with `what`.

    Raises:
        StoreError: instead of them.
    """
    try:
        yield
    except DBAPIError as error:
        raise StoreError(f"{what}: {error.orig}") from error
    except sqlite3.Error as error:
        raise StoreError(f"{what}: {error}") from error
    except OSError as error:
        raise StoreError(f"{what}: {error.strerror or error}") from error


def settle(part: Path, target: Path) -> None:
    """Let a file that is written take its name, so that a power cut leaves the old or the new."""
    _to_disk(part, os.O_RDWR)
    part.replace(target)
    _to_disk(target.parent, os.O_RDONLY | os.O_DIRECTORY)


def _to_disk(path: Path, flags: int) -> None:
    opened = os.open(path, flags | os.O_CLOEXEC)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def remove(path: Path) -> None:
    """Remove a database's file with what is kept beside it; none of them need exist."""
    for suffix in ("", *COMPANIONS):
        Path(f"{path}{suffix}").unlink(missing_ok=True)
