"""`vedette evaluate`: how good the judge is on labelled items, and where it errs."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from worker import settings as settings_module
from worker.classify import evaluation
from worker.classify.classifier import Classifier
from worker.classify.evaluation import Judged, figure
from worker.classify.lexicon import Lexicon, load_lexicon
from worker.classify.weights import load_weights, shipped_file
from worker.cli import common, gold
from worker.cli.gold import Gold
from worker.cli.options import Json
from worker.errors import InputError
from worker.observe import logs
from worker.settings import Settings, config_dir

SHIPPED, PRESENT = "shipped", "present"
_EVIDENCE_SHOWN = 4


def evaluate(
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[GOLD]...",
            help="JSON lines {id, title, text, label 0/1/2, lang?, topics?, source?}.",
        ),
    ] = None,
    judgements: Annotated[
        bool, typer.Option("--judgements", help="Measure on what analysts have judged.")
    ] = False,
    compare: Annotated[
        tuple[str, str] | None,
        typer.Option(
            "--compare", help="Two models: weights files, or the words `shipped`, `present`."
        ),
    ] = None,
    floor: Annotated[
        float, typer.Option("--floor", min=0, max=1, help="The least F1, also of each language.")
    ] = 0.8,
    confusions: Annotated[
        int, typer.Option("--confusions", min=0, help="How many to list, the worst first.")
    ] = 30,
    json: Json = False,
) -> None:
    """Measure the judge: precision, recall, F1, calibration, by language and topic; confusions.

    Label 1 is left out of precision and recall. Exit status 1 if F1 is below the floor, overall or
    in a language with five positives or more.
    """
    settings = common.quiet(settings_module.load())
    logs.configure(settings.log)
    items = _items(files or [], settings, judgements=judgements)
    lexicon = load_lexicon(config_dir() / "lexicon", settings.classify.lexicon_dir)
    chosen = [_classifier(name, settings, lexicon) for name in compare or (PRESENT,)]
    judged = [_judged(classifier, items) for classifier in chosen]
    reports = [
        _report(classifier, own, settings, floor)
        for classifier, own in zip(chosen, judged, strict=True)
    ]
    document = reports[-1]
    if compare:
        document["compared"] = {
            "before": {"name": compare[0], **_headline(reports[0])},
            "after": {"name": compare[1], **_headline(reports[1])},
            **evaluation.comparison(*judged),
        }
    if json:
        common.print_json(document)
    else:
        _show(document, confusions)
    if document["is_below_floor"]:
        raise typer.Exit(1)


def _items(files: Sequence[Path], settings: Settings, *, judgements: bool) -> list[Gold]:
    if not files and not judgements:
        raise InputError("there is nothing to measure on; give a file of items, or --judgements")
    items = gold.from_files(files) if files else []
    return items + (gold.from_judgements(settings) if judgements else [])


def _classifier(name: str, settings: Settings, lexicon: Lexicon) -> Classifier:
    named = {SHIPPED: shipped_file(), PRESENT: settings.classify.weights_file or shipped_file()}
    return Classifier(settings.classify, lexicon, load_weights(named.get(name, Path(name))))


def _judged(classifier: Classifier, items: Sequence[Gold]) -> list[Judged]:
    return [
        Judged(
            item_id=one.item_id,
            title=one.title,
            text=one.text,
            language=one.language,
            label=one.label,
            topics=one.topics,
            judgement=classifier.judge(title=one.title, text=one.text, language=one.language),
        )
        for one in items
    ]


def _report(
    classifier: Classifier, judged: Sequence[Judged], settings: Settings, floor: float
) -> dict[str, Any]:
    found = evaluation.report(
        judged,
        floor=floor,
        review_threshold=settings.classify.review_threshold,
        yes_threshold=settings.classify.yes_threshold,
    )
    return {"model": classifier.version, **found}


def _headline(report: dict[str, Any]) -> dict[str, Any]:
    overall = report["overall"]
    return {
        "model": report["model"],
        "f1": overall["f1"],
        "average_precision": overall["average_precision"],
        "false_alarms": overall["false_alarms"],
        "calibration_error": overall["calibration_error"],
        "macro_f1": report["macro_f1"],
        "topics_micro_f1": report["topics"]["micro_f1"],
    }


# --- For people ----------------------------------------------------------------------------------


def _show(report: dict[str, Any], confusions: int) -> None:
    out = common.console()
    labels, marginal, topics = report["labels"], report["marginal"], report["topics"]
    facts = [
        ("model", report["model"]),
        ("items", f"{report['items']}: {labels['2']} defence, {labels['1']} marginal, "
                  f"{labels['0']} other"),
        ("macro F1", f"{figure(report['macro_f1'])} over languages with "
                     f"{evaluation.POSITIVES_MIN} positives or more"),
        ("marginal", f"{figure(marginal['accepted_share'], digits=2)} accepted, mean score "
                     f"{figure(marginal['mean_score'], digits=2)}, "
                     f"{figure(marginal['near_band_share'], digits=2)} in or near the band"),
        ("topics", f"micro F1 {_with_interval(topics, 'micro_f1')} on {topics['items']} items"),
    ]  # fmt: skip
    out.print(common.facts_table(facts))
    out.print()
    out.print(_figures_table(report))
    out.print()
    out.print(_topics_table(topics))
    if "compared" in report:
        _show_comparison(report["compared"])
    _show_confusions(report["confusions"], confusions)
    if report["is_below_floor"]:
        named = ", ".join(report["languages_below_floor"]) or "overall"
        out.print(common.cell(f"below the floor of {report['floor']:g}: {named}", "red"))


def _figures_table(report: dict[str, Any]) -> Any:
    table = common.table(
        "language", "items", "2", "0", "F1 (95 %)", "precision", "recall", "false alarms",
        "average precision", "calibration error", "",
    )  # fmt: skip
    rows = [{"language": "all", "items": report["items"], **report["overall"]}]
    for row in [*rows, *report["languages"]]:
        below = row.get("is_below_floor", False)
        table.add_row(
            common.cell(row["language"], "red" if below else ""),
            str(row["items"]),
            str(row["positives"]),
            str(row["negatives"]),
            _with_interval(row, "f1"),
            _with_interval(row, "precision"),
            _with_interval(row, "recall"),
            figure(row["false_alarms"]),
            figure(row["average_precision"]),
            figure(row["calibration_error"]),
            "below the floor" if below else "",
        )
    return table


def _topics_table(topics: dict[str, Any]) -> Any:
    table = common.table("topic", "items", "precision", "recall", "F1")
    for row in topics["each"]:
        table.add_row(
            row["topic"],
            str(row["positives"]),
            *(figure(row[name]) for name in ("precision", "recall", "f1")),
        )
    return table


def _with_interval(row: dict[str, Any], name: str) -> str:
    interval = row[f"{name}_interval"]
    if row[name] is None or interval is None:
        return figure(row[name])
    return f"{figure(row[name])} ({interval[0]:.2f}-{interval[1]:.2f})"


def _show_comparison(compared: dict[str, Any]) -> None:
    out = common.console()
    before, after = compared["before"], compared["after"]
    table = common.table("", f"{before['name']}", f"{after['name']}")
    for name in before:
        if name not in {"name", "model"}:
            table.add_row(name.replace("_", " "), figure(before[name]), figure(after[name]))
    out.print()
    out.print(table)
    low, high = compared["f1_difference_interval"] or (None, None)
    out.print(
        f"F1 changes by {figure(compared['f1_difference'])} "
        f"({figure(low)} to {figure(high)}); {compared['mended']} items mended, "
        f"{compared['broken']} broken, {len(compared['changed'])} decisions changed",
        markup=False,
    )


def _show_confusions(confused: Sequence[dict[str, Any]], count: int) -> None:
    out = common.console()
    out.print()
    out.print(f"{len(confused)} confusions", style="bold")
    for one in confused[:count]:
        kind = "missed" if one["label"] else "false alarm"
        out.print(
            common.cell(
                f"{kind}  {one['score']:.2f} {one['decision']}  {one['language']}  "
                f"{one['id']}  {one['title']}",
                one_line=True,
            )
        )
        shown = common.evidence_shown(one["evidence"], _EVIDENCE_SHOWN)
        concepts = ", ".join(dict.fromkeys(e["concept"] for e in one["evidence"]))
        out.print(common.cell(f"    {shown or 'no evidence'}  [{concepts}]", "dim", one_line=True))
