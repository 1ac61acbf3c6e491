"""Opening the database: SQLite (WAL, one writer at a time) or PostgreSQL (READ COMMITTED)."""

import errno
import os
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import URL, Engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from worker.errors import StoreError
from worker.redaction import redact
from worker.settings import DatabaseSettings
from worker.store.storable import keep_storable


def open_engine(settings: DatabaseSettings, url: str) -> Engine:
    """Make an engine; nothing is connected yet.

    Args:
        url: `sqlite:///path`, or `postgresql://user:password@host/name`.

    Raises:
        StoreError: the URL is not of these, or SQLite's folder can't be made or written.
    """
    parsed = require_url(url)
    engine = _OPENERS[parsed.get_backend_name()](settings, parsed)
    keep_storable(engine)
    return engine


def require_url(url: str) -> URL:
    """Read the URL of a database.

    Raises:
        StoreError: it can't be read, or names neither SQLite nor PostgreSQL.
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):  # ValueError: a password with a "/" in it, taken for a port
        raise StoreError(
            "database.url can't be read; it looks like postgresql://user:password@host/name "
            "or sqlite:////absolute/path.db"
        ) from None
    backend = parsed.get_backend_name()
    if backend not in _OPENERS:
        raise StoreError(f"database.url names {backend}; only sqlite and postgresql are supported")
    return parsed


def _open_sqlite(settings: DatabaseSettings, url: URL) -> Engine:
    if not url.database or url.database == ":memory:":
        raise StoreError("database.url needs a file for SQLite: several processes share it")
    _require_writable(Path(url.database))
    engine = sa.create_engine(
        url,
        connect_args={"timeout": settings.busy_timeout_seconds, "check_same_thread": False},
        pool_size=0,  # no limit: SQLite queues writers itself
        hide_parameters=True,  # of its exceptions: they hold URLs
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None  # SQLAlchemy's own BEGIN below, not the driver's
        connection.execute("PRAGMA journal_mode=WAL")
        # FULL: what was answered as accepted survives a power cut, not only a crash.
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")

    @event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        # IMMEDIATE: a transaction that reads first and writes later must not meet SQLITE_BUSY in
        # its middle, where waiting would not help.
        read_only = connection.get_execution_options().get("read_only", False)
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")

    return engine


def _require_writable(path: Path) -> None:
    """Opens no file that is there: to close one again would end the locks that SQLite holds on it
    in this process, and the next program that leaves the database would remove the -wal file under
    it. See section 2.2 of https://www.sqlite.org/howtocorrupt.html.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):
            path.touch(exist_ok=False)
        reason = "it is a folder" if path.is_dir() else os.strerror(errno.EACCES)
        is_writable = path.is_file() and os.access(path, os.R_OK | os.W_OK)
    except OSError as error:
        reason, is_writable = str(error.strerror), False
    if not is_writable:
        raise StoreError(
            f"can't write the database {path}: {reason}; "
            "set VEDETTE_DATA_DIR to a folder that you may write"
        )


def _open_postgresql(settings: DatabaseSettings, url: URL) -> Engine:
    url = url.set(drivername="postgresql+psycopg")
    return sa.create_engine(
        url,
        pool_size=settings.pool_size,
        max_overflow=settings.pool_size,
        pool_pre_ping=True,  # a connection that a restart of the server broke is replaced
        pool_timeout=30,
        hide_parameters=True,  # of its exceptions: they hold URLs
        connect_args={"connect_timeout": 10, "application_name": "vedette"},
    )


_OPENERS = {"sqlite": _open_sqlite, "postgresql": _open_postgresql}


def where(engine: Engine) -> str:
    """The database's place, without its password, for messages."""
    return redact(engine.url.render_as_string(hide_password=True))


def is_damage(error: DBAPIError) -> bool:
    """Whether SQLite says that its file is damaged, or none of its own."""
    code = getattr(error.orig, "sqlite_errorcode", None)
    return code is not None and code & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
