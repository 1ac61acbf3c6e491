"""Named points of the path at which a process kills itself, when a file of that name is planted.

Lives in the processes under test, which are started as `celery -A chaos.app` and `python -m
chaos.engine`: Vedette's own code knows nothing of it.
"""

import importlib
import os
import signal
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any

#: name -> (module, class, method, before or after it)
POINTS = {
    "claimed": ("worker.tasks", "CeleryMessenger", "send_fetches", "before"),
    "fetching": ("worker.fetch.client", "Fetcher", "get", "before"),
    "capture_committed": ("worker.pipeline", "Pipeline", "fetch", "after"),
    "extracting": ("worker.extract.extractor", "Extractor", "extract", "before"),
    "in_transaction": ("worker.store.articles", "Articles", "add", "after"),
    "committed_not_acknowledged": ("worker.pipeline", "Pipeline", "process", "after"),
    "relayed_not_marked": ("worker.publish.stream", "EventStream", "add", "after"),
}
#: The embedded engine has other doors, and no stream to relay to: events get their places there.
ENGINE_POINTS = {
    **POINTS,
    "claimed": ("worker.local", "LocalEngine", "send_fetches", "before"),
    "relayed_not_marked": ("worker.steps.relay", "Relay", "sequence", "after"),
}


@dataclass(frozen=True, slots=True)
class Met:
    """A process that killed itself at a point."""

    process: int
    parent: int


def plant(points: Mapping[str, tuple[str, str, str, str]] = POINTS) -> None:
    """Wrap each point, and set this process's clock wrong where it is told to."""
    folder = Path(os.environ["CHAOS_POINTS"])
    for name, (module, owner, method, when) in points.items():
        cls = getattr(importlib.import_module(module), owner)
        setattr(cls, method, _deadly(getattr(cls, method), folder / name, when))
    if skew := float(os.environ.get("CHAOS_SKEW_SECONDS", "0")):
        real = time.time
        time.time = lambda: real() + skew


def lay(folder: Path, name: str, *, patience_seconds: float = 5.0) -> Met | None:
    """Let the next process that comes to a point kill itself; None where none comes by."""
    trigger = folder / name
    trigger.touch()
    end = time.monotonic() + patience_seconds
    while trigger.exists() and time.monotonic() < end:
        time.sleep(0.01)
    with suppress(FileNotFoundError):
        trigger.unlink()
        return None
    (word,) = folder.glob(f"{name}.*")
    word.unlink()
    _, process, parent = word.name.split(".")
    return Met(int(process), int(parent))


def _deadly(method: Callable[..., Any], trigger: Path, when: str) -> Callable[..., Any]:
    @wraps(method)
    def wrapped(*args: Any, **given: Any) -> Any:
        if when == "before":
            _die_if_planted(trigger)
        result = method(*args, **given)
        if when == "after":
            _die_if_planted(trigger)
        return result

    return wrapped


def _die_if_planted(trigger: Path) -> None:
    if not trigger.exists():
        return
    try:
        # One process takes it, and leaves word who it is.
        trigger.rename(trigger.with_name(f"{trigger.name}.{os.getpid()}.{os.getppid()}"))
    except FileNotFoundError:
        return
    os.kill(os.getpid(), signal.SIGKILL)
