"""`vedette judge`: an analyst's ruling on an article, kept for ever beside the machine's."""

from typing import Annotated, Any

import typer

from worker.cli import articles, common, judging
from worker.cli.options import Json
from worker.steps.judge import Judge, Judged
from worker.vocabulary import DecidedBy, Ruling


def judge(
    which: Annotated[
        str, typer.Argument(metavar="ID|URL", help="An article's id, or any URL of it.")
    ],
    ruling: Annotated[
        Ruling, typer.Argument(help="`withdrawn` takes earlier rulings back: the machine decides.")
    ],
    topics: Annotated[
        str | None, typer.Option(help="With a yes: its topics, the most important first: a,b.")
    ] = None,
    note: Annotated[str, typer.Option(help="Why, for whoever looks later.")] = "",
    analyst: judging.As = None,
    json: Json = False,
) -> None:
    """Say whether an article is about defence. It shows your decision from now on.

    Every ruling is kept, with what the machine said at that time; the newest counts, and no
    reclassification overwrites it. Without --topics the machine's topics stand.
    """
    name = judging.analyst_of(analyst)
    chosen = None if topics is None else judging.topics_of(topics)
    with common.opened() as app:
        article_id = articles.find_article(app, which)
        judged = Judge(app).run(article_id, ruling, analyst=name, topics=chosen, note=note)
    if json:
        common.print_json(_row(judged))
        return
    common.console().print(common.cell(_sentence(judged)))


def _row(judged: Judged) -> dict[str, Any]:
    ruled = judged.judgement
    return {
        "article_id": ruled.article_id,
        "decision": judged.decision,
        "decided_by": judged.decided_by,
        "topics": [{"topic": one.topic, "score": one.score} for one in judged.topics],
        "was": judged.was,
        "judgement": {
            "decision": ruled.ruling,
            "topics": None if ruled.topics is None else list(ruled.topics),
            "note": ruled.note,
            "analyst": ruled.analyst,
            "judged_at": ruled.judged_at,
        },
        "machine": {
            "decision": ruled.machine.decision,
            "score": round(ruled.machine.score, 4),
            "version": ruled.machine.version,
        },
    }


def _sentence(judged: Judged) -> str:
    ruled = judged.judgement
    machine = f"{ruled.machine.decision} {ruled.machine.score:.2f}"
    if judged.decided_by is DecidedBy.MACHINE:
        return f"article {ruled.article_id}: the machine decides again: {machine}"
    topics = common.topics_shown([{"topic": one.topic} for one in judged.topics])
    shown = f"{judged.decision}" + (f" ({topics})" if topics else "")
    return f"article {ruled.article_id}: {shown} by {ruled.analyst}; the machine says {machine}"
