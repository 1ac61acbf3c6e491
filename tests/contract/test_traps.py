"""Traps on both databases: a pattern has a budget, and a wrong verdict heals."""

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from structlog.testing import capture_logs
from support.parts import World, long_text

from worker.frontier.pattern import pattern_of
from worker.source_values import Item, NewSource, Stub
from worker.steps.traps import Traps
from worker.values import Admitted, Candidate, Judgement
from worker.vocabulary import Decision, Outcome, UrlKind

BUDGET = 5
DAY = 86_400.0


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    made = World(database_url, discover={"trap_budget": BUDGET})
    yield made
    made.close()


def number(n: int) -> str:
    return f"https://paper.example/cal/{n}"


PATTERN = pattern_of(number(1))


def submit(world: World, given: Sequence[str], origin: str = "source:1") -> list[int]:
    """As a page or a sitemap does."""
    candidates = [Candidate(url=url, origin=origin, pattern=pattern_of(url)) for url in given]
    submissions = world.pipeline.submit(candidates)
    return [one.url_id for one in submissions if one.url_id is not None]


def visit(world: World, given: Sequence[str], page: dict[str, Any] | None = None) -> list[int]:
    """Submit pages and let their visits end; without a page they are no articles."""
    for url in given:
        world.web.pages[url] = page or {"outcome": "not_article", "reason": "a list"}
    ids = submit(world, given)
    world.work(len(given) + 5)
    return ids


def sift(world: World, given: Sequence[str], **options: bool) -> tuple[list[str], dict[str, str]]:
    with world.database.transaction() as tx:
        return Traps(world).sift(tx, given, world.clock(), **options)


def listing(world: World) -> list[dict[str, Any]]:
    with world.database.reading() as tx:
        return tx.traps.listing(10)


def test_a_pattern_without_an_article_is_stopped_and_reported_once(world: World) -> None:
    visit(world, [number(n) for n in range(BUDGET - 1)])
    assert sift(world, [number(50)]) == ([number(50)], {})

    with capture_logs() as logs:
        visit(world, [number(n) for n in range(BUDGET - 1, BUDGET)])
        kept, declined = sift(world, ["https://paper.example/news/frigate-sails-today", number(51)])
        sift(world, [number(52), number(53)])

    assert kept == ["https://paper.example/news/frigate-sails-today"]
    assert declined == {number(51): "0 articles in 5 pages of its pattern"}
    [trap] = listing(world)
    assert (trap["pattern"], trap["site"]) == (PATTERN, "paper.example")
    assert trap["declined_count"] == 3
    assert [log["pattern"] for log in logs if log["event"] == "trap.found"] == [PATTERN]


def test_one_page_a_day_is_still_asked(world: World) -> None:
    visit(world, [number(n) for n in range(BUDGET)])
    world.clock.forward(DAY)

    kept, declined = sift(world, [number(50), number(51)])
    assert (kept, list(declined)) == ([number(50)], [number(51)])
    submit(world, kept)
    assert sift(world, [number(52)])[0] == []  # the other is on its way

    world.work(5)
    assert sift(world, [number(52)])[0] == []  # it gave nothing
    world.clock.forward(DAY)
    assert sift(world, [number(52)])[0] == [number(52)]


def test_an_article_sets_its_pattern_free(world: World) -> None:
    visit(world, [number(n) for n in range(BUDGET)])
    world.clock.forward(DAY)
    visit(world, [number(50)], {"title": "Frigate", "text": long_text("frigates")})

    given = [number(n) for n in range(60, 70)]
    assert sift(world, given) == (given, {})


def test_patterns_that_give_articles_have_no_budget(world: World) -> None:
    for n in range(3 * BUDGET):
        world.web.pages[number(n)] = {"title": f"No {n}", "text": long_text(f"number {n}")}
    submit(world, list(world.web.pages))
    world.work(3 * BUDGET + 5)

    given = [number(n) for n in range(100, 300)]
    assert sift(world, given) == (given, {})
    assert listing(world) == []


def test_the_same_article_under_ever_new_urls_is_a_trap(world: World) -> None:
    page = {"title": "Frigate", "text": long_text("frigates")}
    visit(world, ["https://paper.example/news/frigate-sails-for-the-gulf"], page)
    visit(world, [f"https://paper.example/s/{n}/frigate" for n in range(BUDGET)], page)

    kept, _ = sift(world, ["https://paper.example/s/99/frigate"])
    assert kept == []


MISSES = [
    Outcome.NOT_FOUND,
    Outcome.THIN,
    Outcome.WRONG_TYPE,
    Outcome.NOT_ARTICLE,
    Outcome.SOFT_404,
    Outcome.LOGIN,
    Outcome.GALLERY,
]
NEUTRAL = [
    Outcome.PARTIAL,
    Outcome.BOT_CHALLENGE,
    Outcome.HTTP_ERROR,
    Outcome.QUARANTINED,
    Outcome.ERROR_PAGE,
    Outcome.CONSENT_WALL,
    Outcome.GEO_BLOCKED,
    Outcome.NEEDS_JAVASCRIPT,
]


def test_what_tells_that_there_is_no_article_counts_and_a_host_in_trouble_does_not(
    world: World,
) -> None:
    for outcome in (*MISSES, *NEUTRAL):
        for n in range(BUDGET):
            url = f"https://{outcome.replace('_', '-')}.example/{n}"
            world.web.pages[url] = {"outcome": outcome}
    submit(world, list(world.web.pages))
    world.work(BUDGET + 5)

    hosts = [f"{outcome.replace('_', '-')}.example" for outcome in (*MISSES, *NEUTRAL)]
    kept, _ = sift(world, [f"https://{host}/99" for host in hosts])

    assert kept == [f"https://{host}/99" for host in hosts[len(MISSES) :]]


def test_what_waits_of_a_stopped_pattern_is_never_asked(world: World) -> None:
    given = [number(n) for n in range(4 * BUDGET)]
    for url in given:
        world.web.pages[url] = {"outcome": "not_article"}
    ids = submit(world, given)
    world.work(BUDGET + 1)  # robots.txt first

    world.work(4 * BUDGET)

    assert len(world.web.asked) - 1 <= BUDGET + 1  # one may have been on its way
    assert world.counts().outcomes == {"not_article": 4 * BUDGET}
    stopped = [i for i in ids if str(world.url(i)["reason"]).startswith("trap: 0 articles in")]
    assert len(stopped) >= 3 * BUDGET - 1
    assert world.gates(stopped[0]) == [("admission", "accepted"), ("claim", "stopped")]
    assert listing(world)[0]["declined_count"] == len(stopped)


def test_a_wrong_verdict_is_made_good(world: World) -> None:
    given = [number(n) for n in range(3 * BUDGET)]
    for url in given:
        world.web.pages[url] = {"outcome": "thin"}
    ids = submit(world, given)
    world.work(BUDGET + 1)
    stopped = [i for i in ids if str(world.url(i)["reason"]).startswith("trap")]
    for n, url in enumerate(given):
        world.web.pages[url] = {"title": f"No {n}", "text": long_text(f"number {n}")}
    world.clock.forward(DAY)
    kept, _ = sift(world, [number(50)])

    [probe] = visit(world, kept, {"title": "Frigate", "text": long_text("frigates")})
    for _ in range(4):
        world.work(2 * BUDGET)

    assert {world.url(i)["outcome"] for i in [probe, *stopped]} == {Outcome.STORED}
    assert listing(world) == []


def test_what_somebody_wants_is_asked_in_any_case(world: World) -> None:
    submitted, from_feed, promising, other = [number(n) for n in range(10, 14)]
    for url in [number(n) for n in range(BUDGET)]:
        world.web.pages[url] = {"outcome": "not_article"}
    submit(world, [number(n) for n in range(BUDGET)])
    [by_hand] = submit(world, [submitted], origin="cli")
    fed, promised, plain = submit(world, [from_feed, promising, other])
    with world.database.transaction() as tx:
        source_id = _feed(world, tx)
        tx.stubs.refer([fed], source_id=source_id, now=world.clock())
        tx.stubs.add([_stub(world, promised, Decision.REVIEW), _stub(world, plain, Decision.NO)])

    world.work(BUDGET + 1)  # robots.txt first

    stopped = {i for i in (by_hand, fed, promised, plain) if world.url(i)["state"] == "done"}
    assert stopped == {plain}
    with world.database.reading() as tx:
        assert tx.stubs.of_url(plain)["outcome"] == Outcome.NOT_ARTICLE


def _feed(world: World, tx: Any) -> int:
    url = "https://paper.example/rss.xml"
    new = NewSource(kind=UrlKind.FEED, name="feed", url=url)
    admitted = Admitted(
        key="k", canonical_url=url, url=url, host="paper.example", kind=UrlKind.FEED, origin="",
        priority=0,
    )  # fmt: skip
    [row] = tx.frontier.add([admitted], world.clock())
    [source_id] = tx.sources.add([(row.url_id, new)], interval_seconds=60.0, now=world.clock())
    return int(source_id)


def _stub(world: World, url_id: int, decision: Decision) -> Stub:
    judgement = Judgement(
        score=0.5, decision=decision, topics=(), evidence=(), language="en", version="v"
    )
    return Stub(
        url_id=url_id,
        source_id=None,
        item=Item(url="https://paper.example/", title="x"),
        judgement=judgement,
        seen_at=world.clock(),
    )


def test_hard_rules_hold_for_feeds_too_and_the_budget_does_not(world: World) -> None:
    visit(world, [number(n) for n in range(BUDGET)])
    loop = "https://paper.example" + "/a/b" * 5
    given = [number(50), loop, "https://paper.example/a/b/a/b/a/b", "no url"]

    with capture_logs() as logs:
        kept, declined = sift(world, given, with_budget=False)
        sift(world, [loop], with_budget=False)

    assert kept == [number(50), "no url"]
    assert set(declined.values()) == {"its path repeats itself"}
    [trap] = [row for row in listing(world) if row["pattern"] != PATTERN]
    assert trap["pattern"] == "paper.example: its path repeats itself"
    assert (trap["example"], trap["declined_count"]) == (loop, 3)
    assert [log["event"] for log in logs] == ["trap.found"]


def test_what_pages_gave_is_known_by_pattern(world: World) -> None:
    visit(world, [number(1), number(2)])
    visit(world, ["https://paper.example/news/frigate-sails-for-the-gulf"],
          {"title": "Frigate", "text": long_text("frigates")})  # fmt: skip
    submit(world, ["https://other.example/doc/1"])

    with world.database.reading() as tx:
        found = Traps(world).yields(
            tx,
            [
                number(9),
                "https://paper.example/news/another-article-of-this-section",
                "https://other.example/doc/2",
                "https://strange.example/",
                "no url",
            ],
        )

    assert found == {
        PATTERN: (2, 0),
        "paper.example/news/{slug}": (1, 1),
        "other.example/doc/{n}": (0, 0),
    }
