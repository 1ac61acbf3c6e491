"""The events of articles and sources, as versioned JSON: their fields are a promise to consumers.

A field may be added within a version; a field renamed, removed or given another meaning needs a new
version number. docs/events.md lists every field; a test holds the two together.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from worker.judgement_json import judgement_json, stored_json, topics_json
from worker.redaction import redact, redact_certain, redact_text
from worker.source_values import Source
from worker.values import (
    AnalystJudgement,
    Article,
    ArticleRef,
    Capture,
    Judgement,
    MachineView,
    NewEvent,
    TopicScore,
)
from worker.vocabulary import DecidedBy, Decision, Outcome, SourceHealth

ARTICLE_STORED = "article.stored"
ARTICLE_UNAVAILABLE = "article.unavailable"
ARTICLE_JUDGED = "article.judged"
ARTICLE_RECLASSIFIED = "article.reclassified"
STUB_RECLASSIFIED = "stub.reclassified"
SOURCE_SILENT = "source.silent"
SOURCE_RECOVERED = "source.recovered"
VERSION = 1


def article_stored(
    *,
    event_id: str,
    article_id: int,
    article: Article,
    judgement: Judgement,
    capture: Capture,
    stored_at: datetime,
) -> NewEvent:
    """The event of a new article with its first judgement."""
    payload = {
        "event": ARTICLE_STORED,
        "version": VERSION,
        "event_id": event_id,
        "occurred_at": stored_at.isoformat(),
        "article": _article(article_id, article, capture),
        "judgement": judgement_json(judgement),
    }
    return NewEvent(event_id=event_id, name=ARTICLE_STORED, payload=payload)


def article_unavailable(
    *,
    event_id: str,
    url_id: int,
    url: str,
    outcome: Outcome,
    reason: str,
    stub: Mapping[str, Any],
    occurred_at: datetime,
) -> NewEvent:
    """The event of a URL whose article could not be had, with what its source says of it.

    Args:
        stub: its row, with title, summary and their judgement.
    """
    payload = {
        "event": ARTICLE_UNAVAILABLE,
        "version": VERSION,
        "event_id": event_id,
        "occurred_at": occurred_at.isoformat(),
        "url_id": url_id,
        "url": redact_certain(url),
        "outcome": outcome,
        "reason": redact_text(reason),
        "stub": _stub(stub),
        "judgement": stored_json(stub),
    }
    return NewEvent(event_id=event_id, name=ARTICLE_UNAVAILABLE, payload=payload)


def article_judged(
    *,
    event_id: str,
    article: ArticleRef,
    judged: AnalystJudgement,
    decision: Decision,
    decided_by: DecidedBy,
    topics: Sequence[TopicScore],
    was: Decision,
    was_decided_by: DecidedBy,
) -> NewEvent:
    """The event of an analyst's ruling on an article.

    Args:
        decision, decided_by, topics: that count from now on.
        was, was_decided_by: what counted before.
    """
    payload = {
        "event": ARTICLE_JUDGED,
        "version": VERSION,
        "event_id": event_id,
        "occurred_at": judged.judged_at.isoformat(),
        "article": _reference(article),
        "decision": decision,
        "defence": decision is Decision.YES,
        "decided_by": decided_by,
        "topics": topics_json(topics),
        "before": {"decision": was, "decided_by": was_decided_by},
        "analyst": {
            "name": judged.analyst,
            "decision": judged.ruling,
            "topics": None if judged.topics is None else list(judged.topics),
            "note": judged.note,
        },
        "machine": _machine(judged.machine),
    }
    return NewEvent(event_id=event_id, name=ARTICLE_JUDGED, payload=payload)


def article_reclassified(
    *,
    event_id: str,
    article: ArticleRef,
    before: MachineView,
    judgement: Judgement,
    occurred_at: datetime,
) -> NewEvent:
    """The event of an article whose decision another version of the classifier changed."""
    payload = {
        "event": ARTICLE_RECLASSIFIED,
        "version": VERSION,
        "event_id": event_id,
        "occurred_at": occurred_at.isoformat(),
        "article": _reference(article),
        "before": _machine(before),
        "judgement": judgement_json(judgement),
    }
    return NewEvent(event_id=event_id, name=ARTICLE_RECLASSIFIED, payload=payload)


def stub_reclassified(
    *,
    event_id: str,
    url_id: int,
    url: str,
    stub: Mapping[str, Any],
    before: MachineView,
    occurred_at: datetime,
) -> NewEvent:
    """The event of an article that could not be had, and is now judged otherwise.

    Args:
        stub: its row, as it is now.
    """
    payload = {
        "event": STUB_RECLASSIFIED,
        "version": VERSION,
        "event_id": event_id,
        "occurred_at": occurred_at.isoformat(),
        "url_id": url_id,
        "url": redact_certain(url),
        "outcome": stub["outcome"],
        "stub": _stub(stub),
        "before": _machine(before),
        "judgement": stored_json(stub),
    }
    return NewEvent(event_id=event_id, name=STUB_RECLASSIFIED, payload=payload)


def source_changed(
    *,
    event_id: str,
    source: Source,
    health: SourceHealth,
    note: str,
    occurred_at: datetime,
) -> NewEvent:
    """The event of a source that fell silent against its habit, or gives again."""
    name = SOURCE_SILENT if health.is_silent else SOURCE_RECOVERED
    payload = {
        "event": name,
        "version": VERSION,
        "event_id": event_id,
        "occurred_at": occurred_at.isoformat(),
        "source": {
            "id": source.source_id,
            "name": source.name,
            "kind": source.kind,
            "url": redact(source.url),
            "tags": list(source.tags),
        },
        "health": health,
        "note": note,
        "new_at": source.new_at.isoformat() if source.new_at else None,
    }
    return NewEvent(event_id=event_id, name=name, payload=payload)


def _article(article_id: int, article: Article, capture: Capture) -> dict[str, Any]:
    found = article.extraction
    published = found.published
    return {
        "id": article_id,
        "url": redact_certain(article.url),
        "canonical_url": redact_certain(article.canonical_url),
        "site": article.site,
        "site_name": found.site_name,
        "title": found.title,
        "lead": found.lead,
        "text": found.text,
        "authors": list(found.authors),
        "published_at": published.at.isoformat() if published else None,
        "published_source": published.source if published else None,
        "published_zone": published.zone if published else None,
        "published_has_time": published.has_time if published else None,
        "language": found.language.code,
        "language_confidence": round(found.language.confidence, 4),
        "access": found.access,
        "integrity": found.integrity,
        "captured_at": capture.captured_at.isoformat(),
        "capture_sha256": capture.sha256,
    }


def _reference(article: ArticleRef) -> dict[str, Any]:
    return {
        "id": article.article_id,
        "url": redact_certain(article.url),
        "canonical_url": redact_certain(article.canonical_url),
        "site": article.site,
        "title": article.title,
        "language": article.language,
    }


def _machine(view: MachineView) -> dict[str, Any]:
    return {"score": round(view.score, 4), "decision": view.decision, "version": view.version}


def _stub(stub: Mapping[str, Any]) -> dict[str, Any]:
    published_at = stub["published_at"]
    return {
        "title": stub["title"],
        "summary": stub["summary"],
        "published_at": published_at.isoformat() if published_at else None,
        "seen_at": stub["seen_at"].isoformat(),
        "source_id": stub["source_id"],
    }
