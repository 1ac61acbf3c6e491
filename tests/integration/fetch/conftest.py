"""Servers on loopback, and fetchers that may reach them by an explicit list of networks."""

from collections.abc import Callable, Iterator

import pytest
from integration.fetch.manners import MannersServer

from worker.fetch.client import Fetcher
from worker.settings import FetchSettings

LOOPBACK = ("127.0.0.0/8",)
PORTS = (80, 443)

MakeFetcher = Callable[..., Fetcher]


@pytest.fixture
def server() -> Iterator[MannersServer]:
    with MannersServer() as running:
        yield running


@pytest.fixture
def make_fetcher() -> Iterator[MakeFetcher]:
    """Makes fetchers with short deadlines; keywords are settings, `resolve` and `ca_file` aside."""
    made: list[Fetcher] = []

    def make(**given: object) -> Fetcher:
        aside = {name: given.pop(name) for name in ("resolve", "ca_file") if name in given}
        settings = {"allow_networks": LOOPBACK, "deadline_seconds": 2.0, **given}
        fetcher = Fetcher(FetchSettings.model_validate(settings), allowed_ports=PORTS, **aside)  # type: ignore[arg-type]
        made.append(fetcher)
        return fetcher

    yield make
    for fetcher in made:
        fetcher.close()


@pytest.fixture
def fetcher(make_fetcher: MakeFetcher) -> Fetcher:
    return make_fetcher()
