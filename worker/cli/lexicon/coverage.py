"""`vedette lexicon coverage`: which concepts a language has words for."""

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from worker.classify.lexicon import Lexicon, load_lexicon
from worker.classify.remarks import forms_by_concept
from worker.cli import common
from worker.cli.lexicon.folders import Folder, settings_with, shipped
from worker.cli.options import Json
from worker.errors import InputError

MISSING_SHOWN_MAX = 6
EXAMPLES_MAX = 4


def coverage(
    language: Annotated[
        str | None, typer.Option("--language", "-l", help="Concepts of one language, such as de.")
    ] = None,
    folder: Folder = None,
    json: Json = False,
) -> None:
    """Count forms by language and concept; name the concepts that have none.

    A concept that names.toml has words for is covered in every language.
    """
    lexicon = load_lexicon(shipped(), settings_with(folder).classify.lexicon_dir)
    if language is None:
        rows = _languages(lexicon)
        common.print_json(rows) if json else _show_languages(rows)
        return
    if language not in lexicon.languages:
        known = " ".join(sorted(lexicon.languages))
        raise InputError(f"--language {language!r} has no lexicon; there are {known}")
    concepts = _concepts(lexicon, language)
    common.print_json(concepts) if json else _show_concepts(concepts)


def _languages(lexicon: Lexicon) -> list[dict[str, Any]]:
    by_names = set(lexicon.names.spellings.values())
    rows = []
    for language, count in forms_by_concept(lexicon).items():
        missing = sorted(lexicon.concepts.keys() - by_names - count.keys())
        rows.append(
            {
                "language": language,
                "forms": sum(count.values()),
                "covered": len(lexicon.concepts) - len(missing),
                "share": round(1 - len(missing) / max(1, len(lexicon.concepts)), 4),
                "missing": missing,
            }
        )
    return sorted(rows, key=lambda row: (-row["share"], -row["forms"], row["language"]))


def _concepts(lexicon: Lexicon, language: str) -> list[dict[str, Any]]:
    """Those without a form first, then by number of forms."""
    forms = _forms(lexicon.languages[language].spellings)
    names = _forms(lexicon.names.spellings)
    rows = [
        {
            "concept": name,
            "weight": concept.weight,
            "forms": len(forms.get(name, ())),
            "names": len(names.get(name, ())),
            "examples": forms.get(name, [])[:EXAMPLES_MAX],
            "meaning": concept.meaning,
        }
        for name, concept in lexicon.concepts.items()
    ]
    return sorted(rows, key=lambda row: (row["forms"] + row["names"], row["concept"]))


def _forms(spellings: Mapping[str, str]) -> dict[str, list[str]]:
    forms: dict[str, list[str]] = {}
    for spelling, concept in spellings.items():
        forms.setdefault(concept, []).append(spelling)
    return forms


def _show_languages(rows: list[dict[str, Any]]) -> None:
    right = {"justify": "right"}
    table = common.table(
        "language", ("forms", right), ("concepts", right), ("share", right), "no form of"
    )
    for row in rows:
        missing = row["missing"]
        more = f" … {len(missing) - MISSING_SHOWN_MAX} more" * (len(missing) > MISSING_SHOWN_MAX)
        table.add_row(
            row["language"],
            str(row["forms"]),
            str(row["covered"]),
            f"{row['share']:.0%}",
            common.cell(", ".join(missing[:MISSING_SHOWN_MAX]) + more),
        )
    common.console().print(table)


def _show_concepts(rows: list[dict[str, Any]]) -> None:
    right = {"justify": "right"}
    table = common.table(
        "concept", ("weight", right), ("forms", right), ("names", right), "such as"
    )
    for row in rows:
        style = "yellow" if not row["forms"] + row["names"] else ""
        table.add_row(
            common.cell(row["concept"], style),
            f"{row['weight']:+.1f}",
            str(row["forms"]),
            str(row["names"]),
            common.cell(
                ", ".join(row["examples"]) or row["meaning"], "" if row["forms"] else "dim"
            ),
        )
    common.console().print(table)
