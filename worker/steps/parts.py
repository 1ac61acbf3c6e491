"""What the steps work with: the parts that are built for them, and the carrier of messages."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from worker.settings import Settings
from worker.values import Claim, RobotsFile

if TYPE_CHECKING:  # names only: `worker.build` imports what a process uses, when it uses it
    from worker.classify.classifier import Classifier
    from worker.extract.extractor import Extractor
    from worker.fetch.client import Fetcher
    from worker.fetch.robots import RobotsRules
    from worker.opinion.judge import Judge
    from worker.publish.stream import EventStream
    from worker.store.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """How many more messages of each kind the engine can take now."""

    fetches: int
    captures: int


class Messenger(Protocol):
    """Carries claims to those who work on them: threads and children, or Celery's queues.

    A message may get lost or arrive twice; the tick and the leases make good for both. Nothing here
    raises when the carrier is down: the tick sends the claim again.
    """

    def room(self) -> Room:
        """How much may be handed over now."""
        ...

    def waiting(self) -> Room | None:
        """How many messages of each kind wait that nobody has taken; None: nobody can say now."""
        ...

    def send_fetches(self, claims: Sequence[Claim]) -> None:
        """Have the URL of each claim fetched."""
        ...

    def send_captures(self, claims: Sequence[Claim]) -> None:
        """Have the capture of each claim processed."""
        ...


class NoMessages:
    """For those who claim nothing: children, and commands that only submit."""

    def room(self) -> Room:
        """None at all."""
        return Room(fetches=0, captures=0)

    def waiting(self) -> Room:
        """None."""
        return Room(fetches=0, captures=0)

    def send_fetches(self, claims: Sequence[Claim]) -> None:
        """Nothing is claimed here."""

    def send_captures(self, claims: Sequence[Claim]) -> None:
        """Nothing is claimed here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """A worker that tells the database of itself: its leases end when it falls silent."""

    name: str
    is_heard: Callable[[], bool]  #: False: it may be counted as gone, and must begin nothing


class Parts(Protocol):
    """The parts, each built when it is first needed: a process loads only what its steps use."""

    @property
    def settings(self) -> Settings:
        """All settings."""
        ...

    @property
    def holder(self) -> Holder | None:
        """Who begins steps; None where nobody tells of itself, and leases end by time alone."""
        ...

    @property
    def clock(self) -> Callable[[], datetime]:
        """The fleet's time, aware and in UTC."""
        ...

    @property
    def database(self) -> "Database":
        """Frontier, captures, articles, outbox."""
        ...

    @property
    def fetcher(self) -> "Fetcher":
        """Downloads."""
        ...

    @property
    def robots_rules(self) -> "Callable[[RobotsFile], RobotsRules]":
        """Reads a robots.txt; remembers those it has read."""
        ...

    @property
    def extractor(self) -> "Extractor":
        """Pages to articles."""
        ...

    @property
    def classifier(self) -> "Classifier":
        """Articles to judgements."""
        ...

    @property
    def second_judge(self) -> "Judge | None":
        """Whom to ask where the classifier is in doubt; None where nobody is set up."""
        ...

    @property
    def event_stream(self) -> "EventStream | None":
        """Where events are relayed to; None without a broker."""
        ...
