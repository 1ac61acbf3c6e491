"""Pages that break who reads them, among healthy ones: what came of both, on either engine."""

import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from support.services import RedisServer

from hostile import engines, poison_site
from hostile.case import Observation
from hostile.engines import Crawled
from hostile.poison_site import REASONS, PoisonSite

MEMORY_LIMIT_BYTES = 1_000_000_000
SETTINGS = {
    "FETCH__DELAY_SECONDS": "0",
    "PROCESS__TIME_LIMIT_SECONDS": "2",
    # By the clock, a page gets 7 s: a busy machine is to end the quadratic ones by CPU time.
    "FRONTIER__PROCESS_LEASE_SECONDS": "12",
    "FRONTIER__DEFECT_PAUSE_SECONDS": "0.5",
    "PROCESS__MEMORY_LIMIT_BYTES": str(MEMORY_LIMIT_BYTES),
    "LOG__FORMAT": "json",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mixture:
    """What is crawled."""

    healthy: int
    faults: Sequence[str]
    hosts: int = 12
    limit_seconds: float

    def embedded(self, folder: Path) -> Observation:
        """Crawl it by `vedette run`."""
        with poison_site.serving(hosts=self.hosts, healthy=self.healthy, faults=self.faults) as web:
            done = engines.embedded(
                web.mixed, folder, seconds=self.limit_seconds, faulty=True, **SETTINGS
            )
            return self._observed(web, done)

    def celery(self, folder: Path, postgres_url: str, redis_server: RedisServer) -> Observation:
        """Crawl it by Celery's workers."""
        with poison_site.serving(hosts=self.hosts, healthy=self.healthy, faults=self.faults) as web:
            done = engines.celery(
                web.mixed, folder, seconds=self.limit_seconds, faulty=True,
                postgres_url=postgres_url, redis_server=redis_server, **SETTINGS,
            )  # fmt: skip
            return self._observed(web, done)

    def embedded_alone(self) -> Observation:
        """As `embedded`, in a folder of its own."""
        with tempfile.TemporaryDirectory(prefix="vedette-hostile-") as folder:
            return self.embedded(Path(folder))

    def celery_alone(self) -> Observation:
        """As `celery`, with services of its own."""
        with (
            tempfile.TemporaryDirectory(prefix="vedette-hostile-") as folder,
            engines.services() as (postgres_url, redis_server),
        ):
            return self.celery(Path(folder), postgres_url, redis_server)

    def _observed(self, web: PoisonSite, done: Crawled) -> Observation:
        rows = done.rows()
        healthy = [rows[url] for url in web.healthy]
        ends = Counter(_end_of(rows[url], fault) for url, fault in web.poison.items())
        ends.update(_end_of_healthy(row) for row in healthy)
        return Observation(
            expected=_told({"stored at the first try": self.healthy, RIGHT: len(self.faults)}),
            got=_told(ends),
            seconds=done.seconds,
            limit_seconds=self.limit_seconds,
            peak_bytes=done.peak_of_one_bytes,
            limit_bytes=MEMORY_LIMIT_BYTES,
            note=f"{_rate(healthy)}; all processes together {done.peak_of_all_bytes >> 20} MiB",
        )


RIGHT = "quarantined after two tries, with the reason"


def _told(ends: Counter[str] | dict[str, int]) -> str:
    return "; ".join(f"{count} {end}" for end, count in sorted(ends.items()) if count)


def _end_of(row: dict[str, Any], fault: str) -> str:
    tries = [gate for gate in row["gates"] if gate["gate"] == "lease"]
    is_right = (
        (row["state"], row["outcome"], row["attempts"]) == ("done", "quarantined", 2)
        and [gate["attempt"] for gate in tries] == [1, 2]
        and all(_tells(gate["detail"]["reason"], fault) for gate in tries)
        and _tells(row["reason"], fault)
    )
    return RIGHT if is_right else f"{fault}: {_end_in_words(row)}"


def _tells(reason: str, fault: str) -> bool:
    return any(told in reason for told in REASONS[fault])


def _end_of_healthy(row: dict[str, Any]) -> str:
    """Its first try is its last: it has paid for no neighbour."""
    if (row["state"], row["outcome"], row["attempts"]) == ("done", "stored", 1):
        return "stored at the first try"
    return f"healthy: {_end_in_words(row)}"


def _end_in_words(row: dict[str, Any]) -> str:
    return f"{row['state']} {row['outcome']} {row['attempts']} ({row['reason']})"


def _rate(rows: Sequence[dict[str, Any]]) -> str:
    ended = sorted(row["finished_at"] for row in rows if row["finished_at"])
    if len(ended) < 2:
        return "no rate"
    seconds = (ended[-1] - ended[0]).total_seconds()
    return f"{len(ended)} healthy pages in {seconds:.1f} s, {len(ended) / seconds:.1f} a second"
