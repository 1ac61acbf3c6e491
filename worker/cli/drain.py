"""`vedette drain`: nothing new is dispatched, and what is under way comes to its end."""

import time
from typing import Annotated

import typer

from worker.build import App
from worker.cli import common

_LOOK_SECONDS = 0.5


def drain(
    wait: Annotated[
        float, typer.Option("--wait", min=0, help="Seconds to wait for what is under way.")
    ] = 300.0,
    end: Annotated[bool, typer.Option("--end", help="Dispatch again.")] = False,
) -> None:
    """Stop dispatch, fleet-wide, and wait until nothing is under way; --end starts it again.

    URLs are still accepted meanwhile, and wait. Exit status 1 if work is still under way after
    --wait.
    """
    with common.opened() as app:
        with app.database.transaction() as tx:
            since = tx.fleet.look().draining_since
            if end or since is None:
                tx.fleet.drain(None if end else app.clock())
        out = common.console()
        if end:
            out.print("dispatch goes on" if since else "nothing was drained")
            return
        left = _wait(app, wait)
        if left:
            out.print(f"still under way after {wait:g} s: {left}; nothing new is dispatched")
            raise typer.Exit(1)
        out.print("nothing is under way; `vedette drain --end` starts dispatch again")


def _wait(app: App, seconds: float) -> int:
    """Wait, and return how many URLs are still under way."""
    end = time.monotonic() + seconds
    with common.error_console().status("") as shown:
        while True:
            with app.database.reading() as tx:
                under_way = tx.claims.under_way()
            left = under_way.fetching + under_way.processing
            if not left or time.monotonic() >= end:
                return left
            shown.update(f"{under_way.fetching} fetching, {under_way.processing} processing")
            time.sleep(_LOOK_SECONDS)
