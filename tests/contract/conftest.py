"""Every test here runs on SQLite and on PostgreSQL, each on a fresh copy of a migrated database.

To copy one takes a tenth of the time that the migrations take.
"""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.memory import in_memory
from support.parts import World
from support.services import PostgresServer

from worker.settings import Settings
from worker.store.database import Database


def _migrated(url: str) -> str:
    database = Database(Settings(database={"url": url}))
    database.migrate()
    database.close()
    return url


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database of SQLite, to be copied."""
    path = tmp_path_factory.mktemp("migrated") / "vedette.db"
    _migrated(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def migrated_postgres_url(postgres_server: PostgresServer) -> str:
    """A migrated database of PostgreSQL, to be copied."""
    return _migrated(postgres_server.new_database())


@pytest.fixture
def sqlite_url(migrated_file: Path) -> Iterator[str]:
    """In memory, where there is room: SQLite waits for the disk at each commit."""
    with tempfile.TemporaryDirectory(prefix="vedette-sqlite-", dir=in_memory()) as folder:
        yield f"sqlite:///{shutil.copy(migrated_file, folder)}"


@pytest.fixture
def migrated_copy_url(postgres_server: PostgresServer, migrated_postgres_url: str) -> Iterator[str]:
    url = postgres_server.copy(migrated_postgres_url)
    yield url
    postgres_server.drop(url)


@pytest.fixture(params=["sqlite_url", "migrated_copy_url"], ids=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A database with all tables, and nothing in them."""
    return str(request.getfixturevalue(request.param))


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    made = World(database_url)
    yield made
    made.close()
