"""Ticks that come late, twice or not at all, and a clock that is set, do no harm."""

import threading
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

import pytest
from structlog.testing import capture_logs
from support.network import CutWorld, at_once

from worker.pipeline import Pipeline
from worker.store.clock import Setting
from worker.store.schema import fleet, hosts, robots
from worker.vocabulary import Outcome, UrlState

DAY = 86_400.0
HOUR = 3600.0


@pytest.fixture
def world(database_url: str) -> Iterator[CutWorld]:
    made = CutWorld(database_url)
    yield made
    made.close()


class SetClock:
    """In the place of the database's clock: tells the next tick that it was set."""

    def __init__(self, *settings: Setting) -> None:
        self._settings = list(settings)

    def setting(self) -> Setting:
        return self._settings.pop(0) if self._settings else Setting()


def claim(world: CutWorld, url: str) -> int:
    """A fetch is under way: a worker has begun it."""
    [url_id] = world.submit(url)
    world.pipeline.dispatch()
    [claimed] = [one for one in world.mailbox.take()[0] if one.url_id == url_id]
    lease = timedelta(seconds=world.settings.frontier.fetch_lease_seconds)
    with world.database.transaction() as tx:
        tx.claims.begin_fetch(claimed.url_id, claimed.token, now=world.clock(), lease=lease)
    return url_id


def polls_of(world: CutWorld) -> Counter[str]:
    return Counter(url for _, url in world.network.asked if url.endswith("/feed"))


def assert_paced(world: CutWorld) -> None:
    by_host: dict[str, list] = {}
    for at, url in world.network.asked:
        by_host.setdefault(url.split("/")[2], []).append(at)
    for moments in by_host.values():
        assert all(b - a >= timedelta(seconds=1) for a, b in pairwise(sorted(moments)))


def test_an_hour_without_ticks_loses_nothing_and_repeats_nothing(world: CutWorld) -> None:
    names = world.watch(8)
    world.go_on(30, step=1.0)
    given = [world.article(f"https://{name}/2026/11/24/report-{n}") for name in names for n in "12"]
    ids = world.submit(*given)
    world.pipeline.dispatch()
    for claimed in world.mailbox.take()[0][:4]:  # the messages of the other four are lost
        world.pipeline.fetch(claimed.url_id, claimed.token)
    before = polls_of(world)

    world.clock.forward(HOUR)
    with capture_logs() as lines:
        world.go_on(60, step=1.0)

    assert [line for line in lines if line["event"].startswith("clock.")] == []
    assert {world.url(url_id)["outcome"] for url_id in ids} == {Outcome.STORED}
    assert set(Counter(url for _, url in world.network.asked if url in given).values()) == {1}
    assert all(count - before[url] == 1 for url, count in polls_of(world).items())
    assert_paced(world)


def test_a_clock_that_is_set_back_by_a_day_makes_nobody_sleep(world: CutWorld) -> None:
    names = world.watch(8)
    world.go_on(30, step=1.0)
    given = [world.article(f"https://{name}/2026/11/24/a-report") for name in names]
    lost = claim(world, given[0])
    ids = world.submit(*given[1:])
    before = {row["url_id"]: row["next_poll_at"] - world.clock() for row in world.sources}
    world.change(
        hosts, hosts.c.host == names[7], next_allowed_at=world.clock() + timedelta(hours=2)
    )

    with capture_logs() as lines:
        world.clock.forward(-DAY)
        world.go_on(130, step=1.0)

    [warning] = [line for line in lines if line["event"].startswith("clock.")]
    assert (warning["event"], warning["log_level"]) == ("clock.went_back", "warning")
    assert warning["seconds"] == pytest.approx(DAY, abs=10)
    # All that was due is done; what was claimed is taken back when its lease ends.
    assert {world.url(url_id)["outcome"] for url_id in ids[:6]} == {Outcome.STORED}
    assert world.url(lost)["outcome"] == Outcome.STORED
    after = {row["url_id"]: row["next_poll_at"] - world.clock() for row in world.sources}
    moved = [after[url_id] - before[url_id] for url_id in before]
    assert max(abs(difference) for difference in moved) < timedelta(seconds=150)
    # A host that was to be left alone is left alone for as long.
    [resting] = [row for row in world.hosts if row["host"] == names[7]]
    left = resting["next_allowed_at"] - world.clock()
    assert timedelta(hours=1, minutes=55) < left < timedelta(hours=2)
    assert world.url(ids[6])["state"] == UrlState.WAITING
    expiry = [row["expires_at"] - world.clock() for row in world.rows(robots)]
    assert max(expiry) <= timedelta(days=1)
    for _ in range(3):  # and sources are polled as ever
        world.to_next_poll()
        world.go_on(10, step=1.0)
    assert {row["outcome"] for row in world.sources} <= {"polled", "unchanged"}
    assert {row["health"] for row in world.sources} <= {"ok", "new"}


def test_what_other_processes_wrote_by_the_old_clock_is_moved_a_little_later(
    world: CutWorld,
) -> None:
    [name] = world.watch(1)
    world.go_on(10, step=1.0)
    old_now = world.clock()
    world.clock.forward(-DAY)
    world.pipeline.tick()
    # A worker that has not looked at the clock since frees a host by the old time.
    stale = old_now + timedelta(seconds=2)
    world.change(hosts, hosts.c.host == name, next_allowed_at=stale)
    [url_id] = world.submit(world.article(f"https://{name}/2026/11/24/a-report"))

    world.go_on(40, step=1.0)

    assert world.url(url_id)["outcome"] == Outcome.STORED


def test_a_clock_that_is_set_back_is_noticed_once_by_many_ticks(world: CutWorld) -> None:
    world.watch(4)
    world.go_on(30, step=1.0)
    before = {row["url_id"]: row["next_poll_at"] - world.clock() for row in world.sources}
    world.clock.forward(-DAY)

    with capture_logs() as lines:
        at_once(lambda: Pipeline(world, world.mailbox).tick(), 4)
        world.pipeline.tick()

    assert len([line for line in lines if line["event"] == "clock.went_back"]) == 1
    after = {row["url_id"]: row["next_poll_at"] - world.clock() for row in world.sources}
    assert all(abs(after[one] - before[one]) < timedelta(seconds=10) for one in before)


def test_a_small_step_back_is_no_jump(world: CutWorld) -> None:
    world.watch(2)
    world.go_on(30, step=1.0)
    world.clock.forward(-3)

    with capture_logs() as lines:
        world.go_on(10, step=1.0)

    assert [line for line in lines if line["event"].startswith("clock.")] == []


def test_a_clock_that_is_set_forward_by_a_day_repeats_nothing(world: CutWorld) -> None:
    names = world.watch(8)
    world.go_on(30, step=1.0)
    given = [world.article(f"https://{name}/2026/11/24/a-report") for name in names]
    ids = world.submit(*given)
    before = polls_of(world)

    world.clock.forward(DAY)
    world.go_on(60, step=1.0)

    assert {world.url(url_id)["outcome"] for url_id in ids} == {Outcome.STORED}
    assert set(Counter(url for _, url in world.network.asked if url in given).values()) == {1}
    assert all(count - before[url] == 1 for url, count in polls_of(world).items())
    assert world.counts().articles == 16
    assert_paced(world)


def test_a_request_that_runs_while_the_clock_is_set_forward_stays_alone(world: CutWorld) -> None:
    [name] = world.watch(1)
    world.go_on(30, step=1.0)
    url_id = claim(world, world.article(f"https://{name}/2026/11/24/a-slow-one"))
    [other] = world.submit(world.article(f"https://{name}/2026/11/24/another"))
    world.database.__dict__["clock"] = SetClock(Setting(seconds=DAY, within_seconds=1.0))
    asked_before = len(world.network.asked)

    world.clock.forward(DAY + 1)
    with capture_logs() as lines:
        for _ in range(20):
            world.pipeline.tick()
            world.deliver()
            world.clock.forward(1)

    [warning] = [line for line in lines if line["event"].startswith("clock.")]
    assert (warning["event"], warning["seconds"]) == ("clock.went_ahead", DAY)
    assert world.url(url_id)["state"] == UrlState.FETCHING
    assert len(world.network.asked) == asked_before
    assert world.url(other)["state"] == UrlState.WAITING
    world.go_on(120, step=1.0)  # its worker was lost: the lease ends after all
    assert world.url(url_id)["outcome"] == Outcome.STORED
    assert world.url(other)["outcome"] == Outcome.STORED


def test_a_rest_that_a_host_asked_for_outlasts_a_clock_that_is_set_forward(world: CutWorld) -> None:
    [name] = world.watch(1)
    world.go_on(30, step=1.0)
    until = world.clock() + timedelta(hours=1)
    world.change(hosts, next_allowed_at=until, rest_reason="Retry-After")
    world.database.__dict__["clock"] = SetClock(
        Setting(seconds=DAY, within_seconds=1.0), Setting(seconds=DAY, within_seconds=1.0)
    )
    asked_before = len(world.network.asked)
    world.submit(world.article(f"https://{name}/2026/11/24/a-report"))

    world.clock.forward(DAY)
    at_once(lambda: Pipeline(world, world.mailbox).tick(), 2)  # both have noticed: it is moved once
    world.go_on(1800, step=60.0)

    assert len(world.network.asked) == asked_before
    [row] = world.hosts
    assert row["next_allowed_at"] == until + timedelta(seconds=DAY)


def test_a_tick_writes_only_now_and_then(world: CutWorld) -> None:
    noted = []
    for _ in range(20):
        world.pipeline.tick()
        world.clock.forward(1)
        [row] = world.rows(fleet)
        noted.append(row["ticked_at"])

    assert len(set(noted)) == 4


def test_a_tick_does_not_wait_for_another_one(postgres_url: str) -> None:
    world = CutWorld(postgres_url)  # SQLite has one writer: who is second waits until it is done
    world.pipeline.tick()
    world.clock.forward(10)
    is_held, may_go = threading.Event(), threading.Event()

    def hold() -> None:
        with world.database.transaction() as tx:
            assert tx.fleet.hold() is not None
            is_held.set()
            may_go.wait(10)

    other = threading.Thread(target=hold)
    other.start()
    is_held.wait(10)
    [url_id] = world.submit("https://a.example/one")

    world.pipeline.tick()

    assert world.url(url_id)["state"] == UrlState.WAITING  # the other tick dispatches
    may_go.set()
    other.join()
    world.pipeline.tick()
    assert world.url(url_id)["state"] == UrlState.FETCHING
    world.close()
