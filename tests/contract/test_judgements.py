"""Analysts' judgements on both databases: kept for ever, the newest counts, the machine's stays."""

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
import sqlalchemy as sa
from alembic import command
from support.judged import REVIEW, YES, TableClassifier, article, events, stored
from support.parts import World

from worker.errors import InputError
from worker.settings import DatabaseSettings
from worker.steps.judge import Judge
from worker.steps.review import Review
from worker.store import migration
from worker.store.article_reports import ArticleFilter
from worker.store.engine import open_engine
from worker.store.outbox import Outbox
from worker.vocabulary import DecidedBy, Decision, Ruling, Topic


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    made = World(database_url, fetch={"delay_seconds": 0.0})
    made.classifier = TableClassifier("v1", {"navy": YES, "budget": REVIEW, "border": REVIEW})  # type: ignore[assignment]
    yield made
    made.close()


def listed(world: World, **wanted: object) -> list[int]:
    with world.database.reading() as tx:
        return [row["id"] for row in tx.article_reports.articles(ArticleFilter(**wanted))]  # type: ignore[arg-type]


def test_a_ruling_counts_and_the_machines_judgement_stays_beside_it(world: World) -> None:
    [navy] = stored(world, "navy")

    Judge(world).run(navy, Ruling.NO, analyst="ada", note="a film")  # type: ignore[arg-type]

    row = article(world, navy)
    assert (row["decision"], row["decided_by"]) == ("no", "analyst")
    assert (row["machine_decision"], row["score"], row["version"]) == ("yes", YES, "v1")
    assert (row["judgement"]["analyst"], row["judgement"]["note"]) == ("ada", "a film")
    assert row["judgement"]["judged_at"] == world.clock()
    assert (row["topics"], row["machine_topics"]) == ([], [{"topic": "forces", "score": YES}])
    [event] = events(world, "article.judged")
    assert (event["decision"], event["defence"], event["decided_by"]) == ("no", False, "analyst")
    assert event["before"] == {"decision": "yes", "decided_by": "machine"}
    assert event["analyst"] == {
        "name": "ada", "decision": "no", "topics": None, "note": "a film",
    }  # fmt: skip
    assert event["machine"] == {"score": YES, "decision": "yes", "version": "v1"}
    assert event["article"]["title"] == "navy in the news"


def test_all_rulings_are_kept_and_the_newest_counts(world: World) -> None:
    [budget] = stored(world, "budget")
    judge = Judge(world)  # type: ignore[arg-type]

    judge.run(budget, Ruling.NO, analyst="ada")
    world.clock.forward(60)
    judge.run(budget, Ruling.YES, analyst="bo", topics=[Topic.POLICY, Topic.POLICY])

    row = article(world, budget)
    assert (row["decision"], row["judgement"]["analyst"]) == ("yes", "bo")
    assert row["topics"] == [{"topic": "policy", "score": 1.0}]
    with world.database.reading() as tx:
        first, second = tx.judgements.of_article(budget)
        assert tx.judgements.newest(budget) == second
        assert tx.judgements.newest(budget + 1) is None
    assert (first.ruling, first.analyst, first.topics) == (Ruling.NO, "ada", None)
    assert (second.ruling, second.topics) == (Ruling.YES, (Topic.POLICY,))
    assert second.judged_at - first.judged_at == timedelta(seconds=60)
    assert (first.machine.score, first.machine.decision) == (REVIEW, Decision.REVIEW)
    assert len(events(world, "article.judged")) == 2


def test_a_withdrawal_gives_the_decision_back_to_the_machine(world: World) -> None:
    [navy] = stored(world, "navy")
    judge = Judge(world)  # type: ignore[arg-type]
    judge.run(navy, Ruling.NO, analyst="ada")

    judged = judge.run(navy, Ruling.WITHDRAWN, analyst="ada")

    row = article(world, navy)
    assert (judged.decision, judged.was) == (Decision.YES, Decision.NO)
    assert (row["decision"], row["decided_by"], row["judgement"]) == ("yes", "machine", None)
    assert listed(world, topic=Topic.FORCES) == [navy]
    assert events(world, "article.judged")[-1]["decided_by"] == "machine"
    with world.database.reading() as tx:
        assert [one.ruling for one in tx.judgements.of_article(navy)] == ["no", "withdrawn"]
        assert tx.judgements.count() == 0


def test_lists_and_counts_tell_who_decided(world: World) -> None:
    navy, budget, tennis = stored(world, "navy", "budget", "tennis")
    judge = Judge(world)  # type: ignore[arg-type]
    judge.run(budget, Ruling.YES, analyst="ada", topics=[Topic.INDUSTRY])
    judge.run(navy, Ruling.YES, analyst="ada")

    assert set(listed(world, decision=Decision.YES)) == {navy, budget}
    assert set(listed(world, decided_by=DecidedBy.ANALYST)) == {navy, budget}
    assert listed(world, decided_by=DecidedBy.MACHINE) == [tennis]
    assert listed(world, topic=Topic.INDUSTRY) == [budget]
    assert listed(world, topic=Topic.FORCES) == [navy]  # the machine's, where none were named
    assert world.counts().decisions == {"no": 1, "yes": 2}
    assert world.counts().judged == {"yes": 2}


def test_what_was_ruled_is_gold(world: World) -> None:
    navy, budget, tennis, border = stored(world, "navy", "budget", "tennis", "border")
    judge = Judge(world)  # type: ignore[arg-type]
    judge.run(tennis, Ruling.YES, analyst="ada")
    judge.run(tennis, Ruling.NO, analyst="ada")
    judge.run(budget, Ruling.YES, analyst="ada", topics=[Topic.POLICY])
    judge.run(navy, Ruling.YES, analyst="ada")
    judge.run(border, Ruling.YES, analyst="ada")
    judge.run(border, Ruling.WITHDRAWN, analyst="ada")

    with world.database.reading() as tx:
        gold = list(tx.judgements.gold())
        assert list(tx.judgements.gold(languages=["de"])) == []
        assert list(tx.judgements.gold(since=world.clock() + timedelta(seconds=1))) == []

    assert {one["id"]: (one["label"], one["topics"]) for one in gold} == {
        navy: (2, None), budget: (2, ["policy"]), tennis: (0, None),
    }  # fmt: skip
    assert [one["id"] for one in gold] == sorted([navy, budget, tennis])
    [of_navy] = [one for one in gold if one["id"] == navy]
    assert of_navy["title"] == "navy in the news"
    assert "report on navy" in of_navy["text"]
    assert {(one["language"], one["source"]) for one in gold} == {("en", "judgements")}


@pytest.mark.parametrize(
    ("ruling", "options", "words"),
    [
        (Ruling.YES, {"analyst": " "}, "--as NAME"),
        (Ruling.YES, {"analyst": "a" * 101}, "longer than 100"),
        (Ruling.YES, {"analyst": "ada", "note": "n" * 4001}, "longer than 4000"),
        (Ruling.NO, {"analyst": "ada", "topics": [Topic.FORCES]}, "topics go with a yes"),
        (Ruling.WITHDRAWN, {"analyst": "ada", "topics": []}, "topics go with a yes"),
    ],
)
def test_what_can_not_be_a_ruling_is_refused(
    world: World, ruling: Ruling, options: dict, words: str
) -> None:
    with pytest.raises(InputError, match=words):
        Judge(world).run(1, ruling, **options)  # type: ignore[arg-type]


def test_an_article_that_is_not_there_can_not_be_judged(world: World) -> None:
    with pytest.raises(InputError, match="no article 77"):
        Judge(world).run(77, Ruling.YES, analyst="ada")  # type: ignore[arg-type]
    assert events(world, "article.judged") == []


def test_a_note_loses_what_no_database_keeps(world: World) -> None:
    [navy] = stored(world, "navy")

    Judge(world).run(navy, Ruling.NO, analyst="ad\x00a", note="one\ntwo \udc80\x1b نمی‌دانم")  # type: ignore[arg-type]

    judgement = article(world, navy)["judgement"]
    assert (judgement["analyst"], judgement["note"]) == ("ad a", "one two نمی‌دانم")


def test_a_ruling_whose_event_can_not_be_written_leaves_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    [navy] = stored(world, "navy")

    def full(*_args: object, **_options: object) -> None:
        raise RuntimeError("disk full")

    with monkeypatch.context() as broken:
        broken.setattr(Outbox, "add", full)
        with pytest.raises(RuntimeError):
            Judge(world).run(navy, Ruling.NO, analyst="ada")  # type: ignore[arg-type]

    assert (article(world, navy)["decision"], article(world, navy)["decided_by"]) == (
        "yes", "machine",
    )  # fmt: skip
    with world.database.reading() as tx:
        assert tx.judgements.of_article(navy) == []


def test_analysts_at_once_are_all_heard_and_the_article_shows_the_newest(world: World) -> None:
    [navy] = stored(world, "navy")
    rulings = [Ruling.YES, Ruling.NO] * 4

    def rule(number: int) -> None:
        Judge(world).run(navy, rulings[number], analyst=f"analyst {number}")  # type: ignore[arg-type]

    threads = [threading.Thread(target=rule, args=(n,)) for n in range(len(rulings))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with world.database.reading() as tx:
        kept = tx.judgements.of_article(navy)
    assert {one.analyst for one in kept} == {f"analyst {n}" for n in range(len(rulings))}
    assert article(world, navy)["decision"] == kept[-1].ruling
    assert article(world, navy)["judgement"]["id"] == kept[-1].judgement_id


def test_only_the_newest_ruling_can_be_taken_back_as_ones_own(world: World) -> None:
    [navy] = stored(world, "navy")
    judge = Judge(world)  # type: ignore[arg-type]
    mine = judge.run(navy, Ruling.NO, analyst="ada").judgement.judgement_id
    judge.run(navy, Ruling.NO, analyst="bo")

    with pytest.raises(InputError, match="bo ruled no on article"):
        judge.run(navy, Ruling.WITHDRAWN, analyst="ada", instead_of=mine)

    assert article(world, navy)["judgement"]["analyst"] == "bo"


def test_the_queue_of_review_holds_what_is_in_doubt_and_nobody_judged(world: World) -> None:
    _, budget, border, _ = stored(world, "navy", "budget", "border", "tennis")

    queue = Review(world).queue(ArticleFilter())  # type: ignore[arg-type]
    Judge(world).run(budget, Ruling.NO, analyst="ada")  # type: ignore[arg-type]
    rest = Review(world).queue(ArticleFilter())  # type: ignore[arg-type]

    assert set(queue) == {budget, border}
    assert rest == [border]
    assert Review(world).queue(ArticleFilter(language="de")) == []  # type: ignore[arg-type]
    assert Review(world).queue(ArticleFilter(topic=Topic.FORCES, limit=1)) == [border]  # type: ignore[arg-type]


def test_articles_of_the_schema_before_carry_their_newest_version(empty_database_url: str) -> None:
    engine = open_engine(DatabaseSettings(), empty_database_url)
    config = migration._config()
    moment = 0 if engine.dialect.name == "sqlite" else "2026-01-01T00:00:00Z"
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0002")

        def insert(table: str, **values: object) -> None:
            names = ", ".join(values)
            places = ", ".join(f":{name}" for name in values)
            statement = f"INSERT INTO {table} ({names}) VALUES ({places})"
            connection.execute(sa.text(statement), values)

        insert(
            "urls", id=1, key="k", canonical_url="", url="", host="", kind="article", origin="",
            rank=0, state="done", visit=1, attempts=0, submitted_at=moment, due_at=moment, token=0,
        )  # fmt: skip
        insert(
            "captures", id=1, url_id=1, visit=1, requested_url="", final_url="", status=200,
            headers="[]", hops="[]", body=b"", body_bytes=0, sha256="", captured_at=moment,
            elapsed_seconds=0.0, remote_address="",
        )  # fmt: skip
        insert(
            "articles", id=1, key="k", canonical_url="", url="", site="", text="", text_sha256="",
            authors="[]", language="en", language_confidence=1.0, access="free", signals="{}",
            capture_id=1, stored_at=moment, decision="yes",
        )  # fmt: skip
        for number, version in enumerate(("old", "new"), start=1):
            insert(
                "classifications", id=number, article_id=1, version=version, score=0.9,
                decision="yes", topics="[]", evidence="[]", language="en", classified_at=moment,
            )  # fmt: skip

    migration.upgrade(engine)

    with engine.connect() as connection:
        found = connection.execute(sa.text("SELECT decided_by, machine_version FROM articles"))
        assert [tuple(row) for row in found] == [("machine", "new")]
    engine.dispose()
