"""`vedette lexicon`: check, survey and try the words by which articles are judged."""

import typer

from worker.cli.lexicon import checking, coverage, trying

app = typer.Typer(
    help="The words by which articles are judged, shipped and your own.", no_args_is_help=True
)
app.command("check")(checking.check)
app.command("coverage")(coverage.coverage)
app.command("try")(trying.try_text)
