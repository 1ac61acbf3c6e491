"""Looking at a copy of an SQLite database: is it whole, whose schema is it, what does it hold."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import sqlalchemy as sa

from worker.errors import StoreError
from worker.store import migration
from worker.store.invariants import Broken, Invariants
from worker.store.sqlite_file import failing_as

_MAGIC = b"SQLite format 3\x00"
#: Of the header: 1 for a file that is whole in itself, 2 for one that needs its -wal file.
_READ_VERSION_AT, _WAL = 19, 2

#: What tells one copy from another; the tables are in every revision.
_COUNTS = {
    "urls": "SELECT count(*) FROM urls",
    "waiting": "SELECT count(*) FROM urls WHERE state = 'waiting'",
    "under_way": "SELECT count(*) FROM urls WHERE state NOT IN ('waiting', 'done')",
    "done": "SELECT count(*) FROM urls WHERE state = 'done'",
    "articles": "SELECT count(*) FROM articles",
    "events": "SELECT count(*) FROM outbox",
    "last_position": "SELECT coalesce(max(position), 0) FROM outbox",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A copy that is whole."""

    size_bytes: int
    revision: str  #: of its schema
    is_current: bool  #: whether that is this version's
    counts: Mapping[str, int]
    broken: tuple[Broken, ...]  #: invariants that don't hold; not looked at in an older schema


def check(file: Path) -> Copy:
    """Look through a whole copy: it takes its time, writes nothing, and leaves nothing beside it.

    Raises:
        StoreError: it is missing, damaged, no database of Vedette's, or of a newer version.
    """
    with failing_as(f"{file} can't be read"):
        _require_whole_in_itself(file)
        # Immutable: it is nobody's yet, so SQLite needs no lock and no file beside it.
        place = f"file:{quote(str(file.absolute()))}?mode=ro&immutable=1"
        engine = sa.create_engine(
            "sqlite://", creator=lambda: sqlite3.connect(place, uri=True), poolclass=sa.NullPool
        )
        with engine.connect() as connection:
            found = connection.execute(sa.text("PRAGMA integrity_check(1)")).scalar_one()
            if found != "ok":
                raise StoreError(f"{file} is damaged: {' '.join(str(found).split())}")
            revision = migration.revision(connection)
            if revision is None:
                raise StoreError(f"{file} is a database, but none of Vedette's")
            is_current = revision == migration.head()
            counts = {n: connection.execute(sa.text(q)).scalar_one() for n, q in _COUNTS.items()}
            broken = tuple(Invariants(connection).broken()) if is_current else ()
        return Copy(
            size_bytes=file.stat().st_size,
            revision=revision,
            is_current=is_current,
            counts=counts,
            broken=broken,
        )


def _require_whole_in_itself(file: Path) -> None:
    with file.open("rb") as opened:
        header = opened.read(len(_MAGIC) + _READ_VERSION_AT)
    if not header.startswith(_MAGIC) or len(header) <= _READ_VERSION_AT:
        raise StoreError(f"{file} is no database of SQLite")
    if header[_READ_VERSION_AT] == _WAL:
        raise StoreError(
            f"{file} is a database in use, or was copied by other means than `vedette backup`: "
            "what its -wal file holds would be missing"
        )
