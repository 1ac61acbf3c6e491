"""A crowd of slow hosts leaves places to those that answer, and steps aside while it waits."""

import re
from datetime import timedelta

from support.parts import World, long_text

from worker.errors import Refused
from worker.frontier.lanes import SLOW_AFTER_SECONDS
from worker.values import Claim
from worker.vocabulary import Outcome

PLACES = 8
TIMEOUT = Refused(Outcome.TIMEOUT, "no answer")


def make(database_url: str) -> World:
    return World(database_url, frontier={"fetching_max": PLACES})


def pages(kind: str, count: int, page: int = 0) -> list[str]:
    return [f"https://{kind}{n}.example/{page}" for n in range(count)]


def put(world: World, urls: list[str]) -> None:
    world.web.pages |= {url: {"title": url, "text": long_text(url)} for url in urls}


def dispatched(world: World) -> list[Claim]:
    world.pipeline.dispatch()
    return world.mailbox.take()[0]


def begin(world: World, claims: list[Claim]) -> None:
    """A thread has each of them, and waits for its host."""
    with world.database.transaction() as tx:
        for claim in claims:
            task = tx.claims.begin_fetch(
                claim.url_id, claim.token, now=world.clock(), lease=timedelta(seconds=90)
            )
            assert task is not None


def kinds(claims: list[Claim]) -> str:
    """Their hosts' kinds: "known", "new"."""
    return " ".join(sorted(re.sub(r"[0-9]+[.]example", "", claim.host) for claim in claims))


def test_a_quarter_of_the_places_is_kept_for_hosts_that_answer(database_url: str) -> None:
    world = make(database_url)
    known = pages("known", 4)
    put(world, known)
    world.submit(*known)
    world.work(10)
    # The new ones are due first.
    world.submit(*pages("new", 20))
    world.clock.forward(1)
    world.submit(*pages("known", 4, page=1))
    claims = dispatched(world)
    assert kinds(claims) == "known known new new new new new new"
    assert dispatched(world) == []
    world.close()


def test_those_that_wait_for_their_host_step_aside(database_url: str) -> None:
    world = make(database_url)
    world.submit(*pages("new", 60))
    first = dispatched(world)
    assert len(first) == PLACES * 3 // 4
    begin(world, first)
    assert dispatched(world) == []
    total = len(first)
    for _ in range(9):  # one crowd after the other, until four times the places are taken
        world.clock.forward(SLOW_AFTER_SECONDS)
        claims = dispatched(world)
        begin(world, claims)
        total += len(claims)
    assert total == PLACES * 4 - PLACES // 4
    assert dispatched(world) == []
    world.close()


def test_a_host_that_failed_is_a_stranger_until_it_answers(database_url: str) -> None:
    world = make(database_url)
    known = pages("known", PLACES)
    put(world, known)
    world.submit(*known)
    world.work(10)
    again = pages("known", PLACES, page=1)
    world.web.pages |= dict.fromkeys(again, TIMEOUT)
    world.submit(*again)
    world.work(5)
    with world.database.reading() as tx:
        assert tx.hosts.pace("known0.example").failures == 1
    world.clock.forward(7200)
    world.submit(*pages("known", PLACES, page=2))
    claims = dispatched(world)
    assert len(claims) == PLACES * 3 // 4
    begin(world, claims)
    with world.database.reading() as tx:
        under_way = tx.claims.fetching(slow_since=world.clock())
    assert (under_way.count, under_way.strangers) == (6, 6)
    assert (under_way.slow, under_way.slow_strangers) == (6, 6)
    world.close()


def test_new_hosts_are_not_starved_by_those_that_answer(database_url: str) -> None:
    world = make(database_url)
    known = pages("known", 20)
    put(world, known + pages("known", 20, 1) + pages("new", 1))
    world.submit(*known)
    world.work(20)
    world.submit(*pages("new", 1))
    world.clock.forward(1)
    world.submit(*pages("known", 20, page=1))
    assert kinds(dispatched(world)).count("new") == 1
    world.close()
