"""`vedette submit`: queue URLs, and say what became of each."""

from typing import Annotated

import typer

from worker import urls
from worker.cli import common, url_lists
from worker.cli.options import Json, ListFile, Urls
from worker.errors import StoreError
from worker.pipeline import Pipeline
from worker.steps.parts import NoMessages
from worker.values import Candidate, Submission
from worker.vocabulary import Admission

_STYLES = {Admission.ACCEPTED: "green", Admission.KNOWN: "cyan", Admission.DECLINED: "red"}
#: URLs admitted in one transaction.
BATCH = 1000


def submit(
    given: Urls = None,
    file: ListFile = None,
    priority: Annotated[int, typer.Option(help="Higher is earlier, within one host.")] = 0,
    json: Json = False,
) -> None:
    """Queue URLs: accepted, known already, or declined with the reason.

    They are fetched by `vedette run`, or by the workers where a broker is set. Exit status 1 if any
    was declined.
    """
    asked = url_lists.gather(given or [], file)
    with common.opened() as app:
        pipeline = Pipeline(app, NoMessages())
        submissions = in_batches(pipeline, asked, priority=priority)
    if json:
        for one in submissions:
            common.print_json_line(
                {
                    "url": one.url,
                    "admission": one.admission,
                    "url_id": one.url_id,
                    "reason": one.reason or None,
                }
            )
    else:
        _show(submissions)
    if any(one.admission is Admission.DECLINED for one in submissions):
        raise typer.Exit(1)


def in_batches(
    pipeline: Pipeline, asked: list[str], *, priority: int, origin: str = "cli"
) -> list[Submission]:
    """Submit URLs in transactions of bounded length."""
    submissions: list[Submission] = []
    for start in range(0, len(asked), BATCH):
        batch = asked[start : start + BATCH]
        candidates = [Candidate(url=url, priority=priority, origin=origin) for url in batch]
        try:
            submissions += pipeline.submit(candidates)
        except StoreError as error:
            raise StoreError(
                f"{error}. Of {len(asked)} URLs {start} were taken in before; the others were not: "
                "submit the same list again (what is known is not taken in twice)"
            ) from error
    return submissions


def _show(submissions: list[Submission]) -> None:
    shown = common.table("admission", "id", ("url", {"overflow": "fold"}), "reason")
    for one in submissions:
        url = urls.redact(one.url)
        shown.add_row(
            common.cell(one.admission, _STYLES[one.admission]),
            common.cell(one.url_id),
            common.cell(url if len(url) <= 200 else f"{url[:199]}…"),
            common.cell(one.reason),
        )
    out = common.console()
    out.print(shown)
    counts = dict.fromkeys(Admission, 0)
    for one in submissions:
        counts[one.admission] += 1
    out.print(", ".join(f"{count} {admission}" for admission, count in counts.items() if count))
