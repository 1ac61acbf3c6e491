"""The broker holds minutes, the database the backlog; nothing grows while somebody is away."""

import pytest
from support.parts import World, long_text

from worker.steps.parts import Room
from worker.values import Claim
from worker.vocabulary import Outcome

NUDGE_SECONDS = 10.0


def urls_of(count: int) -> list[str]:
    """One URL on each host."""
    return [f"https://h{number}.example/1" for number in range(count)]


def with_pages(world: World, count: int) -> list[str]:
    given = urls_of(count)
    for url in given:
        world.web.pages[url] = {"title": f"Report of {url}", "text": long_text(url)}
    world.submit(*given)
    return given


def states(world: World) -> dict[str, int]:
    return {state: count for state, count in world.counts().states.items() if count}


@pytest.fixture
def small(database_url: str):
    made = World(database_url, frontier={"captured_max": 3, "fetching_max": 4, "processing_max": 2})
    yield made
    made.close()


def fetch_all(world: World) -> list[Claim]:
    """Fetch what was claimed; returns the captures' claims, which nobody processes."""
    fetches, captures = world.mailbox.take()
    for claim in fetches:
        world.pipeline.fetch(claim.url_id, claim.token)
    return captures


def test_nothing_is_fetched_while_too_many_captures_wait(small: World) -> None:
    given = with_pages(small, 30)
    for _ in range(60):
        small.pipeline.tick()
        fetch_all(small)
        small.clock.forward(2)

    held = states(small)
    # Those under way when the limit was reached come on top; they are few.
    assert 3 <= held["captured"] < 3 + 4
    assert held["processing"] == 2
    assert "fetching" not in held

    small.work(seconds=200)
    assert states(small) == {"done": 30}
    assert set(small.outcomes(*given)) == {Outcome.STORED}


def test_sending_again_fills_up_a_queue_that_nobody_reads_and_no_more(world: World) -> None:
    with_pages(world, 5)
    world.pipeline.tick()
    for _ in range(30):
        world.mailbox.unread = Room(fetches=len(world.mailbox.fetches), captures=0)
        world.clock.forward(NUDGE_SECONDS + 1)
        world.pipeline.tick()

    assert len(world.mailbox.fetches) == 5


def test_only_what_is_missing_in_the_queue_is_sent_again(world: World) -> None:
    with_pages(world, 5)
    world.pipeline.tick()
    lost = world.mailbox.fetches[:2]
    del world.mailbox.fetches[:2]

    world.mailbox.unread = Room(fetches=3, captures=0)
    world.clock.forward(NUDGE_SECONDS + 1)
    world.pipeline.tick()

    assert len(world.mailbox.fetches) == 5
    assert len(lost) == 2
    world.mailbox.unread = Room(fetches=0, captures=0)
    world.work(seconds=60)
    assert states(world) == {"done": 5}


def test_nothing_is_sent_again_to_a_broker_that_does_not_say_what_it_has(world: World) -> None:
    with_pages(world, 3)
    world.pipeline.tick()
    world.mailbox.take()

    world.mailbox.unread = None
    world.clock.forward(NUDGE_SECONDS + 1)
    world.pipeline.tick()
    assert world.mailbox.fetches == []

    world.mailbox.unread = Room(fetches=0, captures=0)
    world.work(seconds=60)
    assert states(world) == {"done": 3}
