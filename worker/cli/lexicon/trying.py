"""`vedette lexicon try`: how a text would be read, form by form."""

import sys
from collections.abc import Sequence
from typing import Annotated, Any

import typer

from worker.classify.classifier import Classifier
from worker.classify.lexicon import Lexicon, load_lexicon
from worker.classify.model import Model
from worker.classify.tracing import Trace, traces
from worker.classify.weights import load_weights, shipped_file
from worker.cli import common
from worker.cli.evidence_view import highlighted
from worker.cli.lexicon.folders import Folder, settings_with, shipped
from worker.cli.options import Json
from worker.errors import InputError
from worker.extract.language import LanguageReader


def try_text(
    text: Annotated[str, typer.Argument(help="The text; - reads it from standard input.")],
    title: Annotated[str | None, typer.Option("--title", "-t", help="Its title.")] = None,
    language: Annotated[
        str | None, typer.Option("--language", "-l", help="Such as de; detected where not given.")
    ] = None,
    folder: Folder = None,
    json: Json = False,
) -> None:
    """Show which forms match where, what each concept weighs, and what is decided."""
    if text == "-":
        text = sys.stdin.buffer.read().decode("utf-8", errors="replace")
    if not text.strip() and not (title or "").strip():
        raise InputError("the text is empty; give some words, or - and a text on standard input")
    settings = settings_with(folder).classify
    lexicon = load_lexicon(shipped(), settings.lexicon_dir)
    weights = load_weights(settings.weights_file or shipped_file())
    classifier = Classifier(settings, lexicon, weights)
    spoken = language or LanguageReader().read(f"{title or ''}\n{text}", None).code
    judgement = classifier.judge(title=title, text=text, language=spoken)
    found = traces(lexicon, judgement.language, title=title, text=text)
    seen = classifier.see(title=title, text=text, language=spoken)
    added = Model(lexicon.concepts, weights.score).assess(seen).contributions
    result = {
        "language": judgement.language,
        "score": judgement.score,
        "decision": judgement.decision,
        "topics": [{"topic": one.topic, "score": one.score} for one in judgement.topics],
        "model": judgement.version,
        "concepts": _concepts(lexicon, found, added),
        "findings": [_finding(trace, added.get(trace.concept, 0.0)) for trace in found],
    }
    if json:
        common.print_json(result)
    else:
        _show(title, text, result)


def _finding(trace: Trace, added: float) -> dict[str, Any]:
    return {
        "concept": trace.concept,
        "field": trace.field,
        "start": trace.start,
        "end": trace.end,
        "surface": trace.surface,
        "folded": trace.folded,
        "form": trace.spelling,
        "mass": round(trace.mass, 4),
        "weight": round(added, 4),
    }


def _concepts(
    lexicon: Lexicon, found: Sequence[Trace], added: "dict[str, float] | Any"
) -> list[dict[str, Any]]:
    """Each concept found, the weightiest first."""
    mass: dict[str, float] = {}
    for trace in found:
        mass[trace.concept] = mass.get(trace.concept, 0.0) + trace.mass
    rows = [
        {
            "concept": name,
            "weight": lexicon.concepts[name].weight,
            "mass": round(amount, 4),
            "added": round(added.get(name, 0.0), 4),
            "meaning": lexicon.concepts[name].meaning,
        }
        for name, amount in mass.items()
    ]
    return sorted(rows, key=lambda row: -abs(row["added"]))


def _show(title: str | None, text: str, result: dict[str, Any]) -> None:
    out = common.console()
    is_marked = not sys.stdout.isatty()
    for field, content in (("title", title), ("text", text)):
        if content:
            out.print(
                highlighted(content, result["findings"], field, is_marked=is_marked), soft_wrap=True
            )
    out.print()
    style = common.DECISION_STYLES.get(result["decision"], "dim")
    topics = common.topics_shown(result["topics"])
    out.print(
        common.cell(f"{result['decision']} {result['score']:.2f}", f"bold {style}"),
        common.cell(f"as {result['language']}" + (f", about {topics}" if topics else "")),
    )
    if not result["findings"]:
        out.print("no form of the lexicon was found")
        return
    _show_tables(result)


def _show_tables(result: dict[str, Any]) -> None:
    right = {"justify": "right"}
    concepts = common.table(
        "concept", ("weight", right), ("mass", right), ("adds", right), "meaning"
    )
    for row in result["concepts"]:
        concepts.add_row(
            common.cell(row["concept"], "green" if row["weight"] > 0 else "red"),
            f"{row['weight']:+.1f}",
            f"{row['mass']:.2f}",
            f"{row['added']:+.2f}",
            common.cell(row["meaning"], one_line=True),
        )
    forms = common.table("words", "compared as", "form", "concept", "place", ("mass", right))
    for row in result["findings"]:
        forms.add_row(
            common.cell(row["surface"]),
            common.cell(row["folded"], "dim"),
            common.cell(row["form"]),
            common.cell(row["concept"], "green" if row["weight"] > 0 else "red"),
            f"{row['field']} {row['start']}-{row['end']}",
            f"{row['mass']:.2f}",
        )
    out = common.console()
    out.print(concepts)
    out.print()
    out.print(forms)
