"""A child is held to its limits by the kernel, and its end tells which one it met."""

import faulthandler
import os
import resource
import signal
import time
from collections.abc import Callable

import pytest

from worker import child
from worker.settings import Settings


def _settings(lease_seconds: float) -> Settings:
    return Settings(
        process={"time_limit_seconds": 1, "memory_limit_bytes": 500_000_000},
        frontier={"process_lease_seconds": lease_seconds},
    )


#: With time enough by the clock for a machine that is busy otherwise.
SETTINGS = _settings(59.0)
IMPATIENT = _settings(2.0)


class _Way:
    """A pipeline whose processing does one thing."""

    def __init__(self, does: Callable[[], object]) -> None:
        self._does = does

    def process(self, _url_id: int, _token: int) -> None:
        self._does()

    def failed(self, *_: object, **__: object) -> None:
        """Noted."""


def _spin() -> None:
    while True:
        pass


def _take_memory() -> None:
    taken = [bytearray(10_000_000)]
    while True:
        taken.append(bytearray(10_000_000))


def _end_of(does: Callable[[], object], settings: Settings) -> int:
    """The status with which a child ends that reads a page which does this."""
    pid = os.fork()
    if pid == 0:
        faulthandler.disable()  # pytest's would tell of the ends that are meant
        child.confine(settings)
        child.read_page(_Way(does), settings, 1, 1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


@pytest.mark.slow  # as below: the kernel counts the address space of the process that forks
@pytest.mark.parametrize(
    ("does", "reason"),
    [
        (_spin, "used more than 1 s of CPU time (process.time_limit_seconds)"),
        (_take_memory, "needed more memory than process.memory_limit_bytes"),
        (os.abort, "its process died (SIGABRT)"),
        (lambda: os._exit(3), "its process died (exit status 3)"),
        (lambda: os.kill(os.getpid(), signal.SIGKILL), "its process was killed (SIGKILL"),
    ],
)
def test_a_child_ends_with_the_limit_that_its_page_met(
    does: Callable[[], object], reason: str
) -> None:
    assert child.reason_of_end(_end_of(does, SETTINGS), SETTINGS).startswith(reason)


def test_a_page_that_only_waits_ends_by_the_clock() -> None:
    status = _end_of(lambda: time.sleep(60), IMPATIENT)
    assert child.reason_of_end(status, IMPATIENT) == "took longer than 1.5 s"


@pytest.mark.slow  # forks this process, which must not be a whole suite in size
def test_after_a_defect_and_between_pages_no_clock_runs() -> None:
    pid = os.fork()
    if pid == 0:
        child.confine(SETTINGS)
        child.read_page(_Way(lambda: 1 / 0), SETTINGS, 1, 1)
        child.read_page(_Way(lambda: None), SETTINGS, 1, 1)
        is_free = resource.getrlimit(resource.RLIMIT_CPU)[
            0
        ] == resource.RLIM_INFINITY and signal.getitimer(signal.ITIMER_REAL) == (0, 0)
        leaves_no_core = resource.getrlimit(resource.RLIMIT_CORE) == (0, 0)
        os._exit(7 if is_free and leaves_no_core else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 7


def test_an_unknown_signal_has_a_reason_too() -> None:
    assert child.reason_of_end(-60, SETTINGS) == "its process died (signal 60)"
