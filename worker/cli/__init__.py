"""`vedette`: the command line. Each command is a file here; none holds logic of the path."""

import os
import sys

import typer

from worker import __version__
from worker.cli import (
    articles,
    backup,
    classify,
    common,
    demo,
    doctor,
    drain,
    evaluate,
    explain,
    export,
    extract,
    hosts,
    ingest,
    judge,
    lexicon,
    migrate,
    quarantine,
    reclassify,
    review,
    run,
    sources,
    status,
    stubs,
    submit,
    train,
)
from worker.errors import UserError
from worker.redaction import redact_text

_LINE_FEED = "\n"

app = typer.Typer(
    name="vedette",
    help="An ingestion worker for defence news: fetch, extract, judge, store, and say why.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("demo")(demo.demo)
app.command("run")(run.run)
app.command("ingest")(ingest.ingest)
app.command("submit")(submit.submit)
app.command("status")(status.status)
app.command("list")(articles.list_articles)
app.command("show")(articles.show)
app.command("stubs")(stubs.stubs)
app.command("judge")(judge.judge)
app.command("review")(review.review)
app.command("reclassify")(reclassify.reclassify)
app.command("explain")(explain.explain)
app.command("export")(export.export)
app.command("classify")(classify.classify)
app.command("extract")(extract.extract)
app.command("evaluate")(evaluate.evaluate)
app.command("train")(train.train)
app.command("doctor")(doctor.doctor)
app.command("drain")(drain.drain)
app.command("backup")(backup.backup)
app.command("restore")(backup.restore)
app.command("migrate")(migrate.migrate)
app.add_typer(sources.app, name="sources")
app.add_typer(hosts.app, name="hosts")
app.add_typer(quarantine.app, name="quarantine")
app.add_typer(lexicon.app, name="lexicon")


@app.callback(invoke_without_command=True)
def _root(version: bool = typer.Option(False, "--version", help="Show the version.")) -> None:
    if version:
        typer.echo(f"vedette {__version__}")
        raise typer.Exit


def main() -> None:
    """The entrance: a user's mistake ends with one sentence and status 2, no traceback."""
    try:
        app()
    except UserError as error:
        # It may quote a source's name or a file: a stranger's words.
        sys.stderr.write(f"vedette: {common.printable(redact_text(str(error)), kept=_LINE_FEED)}\n")
        sys.exit(2)
    except BrokenPipeError:
        # The reader of our output has gone (`| head`); Python would complain again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
