"""A circuit breaker: a service that keeps failing is left alone for a while.

One for each process: what a few children each find out for themselves costs a few questions.
"""

import time
from collections.abc import Callable

FAILURES_MAX = 3  # in a row; one may be chance
PAUSE_SECONDS = 60.0
RETRY_AFTER_MAX_SECONDS = 3600.0  # an hour later the service may have been mended


class Circuit:
    """Whether a service may be asked now."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._failures = 0
        self._open_until = float("-inf")
        self._reason = ""

    def why_not_now(self) -> str:
        """Why it is left alone, and for how long; "" where it may be asked."""
        seconds = self._open_until - self._monotonic()
        if seconds <= 0:
            return ""
        return f"left alone for {seconds:.0f} s more: {self._reason}"

    def succeeded(self) -> None:
        """It answered."""
        self._failures = 0

    def failed(self, reason: str, *, wait_seconds: float | None = None) -> None:
        """It did not answer, or with an error.

        After `FAILURES_MAX` in a row it is left alone; then one attempt is made, and the next
        failure closes it again.

        Args:
            wait_seconds: what it asked for (Retry-After), which counts at once; None: nothing.
        """
        self._failures += 1
        pause_seconds = PAUSE_SECONDS if self._failures >= FAILURES_MAX else 0.0
        if wait_seconds is not None:
            pause_seconds = max(pause_seconds, wait_seconds)
        if pause_seconds > 0:
            self._open_until = self._monotonic() + pause_seconds
            self._reason = reason
