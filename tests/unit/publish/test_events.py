"""The events that tell of articles: each field that consumers were promised."""

import json
from dataclasses import replace
from datetime import UTC, datetime

from worker.publish import events
from worker.values import (
    Article,
    Capture,
    Evidence,
    Extraction,
    Judgement,
    Language,
    NewEvent,
    Published,
    TopicScore,
)
from worker.vocabulary import Access, Decision, Outcome, Topic

CAPTURED_AT = datetime(2026, 11, 24, 8, 0, 1, 250_000, tzinfo=UTC)
EXTRACTION = Extraction(
    outcome=Outcome.STORED,
    reason="",
    title="Marine bestellt vier Fregatten",
    text="Erster Absatz.\nZweiter „Absatz“ 🚢.",
    lead="Erster Absatz.",
    authors=("Ada Beispiel", "Bo Beispiel"),
    published=Published(
        at=datetime(2026, 11, 24, 6, 30, tzinfo=UTC), source="json-ld", has_time=True, zone="+01:00"
    ),
    site_name="Beispielblatt",
    language=Language(code="de", confidence=0.987654, declared="en"),
    canonical_url="https://a.example/x",
    access=Access.PARTIAL,
)
ARTICLE = Article(
    key="0" * 64,
    canonical_url="https://a.example/x",
    url="https://www.a.example/x?utm_source=y",
    site="a.example",
    extraction=EXTRACTION,
    text_sha256="1" * 64,
    capture_id=5,
)
CAPTURE = Capture(
    requested_url="https://a.example/x",
    final_url="https://www.a.example/x",
    status=200,
    headers=(),
    hops=(),
    body=b"",
    sha256="2" * 64,
    captured_at=CAPTURED_AT,
    elapsed_seconds=0.5,
    remote_address="1.1.1.1",
)
JUDGEMENT = Judgement(
    score=0.91237,
    decision=Decision.YES,
    topics=(TopicScore(topic=Topic.PROCUREMENT, score=0.80001),),
    evidence=(
        Evidence(
            concept="frigate", surface="Fregatten", field="title", start=21, end=30, weight=2.0
        ),
    ),
    language="de",
    version="m1-l2",
)


def event(article: Article = ARTICLE, judgement: Judgement = JUDGEMENT) -> NewEvent:
    return events.article_stored(
        event_id="e-1",
        article_id=7,
        article=article,
        judgement=judgement,
        capture=CAPTURE,
        stored_at=datetime(2026, 11, 24, 8, 0, 2, tzinfo=UTC),
    )


def test_every_field_is_present() -> None:
    made = event()
    assert (made.event_id, made.name) == ("e-1", "article.stored")
    assert made.payload == {
        "event": "article.stored",
        "version": 1,
        "event_id": "e-1",
        "occurred_at": "2026-11-24T08:00:02+00:00",
        "article": {
            "id": 7,
            "url": "https://www.a.example/x?utm_source=y",
            "canonical_url": "https://a.example/x",
            "site": "a.example",
            "site_name": "Beispielblatt",
            "title": "Marine bestellt vier Fregatten",
            "lead": "Erster Absatz.",
            "text": "Erster Absatz.\nZweiter „Absatz“ 🚢.",
            "authors": ["Ada Beispiel", "Bo Beispiel"],
            "published_at": "2026-11-24T06:30:00+00:00",
            "published_source": "json-ld",
            "published_zone": "+01:00",
            "published_has_time": True,
            "language": "de",
            "language_confidence": 0.9877,
            "access": "partial",
            "integrity": "whole",
            "captured_at": "2026-11-24T08:00:01.250000+00:00",
            "capture_sha256": "2" * 64,
        },
        "judgement": {
            "score": 0.9124,
            "decision": "yes",
            "defence": True,
            "topics": [{"topic": "procurement", "score": 0.8}],
            "evidence": [
                {
                    "concept": "frigate",
                    "surface": "Fregatten",
                    "field": "title",
                    "start": 21,
                    "end": 30,
                    "weight": 2.0,
                }
            ],
            "language": "de",
            "version": "m1-l2",
            "opinion": None,
        },
    }


def test_what_is_unknown_is_null_and_its_field_stays() -> None:
    bare = replace(EXTRACTION, title=None, lead=None, authors=(), published=None, site_name=None)
    doubtful = replace(JUDGEMENT, decision=Decision.REVIEW, topics=(), evidence=())
    article = event(replace(ARTICLE, extraction=bare)).payload["article"]
    assert set(article) == set(event().payload["article"])
    unknown = {name for name, value in article.items() if value is None}
    assert unknown == {
        *("title", "lead", "site_name", "published_at", "published_source", "published_zone"),
        "published_has_time",
    }
    assert article["authors"] == []
    judgement = event(judgement=doubtful).payload["judgement"]
    assert judgement["defence"] is False
    assert (judgement["topics"], judgement["evidence"]) == ([], [])


def test_an_event_survives_json_unchanged() -> None:
    payload = event().payload
    assert json.loads(json.dumps(payload)) == payload


def test_the_same_article_gives_the_same_event() -> None:
    assert event() == event()


def test_what_is_certainly_a_secret_is_not_told_and_all_else_is() -> None:
    url = "https://u:pw@a.example/2026/x?id=0123456789abcdef0123456789abcdef&api_key=5&key=202611"
    told = event(replace(ARTICLE, url=url, canonical_url=f"{url}&token=9")).payload["article"]
    shown = (
        "https://***@a.example/2026/x?id=0123456789abcdef0123456789abcdef&api_key=***&key=202611"
    )
    assert told["url"] == shown
    assert told["canonical_url"] == f"{shown}&token=***"
