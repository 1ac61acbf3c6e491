"""When a source that failed is asked again."""

from datetime import UTC, datetime, timedelta

import pytest

from worker.discover.failing import (
    SEVERITIES,
    FailingLimits,
    Failure,
    Severity,
    after_failure,
    severity,
)
from worker.settings import DiscoverSettings
from worker.vocabulary import Outcome

NOW = datetime(2026, 3, 2, tzinfo=UTC)
LIMITS = FailingLimits.from_settings(DiscoverSettings())
DAY = 86_400.0
#: How the visit of an article ends; no poll does.
OF_ARTICLES = {
    Outcome.STORED,
    Outcome.DUPLICATE,
    Outcome.NOT_ARTICLE,
    Outcome.THIN,
    Outcome.PARTIAL,
}


def failed(
    outcome: Outcome = Outcome.NOT_FOUND,
    *,
    status: int | None = None,
    score: float = 0.0,
    hours: float = 0.0,
    interval: float = 1800.0,
    retry_after: float | None = None,
    spread: float = 0.0,
) -> Failure:
    return after_failure(
        outcome,
        status=status,
        score=score,
        failing_since=NOW - timedelta(hours=hours),
        now=NOW,
        interval_seconds=interval,
        retry_after_seconds=retry_after,
        limits=LIMITS,
        spread=spread,
    )


def test_every_outcome_of_a_poll_has_a_severity() -> None:
    assert set(SEVERITIES) == set(Outcome) - OF_ARTICLES


@pytest.mark.parametrize(
    ("outcome", "status", "weight"),
    [
        # no failure
        (Outcome.POLLED, 200, Severity.NONE),
        (Outcome.UNCHANGED, 304, Severity.NONE),
        # not there, or not for us
        (Outcome.GONE, 410, Severity.HARD),
        (Outcome.WRONG_TYPE, 200, Severity.HARD),
        (Outcome.HTTP_ERROR, 403, Severity.HARD),
        (Outcome.ROBOTS_DENIED, None, Severity.HARD),
        # something is wrong
        (Outcome.HTTP_ERROR, 500, Severity.SOFT),
        (Outcome.HTTP_ERROR, None, Severity.SOFT),
        (Outcome.DNS_ERROR, None, Severity.SOFT),
        # a bad moment
        (Outcome.HTTP_ERROR, 429, Severity.TEMPORARY),
        (Outcome.HTTP_ERROR, 503, Severity.TEMPORARY),
        (Outcome.TIMEOUT, None, Severity.TEMPORARY),
        # what no poll ends with is still no surprise
        (Outcome.THIN, None, Severity.SOFT),
    ],
)
def test_how_much_a_failure_weighs(outcome: Outcome, status: int | None, weight: Severity) -> None:
    assert severity(outcome, status) is weight
    assert failed(outcome, status=status, score=1.0).score == 1.0 + weight


@pytest.mark.parametrize(
    ("outcome", "score", "seconds"),
    [
        (Outcome.NOT_FOUND, 0.0, 3600),
        (Outcome.NOT_FOUND, 1.0, 7200),
        (Outcome.NOT_FOUND, 2.0, 14400),
        (Outcome.TRUNCATED, 0.0, 1800 * 2**0.5),
        (Outcome.TIMEOUT, 0.0, 1800 * 2**0.25),
        # up to the setting, for ever
        (Outcome.NOT_FOUND, 9.0, DAY),
        (Outcome.NOT_FOUND, 1e6, DAY),
    ],
)
def test_the_pause_grows_with_the_score(outcome: Outcome, score: float, seconds: float) -> None:
    assert failed(outcome, score=score).seconds == pytest.approx(seconds)


def test_a_source_without_an_interval_has_the_setting() -> None:
    assert failed(interval=0.0).seconds == 2 * LIMITS.poll_interval_seconds


def test_a_dead_source_is_asked_once_a_day_and_never_given_up() -> None:
    assert not failed(hours=167).is_dead
    for outcome in (Outcome.TIMEOUT, Outcome.GONE):
        dead = failed(outcome, hours=169)
        assert dead.is_dead
        assert dead.seconds == DAY
        assert dead.reason == f"dead for 7 days: {outcome}"


@pytest.mark.parametrize("spread", [0.0, 0.3, 0.999])
@pytest.mark.parametrize("retry_after", [None, 1.0, 7000.0, 3 * DAY])
def test_nobody_comes_back_before_retry_after_nor_after_a_day_without(
    spread: float, retry_after: float | None
) -> None:
    for score in range(12):
        found = failed(score=score, retry_after=retry_after, spread=spread)
        assert found.seconds >= (retry_after or 0.0)
        assert found.seconds <= max(DAY, 1.1 * (retry_after or 0.0))


def test_what_failed_together_does_not_come_back_together() -> None:
    assert len({failed(spread=at / 10).seconds for at in range(10)}) == 10


def test_the_reason_says_why_and_for_how_long() -> None:
    assert failed(Outcome.TIMEOUT, hours=3).reason == "failing for 3 h: timeout"
    assert failed(retry_after=DAY).reason == "Retry-After, failing for 0 s: not_found"
    assert failed(hours=-5).reason == "failing for 0 s: not_found"  # the clock was set back
