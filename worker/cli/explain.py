"""`vedette explain`: every gate that a URL met, when, and what it decided."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import typer
from rich.console import Console

from worker import urls
from worker.build import App
from worker.cli import articles, common, evidence_view
from worker.cli.options import Json
from worker.errors import Refused
from worker.frontier import admission, lookup
from worker.values import Candidate
from worker.vocabulary import UrlState

#: What is told of the article beside the gates.
_OF_ARTICLE = (
    "title", "decision", "decided_by", "judgement", "machine_decision", "score", "topics",
    "evidence", "version", "opinion",
)  # fmt: skip


def explain(
    url: Annotated[str, typer.Argument(help="The URL, in any of its spellings.")],
    json: Json = False,
) -> None:
    """Tell the story of a URL: every gate, time and verdict of every visit.

    Exit status 1 if it was never accepted.
    """
    with common.opened() as app:
        story = _story(app, url)
    if json:
        common.print_json(story)
    else:
        _show(story)
    if story["url_id"] is None:
        raise typer.Exit(1)


def _story(app: App, url: str) -> dict[str, Any]:
    empty: dict[str, Any] = {"url": urls.redact(url), "url_id": None, "gates": []}
    try:
        key = lookup.key_of_url(url)
    except Refused as refused:
        return {**empty, "verdict": f"it can't be admitted: {refused.reason}"}
    with app.database.reading() as tx:
        row = tx.reports.url_by_key(key)
        if row is not None:
            gates = tx.reports.trace_of(row["id"])
            host = tx.reports.host(row["host"])
            referrers = tx.stubs.referrers_of(row["id"])
            stub = tx.stubs.of_url(row["id"])
            article = row["article_id"] and tx.article_reports.article(row["article_id"])
    if row is None:
        return {**empty, "verdict": _unknown_verdict(app, url)}
    return {
        "url": urls.redact(row["url"]),
        "url_id": row["id"],
        "canonical_url": urls.redact(row["canonical_url"]),
        "kind": row["kind"],
        "origin": row["origin"],
        "state": row["state"],
        "outcome": row["outcome"],
        "reason": row["reason"],
        "verdict": _verdict(row),
        "due_at": row["due_at"] if row["state"] == UrlState.WAITING else None,
        "article_id": row["article_id"],
        "article": article and {name: article[name] for name in _OF_ARTICLE},
        "host": host,
        "sources": [{k: one[k] for k in ("id", "name", "seen_at")} for one in referrers],
        "stub": stub
        and {k: stub[k] for k in ("title", "summary", "published_at", "decision", "score")},
        "gates": [
            {name: gate[name] for name in ("visit", "attempt", "at", "gate", "verdict", "detail")}
            for gate in gates
        ],
    }


def _unknown_verdict(app: App, url: str) -> str:
    try:
        admission.admit(Candidate(url=url), app.settings)
    except Refused as refused:
        return f"it was never accepted, and would be declined: {refused.reason}"
    return "it was never submitted; `vedette submit` would accept it"


def _verdict(row: dict[str, Any]) -> str:
    if row["state"] == UrlState.WAITING:
        return f"waits until {common.moment(row['due_at'])}" + (
            f" ({row['reason']})" if row["reason"] else ""
        )
    if row["state"] == UrlState.DONE:
        return f"{row['outcome']}" + (f": {row['reason']}" if row["reason"] else "")
    if row["state"] == UrlState.CAPTURED:
        return "captured, to be processed" + (f" again ({row['reason']})" if row["reason"] else "")
    return f"{row['state']} since {common.moment(row['begun_at'] or row['sent_at'])}"


def _show(story: dict[str, Any]) -> None:
    out = common.console()
    out.print(common.cell(urls.redact(story["url"]), "bold"))
    out.print(common.cell(story["verdict"]))
    if story["url_id"] is None:
        return
    if story["article_id"] is not None:
        out.print(
            common.cell(f"article {story['article_id']} (`vedette show {story['article_id']}`)")
        )
    if article := story["article"]:
        for line in articles.verdict_lines(article):
            out.print(line)
        for label, is_for in (("for", True), ("against", False)):
            if words := evidence_view.in_brief(article["evidence"], is_for=is_for):
                out.print(common.cell(f"  {label}: {words}"))
    for one in story["sources"]:
        out.print(common.cell(f"found in {one['name']} at {common.moment(one['seen_at'])}"))
    if stub := story["stub"]:
        out.print(
            common.cell(
                f"its source says: {stub['title']} ({stub['decision']} {stub['score']:.2f})"
            )
        )
    host = story["host"]
    if host is not None and host["paused_at"] is not None:
        why = f" ({host['pause_reason']})" if host["pause_reason"] else ""
        since = common.moment(host["paused_at"])
        out.print(common.cell(f"host {host['host']} is paused since {since}{why}", "yellow"))
    elif host is not None and host["rest_reason"]:
        until = common.moment(host["next_allowed_at"])
        out.print(
            common.cell(f"host {host['host']}: next request from {until} ({host['rest_reason']})")
        )
    out.print()
    _show_gates(story["gates"], out)
    _show_tracebacks(story["gates"], out)


#: Details that stand below the table, or in its verdict.
_ELSEWHERE = frozenset({"traceback"})
#: Of verdicts that a reader looks for first.
_STYLES = {"refused": "red", "given up": "bold red", "taken back": "yellow", "postponed": "yellow"}


def _show_gates(gates: Sequence[Mapping[str, Any]], out: Console) -> None:
    table = common.table(
        "visit", "try", "time (UTC)", "gate", "verdict", ("detail", {"overflow": "fold"})
    )
    for gate in gates:
        told = [f"{n}={v}" for n, v in gate["detail"].items() if n not in _ELSEWHERE]
        if "traceback" in gate["detail"]:
            told.append("(traceback below)")
        table.add_row(
            common.cell(gate["visit"]),
            common.cell(gate["attempt"]),
            common.cell(common.moment(gate["at"])),
            common.cell(gate["gate"]),
            common.cell(gate["verdict"], _STYLES.get(gate["verdict"], "")),
            common.cell("  ".join(told)),
        )
    out.print(table)


def _show_tracebacks(gates: Sequence[Mapping[str, Any]], out: Console) -> None:
    """Where our code broke, try by try."""
    for gate in gates:
        if told := gate["detail"].get("traceback"):
            out.print()
            out.print(
                common.cell(f"visit {gate['visit']}, try {gate['attempt']}: our code broke", "red")
            )
            for line in str(told).splitlines():
                out.print(common.cell(f"  {line}"), soft_wrap=True)
