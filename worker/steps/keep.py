"""keep: an article is stored once, with its judgement, its event and the outcome of its URL."""

import structlog

from worker import urls
from worker.frontier import identity
from worker.observe.journal import Journal
from worker.publish import events
from worker.publish.event_ids import event_id
from worker.steps.ending import Ending
from worker.steps.parts import Parts
from worker.store.database import Transaction
from worker.values import Article, Extraction, Judgement, ProcessTask
from worker.vocabulary import Gate, Outcome

log = structlog.get_logger()

#: Each turn either finds the twin that another process has just stored, or stores the article.
_TURNS = 3


class Keep:
    """Identity and storage, in one transaction."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._ending = Ending(parts)

    def run(
        self, task: ProcessTask, extraction: Extraction, judgement: Judgement, journal: Journal
    ) -> None:
        """Store the article, or find it stored already; commit it all together, or nothing.

        Raises:
            LeaseLost: somebody else has the URL now; nothing was stored.
        """
        with self._parts.database.transaction() as tx:
            article_id, is_new = self._article_id(tx, task, extraction, judgement)
            outcome = _outcome(task, article_id, is_new=is_new)
            reason = f"article {article_id}" if outcome is Outcome.DUPLICATE else ""
            journal.note(Gate.IDENTITY, "new" if is_new else "known", article_id=article_id)
            journal.note(Gate.STORE, outcome)
            self._ending.finish(tx, task, outcome, reason, article_id=article_id)
            self._ending.trace(tx, task, journal)
        log.info(
            "url.done",
            outcome=outcome,
            url=urls.redact(task.url),
            article_id=article_id,
            decision=judgement.decision,
            score=round(judgement.score, 2),
            language=extraction.language.code,
            title=extraction.title,
        )

    def _article_id(
        self, tx: Transaction, task: ProcessTask, extraction: Extraction, judgement: Judgement
    ) -> tuple[int, bool]:
        """The article's id, and whether it is new."""
        claimed = identity.identify(task.capture.final_url, extraction.canonical_url)
        text_hash = identity.text_sha256(extraction.text)
        for _ in range(_TURNS):
            known_by, known_id = self._look_up(tx, task, claimed, extraction, text_hash)
            if known_id is not None:
                return known_id, False
            article = Article(
                key=known_by.key,
                canonical_url=known_by.canonical_url,
                url=task.capture.final_url,
                site=known_by.site,
                extraction=extraction,
                text_sha256=text_hash,
                capture_id=task.capture_id,
            )
            added_id = self._add(tx, task, article, judgement)
            if added_id is not None:
                return added_id, True
        raise RuntimeError(f"article {claimed.key} is neither stored nor storable")

    def _look_up(
        self,
        tx: Transaction,
        task: ProcessTask,
        claimed: identity.Identity,
        extraction: Extraction,
        text_hash: str,
    ) -> tuple[identity.Identity, int | None]:
        """By what the article is known, and the id of its row if it is stored already."""
        twin = tx.articles.by_text(claimed.site, text_hash)
        if twin is not None:
            return claimed, twin.article_id
        namesake = tx.articles.by_key(claimed.key)
        if namesake is None:
            return claimed, None
        if task.article_id == namesake.article_id or identity.same_article(
            extraction.title, extraction.text, namesake.title, namesake.text
        ):
            return claimed, namesake.article_id
        # Two articles under one canonical link: the link is wrong, each is known by its own URL.
        own = identity.own_identity(task.capture.final_url)
        known = tx.articles.by_key(own.key)
        return own, known.article_id if known else None

    def _add(
        self, tx: Transaction, task: ProcessTask, article: Article, judgement: Judgement
    ) -> int | None:
        now = self._parts.clock()
        article_id = tx.articles.add(article, judgement, now)
        if article_id is None:
            return None
        event = events.article_stored(
            event_id=event_id(events.ARTICLE_STORED, article.key),
            article_id=article_id,
            article=article,
            judgement=judgement,
            capture=task.capture,
            stored_at=now,
        )
        tx.outbox.add(event, article_id=article_id, now=now)
        return article_id


def _outcome(task: ProcessTask, article_id: int, *, is_new: bool) -> Outcome:
    if is_new:
        return Outcome.STORED
    return Outcome.UNCHANGED if task.article_id == article_id else Outcome.DUPLICATE
