"""Evidence as people read it: in its place in the text, or by concept."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich.table import Table
from rich.text import Text

from worker.cli import common

Findings = Sequence[Mapping[str, Any]]

FOR_STYLE, AGAINST_STYLE = "bold green", "bold red"
#: Around a finding that is shown in another place than the beginning.
_CONTEXT_CHARACTERS = 70


def highlighted(
    text: str,
    evidence: Findings,
    field: str,
    *,
    start: int = 0,
    end: int | None = None,
    is_marked: bool = False,
) -> Text:
    """A part of a text with its findings coloured; nothing of it can control the terminal.

    Args:
        text: all of the field that the offsets count in.
        field: whose findings are shown: `title` or `text`.
        is_marked: mark them by `[+…]` and `[-…]`, where colours can't be seen.
    """
    end = len(text) if end is None else end
    shown = Text()
    position = start
    for finding in _spans(evidence, field, start, end):
        shown.append(_harmless(text[position : finding["start"]]))
        words = _harmless(text[finding["start"] : finding["end"]])
        is_for = finding["weight"] > 0
        if is_marked:
            words = f"[{'+' if is_for else '-'}{words}]"
        shown.append(words, style=FOR_STYLE if is_for else AGAINST_STYLE)
        position = finding["end"]
    shown.append(_harmless(text[position:end]))
    return shown


def _spans(evidence: Findings, field: str, start: int, end: int) -> list[Mapping[str, Any]]:
    """Findings of a part, by place; of those that overlap, the first and longest."""
    inside = [
        one
        for one in evidence
        if one["field"] == field and one["start"] >= start and one["end"] <= end
    ]
    kept: list[Mapping[str, Any]] = []
    for finding in sorted(inside, key=lambda one: (one["start"], -one["end"])):
        if not kept or finding["start"] >= kept[-1]["end"]:
            kept.append(finding)
    return kept


def _harmless(text: str) -> str:
    return "".join(c if c == "\n" or c.isprintable() else " " for c in text)


def elsewhere(
    text: str, evidence: Findings, *, after: int, at_most: int, is_marked: bool = False
) -> list[Text]:
    """The strongest findings behind the part that is shown, each in a few words around it."""
    lines: list[Text] = []
    shown_up_to: list[tuple[int, int]] = []
    for finding in evidence:
        if finding["field"] != "text" or finding["end"] <= after or len(lines) == at_most:
            continue
        if any(first <= finding["start"] < last for first, last in shown_up_to):
            continue
        first = _word_start(text, max(after, finding["start"] - _CONTEXT_CHARACTERS), finding)
        last = _word_end(text, min(len(text), finding["end"] + _CONTEXT_CHARACTERS), finding)
        shown_up_to.append((first, last))
        part = highlighted(text, evidence, "text", start=first, end=last, is_marked=is_marked)
        line = Text("… ").append_text(part).append(" …")
        lines.append(Text(" ").join(line.split("\n")))
    return lines


def _word_start(text: str, at: int, finding: Mapping[str, Any]) -> int:
    """The first whole word from here; where words have no spaces, here."""
    space = text.find(" ", at, finding["start"])
    return at if space < 0 or at == 0 else space + 1


def _word_end(text: str, at: int, finding: Mapping[str, Any]) -> int:
    space = text.rfind(" ", finding["end"], at)
    return at if space < 0 or at == len(text) else space


def by_concept(evidence: Findings) -> Table:
    """Findings, strongest first, each concept with its distinct surfaces."""
    table = common.table(("weight", {"justify": "right"}), "concept", "where", "words in the text")
    for (concept, field), findings in _grouped(evidence, "concept", "field").items():
        weight = findings[0]["weight"]
        table.add_row(
            common.cell(f"{weight:+.2f}", "green" if weight > 0 else "red"),
            common.cell(concept),
            common.cell(field),
            common.cell(_words(findings)),
        )
    return table


def in_brief(evidence: Findings, *, is_for: bool, at_most: int = 5) -> str:
    """The strongest concepts of one side in one line, with their words."""
    side = [one for one in evidence if (one["weight"] > 0) is is_for]
    concepts = list(_grouped(side, "concept").items())
    shown = [f"{concept} ({_words(findings)})" for (concept,), findings in concepts[:at_most]]
    more = len(concepts) - len(shown)
    return ", ".join(shown) + (f", {more} more" if more else "")


def opinion_in_brief(opinion: Mapping[str, Any]) -> str:
    """A second opinion in one line, as `judgement_json.opinion_json` has it."""
    note = " ".join(str(opinion["note"]).split())
    if opinion["score"] is None:
        return f"{opinion['by']} gave none: {note}"
    return f"{opinion['by']} says {opinion['score']:.2f}" + (f": {note}" if note else "")


def _grouped(evidence: Findings, *names: str) -> dict[tuple[str, ...], list[Mapping[str, Any]]]:
    grouped: dict[tuple[str, ...], list[Mapping[str, Any]]] = {}
    for finding in evidence:
        grouped.setdefault(tuple(finding[name] for name in names), []).append(finding)
    return grouped


def _words(findings: Findings) -> str:
    """Distinct words, in whatever case."""
    words: dict[str, str] = {}
    for one in findings:
        surface = " ".join(str(one["surface"]).split())
        words.setdefault(surface.casefold(), surface)
    return ", ".join(words.values())
