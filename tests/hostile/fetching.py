"""The fetching half of the embedded engine: its threads and its loop, without children."""

import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from worker.build import App
from worker.errors import VedetteError
from worker.local import BUSY_SECONDS, IDLE_SECONDS, TICK_SECONDS
from worker.pipeline import Pipeline
from worker.steps.parts import Room
from worker.values import Claim


class FetchingEngine:
    """Claims and fetches; captures stay where they are."""

    def __init__(self, app: App) -> None:
        self._settings = app.settings.fetch
        self.pipeline = Pipeline(app, self)
        self._threads = ThreadPoolExecutor(self._settings.threads)
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._fetching = 0
        self.most_fetching = 0

    def room(self) -> Room:
        with self._lock:
            return Room(fetches=self._settings.threads - self._fetching, captures=0)

    def waiting(self) -> Room:
        return Room(fetches=0, captures=0)

    def send_fetches(self, claims: Sequence[Claim]) -> None:
        for claim in claims:
            with self._lock:
                self._fetching += 1
                self.most_fetching = max(self.most_fetching, self._fetching)
            self._threads.submit(self._fetch, claim)

    def send_captures(self, claims: Sequence[Claim]) -> None:
        """None are claimed."""

    def _fetch(self, claim: Claim) -> None:
        try:
            self.pipeline.fetch(claim.url_id, claim.token)
        finally:
            with self._lock:
                self._fetching -= 1
            self._wake.set()

    def run(self, seconds: float) -> None:
        """As the engine's own loop does; what is under way at the end is waited for."""
        end, last_tick = time.monotonic() + seconds, float("-inf")
        while time.monotonic() < end:
            self._wake.clear()
            try:
                if time.monotonic() - last_tick >= TICK_SECONDS:
                    self.pipeline.tick()
                    last_tick = time.monotonic()
                else:
                    self.pipeline.dispatch()
            except VedetteError:
                continue
            self._wake.wait(IDLE_SECONDS)
            time.sleep(BUSY_SECONDS)

    def close(self) -> None:
        """Wait for what is under way."""
        self._threads.shutdown(wait=True)
