"""READ FIRST. The path of a URL, in the order in which it travels:

    submit     a URL is let in, once: one frontier row, due at once              steps/submit.py
    dispatch   due rows whose host may be asked are claimed; a message for each  steps/dispatch.py
    fetch      robots.txt, download, capture: the bytes are kept                 steps/fetch.py
    process    extraction, language, is it an article, is it defence             steps/process.py
    keep       article, judgement, event and outcome in one transaction          steps/keep.py
    relay      events leave in order, at least once                              steps/relay.py
    tick       each second: a clock that was set is made good for,               steps/jump.py
               an outage of our own network is noticed,                          steps/outage.py
               what was lost is taken back; then dispatch and relay              steps/mend.py

Both engines run this very code: `worker.local` in one process tree, `worker.tasks` on Celery. Free
of I/O libraries: sockets, SQL and HTML live behind the parts that are handed in (`steps/parts.py`).

There are three ways out of a step: done, `Postponed`, `Refused`. Anything else is a defect, which
the door that called the step (tasks.py, local.py) reports to `failed`. Every step is safe to run
twice: it begins by asking for its lease, and commits under its fencing token.
"""

from collections.abc import Sequence

from worker.steps.dispatch import Dispatch
from worker.steps.fetch import Fetch
from worker.steps.jump import Jump
from worker.steps.mend import Mend
from worker.steps.outage import Outage
from worker.steps.parts import Messenger, Parts
from worker.steps.process import Process
from worker.steps.relay import Relay
from worker.steps.sources import Sources
from worker.steps.submit import Submit
from worker.values import Candidate, Submission


class Pipeline:
    """The path, over one set of parts and one carrier of messages."""

    def __init__(self, parts: Parts, messenger: Messenger) -> None:
        self._parts = parts
        self.sources = Sources(parts)
        self._submit = Submit(parts)
        self._dispatch = Dispatch(parts, messenger)
        self._fetch = Fetch(parts)
        self._process = Process(parts)
        self._relay = Relay(parts)
        self._jump = Jump(parts)
        self._outage = Outage(parts)
        self._mend = Mend(parts, messenger)

    def submit(self, candidates: Sequence[Candidate]) -> list[Submission]:
        """Let URLs in. What is answered as accepted is committed, whatever happens next.

        Returns:
            One submission for each candidate, in the same order.

        Raises:
            StoreError: nothing was accepted.
        """
        with self._parts.database.transaction() as tx:
            return self._submit.run(tx, candidates)

    def sync_sources(self) -> int:
        """Poll what the list of sources has, and what was added by commands; returns how many.

        Raises:
            InputError: the list can't be read.
        """
        return self.sources.sync()

    def dispatch(self) -> int:
        """Claim what is due and may be asked now; returns how many claims were handed over."""
        return self._dispatch.run()

    def refill(self) -> int:
        """After a page was processed: hand over more captures when they run short."""
        return self._dispatch.refill()

    def fetch(self, url_id: int, token: int) -> None:
        """Fetch a claimed URL and keep its bytes, or end the attempt otherwise."""
        self._fetch.run(url_id, token)

    def process(self, url_id: int, token: int) -> None:
        """Turn a claimed capture into an article with its judgement, or an outcome."""
        self._process.run(url_id, token)

    def failed(
        self, url_id: int, token: int, reason: str, *, counts: bool = True, traceback: str = ""
    ) -> None:
        """A step broke under this token: try again after a pause, or quarantine.

        Args:
            counts: whether the page may be at fault; False where its surroundings broke.
            traceback: where the code raised; "" where no code did.
        """
        self._mend.failed(url_id, token, reason, counts=counts, traceback=traceback)

    def take_back_orphans(self) -> None:
        """Take back every lease, for an engine that knows itself alone on its database."""
        self._mend.orphans()

    def relay(self) -> int:
        """Hand events on; returns how many went out."""
        return self._relay.run()

    def tick(self) -> None:
        """What has to happen each second; safe to run twice, or late."""
        if not self._jump.observe():
            return  # another tick has just begun
        self._outage.observe()
        self._mend.run()
        self._dispatch.run()
        self._relay.run()
