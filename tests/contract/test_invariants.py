"""What must always hold holds along the whole path; and each invariant is able to fail."""

from typing import Any

import pytest
import sqlalchemy as sa
from support.parts import World, long_text

from worker.store.invariants import INVARIANTS
from worker.vocabulary import Outcome


def article(name: str) -> dict[str, Any]:
    return {"title": f"Report {name}", "text": long_text(name)}


def broken(world: World) -> list[str]:
    with world.database.snapshot() as tx:
        return [one.invariant for one in tx.invariants.broken()]


def change(world: World, *statements: str) -> None:
    with world.database._engine.begin() as connection:
        for statement in statements:
            connection.execute(sa.text(statement))


def go_through(world: World) -> None:
    """An article that is stored, one that is not there, one that breaks its worker."""
    world.web.pages |= {
        "https://a.example/1": article("one"),
        "https://b.example/1": {"raises": "boom"},
        "https://a.example/2": article("two"),
    }
    world.submit("https://a.example/1", "https://b.example/1", "https://c.example/1")
    world.work(seconds=80, step=5)
    world.submit("https://a.example/2")


def test_all_hold_at_every_step_of_the_path(world: World) -> None:
    world.web.pages["https://a.example/1"] = article("one")
    world.submit("https://a.example/1", "https://b.example/1")
    assert broken(world) == []

    for _ in range(4):  # robots.txt, the page, its processing
        world.pipeline.dispatch()
        assert broken(world) == []
        fetches, captures = world.mailbox.take()
        for claim in fetches:
            world.pipeline.fetch(claim.url_id, claim.token)
            assert broken(world) == []
        for claim in captures:
            world.pipeline.process(claim.url_id, claim.token)
            assert broken(world) == []
        world.clock.forward(2)
    world.pipeline.relay()

    assert broken(world) == []
    assert world.outcomes("https://a.example/1") == [Outcome.STORED]


BREAKS: dict[str, tuple[str, ...]] = {
    "every URL has a known state": ("UPDATE urls SET outcome = 'lost' WHERE id = 1",),
    "only a claimed URL has a lease": ("UPDATE urls SET begun_at = due_at WHERE id = 1",),
    "a claim that was begun has a lease": (
        "UPDATE urls SET state = 'processing', begun_at = due_at WHERE id = 1",
    ),
    "a host is busy with exactly": (
        "UPDATE urls SET state = 'fetching', sent_at = due_at WHERE id = 1",
    ),
    "no host is busy with a URL": ("UPDATE hosts SET busy_url_id = 1 WHERE host = 'a.example'",),
    "a host knows of its earliest": (
        "UPDATE hosts SET next_due_at = NULL WHERE host = 'a.example'",
    ),
    "what waits for processing": (
        "UPDATE urls SET state = 'captured', capture_id = 999 WHERE id = 1",
    ),
    "a URL that was stored leads": ("UPDATE urls SET article_id = NULL WHERE article_id = 1",),
    "every article has exactly one event": ("DELETE FROM outbox WHERE name = 'article.stored'",),
    "every event of an article": ("UPDATE outbox SET article_id = 999 WHERE article_id = 1",),
    "every article has the judgement": ("UPDATE articles SET machine_version = 'none'",),
    "events have the places": ("UPDATE outbox SET position = 7 WHERE position = 1",),
    "no relay is ahead": ("UPDATE relays SET position = 999",),
    "a source that is polled": (
        "INSERT INTO sources (url_id, kind, name, url, tags, priority, origin, state, added_at, "
        "interval_seconds, failure_score, health, rhythm) SELECT id, 'feed', 'n', url, '[]', 0, "
        "'file', 'active', submitted_at, 60, 0, 'new', '{}' FROM urls WHERE id = 1",
    ),
}


def test_every_invariant_is_broken_by_a_test() -> None:
    assert set(BREAKS) == {key for key in BREAKS for one in INVARIANTS if one.says.startswith(key)}
    assert len(BREAKS) == len(INVARIANTS)


@pytest.mark.parametrize("says", BREAKS)
def test_a_broken_invariant_is_found(world: World, says: str) -> None:
    go_through(world)
    assert broken(world) == []

    change(world, *BREAKS[says])

    assert any(one.startswith(says) for one in broken(world))
