"""Looking at things that may never answer: a doctor's visit ends, whatever hangs."""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

T = TypeVar("T")


def begun(look: Callable[[], T]) -> "Future[T]":
    """Begin to look, in a thread that no exit waits for: a pool's threads would be joined."""
    future: Future[T] = Future()

    def run() -> None:
        try:
            future.set_result(look())
        except BaseException as error:  # noqa: BLE001 - raised where the result is asked for
            future.set_exception(error)

    threading.Thread(target=run, name="look", daemon=True).start()
    return future
