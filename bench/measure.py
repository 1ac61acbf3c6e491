"""One measurement of one engine: warm it up, submit everything, wait for the last outcome."""

import os
import time

from bench.copies import Copies
from bench.engines import Engine
from bench.errors import BenchError
from bench.meter import Group, Meter
from bench.results import BENCH, WEB_SERVER, Run
from bench.watch import Watch, watching

LOOK_SECONDS = 0.2
_WARM_UP_SECONDS = 300.0
#: What follows the last warm-up page (events, the next tick) is over by then.
_SETTLE_SECONDS = 2.0


def measure(
    engine: Engine, served: Copies, *, web_pid: int, latency_ms: int, limit_seconds: float
) -> Run:
    """Time counts from the first submit until the last URL has its outcome.

    Raises:
        BenchError: a program ended, or the engine did not warm up.
    """
    groups = [
        *engine.groups,
        Group(name=WEB_SERVER, pids=[web_pid]),
        Group(name=BENCH, pids=[os.getpid()], alone=True),
    ]
    with watching(engine.settings) as watch:
        engine.submit([copy.url for copy in served.warm_up], "warm-up")
        if not _wait(engine, watch, "warm-up", len(served.warm_up), _WARM_UP_SECONDS):
            states = watch.unfinished("warm-up")
            raise BenchError(f"{engine.name} did not warm up in {_WARM_UP_SECONDS:g} s: {states}")
        time.sleep(_SETTLE_SECONDS)
        meter = Meter(groups)
        meter.start()
        engine.submit([copy.url for copy in served.measured], "bench")
        _wait(engine, watch, "bench", len(served.measured), limit_seconds)
        return Run(
            engine=engine.name,
            latency_ms=latency_ms,
            page_count=len(served.measured),
            usage=meter.stop(),
            outcomes=watch.outcomes("bench"),
            unfinished=watch.unfinished("bench"),
        )


def _wait(engine: Engine, watch: Watch, origin: str, count: int, limit_seconds: float) -> bool:
    """Whether all were finished within the limit."""
    end = time.monotonic() + limit_seconds
    while watch.finished(origin) < count:
        for program in engine.programs:
            program.require_alive()
        if time.monotonic() > end:
            return False
        time.sleep(LOOK_SECONDS)
    return True
