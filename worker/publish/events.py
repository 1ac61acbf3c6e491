"""The events of articles and sources, as versioned JSON: their fields are a promise to consumers.

A field may be added within a version; a field renamed, removed or given another meaning needs a new
version number. docs/events.md lists every field; a test holds the two together.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from worker.redaction import redact
from worker.source_values import Source
from worker.values import Article, Capture, Judgement, NewEvent
from worker.vocabulary import Decision, Outcome, SourceHealth

ARTICLE_STORED = "article.stored"
ARTICLE_UNAVAILABLE = "article.unavailable"
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
        "judgement": _judgement(judgement),
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
    published_at = stub["published_at"]
    payload = {
        "event": ARTICLE_UNAVAILABLE,
        "version": VERSION,
        "event_id": event_id,
        "occurred_at": occurred_at.isoformat(),
        "url_id": url_id,
        "url": url,
        "outcome": outcome,
        "reason": reason,
        "stub": {
            "title": stub["title"],
            "summary": stub["summary"],
            "published_at": published_at.isoformat() if published_at else None,
            "seen_at": stub["seen_at"].isoformat(),
            "source_id": stub["source_id"],
        },
        "judgement": {
            "score": round(stub["score"], 4),
            "decision": stub["decision"],
            "defence": stub["decision"] == Decision.YES,
            "topics": stub["topics"],
            "evidence": stub["evidence"],
            "language": stub["language"],
            "version": stub["version"],
        },
    }
    return NewEvent(event_id=event_id, name=ARTICLE_UNAVAILABLE, payload=payload)


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
        "url": article.url,
        "canonical_url": article.canonical_url,
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
        "captured_at": capture.captured_at.isoformat(),
        "capture_sha256": capture.sha256,
    }


def _judgement(judgement: Judgement) -> dict[str, Any]:
    return {
        "score": round(judgement.score, 4),
        "decision": judgement.decision,
        "defence": judgement.decision is Decision.YES,
        "topics": [{"topic": t.topic, "score": round(t.score, 4)} for t in judgement.topics],
        "evidence": [
            {
                "concept": e.concept,
                "surface": e.surface,
                "field": e.field,
                "start": e.start,
                "end": e.end,
                "weight": round(e.weight, 4),
            }
            for e in judgement.evidence
        ],
        "language": judgement.language,
        "version": judgement.version,
    }
