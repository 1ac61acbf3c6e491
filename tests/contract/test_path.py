"""The whole path, whatever becomes of its messages: nothing lost, nothing twice."""

import random

import pytest
from support.parts import World, long_text

from worker.errors import BrokerError
from worker.vocabulary import Outcome, UrlState

HOSTS = 6


def _pages(world: World, count: int) -> list[str]:
    """Articles on several hosts; every fifth is a copy of the one before, under another URL."""
    given = []
    for n in range(count):
        source = n - 1 if n % 5 == 4 else n
        host = source % HOSTS
        url = f"https://h{host}.example/{n}"
        world.web.pages[url] = {
            "title": f"Frigate {source}",
            "text": long_text(f"frigate {source}"),
            "canonical": f"https://h{host}.example/{source}",
        }
        given.append(url)
    return given


def _assert_whole(world: World, given: list[str], ids: list[int]) -> None:
    articles = len(given) - len(given) // 5
    counts = world.counts()
    assert counts.submitted == len(given) == sum(counts.states.values())
    assert counts.states[UrlState.DONE] == len(given) == sum(counts.outcomes.values())
    assert counts.outcomes == {"stored": articles, "duplicate": len(given) - articles}
    assert counts.articles == articles
    assert counts.events == articles
    events = world.event_stream.events
    assert [event.position for event in events] == list(range(1, articles + 1))
    assert len({event.event_id for event in events}) == articles
    for url_id in ids:  # exactly one outcome per visit
        stores = [verdict for gate, verdict in world.gates(url_id) if gate == "store"]
        assert len(stores) == 1


def test_every_url_ends_with_one_outcome(world: World) -> None:
    given = _pages(world, 20)
    ids = world.submit(*given)

    world.work(30)

    _assert_whole(world, given, ids)


def test_messages_delivered_twice_and_in_any_order_store_nothing_twice(world: World) -> None:
    dice = random.Random(7)
    given = _pages(world, 20)
    ids = world.submit(*given)

    for _ in range(60):
        world.pipeline.tick()
        fetches, captures = world.mailbox.take()
        messages = [("fetch", claim) for claim in fetches] + [("process", c) for c in captures]
        messages *= 2
        dice.shuffle(messages)
        for kind, claim in messages:
            if kind == "fetch":
                world.pipeline.fetch(claim.url_id, claim.token)
            else:
                world.process(claim)
        world.clock.forward(1)

    _assert_whole(world, given, ids)


def test_every_first_message_dropped_and_the_tick_still_finishes_everything(world: World) -> None:
    given = _pages(world, 20)
    ids = world.submit(*given)
    seen: set[tuple[str, int, int]] = set()

    for _ in range(400):
        world.pipeline.tick()
        fetches, captures = world.mailbox.take()
        for kind, claims in (("fetch", fetches), ("process", captures)):
            for claim in claims:
                message = (kind, claim.url_id, claim.token)
                if message not in seen:  # lost on its way
                    seen.add(message)
                elif kind == "fetch":
                    world.pipeline.fetch(claim.url_id, claim.token)
                else:
                    world.process(claim)
        world.clock.forward(5)

    _assert_whole(world, given, ids)


def test_a_page_that_breaks_our_code_is_quarantined_and_the_rest_goes_on(world: World) -> None:
    given = _pages(world, 5)
    world.web.pages["https://h0.example/bad"] = {"raises": "list index out of range"}
    [bad] = world.submit("https://h0.example/bad")
    world.submit(*given)

    world.work(100)

    assert world.url(bad)["outcome"] == Outcome.QUARANTINED
    assert "list index out of range" in world.url(bad)["reason"]
    assert world.counts().outcomes == {"stored": 4, "duplicate": 1, "quarantined": 1}


def test_what_is_no_article_ends_with_its_own_outcome(world: World) -> None:
    world.web.pages = {
        "https://h0.example/wall": {"outcome": "consent_wall", "reason": "asks for consent only"},
        "https://h1.example/thin": {"outcome": "thin", "reason": "40 characters"},
    }
    wall, thin, missing = world.submit(*world.web.pages, "https://h2.example/nowhere")

    world.work(10)

    assert world.url(wall)["outcome"] == Outcome.CONSENT_WALL
    assert world.url(thin)["outcome"] == Outcome.THIN
    assert world.url(missing)["outcome"] == Outcome.NOT_FOUND
    assert world.counts().articles == 0


def test_two_articles_under_one_wrong_canonical_link_are_both_stored(world: World) -> None:
    for name in ("first", "second"):
        world.web.pages[f"https://h0.example/{name}"] = {
            "title": f"The {name} story",
            "text": "\n".join(
                f"{name} {word} {name}" for word in ("alpha", "beta", "gamma", "delta")
            ),
            "canonical": "https://h0.example/section",
        }
    world.submit(*world.web.pages)

    world.work(10)

    assert world.counts().outcomes == {"stored": 2}


def test_a_canonical_link_to_another_site_is_not_believed(world: World) -> None:
    world.web.pages = {
        "https://h0.example/copy": {
            "title": "x",
            "text": long_text("x"),
            "canonical": "https://h1.example/x",
        },
        "https://h1.example/x": {"title": "x", "text": long_text("x")},
    }
    world.submit(*world.web.pages)

    world.work(10)

    assert world.counts().outcomes == {"stored": 2}


def test_equal_texts_of_one_site_are_one_article(world: World) -> None:
    page = {"title": "x", "text": long_text("x")}
    world.web.pages = {"https://h0.example/slug": page, "https://h0.example/other-slug": page}
    first, second = world.submit(*world.web.pages)

    world.work(10)

    assert world.url(first)["article_id"] == world.url(second)["article_id"]
    assert world.counts().outcomes == {"stored": 1, "duplicate": 1}


def test_a_broker_that_is_down_delays_events_and_loses_none(world: World) -> None:
    given = _pages(world, 10)
    world.event_stream.down = BrokerError("down")
    ids = world.submit(*given)
    world.work(30)
    assert world.event_stream.events == []

    world.event_stream.down = None
    world.pipeline.tick()

    _assert_whole(world, given, ids)


@pytest.mark.parametrize("stage", ["fetching", "processing"])
def test_a_crash_before_the_commit_leaves_nothing_behind(world: World, stage: str) -> None:
    class Crash(BaseException):
        """Like a kill: no handler runs."""

    [url] = _pages(world, 1)
    page = world.web.pages[url]
    [url_id] = world.submit(url)
    world.work(1)  # robots.txt

    if stage == "fetching":
        world.web.pages[url] = Crash()
        world.pipeline.dispatch()
        with pytest.raises(Crash):
            world.deliver()
        world.web.pages[url] = page
    else:
        extract = world.extractor.extract
        world.pipeline.dispatch()
        world.deliver()
        world.pipeline.dispatch()

        def crash(*_args, **_kwargs):
            raise Crash

        world.extractor.extract = crash  # type: ignore[method-assign]
        with pytest.raises(Crash):
            world.deliver()
        world.extractor.extract = extract  # type: ignore[method-assign]
    assert world.counts().articles == 0

    world.work(200)

    assert world.url(url_id)["outcome"] == Outcome.STORED
    assert ("lease", "taken back") in world.gates(url_id)
