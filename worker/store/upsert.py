"""INSERT … ON CONFLICT, which SQLite and PostgreSQL spell alike and SQLAlchemy in two modules."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite


def insert_for(connection: sa.Connection, table: sa.Table) -> Any:
    """The dialect's own INSERT, which knows ON CONFLICT."""
    if connection.dialect.name == "sqlite":
        return sqlite.insert(table)
    return postgresql.insert(table)


def upsert(
    connection: sa.Connection,
    table: sa.Table,
    rows: Sequence[Mapping[str, Any]],
    *,
    on: Sequence[str],
) -> None:
    """Insert rows, or overwrite those that are there under the same `on` columns."""
    statement = insert_for(connection, table)
    update = {name: statement.excluded[name] for name in rows[0] if name not in on}
    connection.execute(
        statement.on_conflict_do_update(index_elements=list(on), set_=update), list(rows)
    )
