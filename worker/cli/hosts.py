"""`vedette hosts`: how each host is asked and why; pause one, or set its pace."""

from typing import Annotated, Any

import typer

from worker import urls
from worker.build import App
from worker.cli import common, host_view
from worker.cli.options import Json
from worker.errors import InputError, Refused
from worker.frontier.duration import shown
from worker.frontier.host_state import HostState
from worker.settings import YEAR_SECONDS
from worker.store.host_reports import HostFilter

Host = Annotated[str, typer.Argument(metavar="HOST", help="A host's name, or any URL of it.")]

#: Who set a pace, for people.
ORIGIN = "vedette hosts pace"

app = typer.Typer(help="How each host is asked, and why; pause one, or set its pace.")


@app.callback(invoke_without_command=True)
def list_hosts(
    context: typer.Context,
    every: Annotated[bool, typer.Option("--all", help="Every host, however many.")] = False,
    paused: Annotated[bool, typer.Option("--paused", help="Only hosts that are paused.")] = False,
    resting: Annotated[
        bool, typer.Option("--resting", help="Only hosts left alone for longer than their pace.")
    ] = False,
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 40,
    json: Json = False,
) -> None:
    """List hosts, those in trouble first, then by how long their URLs have waited."""
    if context.invoked_subcommand is not None:
        return
    if paused and resting:
        raise InputError("give --paused or --resting, not both: a paused host does not rest")
    most = None if every else limit
    with common.opened() as opened:
        now, settings = opened.clock(), opened.settings.fetch
        # Which rests are longer than the pace is told here, so the limit comes after it.
        wanted = HostFilter(paused=paused, left_alone=resting, limit=None if resting else most)
        with opened.database.reading() as tx:
            reports = tx.host_reports.listing(now, wanted)
            known = tx.host_reports.count()
    told = [host_view.told_of(report, settings, now) for report in reports]
    if resting:
        told = [one for one in told if one["state"] == HostState.RESTING][:most]
    if json:
        for one in told:
            common.print_json_line(one)
        return
    host_view.show_list(common.console(), told, now)
    hidden = "; --all shows all" if most is not None and len(told) == most < known else ""
    common.console().print(f"{len(told)} of {known} hosts{hidden}")


@app.command()
def show(host: Host, json: Json = False) -> None:
    """Show one host: its pace, who decided it, what waits for it, and when it is asked next."""
    with common.opened() as opened:
        told = _told_of(opened, host_key(host))
        now = opened.clock()
    if json:
        common.print_json(told)
    else:
        host_view.show_one(common.console(), told, now)


@app.command()
def pause(
    host: Host,
    reason: Annotated[str, typer.Option(help="Why, for whoever asks later.")] = "by hand",
    json: Json = False,
) -> None:
    """Ask a host nothing more until it is resumed; a request that is under way is finished."""
    key = host_key(host)
    with common.opened() as opened:
        with opened.database.transaction() as tx:
            is_known = tx.host_reports.one(key, opened.clock()) is not None
            tx.hosts.pause(key, reason, now=opened.clock())
        _answer(opened, key, json=json, said=f"{key} is paused", is_known=is_known)


@app.command()
def resume(host: Host, json: Json = False) -> None:
    """Let a host be asked again: ends a pause, and a rest after failures.

    A rest that the host itself asked for (429, 503, Retry-After) stays.
    """
    key = host_key(host)
    with common.opened() as opened:
        before = _told_of(opened, key)
        with opened.database.transaction() as tx:
            tx.hosts.resume(key, now=opened.clock())
        _answer(opened, key, json=json, said=f"{key} {_resumed(before)}", is_known=True)


def _resumed(before: dict[str, Any]) -> str:
    if before["state"] == HostState.PAUSED:
        return "is resumed"
    if before["state"] == HostState.RESTING and before["failures"]:
        return "rests no longer"
    return "was not paused"


@app.command("pace")
def set_pace(
    host: Host,
    seconds: Annotated[str, typer.Argument(metavar="SECONDS|default", help="The pause.")],
    json: Json = False,
) -> None:
    """Set the pause between two requests to a host, for the whole fleet.

    It stands above robots.txt's Crawl-delay and fetch.delay_seconds; 429 and 503 may still slow the
    host further. `default` takes it back. It counts from the next request on.
    """
    key, delay_seconds = host_key(host), _seconds(seconds)
    if delay_seconds is None:
        said = f"{key} has no pace of its own any more"
    else:
        said = f"{key} is asked with a pause of {shown(delay_seconds)}"
    with common.opened() as opened:
        with opened.database.transaction() as tx:
            is_known = tx.host_reports.one(key, opened.clock()) is not None
            if is_known or delay_seconds is not None:
                tx.hosts.set_pace(key, delay_seconds, origin=ORIGIN)
        _answer(opened, key, json=json, said=said, is_known=is_known)


def host_key(text: str) -> str:
    """The host whose pace counts, from its name or from a URL of it.

    Raises:
        InputError: it is neither.
    """
    given = text.strip()
    try:
        return urls.parse(given if "://" in given else f"https://{given}").host_key
    except Refused as refused:
        raise InputError(
            f"{urls.redact(given)[:200]!r} is no host: {refused.reason}; give a name such as "
            "www.example.org, or a URL"
        ) from None


def _seconds(text: str) -> float | None:
    if text.strip().lower() == "default":
        return None
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= YEAR_SECONDS:  # and so no NaN
        raise InputError(
            f"{text[:40]!r} is no pace; give seconds between two requests, such as 5 or 0.5, "
            "or default"
        )
    return seconds


def _told_of(opened: App, key: str) -> dict[str, Any]:
    now = opened.clock()
    with opened.database.reading() as tx:
        report = tx.host_reports.one(key, now)
    if report is None:
        raise _unknown(opened, key)
    return host_view.told_of(report, opened.settings.fetch, now)


def _unknown(opened: App, key: str) -> InputError:
    return InputError(
        f"host {key} is not known: no URL of it was submitted{_perhaps(opened, key)}; "
        "`vedette hosts --all` lists all"
    )


def _perhaps(opened: App, key: str) -> str:
    """Hosts that may have been meant."""
    with opened.database.reading() as tx:
        similar = tx.host_reports.similar(key.removeprefix("www."))
    others = [name for name in similar if name != key]
    return f" (known: {', '.join(others)})" if others else ""


def _answer(opened: App, key: str, *, json: bool, said: str, is_known: bool) -> None:
    """What is true of the host after a change."""
    told = _told_of(opened, key)
    if json:
        common.print_json(told)
        return
    out = common.console()
    out.print(common.cell(said))
    if not is_known:
        out.print(
            common.cell(f"no URL of it is known yet: it counts from now on{_perhaps(opened, key)}")
        )
    now = opened.clock()
    out.print(host_view.headline(told))
    if told["state"] in (HostState.RESTING, HostState.PACING):
        out.print(
            common.cell(f"it may be asked from {host_view.moment(told['next_allowed_at'], now)}")
        )
