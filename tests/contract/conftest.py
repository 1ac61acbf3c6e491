"""Every test here runs on SQLite and on PostgreSQL."""

from collections.abc import Iterator

import pytest
from support.parts import World


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    made = World(database_url)
    yield made
    made.close()
