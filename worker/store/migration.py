"""Bringing the schema up to date by Alembic, and refusing to work on another version's."""

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Engine

from worker.errors import StoreError

#: Any number will do, as long as it stays: it keeps two migrations apart on PostgreSQL.
_ADVISORY_LOCK = 7_283_645


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    return config


def upgrade(engine: Engine) -> None:
    """Run all migrations that are missing, in one transaction.

    Raises:
        StoreError: the schema is newer than this version.
    """
    config = _config()
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_ADVISORY_LOCK)))
        _refuse_newer(connection, config)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def require_current(engine: Engine, where: str) -> None:
    """Check that the schema is this version's.

    Raises:
        StoreError: with what to do.
    """
    config = _config()
    with engine.connect() as connection:
        revision = _refuse_newer(connection, config)
    head = ScriptDirectory.from_config(config).get_current_head()
    if revision != head:
        state = "has no tables yet" if revision is None else f"has the older schema {revision}"
        raise StoreError(f"the database {where} {state}; run `vedette migrate`")


def revision(connection: sa.Connection) -> str | None:
    """The schema's revision; None: there are no tables yet.

    Raises:
        StoreError: it is newer than this version.
    """
    return _refuse_newer(connection, _config())


def head() -> str | None:
    """The revision of this version's schema."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def _refuse_newer(connection: sa.Connection, config: Config) -> str | None:
    revision = MigrationContext.configure(connection).get_current_revision()
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if revision is not None and revision not in known:
        raise StoreError(
            f"the database has the schema {revision}, which this version of Vedette does not know; "
            "it was migrated by a newer version: install that one"
        )
    return revision
