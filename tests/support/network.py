"""A dictionary web behind a network that can be cut, and hosts on it that are watched."""

import math
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import sqlalchemy as sa

from support.feeds import rss
from support.parts import DictionaryWeb, FakeClock, World, host_of, long_text
from worker.errors import Refused
from worker.source_values import NewSource
from worker.store.schema import hosts, sources, urls
from worker.values import Download, RobotsFile
from worker.vocabulary import Outcome, UrlKind


class CutWeb(DictionaryWeb):
    """Some hosts, or all, can't be reached."""

    def __init__(self, clock: FakeClock) -> None:
        super().__init__(clock)
        self.is_down = False
        self.dead: set[str] = set()

    def cut(self) -> Refused:
        """A page that is asked for in the moment in which the network ends."""
        self.is_down = True
        return _no_network()

    def get(self, url: str, **options: Any) -> Download:
        self._require(url, url)
        return super().get(url, **options)

    def get_robots(self, origin: str, **options: Any) -> RobotsFile:
        self._require(origin, f"{origin}/robots.txt")
        return super().get_robots(origin, **options)

    def _require(self, origin: str, url: str) -> None:
        if self.is_down or host_of(origin) in self.dead:
            self.asked.append((self._clock(), url))
            raise _no_network()


def _no_network() -> Refused:
    return Refused(Outcome.DNS_ERROR, "Temporary failure in name resolution")


class CutWorld(World):
    """A world whose network can be cut."""

    def __init__(self, database_url: str, **settings: Any) -> None:
        super().__init__(database_url, **settings)
        self.network = CutWeb(self.clock)
        self.fetcher = self.network

    def article(self, url: str) -> str:
        """Put an article there."""
        self.network.pages[url] = {"title": url, "text": long_text(url)}
        return url

    def watch(self, count: int) -> list[str]:
        """Watch a feed with one article on each of so many hosts; returns the hosts."""
        names = [f"h{n}.example" for n in range(count)]
        for name in names:
            article = self.article(f"https://{name}/2026/11/24/first-report-of-{name}")
            self.network.pages[f"https://{name}/feed"] = rss((article, f"First of {name}"))
        new = [
            NewSource(kind=UrlKind.FEED, name=name, url=f"https://{name}/feed") for name in names
        ]
        with self.database.transaction() as tx:
            self.pipeline.sources.add(tx, new)
        return names

    def go_on(self, seconds: float, step: float = 5.0) -> None:
        """Let time pass in steps, with all messages delivered; the last one is a whole one."""
        self.work(math.ceil(seconds / step) * step, step=step)

    def rows(self, table: sa.Table, *where: Any) -> list[dict[str, Any]]:
        """Rows as they are kept."""
        engine = self.database._engine
        with engine.connect() as connection:
            query = sa.select(table).where(*where)
            return [dict(row) for row in connection.execute(query).mappings()]

    def change(self, table: sa.Table, *where: Any, **values: Any) -> None:
        """Change rows by hand."""
        with self.database._engine.begin() as connection:
            connection.execute(sa.update(table).where(*where).values(**values))

    @property
    def hosts(self) -> list[dict[str, Any]]:
        return self.rows(hosts)

    @property
    def sources(self) -> list[dict[str, Any]]:
        return self.rows(sources)

    @property
    def articles(self) -> list[dict[str, Any]]:
        return self.rows(urls, urls.c.kind == UrlKind.ARTICLE)


def at_once(step: Callable[[], Any], times: int) -> None:
    """Take a step in several threads that begin together; raises what one of them raised."""
    barrier = threading.Barrier(times)

    def run() -> None:
        barrier.wait()
        step()

    with ThreadPoolExecutor(times) as threads:
        for future in [threads.submit(run) for _ in range(times)]:
            future.result()
