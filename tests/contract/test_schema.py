"""The migrations make exactly the tables of schema.py, and another version's schema is refused."""

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from worker.errors import StoreError
from worker.settings import DatabaseSettings, Settings
from worker.store.database import Database
from worker.store.engine import open_engine
from worker.store.schema import metadata


def test_migrations_make_the_tables_of_the_schema(empty_database_url: str) -> None:
    database = Database(Settings(database={"url": empty_database_url}))
    database.migrate()
    database.migrate()  # twice is harmless
    engine = open_engine(DatabaseSettings(), empty_database_url)

    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, metadata)

    assert differences == []
    database.require_schema()
    engine.dispose()
    database.close()


def test_an_empty_database_names_what_to_do(empty_database_url: str) -> None:
    database = Database(Settings(database={"url": empty_database_url}))

    with pytest.raises(StoreError, match="run `vedette migrate`"):
        database.require_schema()
    database.close()


def test_a_newer_schema_is_refused(empty_database_url: str) -> None:
    database = Database(Settings(database={"url": empty_database_url}))
    database.migrate()
    engine = open_engine(DatabaseSettings(), empty_database_url)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()

    for attempt in (database.require_schema, database.migrate):
        with pytest.raises(StoreError, match="newer version"):
            attempt()
    database.close()
