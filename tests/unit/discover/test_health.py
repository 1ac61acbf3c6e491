"""How a source is, and which kind of silence it has."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from worker.discover.health import HealthFacts, HealthLimits, judge
from worker.discover.rhythm import PollSeen, Rhythm, RhythmLimits, after_poll
from worker.discover.silence import silence
from worker.settings import DiscoverSettings
from worker.vocabulary import Outcome, SourceHealth, UrlKind

SETTINGS = DiscoverSettings()
LIMITS = HealthLimits.from_settings(SETTINGS)
RHYTHM_LIMITS = RhythmLimits.from_settings(SETTINGS)
NOW = datetime(2026, 3, 30, 12, 0, tzinfo=UTC)  # a Monday
HOUR = timedelta(hours=1)
FEED, PAGE, SITEMAP = UrlKind.FEED, UrlKind.PAGE, UrlKind.SITEMAP


def polled(*, until: datetime = NOW, days: int = 21, items: int = 20) -> Rhythm:
    """A newsroom, polled each hour: two items an hour from 6 to 20 UTC, fewer on weekends."""
    rhythm, at = Rhythm(), until - timedelta(days=days)
    while at <= until:
        is_awake = 6 <= at.hour < 20 and (at.weekday() < 5 or at.hour % 2)
        rhythm = heard(rhythm, at, new_count=2 if is_awake else 0, items=items)
        at += HOUR
    return rhythm


def heard(rhythm: Rhythm, at: datetime, *, new_count: int, items: int = 20) -> Rhythm:
    seen = PollSeen(
        at=at,
        previous_at=at - HOUR,
        due_at=at,
        items_count=items,
        new_count=new_count,
        published=(),
        is_first=rhythm == Rhythm(),
    )
    following = after_poll(rhythm, seen, limits=RHYTHM_LIMITS, hint_seconds=None, spread=0.5)
    return following.rhythm


def silent(rhythm: Rhythm, hours: int) -> Rhythm:
    for hour in range(1, hours + 1):
        rhythm = heard(rhythm, NOW + hour * HOUR, new_count=0)
    return rhythm


BUSY = polled()
LATER = NOW + 60 * HOUR
SILENT = silent(BUSY, 60)


def facts(**changes: Any) -> HealthFacts:
    usual = HealthFacts(
        kind=FEED,
        now=NOW,
        outcome=Outcome.POLLED,
        status=200,
        items_count=20,
        links_count=20,
        rhythm=BUSY,
    )
    return replace(usual, **changes)


def failing(outcome: Outcome, status: int | None = None, **changes: Any) -> HealthFacts:
    kept = {"failing_since": NOW - 3 * HOUR, "failure_score": 2.0, **changes}
    return facts(outcome=outcome, status=status, **kept)


@pytest.mark.parametrize(
    ("given", "health"),
    [
        # nothing known yet
        (facts(outcome=None, rhythm=Rhythm()), SourceHealth.NEW),
        (facts(rhythm=Rhythm()), SourceHealth.OK),
        # all is well
        (facts(), SourceHealth.OK),
        (facts(outcome=Outcome.UNCHANGED, status=304), SourceHealth.OK),
        (facts(moved_to="news.example"), SourceHealth.OK),
        # refused to us, met twice
        (failing(Outcome.HTTP_ERROR, 403), SourceHealth.BLOCKED),
        (failing(Outcome.HTTP_ERROR, 429), SourceHealth.BLOCKED),
        (failing(Outcome.BOT_CHALLENGE), SourceHealth.BLOCKED),
        (failing(Outcome.ROBOTS_DENIED), SourceHealth.BLOCKED),
        # ... once, it may be chance; unless nothing new came for too long
        (failing(Outcome.HTTP_ERROR, 403, failure_score=1.0), SourceHealth.FAILING),
        (
            failing(Outcome.HTTP_ERROR, 429, failure_score=0.25, rhythm=SILENT, now=LATER),
            SourceHealth.BLOCKED,
        ),
        # gone, or elsewhere
        (failing(Outcome.NOT_FOUND, 404), SourceHealth.MOVED),
        (failing(Outcome.GONE, 410), SourceHealth.MOVED),
        (failing(Outcome.REDIRECT_LOOP), SourceHealth.MOVED),
        (failing(Outcome.NOT_FOUND, 404, failure_score=1.0), SourceHealth.FAILING),
        # something else than a feed
        (failing(Outcome.WRONG_TYPE, 200), SourceHealth.LAYOUT_CHANGED),
        (failing(Outcome.WRONG_TYPE, 200, moved_to="parking.example"), SourceHealth.MOVED),
        # the network's or the server's trouble is no silence, however long
        (failing(Outcome.TIMEOUT), SourceHealth.FAILING),
        (failing(Outcome.HTTP_ERROR, 500, failure_score=16.0), SourceHealth.FAILING),
        (failing(Outcome.DNS_ERROR, rhythm=SILENT, now=LATER), SourceHealth.FAILING),
        (failing(Outcome.TIMEOUT, failing_since=NOW - 200 * HOUR), SourceHealth.DEAD),
        (failing(Outcome.TIMEOUT, failing_since=None), SourceHealth.FAILING),
        # its articles are refused
        (facts(articles_count=10, refused_count=9), SourceHealth.BLOCKED),
        (facts(articles_count=10, refused_count=6), SourceHealth.OK),
        (facts(articles_count=2, refused_count=2), SourceHealth.OK),
        (
            facts(articles_count=10, refused_count=6, rhythm=SILENT, now=LATER),
            SourceHealth.BLOCKED,
        ),
        # nothing in it
        (facts(items_count=0, links_count=0), SourceHealth.EMPTY),
        (facts(items_count=0, links_count=0, rhythm=Rhythm()), SourceHealth.EMPTY),
        (facts(items_count=0, links_count=30), SourceHealth.LAYOUT_CHANGED),
        (facts(kind=PAGE, items_count=0, links_count=120), SourceHealth.LAYOUT_CHANGED),
        (
            facts(items_count=None, links_count=None, health=SourceHealth.LAYOUT_CHANGED),
            SourceHealth.LAYOUT_CHANGED,
        ),
        (
            facts(items_count=None, links_count=None, health=SourceHealth.EMPTY),
            SourceHealth.EMPTY,
        ),
        (
            facts(items_count=None, links_count=None, health=SourceHealth.QUIET),
            SourceHealth.OK,
        ),
        # ... which is usual for some
        (
            facts(items_count=0, links_count=0, rhythm=polled(items=2)),
            SourceHealth.OK,
        ),
        (facts(kind=SITEMAP, items_count=0, links_count=0), SourceHealth.OK),
        (
            facts(kind=SITEMAP, items_count=0, links_count=900, rhythm=Rhythm()),
            SourceHealth.OK,
        ),
        (
            facts(kind=SITEMAP, items_count=0, links_count=0, rhythm=SILENT, now=LATER),
            SourceHealth.EMPTY,
        ),
        (
            facts(kind=SITEMAP, items_count=0, links_count=0, rhythm=Rhythm()),
            SourceHealth.EMPTY,
        ),
        (facts(kind=SITEMAP, items_count=0, children_count=9), SourceHealth.OK),
        # silent against its own habit
        (facts(rhythm=SILENT, now=LATER), SourceHealth.QUIET),
        (facts(rhythm=SILENT, now=LATER, outcome=Outcome.UNCHANGED), SourceHealth.QUIET),
        (facts(rhythm=SILENT, now=LATER, kind=PAGE, items_count=3), SourceHealth.LAYOUT_CHANGED),
        (facts(rhythm=SILENT, now=LATER, moved_to="news.example"), SourceHealth.MOVED),
    ],
)
def test_how_a_source_is(given: HealthFacts, health: SourceHealth) -> None:
    verdict = judge(given, limits=LIMITS)
    assert verdict.health is health
    assert verdict.is_silent == health.is_silent
    assert verdict.note or health is SourceHealth.OK


@pytest.mark.parametrize("outcome", Outcome)
@pytest.mark.parametrize("score", [0.25, 2.0])
def test_every_outcome_has_a_verdict(outcome: Outcome, score: float) -> None:
    assert judge(failing(outcome, failure_score=score), limits=LIMITS).health


def test_the_note_says_numbers() -> None:
    verdict = judge(facts(rhythm=SILENT, now=LATER), limits=LIMITS)
    assert verdict.note == "nothing new for 60 h; its habit makes 61 likely"
    assert verdict.quiet_seconds == 60 * 3600
    assert verdict.expected == pytest.approx(61, abs=1)
    blocked = judge(failing(Outcome.HTTP_ERROR, 403), limits=LIMITS)
    assert blocked.note == "refused to us for 3 h: http_error, HTTP 403"


def test_a_silence_is_told_after_a_day_and_a_half_and_not_in_the_first_night() -> None:
    rhythm, told = BUSY, None
    for hour in range(1, 73):
        rhythm = heard(rhythm, NOW + hour * HOUR, new_count=0)
        verdict = judge(facts(rhythm=rhythm, now=NOW + hour * HOUR), limits=LIMITS)
        told = told or (hour if verdict.is_silent else None)
    assert told is not None
    assert 12 < told <= 48


def test_one_new_item_ends_it() -> None:
    rhythm = heard(SILENT, LATER + HOUR, new_count=1)
    assert judge(facts(rhythm=rhythm, now=LATER + HOUR), limits=LIMITS).health is SourceHealth.OK


def test_a_weekend_without_news_is_no_silence() -> None:
    """An office that never publishes on weekends."""
    rhythm, at = Rhythm(), NOW - timedelta(days=21)
    while at < NOW + timedelta(days=7):
        new_count = 1 if at.weekday() < 5 and 8 <= at.hour < 17 else 0
        rhythm = heard(rhythm, at, new_count=new_count)
        if at > NOW - timedelta(days=10):
            verdict = judge(facts(rhythm=rhythm, now=at), limits=LIMITS)
            assert verdict.health is SourceHealth.OK, at
        at += HOUR


def test_too_little_is_known_in_the_first_week() -> None:
    young = polled(until=NOW, days=5)
    pause = silence(silent(young, 60), now=LATER)
    assert pause.probability == 1
    assert pause.expected > 30


def test_a_lower_probability_waits_longer() -> None:
    patient = HealthLimits(dead_after_seconds=1.0, silence_probability=1e-12)
    assert judge(facts(rhythm=SILENT, now=LATER), limits=patient).health is SourceHealth.OK
