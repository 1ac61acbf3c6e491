"""`vedette review`: the band of doubt, one article a screen, the most useful first."""

from collections import Counter
from dataclasses import dataclass
from typing import Annotated, Any

import typer

from worker.build import App
from worker.cli import common, judging
from worker.cli.keys import QUIT, Keys
from worker.cli.review_screen import Draft, Screen
from worker.errors import InputError
from worker.steps.judge import Judge
from worker.steps.review import LOOKED_AT_MAX, Review
from worker.store.article_reports import ArticleFilter
from worker.values import AnalystJudgement
from worker.vocabulary import Decision, Ruling, Topic

_RULINGS = {"y": Ruling.YES, "n": Ruling.NO}
_SKIP = "s"


def review(
    since: Annotated[
        str | None, typer.Option(help="Stored since: 2026-11-24, 24h, 7d, 2w.")
    ] = None,
    language: Annotated[str | None, typer.Option(help="Only this language, such as de.")] = None,
    topic: Annotated[Topic | None, typer.Option(help="Only what may be of this topic.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = LOOKED_AT_MAX,
    analyst: judging.As = None,
) -> None:
    """Judge the articles that the machine is in doubt of, one key each.

    The order: nearest to the yes threshold first; among those, languages and kinds of evidence that
    were judged least, taking turns. Each ruling is committed at once, so stop whenever you like:
    the next `vedette review` goes on with what is left. What you skip comes again then.

    Without a terminal the keys are read as lines from standard input; after `t` and `o` the next
    line is the topics or the note.
    """
    name = judging.analyst_of(analyst)
    wanted = ArticleFilter(language=language, topic=topic, since=common.since(since), limit=limit)
    out, keys = common.console(), Keys()
    with common.opened() as app:
        queue = Review(app).queue(wanted)
        screen = Screen(out, app.settings.classify, is_terminal=keys.is_terminal)
        sitting = Sitting(app, queue, screen, keys, analyst=name)
        sitting.run()
    out.print(common.cell(sitting.summary()))


@dataclass(frozen=True, slots=True)
class _Step:
    """What was done with an article of the queue, so that it can be undone."""

    place: int
    judgement: AnalystJudgement | None  #: None: it was skipped


class Sitting:
    """An analyst goes through a queue, forwards and back."""

    def __init__(
        self, app: App, queue: list[int], screen: Screen, keys: Keys, *, analyst: str
    ) -> None:
        self._app = app
        self._judge = Judge(app)
        self._queue = queue
        self._screen = screen
        self._keys = keys
        self._analyst = analyst
        self._done: list[_Step] = []
        self._place = 0

    def run(self) -> None:
        """Until the queue's end, or `q`."""
        while self._place < len(self._queue):
            row = self._doubtful(self._queue[self._place])
            if row is None:  # somebody else judged it meanwhile, or another version of the machine
                self._place += 1
                continue
            self._screen.show(row, place=f"{self._place + 1} of {len(self._queue)}")
            if not self._decide(row["id"]):
                return

    def summary(self) -> str:
        """What was done, in one sentence."""
        if not self._queue:
            return "nothing is in doubt"
        counts = Counter(step.judgement and step.judgement.ruling for step in self._done)
        judged = counts[Ruling.YES] + counts[Ruling.NO]
        return (
            f"{judged} judged ({counts[Ruling.YES]} yes, {counts[Ruling.NO]} no), "
            f"{counts[None]} skipped, {len(self._queue) - self._place} not yet seen"
        )

    def _doubtful(self, article_id: int) -> dict[str, Any] | None:
        with self._app.database.reading() as tx:
            row = tx.article_reports.article(article_id)
        return row if row is not None and row["decision"] == Decision.REVIEW else None

    def _decide(self, article_id: int) -> bool:
        """Read keys until the next article is due; False ends the sitting."""
        draft = Draft()
        while True:
            self._screen.ask(draft)
            key = self._keys.key()
            if key == QUIT:
                return False
            if key in _RULINGS and self._rule(article_id, _RULINGS[key], draft):
                return True
            if key == _SKIP:
                self._advance(None)
                return True
            if key == "u" and self._undo():
                return True
            if key == "t":
                self._ask_topics(draft)
            if key == "o":
                draft.note = self._keys.line(self._screen.out, "note") or draft.note

    def _rule(self, article_id: int, ruling: Ruling, draft: Draft) -> bool:
        topics = draft.topics if ruling is Ruling.YES else None
        try:
            judged = self._judge.run(
                article_id, ruling, analyst=self._analyst, topics=topics, note=draft.note
            )
        except InputError as error:  # a note that is too long
            self._screen.say(str(error), "red")
            return False
        self._advance(judged.judgement)
        return True

    def _advance(self, judgement: AnalystJudgement | None) -> None:
        self._done.append(_Step(self._place, judgement))
        self._place += 1

    def _undo(self) -> bool:
        """Back to the article before; a ruling on it is withdrawn, which is recorded too."""
        if not self._done:
            self._screen.say("there is nothing to undo")
            return False
        last = self._done.pop()
        self._place = last.place
        if last.judgement is None:
            return True
        try:
            self._judge.run(
                last.judgement.article_id,
                Ruling.WITHDRAWN,
                analyst=self._analyst,
                note="undone in review",
                instead_of=last.judgement.judgement_id,
            )
        except InputError as error:  # somebody else ruled since: not ours to take back
            self._screen.say(str(error), "red")
        return True

    def _ask_topics(self, draft: Draft) -> None:
        typed = self._keys.line(self._screen.out, f"topics ({', '.join(Topic)})")
        if typed is None:
            return
        try:
            draft.topics = judging.topics_of(typed)
        except InputError as error:
            self._screen.say(str(error), "red")
