"""One screen of `vedette review`: what an analyst needs to decide within five seconds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from worker.cli import common, evidence_view
from worker.redaction import redact
from worker.settings import ClassifySettings
from worker.vocabulary import Topic

#: A paragraph or two, in which a news item says what it is about.
_LEAD_CELLS = 700  # of the terminal: a Chinese character takes two
#: Strong words further down, each in a line of its own.
_ELSEWHERE_MAX = 3
KEYS = "y yes   n no   s skip   t topics   o note   u undo   q quit"


@dataclass(slots=True)
class Draft:
    """What goes with the next yes or no."""

    topics: tuple[Topic, ...] | None = None
    note: str = ""


class Screen:
    """Shows articles in doubt, one at a time."""

    def __init__(self, out: Console, thresholds: ClassifySettings, *, is_terminal: bool) -> None:
        self.out = out
        self._thresholds = thresholds
        self._is_terminal = is_terminal
        self._is_marked = out.color_system is None or out.no_color

    def show(self, row: Mapping[str, Any], *, place: str) -> None:
        """Show an article.

        Args:
            row: as `article_reports.article` gives it.
            place: where in the queue it stands.
        """
        out, evidence = self.out, row["evidence"]
        if self._is_terminal:
            out.clear()
        out.rule(place, style="dim", align="left")
        out.print(self._title(row))
        out.print(common.cell(self._origin(row), "dim"))
        out.print(self._score(row))
        for_it = evidence_view.in_brief(evidence, is_for=True)
        against = evidence_view.in_brief(evidence, is_for=False)
        out.print(_labelled("for", for_it, "green"))
        out.print(_labelled("against", against, "red"))
        if row["opinion"] is not None:
            out.print(_labelled("second", evidence_view.opinion_in_brief(row["opinion"]), "cyan"))
        out.print()
        for line in self._lead(row["text"], evidence):
            out.print(line)
        out.print()

    def ask(self, draft: Draft) -> None:
        """Show the keys, and what goes with the next ruling."""
        if draft.topics is not None:
            named = ", ".join(draft.topics) or "none"
            self.out.print(_labelled("topics", named, "cyan"))
        if draft.note:
            self.out.print(_labelled("note", draft.note, "cyan"))
        self.out.print(common.cell(KEYS, "dim"))

    def say(self, words: str, style: str = "") -> None:
        """A remark."""
        self.out.print(common.cell(words, style))

    def _title(self, row: Mapping[str, Any]) -> Text:
        if not row["title"]:
            return Text("(no title)", style="bold")
        title = evidence_view.highlighted(
            row["title"], row["evidence"], "title", is_marked=self._is_marked
        )
        title.stylize_before("bold")
        return title

    @staticmethod
    def _origin(row: Mapping[str, Any]) -> str:
        site = row["site_name"] or row["site"]
        when = row["published_at"]
        date = common.moment(when)[:10] if when else f"seen {common.moment(row['stored_at'])[:10]}"
        return f"{site} · {date} · {row['language']} · article {row['id']} · {redact(row['url'])}"

    def _score(self, row: Mapping[str, Any]) -> Text:
        topics = common.topics_shown(row["machine_topics"])
        lexicon = row["lexicon_language"]
        parts = [
            f"score {row['score']:.2f}, yes from {self._thresholds.yes_threshold:g}",
            *([topics] if topics else []),
            *([f"lexicon {lexicon}"] if lexicon != row["language"] else []),
        ]
        return common.cell(" · ".join(parts), "yellow")

    def _lead(self, text: str, evidence: Sequence[Mapping[str, Any]]) -> list[Text]:
        end = _cut(text)
        lead = evidence_view.highlighted(text, evidence, "text", end=end, is_marked=self._is_marked)
        if end < len(text):
            lead.append(f" … ({len(text) - end} more characters)", style="dim")
        rest = evidence_view.elsewhere(
            text, evidence, after=end, at_most=_ELSEWHERE_MAX, is_marked=self._is_marked
        )
        return [lead, *rest]


def _labelled(label: str, words: str, style: str) -> Text:
    line = Text().append(f"{label:<8}", style=f"bold {style}")
    return line.append_text(common.cell(words or "nothing"))


def _cut(text: str) -> int:
    """Where a text is cut, between words where there are any."""
    end, width = 0, 0
    for character in text:
        width += cell_len(character)
        if width > _LEAD_CELLS:
            break
        end += 1
    if end == len(text):
        return end
    space = max(text.rfind(" ", 0, end), text.rfind("\n", 0, end))
    return space if space > end // 2 else end
