"""Arguments and options that several commands have in common."""

from pathlib import Path
from typing import Annotated

import typer

Urls = Annotated[list[str] | None, typer.Argument(help="URLs; - reads them from standard input.")]
ListFile = Annotated[Path | None, typer.Option("--file", "-f", help="A list: one URL a line.")]
Json = Annotated[bool, typer.Option("--json", help="JSON for programs.")]
