"""Services for the whole run, and an environment without the operator's settings."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.memory import in_memory
from support.services import PostgresServer, RedisServer, ServiceMissing


@pytest.fixture(autouse=True, scope="session")
def _scrubbed_environment() -> None:
    for name in list(os.environ):
        if name.startswith(("VEDETTE_", "CELERY_", "FLOWER_", "REMAP_")):
            del os.environ[name]
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        os.environ.pop(name, None)
        os.environ.pop(name.lower(), None)


def _start(service, *arguments):
    try:
        return service(*arguments)
    except ServiceMissing as missing:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"NOT TESTED: {missing}")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    server = _start(PostgresServer, in_memory())
    yield server
    server.remove()


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    url = postgres_server.new_database()
    yield url
    postgres_server.drop(url)


@pytest.fixture
def redis_server(tmp_path: Path) -> Iterator[RedisServer]:
    server = _start(RedisServer, tmp_path / "redis")
    yield server
    server.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database without tables; each test that asks for one runs on both."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'vedette.db'}"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def database_url(empty_database_url: str) -> str:
    """A database to work on; each test that asks for one runs on both."""
    return empty_database_url
