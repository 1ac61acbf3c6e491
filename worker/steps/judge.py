"""judge: an analyst overrules the machine, or agrees; what was ruled is kept for ever."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from unicodedata import category

import structlog

from worker.errors import InputError
from worker.publish import events
from worker.publish.event_ids import event_id
from worker.steps.parts import Parts
from worker.store.articles import Held
from worker.values import AnalystJudgement, TopicScore
from worker.vocabulary import DecidedBy, Decision, Ruling, Topic

log = structlog.get_logger()

ANALYST_MAX_CHARACTERS = 100
NOTE_MAX_CHARACTERS = 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A ruling, and what it changed."""

    judgement: AnalystJudgement
    decision: Decision  #: that the article shows now
    decided_by: DecidedBy
    was: Decision  #: that it showed before
    topics: tuple[TopicScore, ...]  #: by which it is found now


class Judge:
    """Takes rulings, over one set of parts."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def run(
        self,
        article_id: int,
        ruling: Ruling,
        *,
        analyst: str,
        topics: Sequence[Topic] | None = None,
        note: str = "",
        instead_of: int | None = None,
    ) -> Judged:
        """Record a ruling beside the machine's judgement, with its event; the newest counts.

        Args:
            topics: most important first; None leaves the machine's. Only a yes has topics.
            instead_of: the judgement that is expected to be the newest; None: whatever is.

        Raises:
            InputError: there is no such article, no analyst's name, topics without a yes, or
                another judgement has come meanwhile than expected.
        """
        analyst, note = _one_line(analyst), _one_line(note)
        _check(ruling, analyst, topics, note)
        with self._parts.database.transaction() as tx:
            held = tx.articles.hold(article_id)
            if held is None:
                raise InputError(
                    f"there is no article {article_id}; `vedette list` shows what there is"
                )
            if instead_of is not None:
                _require_newest(tx.judgements.newest(article_id), instead_of)
            judgement = AnalystJudgement(
                article_id=article_id,
                ruling=ruling,
                topics=None if topics is None else tuple(dict.fromkeys(topics)),
                note=note,
                analyst=analyst,
                judged_at=self._parts.clock(),
                machine=held.machine,
            )
            judgement = replace(judgement, judgement_id=tx.judgements.add(judgement))
            judged = _consequence(held, judgement)
            tx.articles.decide(article_id, judged.decision, judged.decided_by, judged.topics)
            event = events.article_judged(
                event_id=event_id(
                    events.ARTICLE_JUDGED,
                    held.article.canonical_url,
                    judgement.judgement_id,
                    judgement.judged_at,
                ),
                article=held.article,
                judged=judgement,
                decision=judged.decision,
                decided_by=judged.decided_by,
                topics=judged.topics,
                was=held.decision,
                was_decided_by=held.decided_by,
            )
            tx.outbox.add(event, article_id=article_id, now=judgement.judged_at)
        log.info("article.judged", article_id=article_id, decision=ruling, analyst=analyst)
        return judged


def topics_that_count(
    judgement: AnalystJudgement | None, machine_topics: Sequence[TopicScore]
) -> tuple[TopicScore, ...]:
    """The topics of an article: the analyst's where some were named, else the machine's."""
    if judgement is None or judgement.ruling is Ruling.WITHDRAWN:
        return tuple(machine_topics)
    if judgement.ruling is Ruling.NO:
        return ()
    if judgement.topics is None:
        return tuple(machine_topics)
    return tuple(TopicScore(topic=topic, score=1.0) for topic in judgement.topics)


def _consequence(held: Held, judgement: AnalystJudgement) -> Judged:
    withdrawn = judgement.ruling is Ruling.WITHDRAWN
    return Judged(
        judgement=judgement,
        decision=held.machine.decision if withdrawn else Decision(judgement.ruling),
        decided_by=DecidedBy.MACHINE if withdrawn else DecidedBy.ANALYST,
        was=held.decision,
        topics=topics_that_count(judgement, held.machine_topics),
    )


def _require_newest(newest: AnalystJudgement | None, expected_id: int) -> None:
    if newest is not None and newest.judgement_id != expected_id:
        raise InputError(
            f"{newest.analyst} ruled {newest.ruling} on article {newest.article_id} meanwhile; "
            "that counts now"
        )


def _check(ruling: Ruling, analyst: str, topics: Sequence[Topic] | None, note: str) -> None:
    if not analyst:
        raise InputError("a judgement needs the name of who made it: --as NAME")
    if len(analyst) > ANALYST_MAX_CHARACTERS:
        raise InputError(f"the analyst's name is longer than {ANALYST_MAX_CHARACTERS} characters")
    if len(note) > NOTE_MAX_CHARACTERS:
        raise InputError(f"the note is longer than {NOTE_MAX_CHARACTERS} characters")
    if topics is not None and ruling is not Ruling.YES:
        raise InputError(f"topics go with a yes; a {ruling} has none")


def _one_line(text: str) -> str:
    """Without what can't be stored: control characters, halves of surrogate pairs."""
    return " ".join("".join(" " if category(c) in ("Cc", "Cs") else c for c in text).split())
