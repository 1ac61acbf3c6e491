"""Reclassification on both databases: resumable, safe twice and two at once; people's stay."""

import threading
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from support.feeds import rss
from support.judged import NO, REVIEW, YES, TableClassifier, article, events, stored
from support.parts import World

from worker.errors import Refused
from worker.source_values import NewSource
from worker.steps.judge import Judge
from worker.steps.reclassified import Reclassified
from worker.steps.reclassify import Reclassify
from worker.steps.sources import Sources
from worker.store.article_reports import ArticleFilter
from worker.vocabulary import Decision, Outcome, Ruling, Topic, UrlKind

FIRST = {"navy": YES, "budget": REVIEW, "border": REVIEW}
SECOND = {"navy": YES, "budget": YES, "tennis": REVIEW}
WORDS = ("navy", "budget", "tennis", "border")


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    made = World(database_url, fetch={"delay_seconds": 0.0})
    use(made, "v1", FIRST)
    yield made
    made.close()


def use(world: World, version: str, scores: dict[str, float]) -> TableClassifier:
    """Another version of the classifier is installed."""
    made = TableClassifier(version, scores)
    world.classifier = made  # type: ignore[assignment]
    return made


def reclassify(world: World, **options: Any) -> Reclassified:
    return Reclassify(world, **options).run()  # type: ignore[arg-type]


def decisions(world: World, ids: list[int]) -> list[str]:
    return [article(world, one)["decision"] for one in ids]


def test_another_version_judges_all_and_tells_of_each_decision_that_changed(world: World) -> None:
    ids = stored(world, *WORDS)
    use(world, "v2", SECOND)

    report = reclassify(world).articles

    assert decisions(world, ids) == ["yes", "yes", "review", "no"]
    assert {article(world, one)["version"] for one in ids} == {"v2"}
    assert report.judged == {"en": 4}
    assert report.before == {"yes": 1, "review": 2, "no": 1}
    assert report.after == {"yes": 2, "review": 1, "no": 1}
    told = {event["article"]["id"]: event for event in events(world, "article.reclassified")}
    assert set(told) == set(ids[1:]) == {one.item_id for e in report.examples.values() for one in e}
    budget = told[ids[1]]
    assert budget["before"] == {"score": REVIEW, "decision": "review", "version": "v1"}
    assert (budget["judgement"]["decision"], budget["judgement"]["version"]) == ("yes", "v2")
    assert budget["judgement"]["evidence"][0]["concept"] == "about_budget"
    with world.database.reading() as tx:
        by_topic = tx.article_reports.articles(ArticleFilter(topic=Topic.FORCES))
    assert {row["id"] for row in by_topic} == set(ids[:3])


def test_the_history_of_the_machines_judgements_stays(world: World) -> None:
    [navy] = stored(world, "navy")
    use(world, "v2", {})
    reclassify(world)

    use(world, "v1", FIRST)  # the first version comes back
    report = reclassify(world).articles

    assert article(world, navy)["version"] == "v1"
    assert decisions(world, [navy]) == ["yes"]
    assert (report.before, report.after) == ({"no": 1}, {"yes": 1})
    moved = [
        (e["before"]["version"], e["judgement"]["version"])
        for e in events(world, "article.reclassified")
    ]
    assert moved == [("v1", "v2"), ("v2", "v1")]


def test_a_second_run_finds_nothing_to_do(world: World) -> None:
    stored(world, *WORDS)
    second = use(world, "v2", SECOND)
    reclassify(world)
    judged = len(second.judged)

    again = reclassify(world).articles

    assert (again.judged.total(), again.already, len(second.judged)) == (0, 4, judged)
    assert len(events(world, "article.reclassified")) == 3


def test_a_run_that_was_killed_goes_on_where_it_was(world: World) -> None:
    class Killed(BaseException):
        """No handler runs."""

    words = [f"item{n}" for n in range(10)]
    stored(world, *words)
    second = use(world, "v2", dict.fromkeys(words, YES))
    judge = second.judge

    def dies(**options: Any) -> Any:
        if len(second.judged) == 7:
            raise Killed
        return judge(**options)

    second.judge = dies  # type: ignore[method-assign]
    with pytest.raises(Killed):
        reclassify(world, batch=3)
    second.judge = judge  # type: ignore[method-assign]
    second.judged.clear()

    rest = reclassify(world, batch=3).articles

    assert (rest.already, rest.judged.total()) == (6, 4)
    assert len(second.judged) == 4
    told = Counter(event["article"]["id"] for event in events(world, "article.reclassified"))
    assert len(told) == 10
    assert set(told.values()) == {1}


def test_a_dry_run_reports_the_same_and_writes_nothing(world: World) -> None:
    ids = stored(world, *WORDS)
    Judge(world).run(ids[3], Ruling.YES, analyst="ada")  # type: ignore[arg-type]
    before = [article(world, one) for one in ids]
    use(world, "v2", SECOND)

    dry = reclassify(world, is_dry_run=True)

    assert [article(world, one) for one in ids] == before
    assert events(world, "article.reclassified") == []
    assert dry.as_json()["articles"] == reclassify(world).as_json()["articles"]
    assert dry.articles.held == 1


def test_decisions_and_topics_of_analysts_stay(world: World) -> None:
    navy, budget, tennis = stored(world, "navy", "budget", "tennis")
    judge = Judge(world)  # type: ignore[arg-type]
    judge.run(navy, Ruling.NO, analyst="ada")
    judge.run(budget, Ruling.YES, analyst="ada", topics=[Topic.POLICY])
    judge.run(tennis, Ruling.YES, analyst="ada")
    use(world, "v2", {"budget": NO, "tennis": YES})

    report = reclassify(world).articles

    assert decisions(world, [navy, budget, tennis]) == ["no", "yes", "yes"]
    assert (report.held, report.moves.total()) == (3, 0)
    assert events(world, "article.reclassified") == []
    shown = [article(world, one) for one in (navy, budget, tennis)]
    assert [row["machine_decision"] for row in shown] == ["no", "no", "yes"]
    assert {row["version"] for row in shown} == {"v2"}
    assert [[t["topic"] for t in row["topics"]] for row in shown] == [[], ["policy"], ["forces"]]
    with world.database.reading() as tx:
        by_topic = tx.article_reports.articles(ArticleFilter(topic=Topic.FORCES))
        assert tx.judgements.newest(navy).machine.version == "v1"  # type: ignore[union-attr]
    assert [row["id"] for row in by_topic] == [tennis]

    judge.run(navy, Ruling.WITHDRAWN, analyst="ada")
    assert article(world, navy)["decision"] == Decision.NO  # the machine's of now


def test_two_runs_at_once_tell_of_each_change_once(world: World) -> None:
    words = [f"item{n}" for n in range(30)]
    stored(world, *words)
    use(world, "v2", dict.fromkeys(words, YES))
    gate, reports = threading.Barrier(2), []

    def run() -> None:
        gate.wait()
        reports.append(reclassify(world, batch=4).articles)

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(report.judged.total() for report in reports) == 30
    told = Counter(event["article"]["id"] for event in events(world, "article.reclassified"))
    assert len(told) == 30
    assert set(told.values()) == {1}


def test_a_ruling_between_reading_and_writing_is_not_overwritten(world: World) -> None:
    [budget] = stored(world, "budget")
    second = use(world, "v2", SECOND)
    judge = second.judge

    def rules_meanwhile(**options: Any) -> Any:
        Judge(world).run(budget, Ruling.NO, analyst="ada")  # type: ignore[arg-type]
        return judge(**options)

    second.judge = rules_meanwhile  # type: ignore[method-assign]
    report = reclassify(world).articles

    assert (report.held, decisions(world, [budget])) == (1, ["no"])
    assert events(world, "article.reclassified") == []


def test_since_leaves_older_articles_alone(world: World) -> None:
    [budget] = stored(world, "budget")
    world.clock.forward(86_400)
    since = world.clock()
    [tennis] = stored(world, "tennis")
    use(world, "v2", SECOND)

    reclassify(world, since=since)

    assert decisions(world, [budget, tennis]) == ["review", "review"]
    assert article(world, budget)["version"] == "v1"
    assert reclassify(world, since=since - timedelta(days=2)).articles.judged.total() == 1


def test_stubs_are_judged_again_and_told_of_where_their_event_was(world: World) -> None:
    feed = "https://paper.example/rss.xml"
    gone, there = "https://paper.example/tennis-gone-one", "https://paper.example/tennis-two"
    world.web.pages[feed] = rss((gone, "tennis gone"), (there, "tennis there"))
    world.web.pages[gone] = Refused(Outcome.GONE, "HTTP 410")
    with world.database.transaction() as tx:
        new = NewSource(kind=UrlKind.FEED, name="Paper", url=feed)
        Sources(world).add(tx, [new])  # type: ignore[arg-type]
    world.web.pages[there] = {"title": "tennis there", "text": "tennis " * 80}
    world.work(8)
    use(world, "v2", SECOND)

    report = reclassify(world).stubs

    assert (report.judged.total(), report.moves.total()) == (2, 2)
    [event] = events(world, "stub.reclassified")
    assert (event["url"], event["outcome"]) == (gone, "gone")
    assert event["before"] == {"score": NO, "decision": "no", "version": "v1"}
    assert event["judgement"]["decision"] == "review"
    assert event["stub"]["title"] == "tennis gone"
    again = reclassify(world).stubs
    assert (again.judged.total(), again.already) == (0, 2)
    assert len(events(world, "stub.reclassified")) == 1
