"""What the two engines have in common for whoever measures them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bench.meter import Group
from bench.programs import Program
from worker.settings import Settings


class Submitter(Protocol):
    """Lets URLs in by the engine's usual door; what it has let in can be found by its origin."""

    def __call__(self, urls: Sequence[str], origin: str) -> None:
        """Submit; committed on return, or soon after."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """A running engine."""

    name: str
    settings: Settings
    programs: Sequence[Program]  #: all of them must stay alive
    groups: Sequence[Group]
    submit: Submitter
