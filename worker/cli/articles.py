"""`vedette list` and `vedette show`: the articles that are stored."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from worker.build import App
from worker.cli import common, evidence_view
from worker.cli.options import Json
from worker.errors import InputError, Refused
from worker.frontier import lookup
from worker.redaction import redact
from worker.store.article_reports import ArticleFilter
from worker.values import AnalystJudgement
from worker.vocabulary import DecidedBy, Decision, Integrity, Topic

#: The text of an article is shown up to here; --full shows all.
_SHOWN_CHARACTERS = 1500
#: Of an id; more would not fit a column of 64 bits.
_ID_MAX_DIGITS = 18


def list_articles(
    defence: Annotated[bool, typer.Option("--defence", help="Only decision yes.")] = False,
    decision: Annotated[Decision | None, typer.Option(help="Only this decision.")] = None,
    language: Annotated[str | None, typer.Option(help="Only this language, such as de.")] = None,
    topic: Annotated[Topic | None, typer.Option(help="Only articles of this topic.")] = None,
    since: Annotated[
        str | None, typer.Option(help="Stored since: 2026-11-24, 24h, 7d, 2w.")
    ] = None,
    decided_by: Annotated[
        DecidedBy | None, typer.Option(help="Only decisions of the machine, or of analysts.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 50,
    json: Json = False,
) -> None:
    """List stored articles, newest first.

    `defence` is the decision that counts: an analyst's where there is one, else the machine's.
    """
    wanted = ArticleFilter(
        decision=Decision.YES if defence else decision,
        language=language,
        topic=topic,
        since=common.since(since),
        decided_by=decided_by,
        limit=limit,
    )
    with common.opened() as app, app.database.reading() as tx:
        rows = tx.article_reports.articles(wanted)
    if json:
        for row in rows:
            common.print_json_line(
                {k: v for k, v in redacted(row).items() if k not in ("text", "signals")}
            )
        return
    table = common.table(
        ("id", {"justify": "right"}),
        "published",
        "lang",
        "defence",
        ("by", {"max_width": 16}),
        "machine",
        ("score", {"justify": "right"}),
        ("topics", {"max_width": 32}),
        ("site", {"max_width": 26}),
        ("title", {"max_width": 60}),
    )
    for row in rows:
        table.add_row(
            common.cell(row["id"]),
            common.cell(_published(row)),
            common.cell(row["language"]),
            common.cell(row["decision"], _decision_style(row["decision"])),
            common.cell(row["judgement"] and row["judgement"]["analyst"]),
            common.cell(row["machine_decision"], "dim"),
            common.cell(f"{row['score']:.2f}"),
            common.cell(common.topics_shown(row["topics"])),
            common.cell(row["site_name"] or row["site"]),
            common.cell(row["title"]),
        )
    out = common.console()
    out.print(table)
    out.print(f"{len(rows)} articles" + (f" (the newest {limit})" if len(rows) == limit else ""))


def show(
    which: Annotated[
        str, typer.Argument(metavar="URL|ID", help="An article's id, or any URL of it.")
    ],
    full: Annotated[bool, typer.Option("--full", help="All of the text.")] = False,
    json: Json = False,
) -> None:
    """Show one article: what it says, how it was judged, and on what evidence."""
    with common.opened() as app:
        article_id = find_article(app, which)
        with app.database.reading() as tx:
            row = tx.article_reports.article(article_id)
            rulings = tx.judgements.of_article(article_id)
            leading = tx.reports.urls_of(article_id)
            referrers = [r for one in leading for r in tx.stubs.referrers_of(one["id"])]
    if row is None:
        raise InputError(f"there is no article {article_id}; `vedette list` shows what there is")
    if json:
        sources = [{"id": r["id"], "name": r["name"]} for r in referrers]
        common.print_json(
            {
                **redacted(row),
                "judgements": [_ruling_json(one) for one in rulings],
                "urls": [redact(one["url"]) for one in leading],
                "sources": sources,
            }
        )
        return
    _show(common.console(), row, rulings, leading, referrers, full=full)


def find_article(app: App, which: str) -> int:
    """The id of an article, from itself or from a URL that leads to it.

    Raises:
        InputError: nothing is stored under it, with what is known of it.
    """
    if which.isdecimal():
        if len(which) > _ID_MAX_DIGITS:
            raise InputError(f"there is no article {which[:40]}")
        return int(which)
    try:
        key = lookup.key_of_url(which)
    except Refused as refused:
        raise InputError(f"{redact(which)[:200]} is no URL: {refused.reason}") from None
    with app.database.reading() as tx:
        row = tx.reports.url_by_key(key)
    if row is None:
        raise InputError(f"{redact(which)[:200]} was never submitted")
    if row["article_id"] is None:
        state = row["outcome"] or row["state"]
        raise InputError(
            f"{redact(which)[:200]} led to no article ({state}); `vedette explain` tells why"
        )
    return int(row["article_id"])


def _show(
    out: Console,
    row: dict[str, Any],
    rulings: list[AnalystJudgement],
    leading: list[dict[str, Any]],
    referrers: list[dict[str, Any]],
    *,
    full: bool,
) -> None:
    out.print(_title(row))
    found_at = [("found at", redact(one["url"])) for one in leading]
    found_in = [("found in", name) for name in dict.fromkeys(r["name"] for r in referrers)]
    out.print(common.facts_table([*_facts(row), *found_at, *found_in]))
    out.print()
    for line in verdict_lines(row):
        out.print(line)
    for topic in row["topics"]:
        out.print(common.cell(f"  {topic['topic']:<12} {topic['score']:.2f}"))
    for ruling in rulings[:-1] if row["judgement"] else rulings:
        out.print(common.cell(f"earlier: {_ruled(ruling)}", "dim"))
    out.print()
    out.print(evidence_view.by_concept(row["evidence"]))
    out.print(common.cell(f"judged by {row['version']}, lexicon {row['lexicon_language']}", "dim"))
    out.print()
    text, end = row["text"], len(row["text"]) if full else _SHOWN_CHARACTERS
    out.print(evidence_view.highlighted(text, row["evidence"], "text", end=min(end, len(text))))
    if end < len(text):
        rest = len(text) - end
        out.print(common.cell(f"… {rest} more characters; --full shows all", "dim"))


def verdict_lines(row: Mapping[str, Any]) -> list[Text]:
    """The decision that counts, beside an analyst's the machine's, and a second opinion."""
    machine = f"{row['machine_decision']}  {row['score']:.2f}"
    style = f"bold {_decision_style(row['decision'])}"
    judged = row["judgement"]
    if judged is None:
        return [common.cell(f"defence: {machine}", style), *_opinion_lines(row)]
    when = common.moment(judged["judged_at"])[:16]
    lines = [common.cell(f"defence: {row['decision']}  by {judged['analyst']}, {when}", style)]
    if judged["note"]:
        lines.append(common.cell(f"  note: {judged['note']}"))
    lines.append(common.cell(f"machine: {machine}", _decision_style(row["machine_decision"])))
    return lines + _opinion_lines(row)


def _opinion_lines(row: Mapping[str, Any]) -> list[Text]:
    opinion = row.get("opinion")
    if opinion is None:
        return []
    return [common.cell(f"  second opinion: {evidence_view.opinion_in_brief(opinion)}")]


def redacted(row: Mapping[str, Any]) -> dict[str, Any]:
    """An article's row without the secrets of its URLs."""
    return {**row, "url": redact(row["url"]), "canonical_url": redact(row["canonical_url"])}


def _title(row: Mapping[str, Any]) -> Text:
    if not row["title"]:
        return Text("(no title)", style="bold")
    title = evidence_view.highlighted(row["title"], row["evidence"], "title")
    title.stylize_before("bold")
    return title


def _ruled(ruling: AnalystJudgement) -> str:
    note = f": {ruling.note}" if ruling.note else ""
    return f"{ruling.ruling} by {ruling.analyst}, {common.moment(ruling.judged_at)[:16]}{note}"


def _ruling_json(ruling: AnalystJudgement) -> dict[str, Any]:
    return {
        "id": ruling.judgement_id,
        "decision": ruling.ruling,
        "topics": None if ruling.topics is None else list(ruling.topics),
        "note": ruling.note,
        "analyst": ruling.analyst,
        "judged_at": ruling.judged_at,
        "machine": {
            "score": ruling.machine.score,
            "decision": ruling.machine.decision,
            "version": ruling.machine.version,
        },
    }


def _facts(row: dict[str, Any]) -> list[tuple[str, Any]]:
    confidence = f"{row['language_confidence']:.2f}"
    is_in_doubt = row["integrity"] not in (Integrity.WHOLE, Integrity.UNKNOWN)
    return [
        ("id", row["id"]),
        ("site", f"{row['site_name'] or ''} ({row['site']})".strip()),
        ("authors", ", ".join(row["authors"])),
        (
            "published",
            _published(row) + (f" ({row['published_source']})" if row["published_at"] else ""),
        ),
        ("language", f"{row['language']} ({confidence})"),
        ("access", row["access"]),
        *([("integrity", _integrity(row))] if is_in_doubt else []),
        ("stored", common.moment(row["stored_at"])),
        ("canonical", redact(row["canonical_url"])),
    ]


def _integrity(row: Mapping[str, Any]) -> str:
    """What became of the text, in the words of its signals."""
    signals = row["signals"] or {}
    why = ", ".join(str(one) for one in [*signals.get("doubts", ()), *signals.get("mended", ())])
    return f"{row['integrity']} ({why})" if why else str(row["integrity"])


def _published(row: dict[str, Any]) -> str:
    at: datetime | None = row["published_at"]
    if at is None:
        return "unknown"
    return common.moment(at)[:16] if row["published_has_time"] else common.moment(at)[:10]


def _decision_style(decision: str) -> str:
    return common.DECISION_STYLES.get(decision, "dim")
