"""`vedette classify`: judge texts of a file, without fetching or storing anything."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from worker import settings as settings_module
from worker.build import App
from worker.classify.classifier import Classifier
from worker.cli import common
from worker.errors import InputError
from worker.extract.language import LanguageReader
from worker.judgement_json import judgement_json
from worker.observe import logs
from worker.values import Judgement


def classify(
    source: Annotated[
        Path,
        typer.Option("--input", "-i", help="JSON lines {id, title, text, lang?}; - reads stdin."),
    ],
) -> None:
    """Judge texts: rows {id, title, text, lang?} to rows {id, score, defence, decision, topics, …}.

    The language is detected on the text; `lang` decides where the text leaves it open.
    """
    settings = common.quiet(settings_module.load())
    logs.configure(settings.log)
    classifier, languages = App(settings).classifier, LanguageReader()
    for row in _rows(source):
        common.print_json_line(_judged(classifier, languages, row))


def _rows(source: Path) -> Iterator[dict[str, Any]]:
    try:
        content = sys.stdin.buffer.read() if str(source) == "-" else source.read_bytes()
    except OSError as error:
        raise InputError(f"can't read {source}: {error.strerror}") from None
    for number, line in enumerate(content.split(b"\n"), start=1):
        if line.strip():
            yield _row(line, f"{source}, line {number}")


def _row(line: bytes, place: str) -> dict[str, Any]:
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise InputError(f"{place}: it is no JSON in UTF-8 ({error})") from None
    if not isinstance(row, dict) or "id" not in row:
        raise InputError(f"{place}: it is no object with an `id`")
    for name in ("title", "text", "lang"):
        if not isinstance(row.get(name), str | None):
            raise InputError(f"{place}: `{name}` is no text")
    return row


def _judged(
    classifier: Classifier, languages: LanguageReader, row: dict[str, Any]
) -> dict[str, Any]:
    title, text = row.get("title"), row.get("text") or ""
    # What the row says counts as a page's declaration does: feeds call English texts Bulgarian.
    language = languages.read(f"{title or ''}\n{text}", row.get("lang")).code
    judgement = classifier.judge(title=title, text=text, language=language)
    return {"id": row["id"], **judgement_row(judgement)}


def judgement_row(judgement: Judgement) -> dict[str, Any]:
    """A judgement as JSON; its version is called `model` here. No second judge is asked."""
    row = judgement_json(judgement)
    shown = {name: row[name] for name in row if name not in {"version", "opinion"}}
    return {**shown, "model": row["version"]}
