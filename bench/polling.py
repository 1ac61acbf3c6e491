"""`python -m bench.polling`: when to look again, on a made-up press under a fake clock.

Vedette's own rhythm polls 1,000 sources for 30 days; the tables compare it with the best possible
and with fixed intervals. Status 1 if it doesn't beat a poll every 30 minutes on requests per
article and on delay at once.
"""

import argparse
import os
import resource
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

from bench import polling_report, polling_rivals, polling_run, polling_world
from bench.polling_run import Polled, Tallies
from bench.polling_world import DAY, SimSource
from worker.settings import DiscoverSettings

_FIXED_SECONDS = 1800.0
#: Sources that one process polls together: few stay in the processor's cache.
_PART = 25
#: Other seeds than those on which the constants were chosen.
_SEED = 2026
_OURS, _RIVAL = "Vedette", "every 30 min"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """What one process polls."""

    numbers: range
    days: int
    seed: int


def main() -> int:
    """Simulate, and print; returns the exit status."""
    given = _parser().parse_args()
    began = time.monotonic()
    polled = polls(count=given.sources, days=given.days, seed=given.seed)
    seconds = time.monotonic() - began
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu_seconds = used.ru_utime + used.ru_stime
    sources = polling_world.make(range(given.sources), days=given.days, seed=given.seed)
    results = {
        **_best(sources, polled.tallies, days=given.days),
        _OURS: polled.tallies,
        **_fixed(sources, polled.tallies, days=given.days, seed=given.seed),
    }
    sys.stdout.write(
        f"\n{given.sources} made-up sources polled for {given.days} days in {seconds:.0f} s, "
        f"{cpu_seconds:.0f} s of CPU time (seed {given.seed})\n"
    )
    sys.stdout.write(
        polling_report.as_text(results, polled.watched, days=given.days, ours=_OURS, rival=_RIVAL)
    )
    return 0 if _is_better(results[_OURS], results[_RIVAL]) else 1


def polls(*, count: int, days: int, seed: int) -> Polled:
    """Vedette's polls of so many sources, spread over the processors."""
    parts = [
        _Part(numbers=range(first, min(first + _PART, count)), days=days, seed=seed)
        for first in range(0, count, _PART)
    ]
    with ProcessPoolExecutor(min(len(parts), os.cpu_count() or 1)) as pool:
        return _joined(list(pool.map(_polls_of, parts)))


def _polls_of(part: _Part) -> Polled:
    sources = polling_world.make(part.numbers, days=part.days, seed=part.seed)
    return polling_run.run(sources, days=part.days, seed=part.seed)


def _joined(parts: Sequence[Polled]) -> Polled:
    tallies: Tallies = {}
    for part in parts:
        for group, tally in part.tallies.items():
            tallies.setdefault(group, polling_run.Tally()).add(tally)
    return Polled(tallies=tallies, watched=[one for part in parts for one in part.watched])


def _best(sources: Sequence[SimSource], ours: Tallies, *, days: int) -> dict[str, Tallies]:
    settings = DiscoverSettings()
    bounds = polling_rivals.Bounds(
        least=settings.interval_min_seconds / 3600, most=settings.interval_max_seconds / 3600
    )
    requests = polling_report.whole(ours).requests
    found = polling_rivals.knowing(sources, days=days, requests=requests, bounds=bounds)
    return {"true rates known, as many requests": found}


def _fixed(
    sources: Sequence[SimSource], ours: Tallies, *, days: int, seed: int
) -> dict[str, Tallies]:
    as_many_seconds = len(sources) * days * DAY / polling_report.whole(ours).requests
    named = {
        _RIVAL: _FIXED_SECONDS,
        f"every {as_many_seconds / 60:.1f} min, as many requests": as_many_seconds,
    }
    return {
        name: polling_rivals.fixed(sources, days=days, interval_seconds=seconds, seed=seed)
        for name, seconds in named.items()
    }


def _is_better(ours: Tallies, rival: Tallies) -> bool:
    mine, other = polling_report.whole(ours), polling_report.whole(rival)
    return mine.requests * len(other.delays) < other.requests * len(mine.delays) and all(
        polling_report.share_within(mine, share) < polling_report.share_within(other, share)
        for share in (0.5, 0.95)
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bench.polling",
        description="Vedette's polls against the best possible and against fixed intervals, on a "
        "made-up press.",
    )
    parser.add_argument("--sources", type=_positive, default=1000, help="1000")
    parser.add_argument("--days", type=_positive, default=30, help="30")
    parser.add_argument("--seed", type=int, default=_SEED, help=f"of the press; {_SEED}")
    return parser


def _positive(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number above 0")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
