"""The one JSON form of judgements: in events, in the database, on the command line.

Its fields are a promise to consumers (docs/events.md). Numbers are rounded to four digits.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from worker.values import Evidence, Judgement, Opinion, TopicScore
from worker.vocabulary import Decision

_DIGITS = 4


def judgement_json(judgement: Judgement) -> dict[str, Any]:
    """A judgement as it has just been made."""
    return stored_json(
        {
            "score": judgement.score,
            "decision": judgement.decision,
            "topics": topics_json(judgement.topics),
            "evidence": evidence_json(judgement.evidence),
            "language": judgement.language,
            "version": judgement.version,
            "opinion": opinion_json(judgement.opinion),
        }
    )


def stored_json(row: Mapping[str, Any]) -> dict[str, Any]:
    """A judgement from its stored row; other columns are passed over.

    Stubs have no column `opinion`: no second judge is asked about them.
    """
    return {
        "score": round(row["score"], _DIGITS),
        "decision": row["decision"],
        "defence": row["decision"] == Decision.YES,
        "topics": row["topics"],
        "evidence": row["evidence"],
        "language": row["language"],
        "version": row["version"],
        "opinion": row.get("opinion"),
    }


def opinion_json(opinion: Opinion | None) -> dict[str, Any] | None:
    """A second opinion; None where nobody was asked. Without a score, `note` says why."""
    if opinion is None:
        return None
    return {
        "by": opinion.by,
        "score": None if opinion.score is None else round(opinion.score, _DIGITS),
        "note": opinion.note,
        "seconds": round(opinion.seconds, 3),
        "cached": opinion.is_cached,
    }


def topics_json(topics: Sequence[TopicScore]) -> list[dict[str, Any]]:
    """Topics, best first."""
    return [{"topic": one.topic, "score": round(one.score, _DIGITS)} for one in topics]


def evidence_json(evidence: Sequence[Evidence]) -> list[dict[str, Any]]:
    """Findings, strongest first."""
    return [
        {
            "concept": one.concept,
            "surface": one.surface,
            "field": one.field,
            "start": one.start,
            "end": one.end,
            "weight": round(one.weight, _DIGITS),
        }
        for one in evidence
    ]
