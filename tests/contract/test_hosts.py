"""One budget per host for the whole fleet: slowing, resting, pausing, reserving."""

import threading
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from support.parts import FakeRules, World, long_text

from worker.errors import Refused
from worker.frontier import pace
from worker.store.host_reports import HostFilter, HostReport
from worker.values import Candidate, Claim, HostPace, Reservation, Rest
from worker.vocabulary import Outcome

HOST = "a.example"
PAGES = [f"https://{HOST}/{n}" for n in range(60)]
MINUTE = timedelta(seconds=60)


def refused(status: int, retry_after: float | None = None) -> Refused:
    return Refused(
        Outcome.HTTP_ERROR,
        f"HTTP {status}",
        detail={"status": status},
        retry_after_seconds=retry_after,
    )


def article(url: str) -> dict[str, Any]:
    return {"title": url, "text": long_text(url)}


def submit(world: World, *given: str) -> list[int]:
    """One after another, so that they are fetched in this order."""
    return [url_id for url in given for url_id in world.submit(url)]


def report(world: World, host: str = HOST) -> HostReport:
    with world.database.reading() as tx:
        found = tx.host_reports.one(host, world.clock())
    assert found is not None
    return found


def wait_seconds(world: World) -> float:
    return (report(world).next_allowed_at - world.clock()).total_seconds()


def fetch_next(world: World) -> str:
    """As soon as the host may be asked, have its next URL fetched; returns what was asked for."""
    world.clock.now = max(world.clock.now, report(world).next_allowed_at)
    world.pipeline.dispatch()
    fetches, _ = world.mailbox.take()
    [claim] = fetches
    before = len(world.web.asked)
    world.pipeline.fetch(claim.url_id, claim.token)
    return world.web.asked[before][1] if len(world.web.asked) > before else ""


def moments(world: World) -> list[float]:
    return [at.timestamp() for at, _ in world.web.asked]


# --- 429, 503, Retry-After


@pytest.mark.parametrize("status", [429, 503])
def test_a_429_slows_the_host_for_all_its_urls(world: World, status: int) -> None:
    world.web.pages = {url: article(url) for url in PAGES} | {PAGES[0]: refused(status)}
    submit(world, *PAGES[:4])
    assert fetch_next(world) == f"https://{HOST}/robots.txt"
    assert fetch_next(world) == PAGES[0]
    assert wait_seconds(world) == 60
    assert report(world).pace.slow_seconds == 2

    fetch_next(world)
    first, second, third = moments(world)[1:], fetch_next(world), fetch_next(world)

    assert {second, third} == set(PAGES[2:4])
    assert first[1] - first[0] == 60
    after = moments(world)[-3:]
    assert 1.8 < after[1] - after[0] < 2
    assert 1.7 < after[2] - after[1] < after[1] - after[0]


def test_a_slowed_host_recovers_step_by_step_to_its_usual_pace(world: World) -> None:
    world.web.pages = {url: article(url) for url in PAGES} | {PAGES[0]: refused(429, 1)}
    submit(world, *PAGES)
    for _ in range(len(PAGES)):
        fetch_next(world)

    at = moments(world)
    pauses = [later - earlier for earlier, later in pairwise(at[1:])]
    falling = [one for one in pauses if one > 1.0001]
    assert falling == sorted(falling, reverse=True)
    assert len(falling) == 14  # Retry-After's 1 s counts no less than the slowed pause of 2 s
    assert pauses[len(falling) :] == pytest.approx([1.0] * (len(pauses) - len(falling)), abs=1e-5)
    assert report(world).pace.slow_seconds == 0


def test_retry_after_decides_when_the_host_is_asked_again(world: World) -> None:
    world.web.pages = {PAGES[0]: refused(503, 300), PAGES[1]: article("b")}
    submit(world, *PAGES[:2])
    fetch_next(world)
    fetch_next(world)
    assert wait_seconds(world) == 300
    assert report(world).rest_reason == "HTTP 503, Retry-After 5 min, then a pause of 2 s"

    world.clock.forward(299)
    world.pipeline.dispatch()
    assert world.mailbox.fetches == []
    world.clock.forward(1)
    world.pipeline.dispatch()
    assert len(world.mailbox.fetches) == 1


def test_a_429_for_robots_txt_slows_the_host_too(world: World) -> None:
    world.web.robots[f"https://{HOST}"] = refused(429)
    world.submit(PAGES[0])
    fetch_next(world)
    assert report(world).pace.slow_seconds == 2
    assert wait_seconds(world) == 60


# --- robots.txt's Crawl-delay


def test_a_crawl_delay_counts_from_the_request_for_robots_txt_on(world: World) -> None:
    class Slow(FakeRules):
        crawl_delay_seconds = 7.0

    world.robots_rules = lambda file: Slow(file.body)
    world.web.pages = {url: article(url) for url in PAGES[:3]}
    submit(world, *PAGES[:3])

    world.work(40)

    at = moments(world)
    assert len(at) == 4
    assert [later - earlier for earlier, later in pairwise(at)] == [7, 7, 7]
    assert report(world).pace.crawl_delay_seconds == 7


def test_a_disallowed_url_costs_no_pause(world: World) -> None:
    world.web.robots[f"https://{HOST}"] = b"/private"
    world.web.pages[PAGES[0]] = article("x")
    submit(world, *[f"https://{HOST}/private/{n}" for n in range(5)], PAGES[0])
    fetch_next(world)

    asked = [fetch_next(world) for _ in range(6)]

    assert [one for one in asked if one] == [PAGES[0]]
    at = moments(world)
    assert at[1] - at[0] == 1


# --- hosts that can't be reached


def test_each_failure_in_a_row_doubles_the_rest_and_an_answer_ends_it(world: World) -> None:
    world.web.pages = {url: Refused(Outcome.TIMEOUT, "took too long") for url in PAGES}
    world.web.pages[PAGES[5]] = article("x")
    submit(world, *PAGES[:6])
    fetch_next(world)  # robots.txt

    rests = []
    for _ in range(5):
        fetch_next(world)
        rests.append(wait_seconds(world))
    assert rests == [300, 600, 1200, 2400, 3600]
    assert report(world).pace.failures == 5
    assert report(world).failed_at == world.clock()
    assert report(world).rest_reason == "can't be reached (timeout, 5 times): rests 60 min"

    world.web.pages = {url: article(url) for url in PAGES}
    fetch_next(world)
    assert report(world).pace.failures == 0
    assert report(world).answered_at == world.clock()
    assert wait_seconds(world) == 1


def test_an_error_of_the_server_is_an_answer(world: World) -> None:
    world.web.pages[PAGES[0]] = refused(500)
    world.submit(PAGES[0])
    fetch_next(world)
    world.clock.forward(10)
    fetch_next(world)
    assert report(world).answered_at == world.clock()
    assert report(world).failed_at is None
    assert wait_seconds(world) == 1


# --- the operator's hand


def test_a_paused_host_is_never_claimed_and_the_others_are(world: World) -> None:
    world.submit(PAGES[0], "https://b.example/")
    with world.database.transaction() as tx:
        tx.hosts.pause(HOST, "they asked us to", now=world.clock())

    world.work(20)

    assert {url.split("/")[2] for _, url in world.web.asked} == {"b.example"}
    assert report(world).pause_reason == "they asked us to"
    with world.database.transaction() as tx:
        tx.hosts.resume(HOST, now=world.clock())
    world.work(5)
    assert PAGES[0] in [url for _, url in world.web.asked]


def test_a_host_is_paused_before_its_first_url(world: World) -> None:
    with world.database.transaction() as tx:
        tx.hosts.pause(HOST, "not yet", now=world.clock())
    world.submit(PAGES[0])
    world.work(5)
    assert world.web.asked == []


def test_a_request_under_way_is_finished_after_a_pause(world: World) -> None:
    world.web.pages = {url: article(url) for url in PAGES}
    [first, _] = submit(world, *PAGES[:2])
    fetch_next(world)
    world.clock.forward(1)
    world.pipeline.dispatch()
    with world.database.transaction() as tx:
        tx.hosts.pause(HOST, "", now=world.clock())

    world.work(20)

    assert world.url(first)["outcome"] == Outcome.STORED
    assert [url for _, url in world.web.asked][1:] == [PAGES[0]]
    assert report(world).paused_at is not None
    assert not report(world).is_busy


def test_resuming_ends_a_rest_after_failures_but_none_that_the_host_asked_for(
    world: World,
) -> None:
    unreachable = pace.after_refusal(
        world.settings.fetch,
        HostPace(),
        Refused(Outcome.UNREACHABLE, "refused"),
        usual=pace.after_success(world.settings.fetch, HostPace()),
    )
    for rest, is_ended in ((unreachable, True), (busy_rest(world), False)):
        give_back(world, hold(world), rest)
        with world.database.transaction() as tx:
            tx.hosts.resume(HOST, now=world.clock())
        assert (report(world).next_allowed_at <= world.clock()) == is_ended
        world.clock.forward(4000)


def test_the_operators_pace_wins(world: World) -> None:
    class Slow(FakeRules):
        crawl_delay_seconds = 20.0

    world.robots_rules = lambda file: Slow(file.body)
    world.web.pages = {url: article(url) for url in PAGES[:4]}
    with world.database.transaction() as tx:
        tx.hosts.set_pace(HOST, 3.0, origin="a test")
    submit(world, *PAGES[:2])
    world.work(10)
    with world.database.transaction() as tx:
        tx.hosts.set_pace(HOST, None, origin="a test")
    submit(world, *PAGES[2:4])
    world.work(60)

    at = moments(world)
    assert [later - earlier for earlier, later in pairwise(at)][:2] == [3, 3]
    assert at[-1] - at[-2] == 20


def test_a_pace_from_a_list_yields_to_the_operators(world: World) -> None:
    def set_pace(seconds: float | None, origin: str, *, yields: bool) -> tuple[Any, Any]:
        with world.database.transaction() as tx:
            tx.hosts.set_pace(HOST, seconds, origin=origin, yields=yields)
        kept = report(world).pace
        return kept.own_delay_seconds, kept.delay_origin

    assert set_pace(5, "list", yields=True) == (5, "list")
    assert set_pace(6, "list", yields=True) == (6, "list")
    assert set_pace(2, "operator", yields=False) == (2, "operator")
    assert set_pace(7, "list", yields=True) == (2, "operator")
    assert set_pace(None, "list", yields=True) == (2, "operator")
    assert set_pace(None, "operator", yields=False) == (None, None)
    assert set_pace(7, "list", yields=True) == (7, "list")
    assert set_pace(None, "list", yields=True) == (None, None)


def test_a_lost_worker_costs_its_host_the_pause_in_force(world: World) -> None:
    with world.database.transaction() as tx:
        tx.hosts.set_pace(HOST, 30.0, origin="a test")
    world.submit(PAGES[0])
    world.pipeline.dispatch()
    [claim] = world.mailbox.take()[0]
    with world.database.transaction() as tx:
        tx.claims.begin_fetch(claim.url_id, claim.token, now=world.clock(), lease=MINUTE)
    world.clock.forward(61)

    world.pipeline.tick()

    assert wait_seconds(world) == 30
    assert report(world).rest_reason == "a fetch of it was lost"


# --- commands that ask a host directly


def hold(world: World, seconds: float = 60) -> Reservation:
    held = reserve(world, seconds)
    assert held is not None
    return held


def reserve(world: World, seconds: float = 60) -> Reservation | None:
    now = world.clock()
    with world.database.transaction() as tx:
        return tx.hosts.reserve(
            HOST, now=now, until=now + timedelta(seconds=seconds), reason="a test asks it"
        )


def give_back(world: World, held: Reservation, rest: Rest) -> bool:
    with world.database.transaction() as tx:
        return tx.hosts.release(held, rest, now=world.clock())


def usual_rest(world: World) -> Rest:
    return pace.after_success(world.settings.fetch, HostPace())


def busy_rest(world: World) -> Rest:
    return pace.after_refusal(
        world.settings.fetch, HostPace(), refused(429), usual=usual_rest(world)
    )


def claims(world: World) -> list[Claim]:
    with world.database.transaction() as tx:
        return tx.claims.fetches(world.clock(), 10)


def test_a_reserved_host_is_not_claimed_until_it_is_given_back_and_has_rested(
    world: World,
) -> None:
    held = hold(world)  # nobody knows the host yet
    world.submit(PAGES[0])
    assert claims(world) == []
    assert reserve(world) is None
    world.clock.forward(10)
    assert claims(world) == []

    assert give_back(world, held, usual_rest(world))

    assert claims(world) == []
    assert report(world).answered_at == world.clock()
    world.clock.forward(1)
    assert [claim.url for claim in claims(world)] == [PAGES[0]]
    assert reserve(world) is None


def test_what_a_command_learns_of_a_host_counts_for_all(world: World) -> None:
    give_back(world, hold(world), busy_rest(world))
    assert report(world).pace.slow_seconds == 2
    assert wait_seconds(world) == 60
    world.clock.forward(60)
    assert hold(world).pace.slow_seconds == 2


def test_a_host_that_may_not_be_asked_is_not_reserved(world: World) -> None:
    world.submit(PAGES[0])
    world.pipeline.dispatch()
    assert reserve(world) is None  # a request is under way
    world.deliver()
    assert reserve(world) is None  # the pause after it
    world.clock.forward(1)
    with world.database.transaction() as tx:
        tx.hosts.pause(HOST, "", now=world.clock())
    assert reserve(world) is None
    with world.database.transaction() as tx:
        tx.hosts.resume(HOST, now=world.clock())
    assert reserve(world) is not None


def test_a_command_that_dies_frees_its_host_by_time(world: World) -> None:
    world.submit(PAGES[0])
    lost = hold(world, seconds=60)
    world.clock.forward(59)
    assert claims(world) == []
    world.clock.forward(1)
    assert len(claims(world)) == 1

    assert not give_back(world, lost, replace(usual_rest(world), seconds=0))
    assert report(world).is_busy


def test_a_late_command_does_not_end_the_reservation_of_the_next(world: World) -> None:
    late = hold(world, seconds=60)
    world.clock.forward(60)
    hold(world, seconds=60)
    assert not give_back(world, late, replace(usual_rest(world), seconds=0))
    assert wait_seconds(world) == 60


def test_claimers_and_reservers_at_once_never_hold_a_host_together(world: World) -> None:
    names = [f"h{n}.example" for n in range(30)]
    submit(world, *[f"https://{name}/{n}" for name in names for n in range(3)])
    held: list[str] = []
    lock = threading.Lock()
    now = world.clock()

    def claim() -> None:
        for _ in range(6):
            with world.database.transaction() as tx:
                got = [one.host for one in tx.claims.fetches(now, 4)]
            with lock:
                held.extend(got)

    def keep(order: list[str]) -> None:
        for name in order:
            with world.database.transaction() as tx:
                got = tx.hosts.reserve(name, now=now, until=now + MINUTE, reason="a test")
            if got is not None:
                with lock:
                    held.append(name)

    threads = [threading.Thread(target=claim) for _ in range(4)]
    threads += [threading.Thread(target=keep, args=(names[k:] + names[:k],)) for k in (0, 7, 15)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(held) == sorted(names)


# --- the list


def test_hosts_in_trouble_are_listed_first_then_by_how_long_their_urls_have_waited(
    world: World,
) -> None:
    for name in ("calm", "old"):
        world.submit(f"https://{name}.example/")
        world.clock.forward(-30)  # submitted earlier than the one before
    world.clock.forward(60)
    with world.database.transaction() as tx:
        tx.hosts.set_pace("idle.example", 5, origin="a test")
        tx.hosts.pause("paused.example", "why", now=world.clock())
    give_back(world, hold(world), busy_rest(world))
    world.pipeline.submit([Candidate(url="https://down.example/")])
    world.web.robots["https://down.example"] = Refused(Outcome.DNS_ERROR, "no such name")
    with world.database.transaction() as tx:
        for name in ("calm.example", "old.example"):
            tx.hosts.pause(name, "", now=world.clock())
    world.pipeline.dispatch()
    world.deliver()
    with world.database.transaction() as tx:
        for name in ("calm.example", "old.example"):
            tx.hosts.resume(name, now=world.clock())

    def listed(**wanted: Any) -> list[str]:
        with world.database.reading() as tx:
            found = tx.host_reports.listing(world.clock(), HostFilter(**wanted))
        return [one.host.removesuffix(".example") for one in found]

    assert listed() == ["down", "a", "paused", "old", "calm", "idle"]
    assert listed(limit=2) == ["down", "a"]
    assert listed(paused=True) == ["paused"]
    assert listed(left_alone=True) == ["down", "a"]
    with world.database.reading() as tx:
        assert tx.host_reports.count() == 6
        assert tx.host_reports.similar("own.ex") == ["down.example"]
        assert tx.host_reports.similar("%") == []


def test_a_host_is_reported_with_its_queue(world: World) -> None:
    submit(world, *PAGES[:3])
    start = world.clock()
    world.clock.forward(10)
    before = report(world)
    world.pipeline.dispatch()
    asking = report(world)

    assert (before.waiting_count, before.due_count, before.next_due_at) == (3, 3, start)
    assert before.under_way is None
    assert (asking.waiting_count, asking.under_way) == (2, PAGES[0])
    assert asking.under_way_since == world.clock()
