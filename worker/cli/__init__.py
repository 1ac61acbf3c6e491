"""`vedette`: the command line. Each command is a file here; none holds logic of the path.

A command's module is imported when it is called for: all of them together take two seconds.
"""

import os
import sys
from collections.abc import Collection
from importlib import import_module
from typing import Any

import typer

from worker import __version__
from worker.errors import UserError
from worker.redaction import redact_text

_LINE_FEED = "\n"

#: name -> module here, and what it has there: a function, or a group of commands.
COMMANDS: dict[str, tuple[str, str]] = {
    "demo": ("demo", "demo"),
    "run": ("run", "run"),
    "ingest": ("ingest", "ingest"),
    "submit": ("submit", "submit"),
    "status": ("status", "status"),
    "list": ("articles", "list_articles"),
    "show": ("articles", "show"),
    "stubs": ("stubs", "stubs"),
    "judge": ("judge", "judge"),
    "review": ("review", "review"),
    "reclassify": ("reclassify", "reclassify"),
    "explain": ("explain", "explain"),
    "export": ("export", "export"),
    "classify": ("classify", "classify"),
    "extract": ("extract", "extract"),
    "evaluate": ("evaluate", "evaluate"),
    "train": ("train", "train"),
    "doctor": ("doctor", "doctor"),
    "drain": ("drain", "drain"),
    "backup": ("backup", "backup"),
    "restore": ("backup", "restore"),
    "migrate": ("migrate", "migrate"),
    "sources": ("sources", "app"),
    "hosts": ("hosts", "app"),
    "quarantine": ("quarantine", "app"),
    "lexicon": ("lexicon", "app"),
}


def command_line(names: Collection[str] = tuple(COMMANDS)) -> typer.Typer:
    """The command line with these commands; the others are not imported."""
    made = typer.Typer(
        name="vedette",
        help="An ingestion worker for defence news: fetch, extract, judge, store, and say why.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    made.callback(invoke_without_command=True)(_root)
    for name in names:
        module, attribute = COMMANDS[name]
        found = getattr(import_module(f"worker.cli.{module}"), attribute)
        if isinstance(found, typer.Typer):
            made.add_typer(found, name=name)
        else:
            made.command(name)(found)
    return made


def __getattr__(name: str) -> Any:
    """`app`, with all commands: for completion, documentation and tests."""
    if name == "app":
        return command_line()
    raise AttributeError(name)


def _root(version: bool = typer.Option(False, "--version", help="Show the version.")) -> None:
    if version:
        typer.echo(f"vedette {__version__}")
        raise typer.Exit


def _asked_for() -> Collection[str]:
    """The one command that is called; all where none is named, or none of that name is known."""
    given = sys.argv[1:2]
    if given == ["--version"]:
        return ()
    return given if given and given[0] in COMMANDS else tuple(COMMANDS)


def main() -> None:
    """The entrance: a user's mistake ends with one sentence and status 2, no traceback."""
    try:
        command_line(_asked_for())()
    except UserError as error:
        from worker.cli import common

        # It may quote a source's name or a file: a stranger's words.
        sys.stderr.write(f"vedette: {common.printable(redact_text(str(error)), kept=_LINE_FEED)}\n")
        sys.exit(2)
    except BrokenPipeError:
        # The reader of our output has gone (`| head`); Python would complain again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
