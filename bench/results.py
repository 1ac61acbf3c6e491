"""What is measured: one `Run` for each engine, latency and round."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bench.meter import Usage

#: Parts that are there only to measure. They spend CPU time too, and so are shown.
WEB_SERVER, BENCH = "web server", "bench"
HARNESS = frozenset({WEB_SERVER, BENCH})


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One measurement."""

    engine: str
    latency_ms: int | None  #: None where nothing is fetched
    page_count: int
    usage: Usage
    outcomes: Mapping[str, int]
    unfinished: Mapping[str, int]  #: URLs by state, where the time limit passed first

    @property
    def finished_count(self) -> int:
        """Pages with an outcome."""
        return sum(self.outcomes.values())

    @property
    def cpu_seconds_per_page(self) -> float:
        """CPU time of the engine with its services, without the pages' server and the bench."""
        own = sum(part.cpu_seconds for part in self.usage.parts if part.name not in HARNESS)
        return self.per_page(own)

    def per_page(self, seconds: float) -> float:
        """Of so many seconds, the share of one finished page."""
        return seconds / max(1, self.finished_count)

    @property
    def pages_per_second(self) -> float:
        """Finished pages, over the time from the first submit to the last outcome."""
        return self.finished_count / self.usage.seconds

    @property
    def is_whole(self) -> bool:
        """Whether every page has an outcome."""
        return not self.unfinished and self.finished_count == self.page_count


Key = tuple[str, int | None]


def grouped(runs: Sequence[Run]) -> dict[Key, list[Run]]:
    """Runs of the same kind, one of each round."""
    groups: dict[Key, list[Run]] = {}
    for run in runs:
        groups.setdefault((run.engine, run.latency_ms), []).append(run)
    return groups


def title(key: Key) -> str:
    """A kind of run, for people."""
    engine, latency_ms = key
    return engine if latency_ms is None else f"{engine}, {latency_ms} ms"


def part_names(runs: Sequence[Run]) -> list[str]:
    """All parts, in the order in which they were met."""
    return list(dict.fromkeys(part.name for run in runs for part in run.usage.parts))
