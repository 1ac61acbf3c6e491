"""The events that tell of articles, as versioned JSON. Their fields are a promise to consumers.

A field may be added within a version; a field renamed, removed or given another meaning needs a new
version number. docs/events.md lists every field; a test holds the two together.
"""

from datetime import datetime
from typing import Any

from worker.values import Article, Capture, Judgement, NewEvent
from worker.vocabulary import Decision

ARTICLE_STORED = "article.stored"
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
