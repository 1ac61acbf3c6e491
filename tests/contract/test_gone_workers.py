"""A worker that falls silent loses its leases; one that was stopped asks for nothing more."""

from datetime import timedelta
from typing import Any

from support.parts import World, long_text

from worker import __version__
from worker.beacon import Beacon, Progress, Watch
from worker.steps.parts import Holder, Room
from worker.store.workers import WorkerRow
from worker.values import Claim
from worker.vocabulary import Outcome

URL = "https://a.example/1"
LEASE = timedelta(seconds=90)


def article(name: str) -> dict[str, Any]:
    return {"title": f"Report {name}", "text": long_text(name)}


def tell(world: World, name: str) -> None:
    row = WorkerRow(
        name=name, role="fetch", machine="m", process="1@elsewhere", version=__version__,
        started_at=world.clock(), seen_at=world.clock(), clock_ahead_seconds=0.0, moved_at=None,
        moved_count=0,
    )  # fmt: skip
    with world.database.transaction() as tx:
        tx.workers.tell(row)


def begin(world: World, holder: str) -> None:
    """A worker begins the fetch of the URL, and is never heard of again."""
    world.web.pages[URL] = article("one")
    world.submit(URL)
    world.pipeline.dispatch()
    [claim], _ = world.mailbox.take()
    with world.database.transaction() as tx:
        tx.claims.begin_fetch(
            claim.url_id,
            claim.token,
            now=world.clock(),
            lease=LEASE,
            holder=holder,
        )


def state(world: World) -> str:
    return str(world.row(URL)["state"])


def test_leases_of_a_worker_that_fell_silent_are_taken_back_before_they_end(world: World) -> None:
    tell(world, "fetch@m:1")
    begin(world, "fetch@m:1")

    world.clock.forward(25)
    world.pipeline.tick()
    assert state(world) == "fetching"

    world.clock.forward(6)
    tell(world, "fetch@m:2")
    world.pipeline.tick()
    world.work(seconds=20)

    assert world.outcomes(URL) == [Outcome.STORED]
    assert ("lease", "taken back") in world.gates(1)


def test_leases_of_a_worker_that_is_heard_last_until_they_end(world: World) -> None:
    tell(world, "fetch@m:1")
    begin(world, "fetch@m:1")

    for _ in range(8):
        world.clock.forward(10)
        tell(world, "fetch@m:1")
        world.pipeline.tick()
    assert state(world) == "fetching"

    world.clock.forward(11)
    world.pipeline.tick()
    assert state(world) != "fetching" or world.row(URL)["token"] == 2


def test_a_worker_that_was_stopped_and_goes_on_asks_for_nothing(world: World) -> None:
    world.web.pages[URL] = article("one")
    world.submit(URL)
    world.holder = Holder(name="fetch@m:1", is_heard=lambda: False)

    world.pipeline.dispatch()
    world.deliver()

    assert world.web.asked == []
    world.holder = None
    world.work(seconds=120, step=10)
    assert world.outcomes(URL) == [Outcome.STORED]


def test_a_page_may_lose_more_workers_than_it_may_break_children(world: World) -> None:
    world.web.pages[URL] = article("one")
    world.submit(URL)
    for _ in range(3):  # robots.txt, the page, and its capture is sent
        world.pipeline.tick()
        for claim in world.mailbox.fetches:
            world.pipeline.fetch(claim.url_id, claim.token)
        world.mailbox.fetches = []
        world.clock.forward(1)
    losses = 0
    while state(world) != "done" and losses < 20:
        [claim] = world.mailbox.take()[1]
        lose(world, claim)
        losses += 1
        world.pipeline.tick()
    assert (losses, world.outcomes(URL)) == (5, [Outcome.QUARANTINED])


def lose(world: World, claim: Claim) -> None:
    """A worker begins a page, and dies at once."""
    with world.database.transaction() as tx:
        begun = tx.claims.begin_process(
            claim.url_id, claim.token, now=world.clock(), lease=LEASE, holder="process@m:1"
        )
    assert begun is not None


def test_a_beacon_tells_of_its_worker_and_takes_its_row_away(world: World) -> None:
    progress = Progress()
    beacon = Beacon(world, "fetch", progress, restart=lambda: None)  # type: ignore[arg-type]
    beacon.start()
    progress.note()
    with world.database.reading() as tx:
        [row] = tx.workers.all()
    assert (row.name, row.role, row.version) == (beacon.name, "fetch", __version__)
    assert beacon.holder.is_heard()

    beacon.stop()  # closes its connections, and opens one again to look
    with world.database.reading() as tx:
        assert tx.workers.all() == []


def test_a_process_that_has_died_on_our_machine_is_gone_at_once(world: World) -> None:
    beacon = Beacon(world, "fetch", Progress(), restart=lambda: None)  # type: ignore[arg-type]
    numbering = beacon._process.partition("@")[2]
    dead = WorkerRow(
        name="fetch@m:dead", role="fetch", machine="m", process=f"4194999@{numbering}",
        version=__version__, started_at=world.clock(), seen_at=world.clock(),
        clock_ahead_seconds=0.0, moved_at=None, moved_count=0,
    )  # fmt: skip
    with world.database.transaction() as tx:
        tx.workers.tell(dead)
    begin(world, "fetch@m:dead")

    beacon._tell()
    world.pipeline.tick()

    assert ("lease", "taken back") in world.gates(1)


def test_a_watch_counts_beats_without_progress_while_there_is_work() -> None:
    watch = Watch(beats_max=3)

    assert not watch.sees(0, has_work=True)
    assert [watch.sees(0, has_work=True) for _ in range(2)] == [False, False]
    assert not watch.sees(0, has_work=False), "idle, and nothing to do"
    assert [watch.sees(0, has_work=True) for _ in range(3)] == [False, False, True]
    assert not watch.sees(1, has_work=True), "it moved"


def test_a_page_that_lost_its_child_goes_before_those_that_have_not_had_their_turn(
    world: World,
) -> None:
    pages = [f"https://{host}.example/1" for host in "abcd"]
    world.web.pages |= {url: article(url) for url in pages}
    world.submit(*pages)
    world.mailbox.space = Room(fetches=10, captures=0)
    for _ in range(3):
        world.pipeline.tick()
        world.deliver()
        world.clock.forward(2)
    world.mailbox.space = Room(fetches=0, captures=1)
    world.pipeline.dispatch()
    [lost] = world.mailbox.take()[1]
    lose(world, lost)
    world.pipeline.failed(lost.url_id, lost.token, "its process died (SIGKILL)")

    world.clock.forward(world.settings.frontier.defect_pause_seconds + 1)
    world.pipeline.dispatch()

    [again] = world.mailbox.take()[1]
    assert again.url_id == lost.url_id
