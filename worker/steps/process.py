"""process: bytes become an article with its judgement, or an outcome that says why not."""

from datetime import timedelta

import structlog

from worker.errors import Refused
from worker.observe.journal import Journal
from worker.steps.discover import Discover
from worker.steps.ending import Ending
from worker.steps.keep import Keep
from worker.steps.parts import Parts
from worker.steps.second_opinion import SecondOpinion
from worker.store.frontier import LeaseLost
from worker.values import Extraction, Judgement, ProcessTask
from worker.vocabulary import Gate, Outcome

log = structlog.get_logger()


class Process:
    """Extraction, judgement and keeping, in a child that a hostile page may cost."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._ending = Ending(parts)
        self._second_opinion = SecondOpinion(parts)
        self._keep = Keep(parts)
        self._discover = Discover(parts)

    def run(self, url_id: int, token: int) -> None:
        """Process a claimed capture. A stale or repeated message does nothing."""
        lease = timedelta(seconds=self._parts.settings.frontier.process_lease_seconds)
        with self._parts.database.transaction() as tx:
            now = self._parts.clock()
            holder = self._parts.holder
            task = tx.claims.begin_process(
                url_id, token, now=now, lease=lease, holder=holder.name if holder else None
            )
        if task is None:
            log.debug("process.stale", url_id=url_id, token=token)
            return
        journal = Journal(self._parts.clock)
        try:
            if task.kind.is_source:
                self._discover.run(task, journal)
            else:
                self._read_article(task, journal)
        except Refused as refused:
            journal.note(Gate.EXTRACTION, "refused", reason=refused.reason)
            self._end(task, refused.outcome, refused.reason, journal)
        except LeaseLost as lost:
            log.warning("process.lease_lost", url_id=url_id, error=str(lost))

    def _read_article(self, task: ProcessTask, journal: Journal) -> None:
        capture = task.capture
        extraction = self._parts.extractor.extract(
            capture.body,
            url=capture.final_url,
            content_type=capture.content_type,
            now=self._parts.clock(),
        )
        _note_extraction(journal, extraction)
        if extraction.outcome is not Outcome.STORED:
            self._end(task, extraction.outcome, extraction.reason, journal)
            return
        judgement = self._parts.classifier.judge(
            title=extraction.title, text=extraction.text, language=extraction.language.code
        )
        _note_judgement(journal, judgement)
        judgement = self._second_opinion.ask(
            judgement, title=extraction.title, text=extraction.text
        )
        _note_opinion(journal, judgement)
        self._keep.run(task, extraction, judgement, journal)

    def _end(self, task: ProcessTask, outcome: Outcome, reason: str, journal: Journal) -> None:
        with self._parts.database.transaction() as tx:
            self._ending.finish(tx, task, outcome, reason, journal=journal)
            self._ending.trace(tx, task, journal)
        self._ending.tell(task, outcome, reason)


def _note_extraction(journal: Journal, extraction: Extraction) -> None:
    published = extraction.published
    journal.note(
        Gate.EXTRACTION,
        "article" if extraction.outcome is Outcome.STORED else extraction.outcome,
        reason=extraction.reason or None,
        title=extraction.title,
        characters=len(extraction.text),
        language=extraction.language.code,
        language_confidence=round(extraction.language.confidence, 2),
        published=f"{published.at.isoformat()} ({published.source})" if published else None,
        access=extraction.access,
    )


def _note_judgement(journal: Journal, judgement: Judgement) -> None:
    journal.note(
        Gate.CLASSIFICATION,
        judgement.decision,
        score=round(judgement.score, 3),
        topics=", ".join(f"{t.topic} {t.score:.2f}" for t in judgement.topics) or None,
        evidence=", ".join(_strongest(judgement)) or None,
        version=judgement.version,
    )


def _note_opinion(journal: Journal, judgement: Judgement) -> None:
    opinion = judgement.opinion
    if opinion is None:
        return
    journal.note(
        Gate.CLASSIFICATION,
        judgement.decision,
        second_opinion=opinion.by,
        says="no answer" if opinion.score is None else f"{opinion.score:.2f}",
        note=opinion.note or None,
        seconds=round(opinion.seconds, 2),
        known="yes" if opinion.is_cached else None,
        score=round(judgement.score, 3),
    )


def _strongest(judgement: Judgement, count: int = 6) -> list[str]:
    """The strongest findings, each surface once."""
    weights: dict[str, float] = {}
    for finding in judgement.evidence:
        weights.setdefault(finding.surface, finding.weight)
    return [f"{surface} ({weight:+.1f})" for surface, weight in weights.items()][:count]
