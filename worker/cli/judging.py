"""What `judge` and `review` have in common: who judges, and topics as they are typed."""

import getpass
from typing import Annotated

import typer

from worker.errors import InputError
from worker.vocabulary import Topic

As = Annotated[
    str | None,
    typer.Option("--as", metavar="NAME", help="Who judges; else your user name."),
]


def analyst_of(given: str | None) -> str:
    """The analyst's name, else that of the user who runs the command.

    Raises:
        InputError: nobody knows it.
    """
    if given is not None:
        return given
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        raise InputError("your user has no name here; say who judges: --as NAME") from None


def topics_of(typed: str) -> tuple[Topic, ...]:
    """Topics from `procurement, industry`; beginnings that leave no doubt will do.

    Raises:
        InputError: one is no topic.
    """
    return tuple(dict.fromkeys(_topic(part) for part in typed.replace(",", " ").split()))


def _topic(typed: str) -> Topic:
    fitting = [topic for topic in Topic if topic.startswith(typed.casefold())]
    if len(fitting) != 1:
        raise InputError(f"{typed[:40]!r} is no topic; use {', '.join(Topic)}")
    return fitting[0]
