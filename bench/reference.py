"""The reference: trafilatura's own extraction over the same pages, in processes of its own.

No engine that extracts with trafilatura does more pages a second, unless it asks less of it.
"""

import logging
import multiprocessing
import signal
from multiprocessing.sharedctypes import Synchronized
from multiprocessing.synchronize import Barrier
from pathlib import Path
from threading import BrokenBarrierError

from bench import copies
from bench.copies import Copies
from bench.errors import BenchError
from bench.meter import Group, Meter
from bench.results import Run


def measure(served: Copies, *, process_count: int, limit_seconds: float) -> Run:
    """Extract every copy once.

    Raises:
        BenchError: a process ended, or the time limit passed.
    """
    context = multiprocessing.get_context("spawn")
    place, found = context.Value("i", 0), context.Value("i", 0)
    barrier = context.Barrier(process_count + 1, timeout=limit_seconds)
    processes = [
        context.Process(target=_work, args=(served.folder, place, found, barrier), daemon=True)
        for _ in range(process_count)
    ]
    for process in processes:
        process.start()
    try:
        barrier.wait()  # all are warm
        pids = [process.pid for process in processes if process.pid is not None]
        meter = Meter([Group(name="trafilatura", pids=pids)])
        meter.start()
        barrier.wait()
        barrier.wait()  # all pages are done
        usage = meter.stop()
        barrier.wait()
    except BrokenBarrierError:
        raise BenchError(f"the reference did not finish in {limit_seconds:g} s") from None
    finally:
        for process in processes:
            process.join(timeout=5)
            process.kill()
    count = len(served.measured)
    outcomes = {"text": found.value, "no text": count - found.value}
    return Run(
        engine="reference",
        latency_ms=None,
        page_count=count,
        usage=usage,
        outcomes={name: number for name, number in outcomes.items() if number},
        unfinished={},
    )


def _work(
    folder: Path, place: "Synchronized[int]", found: "Synchronized[int]", barrier: Barrier
) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the bench's
    served = copies.load(folder)
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    for copy in served.warm_up:
        _extract(copy.plain(folder), copy.url)
    barrier.wait()
    barrier.wait()
    while (at := _next(place)) < len(served.measured):
        copy = served.measured[at]
        if _extract(copy.plain(folder), copy.url):
            with found.get_lock():
                found.value += 1
    barrier.wait()
    barrier.wait()


def _next(place: "Synchronized[int]") -> int:
    with place.get_lock():
        place.value += 1
        return place.value - 1


def _extract(body: bytes, url: str) -> bool:
    """Whether trafilatura finds a text, at its defaults, with metadata."""
    from trafilatura import bare_extraction  # noqa: PLC0415 - in the measured processes only

    try:
        document = bare_extraction(body, url=url, with_metadata=True)
    except Exception:  # noqa: BLE001 - a page that breaks it counts as one without text
        return False
    return document is not None
