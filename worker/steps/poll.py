"""poll: what follows for a source from one look at it: its habit, its next poll, its health."""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import structlog

from worker import urls
from worker.discover import failing, health, retirement, rhythm
from worker.discover.hints import http_hint_seconds
from worker.publish import events
from worker.publish.event_ids import event_id
from worker.source_values import PollRecord, Source
from worker.steps.parts import Parts
from worker.store.database import Transaction
from worker.values import FetchTask
from worker.vocabulary import Outcome, SourceHealth, SourceState

log = structlog.get_logger()

#: A poll took place, and said what is there now.
READ = frozenset({Outcome.POLLED, Outcome.UNCHANGED})
#: Of a source's newest URLs so many tell whether its articles are refused to us.
_RECENT_URLS = 50
_RECENT = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Polled:
    """What one look at a source found; the defaults are those of a look that found nothing out."""

    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    retry_after_seconds: float | None = None
    moved_to: str | None = None  #: another host's URL, to which it was redirected
    is_first: bool = False  #: the first reading of this source
    items_count: int | None = None  #: None: nothing was read (304, or a failure)
    links_count: int | None = None
    children_count: int = 0  #: sitemaps that it lists
    new_count: int = 0
    accepted_count: int = 0
    published: tuple[datetime, ...] = ()  #: dates of the new items, as far as they have one
    hint_seconds: float | None = None  #: the source's own
    body_sha256: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NextPoll:
    """When a source is looked at again, and why then."""

    at: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Accounted:
    seconds: float  #: until the next poll
    reason: str
    late_seconds: float
    severity: float
    rhythm: rhythm.Rhythm
    failing_since: datetime | None
    failure_score: float
    values: Mapping[str, Any]  #: columns of the source


class Poll:
    """Accounts polls, within the transactions of the steps that make them."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def begin(self, tx: Transaction, task: FetchTask) -> Source | None:
        """Write when the next poll is due, before this one starts; the source that is polled."""
        source = tx.sources.of_url(task.url_id)
        if source is not None:
            now = self._parts.clock()
            next_poll_at = now + timedelta(seconds=source.interval_seconds)
            tx.sources.begin_poll(
                task.url_id, due_at=task.due_at, now=now, next_poll_at=next_poll_at
            )
        return source

    def account(
        self, tx: Transaction, url_id: int, outcome: Outcome, reason: str, found: Polled, visit: int
    ) -> "NextPoll | None":
        """Note how a poll ended; returns when the next one is due, None where none is."""
        source = tx.sources.of_url(url_id)
        if source is None:
            return None
        now = self._parts.clock()
        accounted = self._accounted(source, outcome, found, now, _spread(source.source_id, visit))
        limits = self._parts.settings.discover
        note = retirement.retire(
            source,
            now=now,
            outcome=outcome,
            found_new=found.new_count > 0,
            after_seconds=limits.sitemap_retire_after_seconds,
        )
        verdict = self._health(tx, source, accounted, outcome, found, now)
        next_poll_at = now + timedelta(seconds=accounted.seconds)
        is_over = source.state is not SourceState.ACTIVE or note is not None
        values = {
            **accounted.values,
            "interval_seconds": accounted.seconds,
            "interval_reason": accounted.reason,
            "next_poll_at": None if is_over else next_poll_at,
            "polled_at": now,
            "outcome": outcome,
            "reason": reason,
        }
        if note is not None and source.state is SourceState.ACTIVE:
            values |= {"state": SourceState.RETIRED, "note": note}
            log.info("source.retired", source=source.name, url=urls.redact(source.url), note=note)
        values["health_note"] = verdict.note
        if verdict.health is not source.health:
            values |= {"health": verdict.health, "health_since": now}
            self._tell(tx, source, verdict, now)
        tx.sources.note(source.source_id, **values)
        tx.polls.add(
            source.source_id,
            PollRecord(
                at=now,
                outcome=outcome,
                reason=reason,
                late_seconds=accounted.late_seconds,
                items_count=found.items_count,
                new_count=found.new_count,
                accepted_count=found.accepted_count,
                severity=accounted.severity,
                interval_seconds=accounted.seconds,
            ),
            forget_before=now - timedelta(seconds=limits.history_seconds),
        )
        return None if is_over else NextPoll(at=next_poll_at, reason=accounted.reason)

    def _accounted(
        self, source: Source, outcome: Outcome, found: Polled, now: datetime, spread: float
    ) -> "_Accounted":
        due_at, begun_at = source.due_at or now, source.begun_at or now
        late_seconds = max(0.0, (begun_at - due_at).total_seconds())
        if outcome not in READ:
            return self._failed(source, outcome, found, now, spread, late_seconds)
        hints = (found.hint_seconds, http_hint_seconds(found.headers, now))
        seen = rhythm.PollSeen(
            at=begun_at,
            previous_at=source.read_at,
            due_at=due_at,
            items_count=source.items_count or 0 if found.items_count is None else found.items_count,
            new_count=found.new_count,
            published=found.published,
            is_first=found.is_first,
        )
        following = rhythm.after_poll(
            rhythm.Rhythm.from_json(source.rhythm),
            seen,
            limits=rhythm.RhythmLimits.from_settings(self._parts.settings.discover),
            hint_seconds=max((h for h in hints if h is not None), default=None),
            spread=spread,
        )
        values: dict[str, object] = {
            "rhythm": following.rhythm.to_json(),
            "read_at": begun_at,
            "failure_score": 0.0,
            "failing_since": None,
        }
        if found.items_count is not None:
            values |= {"items_count": found.items_count, "body_sha256": found.body_sha256}
        if found.new_count:
            values["new_at"] = now
        return _Accounted(
            seconds=following.seconds,
            reason=following.reason,
            late_seconds=late_seconds,
            severity=0.0,
            rhythm=following.rhythm,
            failing_since=None,
            failure_score=0.0,
            values=values,
        )

    def _failed(
        self,
        source: Source,
        outcome: Outcome,
        found: Polled,
        now: datetime,
        spread: float,
        late_seconds: float,
    ) -> "_Accounted":
        failing_since = source.failing_since or now
        known = rhythm.Rhythm.from_json(source.rhythm)
        failure = failing.after_failure(
            outcome,
            status=found.status,
            score=source.failure_score,
            failing_since=failing_since,
            now=now,
            interval_seconds=known.interval_seconds,
            retry_after_seconds=found.retry_after_seconds,
            limits=failing.FailingLimits.from_settings(self._parts.settings.discover),
            spread=spread,
        )
        return _Accounted(
            seconds=failure.seconds,
            reason=failure.reason,
            late_seconds=late_seconds,
            severity=failure.severity,
            rhythm=known,
            failing_since=failing_since,
            failure_score=failure.score,
            # No body is known any more: the next one is read, whatever it is.
            values={
                "failure_score": failure.score,
                "failing_since": failing_since,
                "body_sha256": None,
            },
        )

    def _health(
        self,
        tx: Transaction,
        source: Source,
        accounted: "_Accounted",
        outcome: Outcome,
        found: Polled,
        now: datetime,
    ) -> health.Verdict:
        """How the source is after this poll."""
        articles = tx.source_reports.recent(
            source.source_id, since=now - _RECENT, limit=_RECENT_URLS
        )
        facts = health.HealthFacts(
            kind=source.kind,
            now=now,
            outcome=outcome,
            status=found.status,
            failing_since=accounted.failing_since,
            failure_score=accounted.failure_score,
            items_count=found.items_count,
            links_count=found.links_count,
            children_count=found.children_count,
            health=source.health,
            moved_to=found.moved_to,
            articles_count=articles.ended,
            refused_count=articles.refused,
            rhythm=accounted.rhythm,
        )
        limits = health.HealthLimits.from_settings(self._parts.settings.discover)
        return health.judge(facts, limits=limits)

    def _tell(
        self, tx: Transaction, source: Source, verdict: health.Verdict, now: datetime
    ) -> None:
        """A source that falls silent, or gives again, is worth an event and a line."""
        if verdict.health.is_silent == source.health.is_silent:
            return
        if not verdict.health.is_silent and verdict.health is not SourceHealth.OK:
            return  # failing or dead: it has not recovered
        event = events.source_changed(
            event_id=event_id("source", source.url, verdict.health, now),
            source=source,
            health=verdict.health,
            note=verdict.note,
            occurred_at=now,
        )
        tx.outbox.add(event, article_id=None, now=now)
        emit = log.warning if verdict.health.is_silent else log.info
        emit(
            event.name,
            source=source.name,
            url=urls.redact(source.url),
            health=verdict.health,
            note=verdict.note,
        )


def _spread(source_id: int, visit: int) -> float:
    """0 to 1, the same for the same visit: sources that began together drift apart."""
    return zlib.crc32(f"{source_id}:{visit}".encode()) / 2**32
