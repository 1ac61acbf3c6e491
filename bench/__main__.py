"""`python -m bench`: everything in order, then the tables. Status 1 if a page is unfinished."""

import signal
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench import copies, embedded, environment, fleet, machine, options, pages, reference, report
from bench.copies import Copies
from bench.measure import measure
from bench.options import Options
from bench.programs import free_port
from bench.results import Run
from bench.web import serving
from worker.errors import UserError

#: Each page once, so that nothing is loaded for the first time while time counts: the first page
#: that leads htmldate to dateparser costs its process 1.8 s. At least so many for each process.
WARM_UP_MIN_PER_PROCESS = 30
WARM_UP_MAX = 500
WARM_UP_HOST_COUNT = 10


def main() -> int:
    """Measure, and print; returns the exit status."""
    wanted = options.read()
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))  # nothing stays behind
    try:
        with tempfile.TemporaryDirectory(prefix="vedette-bench-") as name:
            folder = Path(name)
            folder.chmod(0o755)  # PostgreSQL's user must get through
            runs = list(_runs(wanted, _copies(wanted, folder), folder))
    except UserError as error:
        sys.stderr.write(f"bench: {error}\n")
        return 2
    except KeyboardInterrupt:
        return 130
    settings = environment.chosen_settings(wanted.processes)
    show = report.as_json if wanted.as_json else report.as_tables
    sys.stdout.write(show(runs, wanted, machine.description(), settings))
    return 0 if all(run.is_whole for run in runs) else 1


def _copies(wanted: Options, folder: Path) -> Copies:
    found = pages.folder_pages(wanted.pages) if wanted.pages else pages.sample_pages()
    served = folder / "pages"
    served.mkdir()
    return copies.make(
        found,
        served,
        port=free_port(copies.address(0)),
        count=wanted.count,
        host_count=wanted.hosts,
        warm_up_count=min(WARM_UP_MAX, max(len(found), WARM_UP_MIN_PER_PROCESS * wanted.processes)),
        warm_up_host_count=WARM_UP_HOST_COUNT,
    )


def _runs(wanted: Options, served: Copies, folder: Path) -> Iterator[Run]:
    """Each round measures its own reference: the machine may be slower in the next."""
    for number in range(wanted.rounds):
        if "reference" in wanted.kinds:
            yield _told(
                reference.measure(
                    served, process_count=wanted.processes, limit_seconds=wanted.limit_seconds
                )
            )
        for latency_ms in wanted.latencies_ms:
            for kind in ("embedded", "celery"):
                if kind in wanted.kinds:
                    place = folder / f"{kind}-{latency_ms}-{number}"
                    place.mkdir()
                    yield _told(_run(kind, latency_ms, wanted, served, place))


def _run(kind: str, latency_ms: int, wanted: Options, served: Copies, folder: Path) -> Run:
    chosen = environment.chosen_settings(wanted.processes)
    starting = (
        embedded.running(folder, chosen)
        if kind == "embedded"
        else fleet.running(folder, chosen, process_count=wanted.processes)
    )
    with serving(served.folder, latency_ms) as web_pid, starting as engine:
        return measure(
            engine,
            served,
            web_pid=web_pid,
            latency_ms=latency_ms,
            limit_seconds=wanted.limit_seconds,
        )


def _told(run: Run) -> Run:
    latency = "" if run.latency_ms is None else f", {run.latency_ms} ms"
    sys.stderr.write(f"{run.engine}{latency}: {run.pages_per_second:.1f} pages/s\n")
    return run


if __name__ == "__main__":
    sys.exit(main())
