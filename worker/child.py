"""The process that reads hostile pages, on either engine: what one page may cost it, and its end.

The kernel holds a page to its limits, also where native code never comes back to Python. A limit
that is met costs the child; who started the child reads from its exit status which one it was.
"""

import math
import os
import resource
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import structlog

from worker import defect
from worker.errors import VedetteError
from worker.pipeline import Pipeline
from worker.settings import Settings

log = structlog.get_logger()

#: How a child ends whose page found no more memory; no other program ends like this.
OUT_OF_MEMORY_STATUS = 86
_OUT_OF_MEMORY = "needed more memory than process.memory_limit_bytes"


def wall_limit_seconds(settings: Settings) -> float:
    """How long a page may take by the clock, waiting for others included.

    process.time_limit_seconds is CPU time, which a busy machine doesn't shorten; by the clock a
    page gets half of what is left until its lease ends besides.
    """
    time_limit = settings.process.time_limit_seconds
    return (time_limit + settings.frontier.process_lease_seconds) / 2


def confine(settings: Settings) -> None:
    """Cap the address space of this process, and leave no core dumps; once, in its main thread."""
    for limit in (signal.SIGXCPU, signal.SIGALRM):
        signal.signal(limit, signal.SIG_DFL)  # a handler would wait for Python's next step
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    most = settings.process.memory_limit_bytes
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def read_page(pipeline: Pipeline, settings: Settings, url_id: int, token: int) -> None:
    """Process a claimed capture within the limits; a defect is noted, and tried again later.

    Ends this process when the page found no more memory: what is left of it is in pieces, and the
    next page is not to suffer from that.

    Raises:
        VedetteError: the database is away, and the lease will end.
    """
    with one_page(settings):
        try:
            found: BaseException | None = through_the_door(
                pipeline, pipeline.process, url_id, token
            )
        except MemoryError as error:  # no room to note it
            found = error
        if isinstance(found, MemoryError):
            os._exit(OUT_OF_MEMORY_STATUS)


def through_the_door(
    pipeline: Pipeline, step: Callable[[int, int], None], url_id: int, token: int
) -> BaseException | None:
    """Run a step; a defect is logged, noted, and tried again later.

    A library that calls `sys.exit` has a defect too: it ends no process of ours.

    Returns:
        The defect, or None.

    Raises:
        VedetteError: the database is away, and the lease will end.
    """
    try:
        step(url_id, token)
    except VedetteError:
        raise
    except (Exception, SystemExit) as error:
        log.exception("step.defect")
        is_for_memory = isinstance(error, MemoryError)
        reason = _OUT_OF_MEMORY if is_for_memory else defect.reason_of(error)
        pipeline.failed(url_id, token, reason, traceback=defect.traceback_of(error))
        return error
    return None


@contextmanager
def one_page(settings: Settings) -> Iterator[None]:
    """Within: the kernel ends this process at the limit of CPU time, or of time by the clock.

    The clock is the monotonic one: a machine that slept, or whose clock was set, ends no page.
    """
    used = resource.getrusage(resource.RUSAGE_SELF)
    # In whole seconds of the process since its start.
    until = used.ru_utime + used.ru_stime + settings.process.time_limit_seconds
    _set_cpu_limit(math.ceil(until))
    signal.setitimer(signal.ITIMER_REAL, wall_limit_seconds(settings))
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        _set_cpu_limit(resource.RLIM_INFINITY)


def _set_cpu_limit(seconds: int) -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    most = seconds if hard == resource.RLIM_INFINITY else min(seconds, hard)
    resource.setrlimit(resource.RLIMIT_CPU, (hard if seconds < 0 else most, hard))


# --- how it ended


def reason_of_end(status: int, settings: Settings) -> str:
    """Why a child ended in the middle of a page, in one line.

    Args:
        status: its exit status; a signal's number below zero.
    """
    limit = settings.process.time_limit_seconds
    reasons = {
        -signal.SIGXCPU: f"used more than {limit:g} s of CPU time (process.time_limit_seconds)",
        -signal.SIGALRM: f"took longer than {wall_limit_seconds(settings):g} s",
        -signal.SIGKILL: "its process was killed (SIGKILL: by hand, or memory ran out)",
        OUT_OF_MEMORY_STATUS: _OUT_OF_MEMORY,
    }
    return reasons.get(status) or f"its process died ({_name_of(status)})"


def _name_of(status: int) -> str:
    if status >= 0:
        return f"exit status {status}"
    try:
        return signal.Signals(-status).name
    except ValueError:  # a real-time signal
        return f"signal {-status}"
