"""One JSON form of judgements, whether just made or stored."""

from worker.judgement_json import judgement_json, stored_json
from worker.values import Evidence, Judgement, TopicScore
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
    }  # fmt: skip


def test_a_stored_row_gives_the_same() -> None:
    made = judgement_json(JUDGEMENT)

    assert stored_json({**made, "url_id": 7, "score": 0.912345}) == made
