"""second opinion: an article in the band of doubt is shown to another judge, where one is set up.

What it said is known again by its question, so nothing is asked twice. Whatever goes wrong, the
classifier's judgement stands. Asking happens outside of any transaction.
"""

from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from worker.opinion.judge import Judge, Question, key_of
from worker.settings import ClassifySettings, OpinionSettings
from worker.steps.parts import Parts
from worker.store.opinions import Asked
from worker.values import Judgement, Opinion
from worker.vocabulary import Decision

log = structlog.get_logger()

#: What ended the worker that asked, or gave no answer, would do so again at once.
UNANSWERED_REST = timedelta(hours=1)
BUDGET_WINDOW = timedelta(hours=24)
#: Only such a judge works on somebody else's account.
_METERED_KIND = "endpoint"
#: Stands in the row of a question that is out; who finds it later knows that nobody came back.
_UNDER_WAY = "no answer came back"


class SecondOpinion:
    """Asks the second judge, or remembers what it said."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._settings = parts.settings.opinion

    def ask(self, judgement: Judgement, *, title: str | None, text: str) -> Judgement:
        """The judgement with a second opinion in it, where it is in doubt and a judge is set up.

        Raises:
            StoreError: the database went away.
        """
        judge = self._judge_for(judgement)
        if judge is None:
            return judgement
        question = self._question(title, text)
        opinion = self._remembered(judge, question) or self._asked(judge, question)
        return with_opinion(judgement, opinion, self._settings, self._parts.settings.classify)

    def recall(self, judgement: Judgement, *, title: str | None, text: str) -> Judgement:
        """The same by what is known already, however old: nothing is asked, nothing written."""
        judge = self._judge_for(judgement)
        if judge is None:
            return judgement
        with self._parts.database.reading() as tx:
            asked = tx.opinions.asked(key_of(judge, self._question(title, text)))
        if asked is None or asked.score is None:
            return judgement
        known = _known(judge, asked.score, asked.note)
        return with_opinion(judgement, known, self._settings, self._parts.settings.classify)

    def _judge_for(self, judgement: Judgement) -> Judge | None:
        if self._settings.kind == "off" or judgement.decision is not Decision.REVIEW:
            return None
        return self._parts.second_judge

    def _question(self, title: str | None, text: str) -> Question:
        return Question(title=title, text=text[: self._settings.text_max_characters])

    def _remembered(self, judge: Judge, question: Question) -> Opinion | None:
        """What is known of a question, unless it is time to ask it anew."""
        with self._parts.database.reading() as tx:
            asked = tx.opinions.asked(key_of(judge, question))
        if asked is None:
            return None
        now = self._parts.clock()
        if asked.score is not None:
            is_fresh = now - asked.asked_at < timedelta(seconds=self._settings.known_for_seconds)
            return _known(judge, asked.score, asked.note) if is_fresh else None
        return _known(judge, None, _before(asked)) if _is_resting(asked, now) else None

    def _asked(self, judge: Judge, question: Question) -> Opinion:
        """Ask, within the budget, and keep the answer."""
        if why := judge.why_not_now():
            return _none(judge, why)
        key = key_of(judge, question)
        if not self._reserve(judge, key):
            budget = self._settings.budget_per_day
            return _none(judge, f"not asked: opinion.budget_per_day ({budget}) is used up")
        opinion = judge.ask(question)
        with self._parts.database.transaction() as tx:
            tx.opinions.answer(key, score=opinion.score, note=opinion.note)
        log.info(
            "opinion.asked",
            judge=judge.name,
            score=opinion.score,
            seconds=round(opinion.seconds, 2),
            reason=None if opinion.score is not None else opinion.note,
        )
        return opinion

    def _reserve(self, judge: Judge, key: str) -> bool:
        """Take one question from the budget; two workers at once may overdraw it by one."""
        now = self._parts.clock()
        with self._parts.database.transaction() as tx:
            if judge.name.startswith(f"{_METERED_KIND}:"):
                used = tx.opinions.asked_since(now - BUDGET_WINDOW, kind=_METERED_KIND)
                if used >= self._settings.budget_per_day:
                    return False
            tx.opinions.reserve(key, judge=judge.name, note=_UNDER_WAY, now=now)
        return True


def with_opinion(
    judgement: Judgement, opinion: Opinion, weighing: OpinionSettings, deciding: ClassifySettings
) -> Judgement:
    """A judgement with a second opinion weighed in; one without a score changes nothing.

    Evidence, language and version stay the classifier's own: `vedette reclassify` goes by them.
    """
    if opinion.score is None:
        return replace(judgement, opinion=opinion)
    share = weighing.weight
    score = round((1 - share) * judgement.score + share * opinion.score, 4)
    decision = _decided(score, deciding)
    return replace(
        judgement,
        score=score,
        decision=decision,
        topics=() if decision is Decision.NO else judgement.topics,
        opinion=opinion,
    )


def _decided(score: float, thresholds: ClassifySettings) -> Decision:
    if score >= thresholds.yes_threshold:
        return Decision.YES
    return Decision.REVIEW if score >= thresholds.review_threshold else Decision.NO


def _is_resting(asked: Asked, now: datetime) -> bool:
    return now - asked.asked_at < UNANSWERED_REST


def _before(asked: Asked) -> str:
    return f"not asked again so soon; at {asked.asked_at:%H:%M} UTC: {asked.note}"


def _known(judge: Judge, score: float | None, note: str) -> Opinion:
    return Opinion(by=judge.name, score=score, note=note, seconds=0.0, is_cached=True)


def _none(judge: Judge, why: str) -> Opinion:
    return Opinion(by=judge.name, score=None, note=why, seconds=0.0)
