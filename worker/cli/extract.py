"""`vedette extract`: what a page holds, from a file, without fetching or storing anything."""

import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from worker import settings as settings_module
from worker.build import App
from worker.cli import common
from worker.errors import InputError, Refused
from worker.observe import logs
from worker.urls import parse


def extract(
    source: Annotated[Path, typer.Argument(metavar="FILE|-", help="An HTML file; - reads stdin.")],
    url: Annotated[str, typer.Option(help="Where the page was found.")],
    content_type: Annotated[
        str | None, typer.Option(help="The Content-Type it came with, if known.")
    ] = None,
) -> None:
    """Extract a page to JSON: outcome, title, text, dates, authors, language, access, signals."""
    try:
        parse(url)
    except Refused as refused:
        raise InputError(f"--url {url[:200]!r}: {refused.reason}") from None
    try:
        body = sys.stdin.buffer.read() if str(source) == "-" else source.read_bytes()
    except OSError as error:
        raise InputError(f"can't read {source}: {error.strerror}") from None
    settings = common.quiet(settings_module.load())
    logs.configure(settings.log)
    extraction = App(settings).extractor.extract(
        body, url=url, content_type=content_type, now=datetime.now(UTC)
    )
    common.print_json(asdict(extraction))
