"""Sources on both databases: polled, read, accounted; what they find is submitted once."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from support.feeds import front_page, rss, sitemap_index, urlset
from support.parts import World, long_text

from worker.errors import InputError, Refused
from worker.source_values import NewSource, Source
from worker.steps.sources import Sources
from worker.values import Download
from worker.vocabulary import Outcome, SourceHealth, SourceState, UrlKind

FEED = "https://paper.example/rss.xml"
OTHER_FEED = "https://paper.example/defence.xml"
SITEMAP = "https://paper.example/sitemap.xml"
HOME = "https://paper.example/"
ONE = "https://paper.example/2026/11/24/frigate-delivered-to-the-navy"
TWO = "https://paper.example/2026/11/24/library-opens-on-sundays-again"
THREE = "https://paper.example/2026/11/24/minister-speaks-about-new-budget"


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    made = World(
        database_url,
        fetch={"delay_seconds": 0.0},
        discover={"sitemap_retire_after_seconds": 43_200.0, "dead_after_seconds": 86_400.0},
    )
    for url in (ONE, TWO, THREE):
        made.web.pages[url] = {"title": url, "text": long_text(url)}
    yield made
    made.close()


def add(world: World, url: str, kind: UrlKind = UrlKind.FEED, **options: Any) -> Source:
    new = NewSource(kind=kind, name=options.pop("name", f"{kind} of {url}"), url=url, **options)
    with world.database.transaction() as tx:
        [addition] = Sources(world).add(tx, [new])
    assert addition.source is not None, addition.reason
    return addition.source


def source(world: World, url: str) -> Source:
    with world.database.reading() as tx:
        [found] = Sources(world).find(tx, url)
    return found


def known_urls(world: World) -> set[str]:
    with world.database.reading() as tx:
        rows = tx.reports.progress(list(range(1, 60)))
    return {row["url"] for row in rows if row["kind"] == "article"}


def poll(world: World, times: int = 1, seconds: float = 2.0) -> None:
    """Let the sources' next polls come, one after the other, and all that follows from each."""
    for _ in range(times):
        world.work(seconds)
        world.to_next_poll()
    world.work(seconds)


def test_what_a_feed_shows_is_submitted_once_and_stored(world: World) -> None:
    add(world, FEED)
    world.web.pages[FEED] = rss((ONE, "Frigate delivered"), (TWO, "Library opens"))

    poll(world, times=3)

    assert known_urls(world) == {ONE, TWO}
    assert world.counts().outcomes == {"stored": 2}
    assert [url for _, url in world.web.asked].count(ONE) == 1
    assert source(world, FEED).items_count == 2


def test_likely_defence_is_fetched_first(world: World) -> None:
    add(world, FEED)
    world.web.pages[FEED] = rss((TWO, "Library opens"), (THREE, "Budget"), (ONE, "New frigate"))

    poll(world)

    asked = [url for _, url in world.web.asked if url in (ONE, TWO, THREE)]
    assert asked == [ONE, TWO, THREE]


def test_an_article_that_two_sources_show_is_one_url_with_both_as_referrers(world: World) -> None:
    add(world, FEED, name="All news")
    add(world, OTHER_FEED, name="Defence")
    world.web.pages[FEED] = rss((ONE, "Frigate delivered"), (TWO, "Library opens"))
    world.web.pages[OTHER_FEED] = rss((f"{ONE}?utm_source=rss", "Frigate delivered"))

    poll(world, times=2)

    with world.database.reading() as tx:
        url_id = tx.frontier.ids([world.key_of(ONE)])[world.key_of(ONE)]
        referrers = [row["name"] for row in tx.stubs.referrers_of(url_id)]
    assert sorted(referrers) == ["All news", "Defence"]
    assert world.counts().outcomes == {"stored": 2}


def test_an_article_that_is_refused_leaves_its_stub_judged_and_told(world: World) -> None:
    add(world, FEED)
    world.web.pages[FEED] = rss((ONE, "A new frigate for the navy"))
    world.web.pages[ONE] = Refused(Outcome.HTTP_ERROR, "HTTP 403", detail={"status": 403})

    poll(world)

    with world.database.reading() as tx:
        [stub] = tx.stubs.unavailable(decisions=["yes"], since=None, limit=10)
    assert (stub["title"], stub["outcome"]) == ("A new frigate for the navy", "http_error")
    [event] = [e for e in world.event_stream.events if e.name == "article.unavailable"]
    assert event.payload["outcome"] == "http_error"
    assert event.payload["stub"]["title"] == "A new frigate for the navy"
    assert event.payload["judgement"]["defence"] is True


def test_the_next_poll_is_written_before_the_poll_begins(world: World) -> None:
    added = add(world, FEED)

    world.pipeline.tick()
    [claim], _ = world.mailbox.take()
    world.web.pages[FEED] = KeyboardInterrupt()  # the worker dies while it polls
    with pytest.raises(KeyboardInterrupt):
        world.pipeline.fetch(claim.url_id, claim.token)
        world.pipeline.tick()
        [claim], _ = world.mailbox.take()
        world.pipeline.fetch(claim.url_id, claim.token)

    next_poll_at = source(world, FEED).next_poll_at
    assert next_poll_at == world.clock.now + timedelta(seconds=added.interval_seconds)


def test_a_source_that_kills_its_workers_is_asked_again_only_at_its_next_poll(
    world: World,
) -> None:
    add(world, FEED)
    world.web.pages[FEED] = rss((ONE, "Frigate"))

    def dies() -> bytes:
        raise RuntimeError("killed")

    for _ in range(40):
        world.pipeline.tick()
        fetches, captures = world.mailbox.take()
        for claim in fetches:
            world.pipeline.fetch(claim.url_id, claim.token)
        for claim in captures:
            world.pipeline.failed(claim.url_id, claim.token, "its process died")
        world.clock.forward(10)

    polls = [url for _, url in world.web.asked].count(FEED)
    assert polls == 1
    assert source(world, FEED).outcome is Outcome.QUARANTINED
    assert source(world, FEED).next_poll_at is not None


def test_a_feed_that_did_not_change_costs_a_conditional_request_and_no_reading(
    world: World,
) -> None:
    add(world, FEED)
    body = rss((ONE, "Frigate"))
    world.web.pages[FEED] = Download(
        requested_url=FEED,
        final_url=FEED,
        status=200,
        headers=(("ETag", '"1"'), ("Content-Type", "application/rss+xml")),
        body=body,
    )
    poll(world)
    world.web.pages[FEED] = lambda: Download(
        requested_url=FEED, final_url=FEED, status=304, headers=(), body=b"", not_modified=True
    )

    world.to_next_poll()
    world.work(5)

    assert source(world, FEED).outcome is Outcome.UNCHANGED
    assert source(world, FEED).items_count == 1


def test_the_same_bytes_are_not_read_again(world: World) -> None:
    add(world, FEED)
    world.web.pages[FEED] = rss((ONE, "Frigate"))

    poll(world, times=2)

    found = source(world, FEED)
    assert (found.outcome, found.reason) == (Outcome.UNCHANGED, "the same bytes as last time")


def test_a_feed_that_could_not_be_read_is_asked_without_condition(world: World) -> None:
    add(world, FEED)
    page = Download(
        requested_url=FEED,
        final_url=FEED,
        status=200,
        headers=(("ETag", '"1"'),),
        body=b"<html><body>maintenance</body></html>",
    )
    world.web.pages[FEED] = page

    poll(world)

    assert source(world, FEED).outcome is Outcome.WRONG_TYPE
    assert source(world, FEED).body_sha256 is None
    assert world.url(source(world, FEED).url_id)["etag"] is None


def test_of_a_source_only_the_last_capture_and_the_last_visits_are_kept(world: World) -> None:
    add(world, FEED)
    for number in range(30):
        world.web.pages[FEED] = rss((ONE, f"Frigate {number}"))
        poll(world)

    url_id = source(world, FEED).url_id
    assert world.captures_of(url_id) == 1
    with world.database.reading() as tx:
        visits = {row["visit"] for row in tx.reports.trace_of(url_id)}
    assert 15 <= len(visits) <= 22


def test_a_failing_source_is_asked_ever_more_seldom_and_never_given_up(world: World) -> None:
    add(world, FEED)
    world.web.pages[FEED] = Refused(Outcome.NOT_FOUND, "HTTP 404", detail={"status": 404})
    gaps = []
    for _ in range(25):
        before = world.clock.now
        poll(world)
        gaps.append((world.clock.now - before).total_seconds())

    found = source(world, FEED)
    assert gaps[-1] > gaps[0]
    assert max(gaps) < 1.2 * world.settings.discover.failing_interval_max_seconds
    assert (found.state, found.health) == (SourceState.ACTIVE, SourceHealth.MOVED)
    assert [e.name for e in world.event_stream.events] == ["source.silent"]

    world.web.pages[FEED] = rss((ONE, "Frigate"))
    poll(world, times=1)
    assert source(world, FEED).health is SourceHealth.OK
    assert ONE in known_urls(world)
    names = [e.name for e in world.event_stream.events]
    assert names == ["source.silent", "source.recovered", "article.stored"]


def test_a_source_that_falls_silent_against_its_habit_is_reported_with_the_reason(
    world: World,
) -> None:
    add(world, FEED)
    dates = [world.clock.now - timedelta(hours=3 * n + 1) for n in range(70)]  # nine days
    items = [(f"https://paper.example/2026/11/24/report-number-{n}", "Report") for n in range(70)]
    world.web.pages[FEED] = rss(*items, at=dates)
    poll(world)
    assert source(world, FEED).health is SourceHealth.OK
    silent: list[str] = []
    for number in range(150):
        world.web.pages[FEED] = rss(*items, at=dates, extra=f"<!-- still {number} -->")
        poll(world, seconds=1)
        silent = [e.name for e in world.event_stream.events if e.name.startswith("source.")]
        if silent:
            break

    found = source(world, FEED)
    assert silent == ["source.silent"]
    assert found.health is SourceHealth.QUIET
    assert found.health_note is not None and "its habit makes" in found.health_note


# --- sitemaps


def test_a_sitemap_index_has_its_sitemaps_watched_and_its_loops_cut(world: World) -> None:
    now = world.clock.now
    news, nested = "https://paper.example/news.xml", "https://paper.example/nested.xml"
    add(world, SITEMAP, UrlKind.SITEMAP)
    world.web.pages[SITEMAP] = sitemap_index((news, now), (nested, now), (SITEMAP, now))
    world.web.pages[nested] = sitemap_index((SITEMAP, now), (nested, now))
    world.web.pages[news] = urlset((ONE, now - timedelta(hours=1)), (TWO, now - timedelta(days=9)))

    poll(world, times=2)

    assert known_urls(world) == {ONE}  # the other is older than discover.sitemap_age_max_seconds
    with world.database.reading() as tx:
        assert sorted(one.url for one in tx.sources.all()) == sorted([SITEMAP, news, nested])


def test_a_sitemap_without_dates_gives_what_appears_after_the_first_look(world: World) -> None:
    add(world, SITEMAP, UrlKind.SITEMAP)
    world.web.pages[SITEMAP] = urlset((ONE, None), (TWO, None))
    poll(world)
    assert known_urls(world) == set()

    world.web.pages[SITEMAP] = urlset((THREE, None), (ONE, None), (TWO, None))
    poll(world, times=1)
    assert known_urls(world) == {THREE}


def test_a_listed_sitemap_is_polled_when_its_index_says_that_it_changed(world: World) -> None:
    now = world.clock.now
    news = "https://paper.example/news.xml"
    add(world, SITEMAP, UrlKind.SITEMAP)
    world.web.pages[SITEMAP] = sitemap_index((news, now))
    world.web.pages[news] = urlset((ONE, now))
    poll(world)
    later = world.clock.now + timedelta(seconds=1)
    world.web.pages[news] = urlset((TWO, later), (ONE, now))
    world.web.pages[SITEMAP] = sitemap_index((news, later))

    world.to_next_poll(SITEMAP)
    world.work(5)

    assert known_urls(world) == {ONE, TWO}


def test_a_sitemap_that_stays_as_it_is_for_long_is_retired_with_a_note(world: World) -> None:
    add(world, SITEMAP, UrlKind.SITEMAP)
    world.web.pages[SITEMAP] = urlset((ONE, world.clock.now))
    poll(world)
    for _ in range(60):
        poll(world)
        if source(world, SITEMAP).state is not SourceState.ACTIVE:
            break

    found = source(world, SITEMAP)
    assert found.state is SourceState.RETIRED
    assert found.note is not None and "nothing new since 2026-11-24" in found.note
    assert found.next_poll_at is None


# --- home pages


def test_of_a_home_page_only_what_is_new_since_the_last_visit_is_submitted(world: World) -> None:
    add(world, HOME, UrlKind.PAGE)
    world.web.pages[HOME] = front_page(
        (ONE, "Frigate delivered to the navy"), (TWO, "Library opens on Sundays again")
    )
    poll(world)
    assert known_urls(world) == {ONE, TWO}

    world.web.pages[HOME] = front_page(
        (THREE, "Minister speaks about the new budget"), (ONE, "Frigate delivered to the navy")
    )
    poll(world)

    assert known_urls(world) == {ONE, TWO, THREE}
    with world.database.reading() as tx:
        last = tx.polls.last(source(world, HOME).source_id, 1)[0]
    assert (last["items_count"], last["new_count"]) == (2, 1)


# --- the list of sources


def listed(world: World, tmp_path: Path, *entries: tuple[str, str]) -> int:
    file = tmp_path / "sources.toml"
    file.write_text(
        "".join(f'[[source]]\nname = "{name}"\nurl = "{url}"\n' for name, url in entries)
    )
    world.settings = world.settings.model_copy(
        update={"discover": world.settings.discover.model_copy(update={"sources_file": file})}
    )
    return world.pipeline.sync_sources()


def test_what_leaves_the_list_is_polled_no_more_and_comes_back_with_it(
    world: World, tmp_path: Path
) -> None:
    assert listed(world, tmp_path, ("One", FEED), ("Two", OTHER_FEED)) == 2
    assert listed(world, tmp_path, ("One", FEED)) == 1
    assert source(world, OTHER_FEED).state is SourceState.REMOVED

    assert listed(world, tmp_path, ("One", FEED), ("Two", OTHER_FEED)) == 2
    assert source(world, OTHER_FEED).state is SourceState.ACTIVE


def test_what_an_operator_did_outlasts_the_list(world: World, tmp_path: Path) -> None:
    listed(world, tmp_path, ("One", FEED), ("Two", OTHER_FEED))
    own = Sources(world)
    own.pause([source(world, FEED)], "too much sport")
    own.remove([source(world, OTHER_FEED)])

    assert listed(world, tmp_path, ("One", FEED), ("Two", OTHER_FEED)) == 0
    poll(world)

    assert world.web.asked == []
    assert source(world, FEED).note == "too much sport"


def test_a_source_that_a_command_added_is_not_lost_with_the_list(
    world: World, tmp_path: Path
) -> None:
    add(world, FEED)

    assert listed(world, tmp_path, ("Two", OTHER_FEED)) == 2


def test_a_page_that_was_fetched_as_an_article_can_become_a_source(world: World) -> None:
    world.web.pages[HOME] = {"outcome": "not_article"}
    world.submit(HOME)
    world.work(5)
    world.web.pages[HOME] = front_page((ONE, "Frigate delivered to the navy"))

    add(world, HOME, UrlKind.PAGE)
    world.work(5)

    assert ONE in known_urls(world)


def test_a_source_is_meant_by_id_url_name_or_tag(world: World) -> None:
    one = add(world, FEED, name="All news", tags=("general",))
    add(world, OTHER_FEED, name="Defence", tags=("defence", "general"))
    own = Sources(world)

    with world.database.reading() as tx:
        for reference in (str(one.source_id), FEED, f"{FEED}?utm_source=x", "all NEWS"):
            assert [found.name for found in own.find(tx, reference)] == ["All news"]
        assert len(own.find(tx, "tag:general")) == 2
        with pytest.raises(InputError, match="did you mean 'Defence'"):
            own.find(tx, "Defense")
