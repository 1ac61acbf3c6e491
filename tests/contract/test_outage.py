"""While our own network is down nobody is punished, one warning says so, and all resumes."""

import json
from collections.abc import Iterator, MutableMapping
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs
from support.feeds import rss
from support.network import CutWorld, at_once
from support.parts import host_of
from typer.testing import CliRunner

from worker.cli import app as command_line
from worker.errors import Refused
from worker.pipeline import Pipeline
from worker.store.schema import fleet, stubs
from worker.vocabulary import Outcome

Lines = list[MutableMapping[str, Any]]


@pytest.fixture
def world(database_url: str) -> Iterator[CutWorld]:
    made = CutWorld(database_url)
    yield made
    made.close()


def named(lines: Lines, event: str) -> Lines:
    return [line for line in lines if line["event"] == event]


def is_down(world: CutWorld) -> bool:
    [row] = world.rows(fleet)
    return row["outage_since"] is not None


def submit_news(world: CutWorld, names: list[str], count: int = 2) -> list[int]:
    given = [
        world.article(f"https://{name}/2026/11/24/news-{n}-of-{name}")
        for name in names
        for n in range(count)
    ]
    return world.submit(*given)


def test_thirty_hosts_fall_silent_and_nobody_is_punished(world: CutWorld) -> None:
    names = world.watch(30)
    world.go_on(60)
    assert world.counts().outcomes == {"stored": 30}
    scores = [row["failure_score"] for row in world.sources]

    world.network.is_down = True
    ids = submit_news(world, names)
    with capture_logs() as lines:
        world.go_on(900, step=15.0)

        assert [line["log_level"] for line in named(lines, "network.outage")] == ["warning"]
        assert is_down(world)
        world.network.is_down = False
        world.go_on(20)

        [back] = named(lines, "network.back")
    assert 800 < back["seconds"] <= 920
    assert not is_down(world)
    assert [row["failures"] for row in world.hosts] == [0] * 30
    rests = [row["next_allowed_at"] - world.clock() for row in world.hosts]
    assert max(rests) < timedelta(seconds=5)
    assert [row["failure_score"] for row in world.sources] == scores == [0.0] * 30
    assert {row["outcome"] for row in world.sources} <= {"polled", "unchanged"}

    world.go_on(120)

    assert world.counts().outcomes == {"stored": 90}
    assert all(world.url(url_id)["outcome"] == Outcome.STORED for url_id in ids)


def test_during_an_outage_one_host_is_asked_now_and_then(world: CutWorld) -> None:
    names = world.watch(30)
    world.go_on(60)
    world.network.is_down = True
    submit_news(world, names)
    world.go_on(60)
    asked_before = len(world.network.asked)

    world.go_on(300, step=1.5)

    probes = world.network.asked[asked_before:]
    every = world.settings.outage.probe_seconds
    assert len(probes) == pytest.approx(300 / every, abs=2)
    gaps = [later - earlier for (earlier, _), (later, _) in pairwise(probes)]
    assert min(gaps) >= timedelta(seconds=every)
    assert len({host_of(url) for _, url in probes}) == len(probes)  # not always the same one


def test_any_answer_ends_it(world: CutWorld) -> None:
    world.watch(8)
    world.go_on(60)
    world.network.is_down = True
    world.to_next_poll()
    world.go_on(120)
    assert is_down(world)

    world.network.is_down = False
    for url in list(world.network.pages):
        world.network.pages[url] = Refused(Outcome.HTTP_ERROR, "HTTP 500", detail={"status": 500})
    world.go_on(60)

    assert not is_down(world)


def test_a_few_dead_hosts_among_healthy_ones_are_no_outage(world: CutWorld) -> None:
    names = world.watch(30)
    world.go_on(60)
    world.network.dead = set(names[:5])
    submit_news(world, names)

    with capture_logs() as lines:
        world.go_on(300)

    assert named(lines, "network.outage") == []
    assert [row["failures"] > 0 for row in world.hosts].count(True) == 5
    assert world.counts().outcomes == {"stored": 30 + 2 * 25}


def test_three_watched_hosts_are_enough(world: CutWorld) -> None:
    world.watch(3)
    world.go_on(60)
    world.network.is_down = True
    world.to_next_poll()
    with capture_logs() as lines:
        world.go_on(600, step=15.0)
        assert len(named(lines, "network.outage")) == 1

        world.network.is_down = False
        world.go_on(60)
        assert len(named(lines, "network.back")) == 1

    assert [row["failures"] for row in world.hosts] == [0] * 3
    assert [row["failure_score"] for row in world.sources] == [0.0] * 3


def test_where_polls_are_rare_others_are_asked_to_find_out(world: CutWorld) -> None:
    names = world.watch(12)
    world.go_on(60)
    world.clock.forward(300)  # the answers are no longer recent
    world.network.is_down = True

    [first] = world.submit(world.article(f"https://{names[0]}/2026/11/24/a-report-alone"))
    with capture_logs() as lines:
        world.go_on(60, step=1.0)

    assert len(named(lines, "network.outage")) == 1
    world.network.is_down = False
    world.go_on(120)
    assert world.url(first)["outcome"] == Outcome.STORED
    assert [row["failures"] for row in world.hosts] == [0] * 12


def test_one_host_that_dies_costs_one_early_poll_of_another(world: CutWorld) -> None:
    names = world.watch(12)
    world.go_on(60)
    world.clock.forward(300)
    world.network.dead = {names[0]}
    world.submit(world.article(f"https://{names[0]}/2026/11/24/a-report-alone"))
    asked_before = len(world.network.asked)

    with capture_logs() as lines:
        world.go_on(60, step=1.0)

    assert named(lines, "network.outage") == []
    asked = [url for _, url in world.network.asked[asked_before:]]
    assert len([url for url in asked if names[0] not in url]) == 1


def test_a_first_start_without_a_network_waits_for_it(world: CutWorld) -> None:
    world.network.is_down = True
    world.watch(30)
    with capture_logs() as lines:
        world.go_on(1800, step=30.0)
        assert len(named(lines, "network.outage")) == 1

        world.network.is_down = False
        world.go_on(300)
        assert len(named(lines, "network.back")) == 1

    assert world.counts().outcomes == {"stored": 30}
    assert [row["failures"] for row in world.hosts] == [0] * 30
    assert [row["failure_score"] for row in world.sources] == [0.0] * 30


def test_a_list_of_dead_links_comes_to_its_end(world: CutWorld) -> None:
    world.network.is_down = True  # for ever: these hosts are not there
    ids = world.submit(*(f"https://gone{n}.example/a-page" for n in range(10)))

    world.go_on(5 * 3600, step=120.0)

    assert {world.url(url_id)["outcome"] for url_id in ids} == {Outcome.DNS_ERROR}
    assert [world.url(url_id)["attempts"] for url_id in ids] == [4] * 10


def test_dead_links_beside_watched_hosts_are_given_up_in_time(world: CutWorld) -> None:
    world.watch(3)
    world.go_on(60)
    world.network.dead = {f"gone{n}.example" for n in range(20)}
    ids = world.submit(*(f"https://gone{n}.example/a-page" for n in range(20)))

    with capture_logs() as lines:
        world.go_on(4 * 3600, step=120.0)

    assert {world.url(url_id)["outcome"] for url_id in ids} == {Outcome.DNS_ERROR}
    assert len(named(lines, "network.outage")) <= 1


def test_an_article_given_up_in_an_outage_gets_another_visit(database_url: str) -> None:
    world = CutWorld(database_url, frontier={"fetch_attempts_max": 1})
    names = world.watch(8)
    world.go_on(60)
    # The feed still answers; the network ends with the first request for what it told of.
    found = f"https://{names[0]}/2026/11/24/found-in-the-last-moment"
    world.network.pages[f"https://{names[0]}/feed"] = rss((found, "Found in the last moment"))
    world.network.pages[found] = world.network.cut
    world.to_next_poll(f"https://{names[0]}/feed")
    world.go_on(20)
    submit_news(world, names, count=1)
    world.go_on(120)
    assert is_down(world)
    assert world.counts().outcomes["dns_error"] >= 8
    assert [row["outcome"] for row in world.rows(stubs, stubs.c.outcome.is_not(None))] == [
        "dns_error"
    ]

    world.network.is_down = False
    world.article(found)
    world.go_on(120)

    assert set(world.counts().outcomes) == {"stored"}
    assert world.rows(stubs, stubs.c.closed_at.is_not(None)) == []
    world.close()


def test_explain_tells_of_what_was_forgiven(world: CutWorld) -> None:
    names = world.watch(8)
    world.go_on(60)
    world.network.is_down = True
    ids = submit_news(world, names, count=1)
    world.go_on(120)
    world.network.is_down = False
    world.go_on(120)

    told = [verdict for url_id in ids for gate, verdict in world.gates(url_id) if gate == "retry"]
    assert "forgiven" in told
    assert {world.url(url_id)["outcome"] for url_id in ids} == {Outcome.STORED}


def test_a_provider_that_stays_down_is_mistaken_for_an_outage_once(world: CutWorld) -> None:
    names = world.watch(10)
    world.go_on(60)
    world.network.dead = set(names[:9])
    world.to_next_poll()
    with capture_logs() as lines:
        world.go_on(2 * 3600, step=60.0)

    assert len(named(lines, "network.outage")) <= 1
    assert [row["failures"] > 1 for row in world.hosts].count(True) == 9  # they rest as any other


def test_of_two_ticks_at_once_one_warns(world: CutWorld) -> None:
    names = world.watch(8)
    world.go_on(60)
    world.network.is_down = True
    submit_news(world, names, count=1)
    world.pipeline.dispatch()
    while world.deliver():
        pass
    world.clock.forward(10)

    with capture_logs() as lines:
        at_once(lambda: Pipeline(world, world.mailbox).tick(), 4)
        assert len(named(lines, "network.outage")) == 1

        world.clock.forward(60)
        world.network.is_down = False
        world.pipeline.dispatch()
        world.deliver()
        at_once(lambda: Pipeline(world, world.mailbox).tick(), 4)
        world.pipeline.tick()
        assert len(named(lines, "network.back")) == 1
    assert not is_down(world)
    assert [row["failures"] for row in world.hosts] == [0] * 8


def test_status_shows_it(
    world: CutWorld, database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("VEDETTE_DATABASE__URL", database_url)
    monkeypatch.chdir(tmp_path)

    def status(*options: str) -> str:
        return CliRunner().invoke(command_line, ["status", *options]).output

    assert "network" not in status()
    assert json.loads(status("--json"))["outage_since"] is None
    with world.database.transaction() as tx:
        assert tx.fleet.begin_outage(datetime.now(UTC) - timedelta(minutes=20))

    assert "network   down for 20 min: our own" in status()
    assert json.loads(status("--json"))["outage_since"] is not None
