"""INSERT … ON CONFLICT, which SQLite and PostgreSQL spell alike and SQLAlchemy in two modules."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite


def insert_for(connection: sa.Connection, table: sa.Table) -> Any:
    """The dialect's own INSERT, which knows ON CONFLICT."""
    return insert_of(connection.dialect.name, table)


@cache  # statements are values; to build one anew costs more than to run it
def insert_of(dialect: str, table: sa.Table) -> Any:
    """The INSERT of a dialect, `sqlite` or `postgresql`."""
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


@cache
def insert_unless_known(
    dialect: str, table: sa.Table, *returning: sa.Column[Any], on: tuple[str, ...] | None = None
) -> Any:
    """INSERT … ON CONFLICT DO NOTHING RETURNING …; rows that are known return nothing."""
    statement = insert_of(dialect, table).on_conflict_do_nothing(index_elements=on)
    return statement.returning(*returning) if returning else statement


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
