"""One hostile web crawled to its end by either engine, and what is in the database then."""

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from support.programs import vedette
from support.services import RedisServer

from hostile import engines, manners_site
from hostile.case import Observation
from hostile.engines import Crawled

LIMIT_SECONDS = 90.0
SETTINGS = {
    "FETCH__DELAY_SECONDS": "0",
    "FETCH__DEADLINE_SECONDS": "4",
    "FETCH__CONNECT_TIMEOUT_SECONDS": "2",
    "FETCH__BODY_MAX_BYTES": "9000000",
    "FRONTIER__FETCH_LEASE_SECONDS": "12",
    "FRONTIER__FETCH_ATTEMPTS_MAX": "1",
    "FETCH__ROBOTS_PATIENCE_SECONDS": "0",
    "PROCESS__TIME_LIMIT_SECONDS": "2",
    "FRONTIER__PROCESS_LEASE_SECONDS": "12",
    "FRONTIER__DEFECT_PAUSE_SECONDS": "0.5",
    # So many hosts that fail at once would be taken for an outage of our own.
    "OUTAGE__HOSTS_MIN": "1000",
    "LOG__FORMAT": "json",
}


def embedded(folder: Path) -> Observation:
    """By `vedette run`."""
    with manners_site.serving() as expected:
        done = engines.embedded(list(expected), folder, seconds=LIMIT_SECONDS, **SETTINGS)
        return _observed(expected, done)


def celery(folder: Path, postgres_url: str, redis_server: RedisServer) -> Observation:
    """By Celery's workers."""
    with manners_site.serving() as expected:
        done = engines.celery(
            list(expected), folder, seconds=LIMIT_SECONDS,
            postgres_url=postgres_url, redis_server=redis_server, **SETTINGS,
        )  # fmt: skip
        return _observed(expected, done)


def embedded_alone() -> Observation:
    """As `embedded`, in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="vedette-hostile-") as folder:
        return embedded(Path(folder))


def celery_alone() -> Observation:
    """As `celery`, with services of its own."""
    with (
        tempfile.TemporaryDirectory(prefix="vedette-hostile-") as folder,
        engines.services() as (postgres_url, redis_server),
    ):
        return celery(Path(folder), postgres_url, redis_server)


def _observed(expected: Mapping[str, set[str]], done: Crawled) -> Observation:
    rows = done.rows()
    wrong = [
        f"{url}: {_end_of(rows.get(url))}, not {' or '.join(sorted(right))}"
        for url, right in expected.items()
        if not _is_right(rows.get(url), right)
    ]
    wrong += _sums(done, len(expected))
    return Observation(
        expected=f"{len(expected)} right outcomes",
        got="; ".join(wrong) or f"{len(expected)} right outcomes",
        seconds=done.seconds,
        limit_seconds=LIMIT_SECONDS,
        peak_bytes=done.peak_of_one_bytes,
        note=f"all processes together {done.peak_of_all_bytes >> 20} MiB",
    )


def _is_right(row: dict[str, Any] | None, right: set[str]) -> bool:
    if row is None:
        return False
    return row["state"] == "done" and row["outcome"] in right


def _end_of(row: dict[str, Any] | None) -> str:
    return "no row" if row is None else f"{row['state']} {row['outcome']} ({row['reason']})"


def _sums(done: Crawled, count: int) -> list[str]:
    """What does not add up in `vedette status`."""
    shown = vedette("status", "--json", env=done.env, folder=done.folder)
    status = json.loads(shown.stdout)
    checks = {
        "not all are there": status["submitted"] == count,
        "states don't add up": status["submitted"] == sum(status["states"].values()),
        "outcomes don't add up": status["states"]["done"] == sum(status["outcomes"].values()),
        "some are still under way": not any(
            status["states"][name] for name in ("fetching", "processing", "captured")
        ),
        "articles and events differ": status["articles"] == status["events"],
    }
    return [what for what, holds in checks.items() if not holds]
