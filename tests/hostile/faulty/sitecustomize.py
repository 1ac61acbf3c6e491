"""Gives the processes under test an extractor that breaks where a URL says so.

Python loads this at its start where its folder is on PYTHONPATH: only tests put it there. What is
under test is what happens around the extractor, which is why the shipped code has no such switch.
"""

import ctypes
import importlib.abc
import importlib.machinery
import os
import re
import signal
import sys
import time
from collections.abc import Callable, Sequence
from types import ModuleType
from typing import Any

_TARGET = "worker.extract.extractor"
_MARK = re.compile(r"/poison/(\w+)/")


class UnsendableError(Exception):
    """An error that can't be pickled back into being, and quotes a secret and a terminal's code."""

    def __init__(self, first: int, second: int) -> None:
        super().__init__(
            f"{first} {second} at https://user:hunter2@news.example/a?token=c4n4ry \x1b[31m\nforged"
        )


def _read_address_zero() -> None:
    ctypes.string_at(0)


def _take_all_memory() -> None:
    taken = []
    while True:
        taken.append(bytearray(16_000_000))


def _backtrack_for_ever() -> None:
    """In C, without ever coming back to Python: no handler of Python's would run."""
    re.match(r"(a+)+$", "a" * 64 + "b")


def _recur() -> None:
    _recur()


def _raise() -> None:
    raise UnsendableError(1, 2)


#: Names of faults -> what they do.
FAULTS: dict[str, Callable[[], Any]] = {
    "segfault": _read_address_zero,
    "abort": os.abort,
    "kill": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "exit": lambda: os._exit(3),
    "exit_zero": lambda: os._exit(0),
    "leave": lambda: sys.exit(0),
    "memory": _take_all_memory,
    "regex": _backtrack_for_ever,
    "sleep": lambda: time.sleep(3600),
    "recursion": _recur,
    "unsendable": _raise,
}


class _Finder(importlib.abc.MetaPathFinder):
    """Finds the extractor's module as ever, and breaks it when it was loaded."""

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if name != _TARGET:
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path, target)
        if spec is not None and spec.loader is not None:
            load = spec.loader.exec_module

            def load_and_break(module: ModuleType) -> None:
                load(module)
                _break(module.Extractor)

            spec.loader.exec_module = load_and_break  # type: ignore[method-assign]
        return spec


def _break(extractor: Any) -> None:
    sound = extractor.extract

    def extract(self: Any, body: bytes, *, url: str, **options: Any) -> Any:
        if found := _MARK.search(url):
            FAULTS[found[1]]()
        return sound(self, body, url=url, **options)

    extractor.extract = extract


sys.meta_path.insert(0, _Finder())
