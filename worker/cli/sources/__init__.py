"""`vedette sources`: what is polled, how it is, and how more is found."""

import typer

from worker.cli.sources import adding, exchange, health, listing, states

app = typer.Typer(
    help="The sources that are polled: feeds, sitemaps, home and section pages.",
    no_args_is_help=True,
)
app.command("list")(listing.list_sources)
app.command("show")(listing.show)
app.command("health")(health.health)
app.command("add")(adding.add)
app.command("test")(adding.test)
app.command("pause")(states.pause)
app.command("resume")(states.resume)
app.command("remove")(states.remove)
app.command("import")(exchange.import_opml)
app.command("export")(exchange.export)
