"""How `vedette hosts` tells of hosts: one mapping for JSON, and the tables made of it."""

from datetime import datetime
from typing import Any

from rich.console import Console
from rich.text import Text

from worker import urls
from worker.cli import common
from worker.frontier import pace
from worker.frontier.duration import shown
from worker.frontier.host_state import HostState, state_of
from worker.settings import FetchSettings
from worker.store.host_reports import HostReport

#: From so many columns on there is room for more of the queue.
_WIDE = 120

STYLES = {
    HostState.PAUSED: "magenta",
    HostState.ASKING: "green",
    HostState.RESTING: "yellow",
    HostState.PACING: "",
    HostState.FREE: "",
}


def told_of(report: HostReport, settings: FetchSettings, now: datetime) -> dict[str, Any]:
    """A host as JSON has it, and as the tables show it; moments are aware, UTC."""
    delay = pace.delay_in_force(settings, report.pace)
    state = state_of(
        now,
        is_paused=report.paused_at is not None,
        is_busy=report.is_busy,
        next_allowed_at=report.next_allowed_at,
        delay_seconds=delay.seconds,
    )
    return {
        "host": report.host,
        "state": state,
        "reason": _reason(report, state, delay),
        "next_request_at": _next_request_at(report, state),
        "next_allowed_at": report.next_allowed_at,
        "rest_reason": report.rest_reason,
        "pace_seconds": delay.seconds,
        "pace_reason": delay.reason,
        "own_delay_seconds": report.pace.own_delay_seconds,
        "own_delay_origin": report.pace.delay_origin,
        "crawl_delay_seconds": report.pace.crawl_delay_seconds,
        "slow_seconds": report.pace.slow_seconds,
        "failures": report.pace.failures,
        "waiting": report.waiting_count,
        "due": report.due_count,
        "oldest_due_at": report.next_due_at if report.due_count else None,
        "under_way": report.under_way and urls.redact(report.under_way),
        "under_way_since": report.under_way_since,
        "answered_at": report.answered_at,
        "failed_at": report.failed_at,
        "paused_at": report.paused_at,
        "pause_reason": report.pause_reason,
    }


def _reason(report: HostReport, state: HostState, delay: pace.Delay) -> str:
    """The one thing to know of a host."""
    if state is HostState.PAUSED:
        return report.pause_reason or ""
    if state is HostState.RESTING:
        return report.rest_reason or ""
    return delay.reason


def _next_request_at(report: HostReport, state: HostState) -> datetime | None:
    """When it is asked next as far as is known; None where it is paused or nothing waits."""
    if state is HostState.PAUSED or report.next_due_at is None:
        return None
    return max(report.next_allowed_at, report.next_due_at)


def show_list(out: Console, told: list[dict[str, Any]], now: datetime) -> None:
    """One line for each host; more of its queue where there is room."""
    is_wide = out.width >= _WIDE
    right = {"justify": "right", "no_wrap": True}
    columns: list[Any] = [
        ("host", {"overflow": "fold", "max_width": 48 if is_wide else 26}),
        ("state", {"no_wrap": True}),
        ("next", {"no_wrap": True}),
        ("pace", right),
        ("due", right),
    ]
    if is_wide:
        columns += [("waiting", right), ("oldest due", right), ("answered", right)]
    table = common.table(*columns, ("why", {"overflow": "fold"}))
    for one in told:
        cells = [
            common.cell(one["host"]),
            common.cell(one["state"], STYLES[one["state"]]),
            common.cell(_next(one, now)),
            common.cell(shown(one["pace_seconds"])),
            common.cell(one["due"] or ""),
        ]
        if is_wide:
            cells += [
                common.cell(one["waiting"] or ""),
                common.cell(_age(one["oldest_due_at"], now)),
                common.cell(_ago(one["answered_at"], now)),
            ]
        table.add_row(*cells, common.cell(one["reason"]))
    out.print(table)


def show_one(out: Console, told: dict[str, Any], now: datetime) -> None:
    """All that is known of a host."""
    out.print(common.cell(told["host"], "bold"))
    out.print(headline(told))
    out.print()
    out.print(common.facts_table(_facts(told, now)))


def headline(told: dict[str, Any]) -> Text:
    """What a host does now, and why."""
    state = told["state"]
    if state in (HostState.PAUSED, HostState.RESTING):
        return common.cell(f"{state}: {told['reason']}", STYLES[state])
    pause = shown(told["pace_seconds"])
    return common.cell(f"{state}, at a pause of {pause}: {told['reason']}", STYLES[state])


def _facts(told: dict[str, Any], now: datetime) -> list[tuple[str, Any]]:
    may_be_asked = told["next_allowed_at"] <= now
    facts = [
        ("next request", _next(told, now) or _why_none(told)),
        ("not before", "" if may_be_asked else moment(told["next_allowed_at"], now)),
        ("because", "" if may_be_asked else told["rest_reason"]),
        ("pace", f"{shown(told['pace_seconds'])} ({told['pace_reason']})"),
        ("own pace", _own_pace(told)),
        ("robots.txt Crawl-delay", _shown(told["crawl_delay_seconds"])),
        ("slowed to", _shown(told["slow_seconds"] or None)),
        ("waiting", f"{told['waiting']} URLs, {told['due']} of them due"),
        ("oldest due has waited", _age(told["oldest_due_at"], now)),
        ("under way", told["under_way"]),
        ("  since", moment(told["under_way_since"], now)),
        ("answered", moment(told["answered_at"], now)),
        ("could not be reached", moment(told["failed_at"], now)),
        ("  times in a row", told["failures"] or None),
        ("paused", moment(told["paused_at"], now)),
    ]
    return [(name, value) for name, value in facts if value]


def _own_pace(told: dict[str, Any]) -> str:
    if told["own_delay_seconds"] is None:
        return ""
    return f"{shown(told['own_delay_seconds'])}, set by {told['own_delay_origin']}"


def _why_none(told: dict[str, Any]) -> str:
    return "" if told["state"] == HostState.PAUSED else "nothing waits for it"


def _next(told: dict[str, Any], now: datetime) -> str:
    """When it is asked next, in few letters."""
    if told["state"] == HostState.ASKING:
        return "now"
    at: datetime | None = told["next_request_at"]
    if told["state"] == HostState.RESTING:
        at = max(at or told["next_allowed_at"], told["next_allowed_at"])
    if at is None:
        return ""
    return "now" if at <= now else f"in {_span(at, now)}"


def _span(one: datetime, other: datetime) -> str:
    seconds = abs((one - other).total_seconds())
    return shown(round(seconds) if seconds >= 10 else round(seconds, 1))


def _age(at: datetime | None, now: datetime) -> str:
    return "" if at is None else _span(at, now)


def _ago(at: datetime | None, now: datetime) -> str:
    return "" if at is None else f"{_span(at, now)} ago"


def moment(at: datetime | None, now: datetime) -> str:
    """A moment, and how far away it is."""
    if at is None or at.year < 2000:
        return ""
    return f"{common.moment(at)} ({'in ' + _span(at, now) if at > now else _ago(at, now)})"


def _shown(seconds: float | None) -> str:
    return "" if seconds is None else shown(seconds)
