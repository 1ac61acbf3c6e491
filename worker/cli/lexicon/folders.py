"""Which lexicon a command reads: the shipped one, and the user's own laid over it."""

from pathlib import Path
from typing import Annotated

import typer

from worker import settings as settings_module
from worker.cli import common
from worker.observe import logs
from worker.settings import Settings, config_dir

Folder = Annotated[
    Path | None,
    typer.Option(
        "--folder",
        help="A folder of your own words, instead of the one that classify.lexicon_dir names.",
    ),
]


def settings_with(folder: Path | None) -> Settings:
    """The settings, with another folder of the user's own words where one is given."""
    settings = common.quiet(settings_module.load())
    logs.configure(settings.log)
    if folder is None:
        return settings
    classify = settings.classify.model_copy(update={"lexicon_dir": folder})
    return settings.model_copy(update={"classify": classify})


def shipped() -> Path:
    """The folder of the shipped lexicon."""
    return config_dir() / "lexicon"
