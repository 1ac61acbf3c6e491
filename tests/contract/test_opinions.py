"""Second opinions on both databases: only in doubt, never twice, within the budget, kept, shown."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa
from support.judged import NO, REVIEW, YES, TableClassifier, article, events, stored
from support.parts import JsonExtractor, World

from worker.opinion.judge import Question
from worker.steps.reclassify import Reclassify
from worker.store.schema import classifications, opinions
from worker.values import Extraction, Opinion
from worker.vocabulary import Decision, Integrity

HOUR, DAY = 3600.0, 86_400.0
SCORES = {"navy": YES, "budget": REVIEW, "border": REVIEW, "shelter": REVIEW, "tennis": NO}
BUDGET = 2


class FakeJudge:
    """Answers by the title's first word; what it is asked is kept."""

    version = "q1"

    def __init__(self, scores: dict[str, float | None], name: str = "endpoint:fake") -> None:
        self.name = name
        self.scores = scores
        self.asked: list[Question] = []
        self.reason = ""  #: why it would be no use to ask
        self.breaks: BaseException | None = None

    def why_not_now(self) -> str:
        return self.reason

    def ask(self, question: Question) -> Opinion:
        self.asked.append(question)
        if self.breaks is not None:
            raise self.breaks
        score = self.scores.get((question.title or "").split()[0])
        note = "HTTP 500" if score is None else "It says so."
        return Opinion(by=self.name, score=score, note=note, seconds=0.25)

    @property
    def words(self) -> list[str]:
        return [(one.title or "").split()[0] for one in self.asked]


MakeWorld = Callable[..., World]


@pytest.fixture
def make_world(database_url: str) -> Iterator[MakeWorld]:
    made: list[World] = []

    def make(judge: FakeJudge | None, **opinion: Any) -> World:
        settings = {
            "kind": "endpoint",
            "endpoint_url": "http://127.0.0.1:9/v1",
            "endpoint_model": "fake",
            "budget_per_day": BUDGET,
            **opinion,
        }
        world = World(
            database_url,
            fetch={"delay_seconds": 0.0},
            opinion=settings,
            classify={"yes_threshold": 0.6, "review_threshold": 0.35},
        )
        world.classifier = TableClassifier("v1", SCORES)  # type: ignore[assignment]
        world.second_judge = judge
        made.append(world)
        return world

    yield make
    for world in made:
        world.close()


def rows(world: World, table: sa.Table) -> list[dict[str, Any]]:
    with world.database.reading() as tx:
        found = tx.articles._connection.execute(sa.select(table)).mappings()
        return [dict(row) for row in found]


def gates(world: World, article_id: int) -> list[dict[str, Any]]:
    """What the classification said of an article's URL."""
    with world.database.reading() as tx:
        [url] = tx.reports.urls_of(article_id)
        return [g for g in tx.reports.trace_of(url["id"]) if g["gate"] == "classification"]


def test_only_what_is_in_doubt_is_asked_about(make_world: MakeWorld) -> None:
    judge = FakeJudge({"budget": 0.9})
    world = make_world(judge)

    ids = stored(world, "navy", "budget", "tennis")

    assert judge.words == ["budget"]
    shown = [article(world, one) for one in ids]
    assert [row["opinion"] is None for row in shown] == [True, False, True]
    assert [row["decision"] for row in shown] == ["yes", "yes", "no"]


def test_an_opinion_is_weighed_in_kept_told_of_and_shown(make_world: MakeWorld) -> None:
    world = make_world(FakeJudge({"budget": 0.9}), weight=0.25)

    [article_id] = stored(world, "budget")

    row = article(world, article_id)
    assert (row["score"], row["decision"], row["version"]) == (0.6, "yes", "v1")
    assert row["opinion"] == {
        "by": "endpoint:fake", "score": 0.9, "note": "It says so.", "seconds": 0.25,
        "cached": False,
    }  # fmt: skip
    assert [one["concept"] for one in row["evidence"]] == ["about_budget"]
    [event] = events(world, "article.stored")
    assert event["judgement"]["opinion"] == row["opinion"]
    assert event["judgement"]["score"] == 0.6
    own, weighed = gates(world, article_id)
    assert (own["verdict"], own["detail"]["score"]) == ("review", REVIEW)
    assert (weighed["verdict"], weighed["detail"]["score"]) == ("yes", 0.6)
    assert weighed["detail"]["second_opinion"] == "endpoint:fake"


@pytest.mark.parametrize(
    ("score", "decision", "topics"), [(1.0, "yes", 1), (0.5, "review", 1), (0.0, "no", 0)]
)
def test_the_thresholds_decide_anew(
    make_world: MakeWorld, score: float, decision: str, topics: int
) -> None:
    world = make_world(FakeJudge({"budget": score}))

    row = article(world, stored(world, "budget")[0])

    assert (row["decision"], len(row["topics"])) == (decision, topics)


def test_without_an_answer_the_judgement_stands(make_world: MakeWorld) -> None:
    world = make_world(FakeJudge({}))

    row = article(world, stored(world, "budget")[0])

    assert (row["score"], row["decision"]) == (REVIEW, "review")
    assert (row["opinion"]["score"], row["opinion"]["note"]) == (None, "HTTP 500")


def test_off_and_nobody_set_up_ask_nobody(make_world: MakeWorld) -> None:
    judge = FakeJudge({"budget": 0.9})
    off, nobody = make_world(judge, kind="off"), make_world(None)

    shown = [article(off, stored(off, "budget")[0]), article(nobody, stored(nobody, "border")[0])]

    assert [row["opinion"] for row in shown] == [None, None]
    assert judge.asked == []


def test_the_same_text_is_asked_about_once(make_world: MakeWorld) -> None:
    judge = FakeJudge({"budget": 0.9})
    world = make_world(judge, text_max_characters=200)
    [first] = stored(world, "budget")
    page = world.web.pages["https://budget.example/budget"]
    world.web.pages["https://other.example/copy"] = page
    [url_id] = world.submit("https://other.example/copy")
    world.work(4)

    second = article(world, world.url(url_id)["article_id"])

    assert second["id"] != first
    assert (second["opinion"]["cached"], second["opinion"]["seconds"]) == (True, 0.0)
    assert second["score"] == article(world, first)["score"]
    assert [len(question.text) for question in judge.asked] == [200]


def test_an_answer_is_known_for_a_while(make_world: MakeWorld) -> None:
    judge = FakeJudge({"budget": 0.9})
    world = make_world(judge, known_for_seconds=10 * DAY, budget_per_day=0)
    judge.name = "model:fake"  # which costs nothing
    for site in ("one", "two", "three"):
        world.web.pages[f"https://{site}.example/"] = {"title": "budget", "text": "x " * 300}
    ids = []
    for site, pause in (("one", 0.0), ("two", 9 * DAY), ("three", 2 * DAY)):
        world.clock.forward(pause)
        ids += world.submit(f"https://{site}.example/")
        world.work(4)

    shown = [article(world, world.url(one)["article_id"])["opinion"]["cached"] for one in ids]

    assert shown == [False, True, False]


def test_what_gave_no_answer_is_left_alone_for_an_hour(make_world: MakeWorld) -> None:
    judge = FakeJudge({})
    world = make_world(judge, budget_per_day=10)
    for site in ("one", "two", "three"):
        world.web.pages[f"https://{site}.example/"] = {"title": "budget", "text": "x " * 300}
    ids = world.submit("https://one.example/")
    world.work(4)
    ids += world.submit("https://two.example/")
    world.work(4)
    judge.scores["budget"] = 0.9
    world.clock.forward(HOUR)
    ids += world.submit("https://three.example/")
    world.work(4)

    found = [article(world, world.url(one)["article_id"])["opinion"] for one in ids]

    assert len(judge.asked) == 2
    assert [one["score"] for one in found] == [None, None, 0.9]
    assert found[1]["note"] == "not asked again so soon; at 08:00 UTC: HTTP 500"


def test_a_question_that_ends_the_worker_is_not_asked_by_the_next(make_world: MakeWorld) -> None:
    judge = FakeJudge({"budget": 0.9})
    judge.breaks = RuntimeError("the child died")
    world = make_world(judge)

    row = article(world, stored_in_the_end(world, "budget"))

    assert len(judge.asked) == 1
    assert (row["decision"], row["opinion"]["score"]) == ("review", None)
    assert "no answer came back" in row["opinion"]["note"]


def stored_in_the_end(world: World, word: str) -> int:
    """Store an article whose first attempt breaks."""
    world.web.pages[f"https://{word}.example/"] = {"title": word, "text": "x " * 300}
    [url_id] = world.submit(f"https://{word}.example/")
    world.work(60)
    return int(world.url(url_id)["article_id"])


def test_the_budget_is_of_24_hours_and_the_fleets(make_world: MakeWorld) -> None:
    judge, other = FakeJudge({"budget": 0.9}), FakeJudge({}, name="endpoint:another model")
    world, colleague = make_world(judge), make_world(other)
    colleague.clock = world.clock
    stored(world, "budget")
    stored(colleague, "border")

    [third] = stored(world, "shelter")

    assert (len(judge.asked), len(other.asked)) == (1, 1)
    row = article(world, third)
    assert (row["decision"], row["opinion"]["score"]) == ("review", None)
    assert row["opinion"]["note"] == "not asked: opinion.budget_per_day (2) is used up"
    world.web.pages["https://copy.example/"] = world.web.pages["https://budget.example/budget"]
    [known] = world.submit("https://copy.example/")
    world.work(4)
    assert article(world, world.url(known)["article_id"])["opinion"]["score"] == 0.9
    world.clock.forward(DAY)
    world.web.pages["https://late.example/"] = {"title": "budget late", "text": "y " * 300}
    [late] = world.submit("https://late.example/")
    world.work(4)
    assert article(world, world.url(late)["article_id"])["opinion"]["score"] == 0.9


def test_a_local_judge_has_no_budget(make_world: MakeWorld) -> None:
    judge = FakeJudge({"budget": 0.9, "border": 0.9}, name="model:tiny")
    world = make_world(judge, budget_per_day=0)

    stored(world, "budget", "border")

    assert sorted(judge.words) == ["border", "budget"]


def test_a_judge_that_would_be_no_use_costs_nothing(make_world: MakeWorld) -> None:
    judge = FakeJudge({"budget": 0.9})
    judge.reason = "left alone for 60 s more: HTTP 500"
    world = make_world(judge)

    row = article(world, stored(world, "budget")[0])

    assert (judge.asked, rows(world, opinions)) == ([], [])
    assert row["opinion"]["note"] == judge.reason
    assert row["decision"] == "review"


def test_the_question_is_out_of_any_transaction(make_world: MakeWorld) -> None:
    world = make_world(None)

    class Writing(FakeJudge):
        def ask(self, question: Question) -> Opinion:
            [reserved] = rows(world, opinions)  # committed before the question goes out
            assert reserved["score"] is None
            with world.database.transaction() as tx:  # SQLite: nobody else is writing
                tx.opinions.reserve("other", judge="x", note="", now=world.clock())
            return super().ask(question)

    world.second_judge = Writing({"budget": 0.9})

    assert article(world, stored(world, "budget")[0])["opinion"]["score"] == 0.9


def test_reclassifying_uses_what_is_known_and_asks_nothing(make_world: MakeWorld) -> None:
    judge = FakeJudge({"budget": 0.9})
    world = make_world(judge, known_for_seconds=DAY)
    budget, navy = stored(world, "budget", "navy")
    world.clock.forward(30 * DAY)
    world.classifier = TableClassifier("v2", {"budget": 0.4, "navy": REVIEW})  # type: ignore[assignment]

    dry = Reclassify(world, is_dry_run=True).run()  # type: ignore[arg-type]
    assert dry.articles.after == {"yes": 1, "review": 1}
    before = rows(world, opinions)
    Reclassify(world).run()  # type: ignore[arg-type]

    assert judge.words == ["budget"]
    assert rows(world, opinions) == before
    row = article(world, budget)
    assert (row["version"], row["score"], row["opinion"]["cached"]) == ("v2", 0.65, True)
    assert (article(world, navy)["decision"], article(world, navy)["opinion"]) == ("review", None)


def test_a_version_that_comes_back_says_what_counts_now(make_world: MakeWorld) -> None:
    world = make_world(None)
    [budget] = stored(world, "budget")
    first = world.classifier
    world.classifier = TableClassifier("v2", {"budget": NO})  # type: ignore[assignment]
    Reclassify(world).run()  # type: ignore[arg-type]
    world.second_judge = FakeJudge({"budget": 0.9})
    world.web.pages["https://copy.example/"] = world.web.pages["https://budget.example/budget"]
    world.classifier = first
    world.submit("https://copy.example/")
    world.work(4)

    Reclassify(world).run()  # type: ignore[arg-type]

    row = article(world, budget)
    assert (row["machine_decision"], row["decision"], row["score"]) == ("yes", "yes", 0.7)
    assert row["opinion"]["score"] == 0.9
    versions = [one["version"] for one in rows(world, classifications)]
    assert sorted(versions) == ["v1", "v1", "v2"]


def test_hostile_words_of_a_judge_are_kept_harmless(make_world: MakeWorld) -> None:
    judge = FakeJudge({})
    world = make_world(judge)

    class Hostile(FakeJudge):
        def ask(self, question: Question) -> Opinion:
            from worker.opinion.judge import note_of

            note = note_of("a\x00\x1b[2J\u202e\ud800\n" * 400)
            return Opinion(by=self.name, score=0.9, note=note, seconds=0.1)

    world.second_judge = Hostile({})

    row = article(world, stored(world, "budget")[0])

    assert row["decision"] == Decision.YES
    assert row["opinion"]["note"].isprintable()
    assert len(row["opinion"]["note"]) <= 500


def test_whether_a_text_is_whole_is_stored_with_the_article(make_world: MakeWorld) -> None:
    world = make_world(None)

    class Losing(JsonExtractor):
        def extract(self, body: bytes, **rest: Any) -> Extraction:
            found = super().extract(body, **rest)
            return replace(found, integrity=Integrity.DOUBTFUL, signals={"doubts": ["cut"]})

    [whole] = stored(world, "navy")
    world.extractor = Losing()
    [doubtful] = stored(world, "budget")

    assert article(world, whole)["integrity"] == Integrity.WHOLE
    assert article(world, doubtful)["integrity"] == Integrity.DOUBTFUL
