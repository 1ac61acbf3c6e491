"""How long a host is left alone."""

from dataclasses import replace
from itertools import pairwise

import pytest

from worker.errors import Refused
from worker.frontier.pace import (
    RECOVERY_FACTOR,
    after_loss,
    after_refusal,
    after_success,
    delay_in_force,
)
from worker.settings import FetchSettings
from worker.values import HostPace, Rest
from worker.vocabulary import ANSWERS, OUTCOME_RULES, Outcome

SETTINGS = FetchSettings(
    delay_seconds=2,
    crawl_delay_max_seconds=30,
    host_rest_seconds=300,
    host_rest_max_seconds=3600,
    slow_max_seconds=60,
)
PLAIN = HostPace()


def refusal(host: HostPace, outcome: Outcome, status: int | None = None, **given: float) -> Rest:
    refused = Refused(
        outcome,
        f"HTTP {status}" if status else "why",
        detail={} if status is None else {"status": status},
        retry_after_seconds=given.get("retry_after"),
    )
    return after_refusal(SETTINGS, host, refused, usual=after_success(SETTINGS, host))


def busy(host: HostPace, status: int = 429, **given: float) -> Rest:
    return refusal(host, Outcome.HTTP_ERROR, status, **given)


def kept(host: HostPace, rest: Rest) -> HostPace:
    """The host as the next fetch finds it."""
    return replace(host, slow_seconds=rest.slow_seconds, failures=rest.failures)


@pytest.mark.parametrize(
    ("own", "crawl_delay", "slow", "seconds", "reason"),
    [
        # the setting, unless robots.txt asks for more, up to the cap
        (None, None, 0, 2, "fetch.delay_seconds"),
        (None, 0.0, 0, 2, "fetch.delay_seconds"),
        (None, 1.0, 0, 2, "fetch.delay_seconds"),
        (None, 5.0, 0, 5, "robots.txt Crawl-delay 5 s"),
        (None, 120.0, 0, 30, "robots.txt Crawl-delay 2 min, capped at 30 s"),
        (None, 1e9, 0, 30, "capped at 30 s"),
        # the operator's own pace wins, 0 too
        (7.5, None, 0, 7.5, "set by somebody"),
        (0.0, 20.0, 0, 0.0, "set by somebody"),
        # never sooner than a host was slowed to, whoever decides
        (None, None, 8, 8, "slowed by HTTP 429 or 503, usually 2 s"),
        (None, 5.0, 8, 8, "slowed by HTTP 429 or 503, usually 5 s"),
        (1.0, 5.0, 8, 8, "slowed by HTTP 429 or 503, usually 1 s"),
        (60.0, None, 8, 60, "set by somebody"),
    ],
)
def test_the_delay_in_force(
    own: float | None, crawl_delay: float | None, slow: float, seconds: float, reason: str
) -> None:
    host = HostPace(
        own_delay_seconds=own,
        delay_origin="somebody",
        crawl_delay_seconds=crawl_delay,
        slow_seconds=slow,
    )
    delay = delay_in_force(SETTINGS, host)
    assert delay.seconds == seconds
    assert reason in delay.reason


def test_after_an_answer_the_pause_is_the_delay_and_failures_are_forgotten() -> None:
    rest = after_success(SETTINGS, HostPace(crawl_delay_seconds=5.0, failures=4))
    assert rest == Rest(
        seconds=5,
        reason="robots.txt Crawl-delay 5 s",
        slow_seconds=0,
        crawl_delay_seconds=5.0,
        failures=0,
        answered=True,
    )


# --- 429 and 503


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_host_is_slowed_to_twice_its_pause_at_first(status: int) -> None:
    assert busy(PLAIN, status).slow_seconds == 4
    assert busy(HostPace(crawl_delay_seconds=10), status).slow_seconds == 20
    assert busy(HostPace(own_delay_seconds=7), status).slow_seconds == 14


def test_a_host_without_a_pause_is_slowed_too() -> None:
    assert busy(HostPace(own_delay_seconds=0)).slow_seconds == 2


def test_each_further_429_doubles_the_pause_up_to_the_setting() -> None:
    host, pauses = PLAIN, []
    for _ in range(8):
        host = kept(host, busy(host))
        pauses.append(host.slow_seconds)
    assert pauses == [4, 8, 16, 32, 60, 60, 60, 60]


def test_a_host_whose_own_pace_is_slower_than_any_slowing_is_not_slowed() -> None:
    rest = busy(HostPace(own_delay_seconds=90))
    assert (rest.seconds, rest.slow_seconds) == (90, 0)


def test_each_success_lets_the_pause_fall_by_a_step_until_it_is_the_usual_one() -> None:
    host = HostPace(slow_seconds=4)
    pauses = []
    while host.slow_seconds:
        rest = after_success(SETTINGS, host)
        host = kept(host, rest)
        pauses.append(rest.seconds)
    assert pauses[0] == 4 * RECOVERY_FACTOR
    assert pauses == sorted(pauses, reverse=True)
    assert all(
        later == max(round(earlier * RECOVERY_FACTOR, 3), 2) for earlier, later in pairwise(pauses)
    )
    assert pauses[-1] == 2
    assert len(pauses) == 14


def test_a_host_without_a_pause_recovers_too() -> None:
    host = HostPace(own_delay_seconds=0, slow_seconds=60)
    for _ in range(100):
        host = kept(host, after_success(SETTINGS, host))
    assert host.slow_seconds == 0


@pytest.mark.parametrize(
    ("asked", "slow", "seconds"),
    [
        (120.0, 0, 120),
        (86_400.0, 0, 86_400),
        (0.5, 0, 4),  # no sooner than the slowed pause
        (10.0, 16, 32),
        (45.0, 16, 45),
    ],
)
def test_retry_after_decides_how_long_the_next_request_waits(
    asked: float, slow: float, seconds: float
) -> None:
    rest = busy(HostPace(slow_seconds=slow), retry_after=asked)
    assert rest.seconds == seconds
    assert rest.reason.startswith("HTTP 429, Retry-After ")


@pytest.mark.parametrize("status", [429, 503])
def test_without_it_the_host_rests_a_minute_then_longer_with_each_time(status: int) -> None:
    host, rests = PLAIN, []
    for _ in range(7):
        rest = busy(host, status)
        host = kept(host, rest)
        rests.append(rest.seconds)
    assert rests == [60, 120, 240, 480, 900, 900, 900]
    assert rest.reason == f"HTTP {status}: rests 15 min, then a pause of 60 s"


def test_a_rest_is_never_shorter_than_the_pause() -> None:
    assert busy(HostPace(own_delay_seconds=200)).seconds == 200
    assert busy(HostPace(crawl_delay_seconds=30)).seconds == 60


def test_a_challenge_with_429_slows_as_well() -> None:
    assert refusal(PLAIN, Outcome.BOT_CHALLENGE, 429).slow_seconds == 4
    assert refusal(PLAIN, Outcome.BOT_CHALLENGE, 403).slow_seconds == 0


# --- other refusals


@pytest.mark.parametrize("outcome", Outcome)
def test_a_host_rests_after_what_speaks_against_it(outcome: Outcome) -> None:
    rest = refusal(PLAIN, outcome)
    assert rest.failed == OUTCOME_RULES[outcome].rests_host
    if rest.failed:
        assert rest.seconds == 300
        assert str(outcome) in rest.reason
        assert rest.failures == 1
        assert not rest.answered
    elif outcome is not Outcome.ROBOTS_DENIED:
        assert (rest.seconds, rest.reason) == (2, "fetch.delay_seconds")


def test_the_rest_doubles_with_each_failure_in_a_row_up_to_the_setting() -> None:
    host, rests, reasons = PLAIN, [], []
    for _ in range(6):
        rest = refusal(host, Outcome.UNREACHABLE)
        host = kept(host, rest)
        rests.append(rest.seconds)
        reasons.append(rest.reason)
    assert rests == [300, 600, 1200, 2400, 3600, 3600]
    assert reasons[0] == "can't be reached (unreachable): rests 5 min"
    assert reasons[2] == "can't be reached (unreachable, 3 times): rests 20 min"
    assert refusal(HostPace(failures=1_000_000), Outcome.DNS_ERROR).seconds == 3600


def test_a_failure_changes_neither_the_slowing_nor_the_crawl_delay() -> None:
    host = HostPace(slow_seconds=8, crawl_delay_seconds=5)
    rest = refusal(host, Outcome.TIMEOUT)
    assert (rest.slow_seconds, rest.crawl_delay_seconds) == (8, 5)
    assert refusal(HostPace(own_delay_seconds=9000), Outcome.TIMEOUT).seconds == 9000


@pytest.mark.parametrize(
    ("outcome", "status", "answered"),
    [
        (Outcome.NOT_FOUND, 404, True),
        (Outcome.HTTP_ERROR, 500, True),
        (Outcome.HTTP_ERROR, None, True),  # headers that can't be read
        (Outcome.REDIRECT_LOOP, None, True),
        (Outcome.TRUNCATED, None, True),
        (Outcome.ROBOTS_DENIED, 301, True),  # a redirect of it is disallowed
        # nobody knows whether it answered, or it was not asked
        (Outcome.TLS_ERROR, None, False),
        (Outcome.BAD_URL, None, False),
        (Outcome.BLOCKED_ADDRESS, None, False),
        (Outcome.ROBOTS_DENIED, None, False),
    ],
)
def test_only_an_answer_ends_failures_in_a_row(
    outcome: Outcome, status: int | None, answered: bool
) -> None:
    rest = refusal(HostPace(failures=3), outcome, status)
    assert rest.answered == answered
    assert rest.failures == (0 if answered else 3)


def test_a_url_that_robots_txt_disallows_costs_its_host_no_pause() -> None:
    rest = refusal(HostPace(slow_seconds=8, failures=2), Outcome.ROBOTS_DENIED)
    assert (rest.seconds, rest.slow_seconds, rest.failures) == (0, 8, 2)
    assert refusal(PLAIN, Outcome.ROBOTS_DENIED, 302).seconds == 2


@pytest.mark.parametrize("status", [401, 403, 500, 502])
def test_an_error_lets_a_slowed_host_stay_as_slow_as_it_is(status: int) -> None:
    rest = refusal(HostPace(slow_seconds=8), Outcome.HTTP_ERROR, status)
    assert (rest.seconds, rest.slow_seconds) == (8, 8)


@pytest.mark.parametrize("outcome", sorted(ANSWERS - {Outcome.ROBOTS_DENIED}))
def test_an_answer_that_says_nothing_against_the_host_is_a_success(outcome: Outcome) -> None:
    rest = refusal(HostPace(slow_seconds=8), outcome, 200)
    assert rest.slow_seconds == 8 * RECOVERY_FACTOR


@pytest.mark.parametrize("outcome", sorted(set(Outcome) - {Outcome.ROBOTS_DENIED}))
@pytest.mark.parametrize("asked", [0.5, 1.0, 120.0, 86_400.0])
def test_retry_after_counts_whatever_the_outcome(outcome: Outcome, asked: float) -> None:
    without = refusal(PLAIN, outcome, 500)
    rest = refusal(PLAIN, outcome, 500, retry_after=asked)
    assert rest.seconds == max(asked, without.seconds)


def test_what_robots_txt_asks_for_by_now_counts() -> None:
    usual = after_success(SETTINGS, HostPace(crawl_delay_seconds=9))
    refused = Refused(Outcome.HTTP_ERROR, "HTTP 429", detail={"status": 429})
    rest = after_refusal(SETTINGS, PLAIN, refused, usual=usual)
    assert (rest.slow_seconds, rest.crawl_delay_seconds) == (18, 9)


# --- lost workers


def test_after_a_lost_fetch_the_host_keeps_its_pace_and_nothing_is_learnt() -> None:
    host = HostPace(crawl_delay_seconds=5, slow_seconds=8, failures=2)
    rest = after_loss(SETTINGS, host, pause_seconds=60)
    assert rest == Rest(
        seconds=68,
        reason="a fetch of it was lost",
        slow_seconds=8,
        crawl_delay_seconds=5,
        failures=2,
    )
