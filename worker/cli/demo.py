"""`vedette demo`: the main job on a small web of its own, served on loopback."""

import shutil
from collections.abc import Mapping
from ipaddress import IPv4Network
from pathlib import Path
from typing import Annotated, Any

import typer

from worker import settings as settings_module
from worker.cli import common
from worker.cli.ingest import results_table, work_on
from worker.demo.site import Expectation
from worker.demo.web import SampleWeb
from worker.errors import StoreError
from worker.settings import Settings

#: Short, so that the demo takes seconds; the pause itself is there to be seen in `explain`.
DELAY_SECONDS = 0.2
_LOOPBACK = IPv4Network("127.0.0.0/8")


def demo(
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Serve the outlets on this port; 0: free ones.")
    ] = 0,
) -> None:
    """Show the main job on a sample web that ships with Vedette. Needs no network.

    Serves some thirty pages on loopback, ingests them, and shows what became of each. Exit status 1
    if anything came out other than it should.
    """
    settings = demo_settings(common.quiet(settings_module.load()))
    _clear(settings.data_dir)
    out = common.console()
    with SampleWeb(port=port) as web, common.opened(settings) as app:
        out.print(
            f"{len(web.urls)} URLs of {len(web.bases)} sample outlets, served on loopback; "
            f"one request at a time for each host, {DELAY_SECONDS:g} s apart\n"
        )
        waiting = work_on(app, list(web.urls), patience_seconds=30.0)
        rows = waiting.results(app)
        expected = web.expectations
    out.print()
    out.print(results_table(rows))
    out.print()
    wrong = _surprises(rows, expected)
    for line in wrong:
        out.print(common.cell(line, "red"))
    out.print(_closing_words(rows, settings.data_dir), markup=False)
    if wrong:
        raise typer.Exit(1)


def demo_settings(settings: Settings) -> Settings:
    """The operator's settings, but for loopback and with a data folder of its own."""
    fetch = settings.fetch.model_copy(
        update={
            "allow_networks": (*settings.fetch.allow_networks, _LOOPBACK),
            "delay_seconds": DELAY_SECONDS,
        }
    )
    database = settings.database.model_copy(update={"url": ""})
    broker = settings.broker.model_copy(update={"url": ""})
    return settings.model_copy(
        update={
            "data_dir": settings.data_dir / "demo",
            "fetch": fetch,
            "database": database,
            "broker": broker,
        }
    )


def _clear(folder: Path) -> None:
    """Each demo begins anew; nothing but its own folder is touched."""
    try:
        if folder.exists():
            shutil.rmtree(folder)
    except OSError as error:
        raise StoreError(f"can't clear the demo's folder {folder}: {error.strerror}") from None


def _surprises(rows: list[dict[str, Any]], expected: Mapping[str, Expectation]) -> list[str]:
    """What came out other than the sample web says it should."""
    lines = []
    for row in rows:
        wanted = expected[row["url"]]
        outcomes = ", ".join(sorted(wanted.outcomes))
        if row["outcome"] not in wanted.outcomes:
            lines.append(f"unexpected outcome {row['outcome']} instead of {outcomes}: {row['url']}")
        elif wanted.decision is not None and row["decision"] != wanted.decision:
            found = f"{row['decision']} instead of {wanted.decision}"
            lines.append(f"unexpected judgement {found}: {row['url']}")
        elif wanted.topics and not wanted.topics & {t["topic"] for t in row["topics"] or []}:
            found = common.topics_shown(row["topics"] or []) or "no topic"
            lines.append(f"unexpected topics ({found}): {row['url']}")
    return lines


def _closing_words(rows: list[dict[str, Any]], folder: Path) -> str:
    ids = [row["article_id"] for row in rows if row["decision"] == "yes"]
    first = ids[0] if ids else 1
    prefix = f"VEDETTE_DATA_DIR={folder} vedette"
    url = rows[0]["url"]
    return (
        f"The data lies in {folder}. Next, type:\n\n"
        f"    {prefix} list --defence\n"
        f"    {prefix} show {first}\n"
        f"    {prefix} explain {url}\n"
        f"    {prefix} export --format jsonl\n"
    )
