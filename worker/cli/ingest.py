"""`vedette ingest`: submit URLs, work until they are finished, and sum up."""

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Annotated, Any

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from worker import urls
from worker.build import App
from worker.cli import common, url_lists
from worker.cli.options import Json, ListFile, Urls
from worker.cli.submit import in_batches
from worker.local import LocalEngine
from worker.values import Submission
from worker.vocabulary import OUTCOME_RULES, Outcome, UrlState

#: Somebody waits for these: they go before what feeds brought, within each host.
PRIORITY = 5
_LOOK_SECONDS = 0.5
#: Up to so many URLs the summary shows each.
_SHOWN_EACH = 40

Patience = Annotated[
    float,
    typer.Option(
        help="Seconds to wait for a retry. What is due later is left to `vedette run`.", min=0
    ),
]


def ingest(
    given: Urls = None, file: ListFile = None, patience: Patience = 30.0, json: Json = False
) -> None:
    """Submit URLs, work until they are finished, and show what became of them.

    Exit status 0 only if all of them ended in a final outcome that is no defect.
    """
    asked = url_lists.gather(given or [], file)
    with common.opened() as app:
        waiting = work_on(app, asked, patience_seconds=patience)
        rows = waiting.results(app)
    if json:
        for row in rows:
            common.print_json_line(row)
    else:
        show_summary(rows)
    if not all(_ended_well(row) for row in rows):
        raise typer.Exit(1)


@dataclass(slots=True)
class Waiting:
    """The URLs that somebody waits for."""

    submissions: Sequence[Submission]
    patience_seconds: float
    unfinished: set[int] = field(default_factory=set)
    total: int = 0
    looked_at: float = float("-inf")
    began_at: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        self.unfinished = {s.url_id for s in self.submissions if s.url_id is not None}
        self.total = len(self.unfinished)

    def is_over(self, app: App, now: datetime) -> bool:
        """Whether all are finished, or what remains is due later than patience lasts."""
        if time.monotonic() - self.looked_at < _LOOK_SECONDS:
            return not self.unfinished
        self.looked_at = time.monotonic()
        with app.database.reading() as tx:
            rows = tx.reports.unfinished(sorted(self.unfinished))
            outage_since = tx.fleet.look().outage_since
        self.unfinished = {row["id"] for row in rows}
        gives_up = outage_since is not None and self._has_waited(now - outage_since)
        return all(
            row["state"] == UrlState.WAITING and (gives_up or self._is_far_off(row, now))
            for row in rows
        )

    def _has_waited(self, outage_lasts: timedelta) -> bool:
        """Nobody knows when our own network is back: patience ends; it may be an old outage."""
        waited_seconds = time.monotonic() - self.began_at
        return min(outage_lasts.total_seconds(), waited_seconds) > self.patience_seconds

    def _is_far_off(self, row: dict[str, Any], now: datetime) -> bool:
        """Whether its turn, or its host's, comes later than patience lasts."""
        if row["paused_at"] is not None:
            return True
        turn_at = max(row["due_at"], row["next_allowed_at"] or row["due_at"])
        return bool((turn_at - now).total_seconds() > self.patience_seconds)

    def results(self, app: App) -> list[dict[str, Any]]:
        """A row for each URL asked for, in order."""
        ids = [s.url_id for s in self.submissions if s.url_id is not None]
        with app.database.reading() as tx:
            states = {row["id"]: row for row in tx.reports.progress(ids)}
            articles = {
                article_id: tx.article_reports.article(article_id)
                for article_id in {row["article_id"] for row in states.values()}
                if article_id is not None
            }
        rows = []
        for one in self.submissions:
            if one.url_id is None:
                declined = {"url": one.url, "state": "declined", "reason": one.reason}
                rows.append({**_EMPTY, **declined})
                continue
            state = states[one.url_id]
            rows.append(_result(one, state, articles.get(state["article_id"])))
        return rows


_EMPTY: dict[str, Any] = dict.fromkeys(
    ("url", "url_id", "state", "outcome", "reason", "article_id", "title", "language",
     "decision", "score", "topics", "evidence", "due_at")
)  # fmt: skip


def _result(
    one: Submission, state: dict[str, Any], article: dict[str, Any] | None
) -> dict[str, Any]:
    done = state["state"] == UrlState.DONE
    row = {
        **_EMPTY,
        "url": one.url,
        "url_id": one.url_id,
        "state": state["state"],
        "outcome": state["outcome"] if done else None,
        "reason": state["reason"],
        "due_at": None if done else state["due_at"],
        "article_id": state["article_id"],
    }
    if article is not None:
        names = ("title", "language", "decision", "score", "topics", "evidence")
        row |= {name: article[name] for name in names}
    return row


def work_on(app: App, asked: list[str], *, patience_seconds: float) -> Waiting:
    """Submit URLs and run the embedded engine until they are finished."""
    app.require_second_judge()
    engine = LocalEngine(app)
    submissions = in_batches(engine.pipeline, asked, priority=PRIORITY)
    waiting = Waiting(submissions, patience_seconds)
    with _progress() as progress, engine.stopped_by_signals():
        bar = progress.add_task("ingesting", total=waiting.total)

        def is_over() -> bool:
            over = waiting.is_over(app, app.clock())
            progress.update(bar, completed=waiting.total - len(waiting.unfinished))
            return over

        engine.run(until=is_over)
    return waiting


def _progress() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=common.error_console(),
        transient=False,
    )


def _ended_well(row: dict[str, Any]) -> bool:
    return row["outcome"] is not None and not OUTCOME_RULES[Outcome(row["outcome"])].is_defect


def show_summary(rows: Sequence[dict[str, Any]]) -> None:
    """Each URL where they are few, then the counts; what did not end well is always named."""
    out = common.console()
    shown = rows if len(rows) <= _SHOWN_EACH else [row for row in rows if not _ended_well(row)]
    if shown:
        out.print(results_table(shown))
        out.print()
    counts = Counter(str(row["outcome"] or _unfinished_word(row)) for row in rows)
    out.print(", ".join(f"{count} {word}" for word, count in counts.most_common()))
    due = [row["due_at"] for row in rows if row["due_at"] is not None]
    if due:
        when = common.moment(min(due))
        out.print(f"postponed URLs are due from {when} UTC on: `vedette run` goes on with them")


def results_table(rows: Sequence[dict[str, Any]]) -> Any:
    """What became of each URL."""
    table = common.table(
        "outcome",
        "lang",
        ("title", {"max_width": 48}),
        "defence",
        ("score", {"justify": "right"}),
        ("topics", {"max_width": 32}),
        ("evidence, or reason", {"max_width": 52}),
    )
    for row in rows:
        article = row["title"] is not None or row["article_id"] is not None
        table.add_row(
            common.cell(row["outcome"] or _unfinished_word(row), _style(row)),
            common.cell(row["language"]),
            common.cell(row["title"] if article else _short(urls.redact(row["url"]), 48)),
            common.cell(row["decision"]),
            common.cell(f"{row['score']:.2f}" if row["score"] is not None else ""),
            common.cell(common.topics_shown(row["topics"] or [])),
            common.cell(common.evidence_shown(row["evidence"] or []) or row["reason"]),
        )
    return table


def _short(url: str, width: int) -> str:
    """A URL cut in its middle: where it leads is told by its beginning and its end."""
    if len(url) <= width:
        return url
    head = width // 2
    return f"{url[:head]}…{url[head + 1 - width :]}"


def _unfinished_word(row: dict[str, Any]) -> str:
    if row["state"] == "declined":
        return "declined"
    return "postponed" if row["state"] == UrlState.WAITING else "under way"


def _style(row: dict[str, Any]) -> str:
    if row["outcome"] == Outcome.STORED:
        return "green"
    return "yellow" if _ended_well(row) else "red"
