"""One JSON form of judgements, whether just made or stored."""

from dataclasses import replace

from worker.judgement_json import judgement_json, stored_json
from worker.values import Evidence, Judgement, Opinion, TopicScore
from worker.vocabulary import Decision, Topic

JUDGEMENT = Judgement(
    score=0.912345,
    decision=Decision.YES,
    topics=(TopicScore(topic=Topic.FORCES, score=0.76543),),
    evidence=(
        Evidence(concept="navy", surface="Navy", field="title", start=0, end=4, weight=1.23456),
    ),
    language="en",
    version="v1",
)


def test_numbers_are_rounded_and_every_field_is_there() -> None:
    assert judgement_json(JUDGEMENT) == {
        "score": 0.9123,
        "decision": "yes",
        "defence": True,
        "topics": [{"topic": "forces", "score": 0.7654}],
        "evidence": [
            {
                "concept": "navy", "surface": "Navy", "field": "title", "start": 0, "end": 4,
                "weight": 1.2346,
            }
        ],
        "language": "en",
        "version": "v1",
        "opinion": None,
    }  # fmt: skip


def test_a_stored_row_gives_the_same() -> None:
    made = judgement_json(JUDGEMENT)

    assert stored_json({**made, "url_id": 7, "score": 0.912345}) == made


def test_a_second_opinion_goes_with_it() -> None:
    opinion = Opinion(by="model:x", score=0.123456, note="why", seconds=1.23456, is_cached=True)

    made = judgement_json(replace(JUDGEMENT, opinion=opinion))

    assert made["opinion"] == {
        "by": "model:x", "score": 0.1235, "note": "why", "seconds": 1.235, "cached": True,
    }  # fmt: skip
    assert stored_json({**made, "url_id": 7}) == made


def test_an_opinion_without_a_score_says_why() -> None:
    opinion = Opinion(by="endpoint:x", score=None, note="HTTP 500", seconds=0.5)

    made = judgement_json(replace(JUDGEMENT, opinion=opinion))["opinion"]

    assert (made["score"], made["note"]) == (None, "HTTP 500")


def test_a_row_of_a_stub_has_none() -> None:
    row = judgement_json(JUDGEMENT)
    del row["opinion"]

    assert stored_json(row)["opinion"] is None
