"""How URLs wait and are claimed: the frontier's contract."""

import threading
from datetime import timedelta
from itertools import pairwise

import pytest
from support.parts import World, long_text

from worker.errors import Refused
from worker.store.frontier import LeaseLost, Step
from worker.values import Candidate, Download, Hop
from worker.vocabulary import Admission, Outcome, UrlState

A, B = "https://a.example/one", "https://b.example/two"


def test_a_url_is_accepted_once_in_all_its_spellings(world: World) -> None:
    spellings = [
        A,
        A,
        "HTTPS://A.example:443/./one?utm_source=x#part",
        "https://a.example/two/../one",
    ]

    submissions = world.pipeline.submit([Candidate(url=url) for url in spellings])

    assert [one.admission for one in submissions] == [Admission.ACCEPTED] + [Admission.KNOWN] * 3
    assert len({one.url_id for one in submissions}) == 1


def test_what_cannot_be_admitted_is_declined_with_the_reason(world: World) -> None:
    bad = [
        "ftp://a.example/",
        "https://10.0.0.1/",
        "https://u:p@a.example/",
        "https://a.example/" + "x" * 100_000,
    ]

    submissions = world.pipeline.submit([Candidate(url=url) for url in bad])

    assert {one.admission for one in submissions} == {Admission.DECLINED}
    assert all(one.reason for one in submissions)
    assert world.counts().submitted == 0


def test_one_host_has_one_claim_at_a_time_and_the_higher_priority_goes_first(world: World) -> None:
    world.pipeline.submit([Candidate(url=A), Candidate(url="https://a.example/urgent", priority=5)])
    world.submit(B)

    world.pipeline.dispatch()
    world.pipeline.dispatch()

    assert sorted(claim.url for claim in world.mailbox.fetches) == ["https://a.example/urgent", B]


def test_a_host_is_asked_for_robots_first_and_then_at_its_pace(world: World) -> None:
    world.web.pages = {
        A: {"title": "1", "text": long_text("a")},
        f"{A}b": {"title": "2", "text": long_text("b")},
    }
    world.submit(A, f"{A}b")

    world.work(10)

    moments = [at for at, _ in world.web.asked]
    assert [url for _, url in world.web.asked] == ["https://a.example/robots.txt", A, f"{A}b"]
    assert all(later - earlier >= timedelta(seconds=1) for earlier, later in pairwise(moments))


def test_a_disallowed_url_is_never_asked(world: World) -> None:
    world.web.robots["https://a.example"] = b"/one"
    [url_id] = world.submit(A)

    world.work(5)

    assert world.url(url_id)["outcome"] == Outcome.ROBOTS_DENIED
    assert [url for _, url in world.web.asked] == ["https://a.example/robots.txt"]


def test_a_stale_token_changes_nothing(world: World) -> None:
    [url_id] = world.submit(A)
    world.pipeline.dispatch()
    [claim] = world.mailbox.fetches
    stale = Step(url_id=url_id, token=claim.token - 1, host=claim.host, visit=1, attempts=1)

    with pytest.raises(LeaseLost), world.database.transaction() as tx:
        tx.frontier.finish(stale, outcome=Outcome.GONE, reason="", now=world.clock())

    assert world.url(url_id)["state"] == UrlState.FETCHING


def test_a_worker_that_comes_back_after_its_lease_commits_nothing(world: World) -> None:
    [url_id] = world.submit(A)
    world.work(1)  # robots.txt
    world.pipeline.dispatch()
    [claim] = world.mailbox.take()[0]

    def page_after_the_lease() -> bytes:
        world.clock.forward(1000)
        world.pipeline.tick()
        return b'{"title": "late", "text": "late"}'

    world.web.pages[A] = page_after_the_lease
    world.pipeline.fetch(claim.url_id, claim.token)

    assert world.url(url_id)["state"] in (UrlState.WAITING, UrlState.FETCHING)
    assert ("capture", "kept") not in world.gates(url_id)
    assert ("lease", "taken back") in world.gates(url_id)


def test_a_lost_fetch_counts_and_ends_in_quarantine(world: World) -> None:
    [url_id] = world.submit(A)
    world.work(1)

    for _ in range(3 * world.settings.frontier.fetch_attempts_max):
        world.pipeline.dispatch()
        for claim in world.mailbox.take()[0]:
            with world.database.transaction() as tx:  # a worker begins, and is never heard of again
                tx.claims.begin_fetch(
                    claim.url_id, claim.token, now=world.clock(), lease=timedelta(seconds=90)
                )
        world.clock.forward(200)
        world.pipeline.tick()

    assert world.url(url_id)["outcome"] == Outcome.QUARANTINED


def test_an_orphan_does_not_count_as_an_attempt(world: World) -> None:
    [url_id] = world.submit(A)
    for _ in range(10):
        world.clock.forward(2)
        world.pipeline.dispatch()
        for claim in world.mailbox.take()[0]:
            with world.database.transaction() as tx:
                tx.claims.begin_fetch(
                    claim.url_id, claim.token, now=world.clock(), lease=timedelta(seconds=90)
                )
        world.pipeline.take_back_orphans()

    assert world.url(url_id)["state"] == UrlState.WAITING
    assert world.url(url_id)["attempts"] == 0


def test_a_failure_is_retried_later_and_rests_the_host(world: World) -> None:
    world.web.pages[A] = Refused(Outcome.TIMEOUT, "took longer than 45 s")
    [url_id] = world.submit(A)

    world.work(5)

    row = world.url(url_id)
    assert (row["state"], row["attempts"]) == (UrlState.WAITING, 1)
    with world.database.reading() as tx:
        host = tx.reports.host("a.example")
    assert host is not None
    assert host["next_allowed_at"] - world.clock() > timedelta(seconds=200)
    assert host["failures"] == 1


def test_a_failure_that_lasts_becomes_the_outcome(world: World) -> None:
    world.web.pages[A] = Refused(Outcome.TIMEOUT, "took longer than 45 s")
    [url_id] = world.submit(A)

    for _ in range(20):
        world.work(2)
        world.clock.forward(4000)

    assert world.url(url_id)["outcome"] == Outcome.TIMEOUT
    assert (
        len([url for _, url in world.web.asked if url == A])
        == world.settings.frontier.fetch_attempts_max
    )


def test_retry_after_holds_the_whole_host(world: World) -> None:
    world.web.pages[A] = Refused(
        Outcome.HTTP_ERROR, "HTTP 429", detail={"status": 429}, retry_after_seconds=120
    )
    world.web.pages[f"{A}b"] = {"title": "b", "text": long_text("b")}
    world.submit(A, f"{A}b")

    world.work(100)

    assert f"{A}b" not in [url for _, url in world.web.asked]


def test_a_redirect_to_another_host_waits_for_that_hosts_turn(world: World) -> None:
    world.web.pages[A] = Download(
        requested_url=A, final_url=A, status=301, headers=(), body=b"",
        hops=(Hop(url=A, status=301, location=B),), elsewhere=B,
    )  # fmt: skip
    world.web.pages[B] = {"title": "b", "text": long_text("b")}
    [url_id] = world.submit(A)

    world.work(10)

    assert world.url(url_id)["outcome"] == Outcome.STORED
    assert [url for _, url in world.web.asked] == [
        "https://a.example/robots.txt", A, "https://b.example/robots.txt", B,
    ]  # fmt: skip


def test_redirects_back_and_forth_end(world: World) -> None:
    def to(source: str, target: str) -> Download:
        return Download(
            requested_url=source, final_url=source, status=302, headers=(), body=b"",
            hops=(Hop(url=source, status=302, location=target),), elsewhere=target,
        )  # fmt: skip

    world.web.pages = {A: to(A, B), B: to(B, A)}
    [url_id] = world.submit(A)

    world.work(20)

    assert world.url(url_id)["outcome"] == Outcome.REDIRECT_LOOP


def test_claimers_at_once_never_share_a_url_or_a_host(world: World) -> None:
    world.submit(*[f"https://h{n % 40}.example/{n}" for n in range(200)])
    claimed: list[tuple[int, str]] = []
    lock = threading.Lock()

    def claim() -> None:
        for _ in range(10):
            with world.database.transaction() as tx:
                got = tx.claims.fetches(world.clock(), 7)
            with lock:
                claimed.extend((one.url_id, one.host) for one in got)

    threads = [threading.Thread(target=claim) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(claimed) == 40
    assert len({url_id for url_id, _ in claimed}) == 40
    assert len({host for _, host in claimed}) == 40


def test_submitters_at_once_add_each_url_once(world: World) -> None:
    given = [f"https://h{n % 7}.example/{n}" for n in range(60)]
    accepted: list[int] = []
    lock = threading.Lock()

    def submit(order: list[str]) -> None:
        submissions = world.pipeline.submit([Candidate(url=url) for url in order])
        with lock:
            accepted.extend(s.url_id or 0 for s in submissions if s.admission is Admission.ACCEPTED)

    threads = [
        threading.Thread(target=submit, args=(given[k:] + given[:k],)) for k in range(0, 60, 10)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(accepted) == len(set(accepted)) == 60


def test_what_is_under_way_is_limited(database_url: str) -> None:
    world = World(database_url, frontier={"fetching_max": 3})
    world.submit(*[f"https://h{n}.example/" for n in range(10)])

    world.pipeline.dispatch()
    world.pipeline.dispatch()

    assert len(world.mailbox.fetches) == 3
    world.close()


def test_a_host_marked_busy_by_nothing_is_freed(world: World) -> None:
    [url_id] = world.submit(A)
    world.pipeline.dispatch()
    [claim] = world.mailbox.take()[0]
    with world.database.transaction() as tx:  # what a hand in the database may leave behind
        step = Step(url_id=url_id, token=claim.token, host=claim.host, visit=1, attempts=1)
        tx.frontier.finish(step, outcome=Outcome.GONE, reason="", now=world.clock())
    world.submit(f"{A}b")
    world.pipeline.tick()
    world.pipeline.tick()

    assert [claim.url for claim in world.mailbox.fetches] == [f"{A}b"]
