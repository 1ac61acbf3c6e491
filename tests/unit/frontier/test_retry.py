"""Whether another attempt follows, and when."""

import itertools

import pytest

from worker.errors import Refused
from worker.frontier.retry import GiveUp, RetryAfter, decide
from worker.vocabulary import OUTCOME_RULES, Outcome


def refused(outcome: Outcome, status: int | None = 503, wait: float | None = None) -> Refused:
    return Refused(outcome, "why", detail={"status": status}, retry_after_seconds=wait)


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_waits_as_its_rule_says_and_then_stands(outcome: Outcome) -> None:
    waits = OUTCOME_RULES[outcome].retry_after_seconds
    for attempts, wait in enumerate(waits, start=1):
        decision = decide(refused(outcome), attempts=attempts, attempts_max=99)
        assert decision == RetryAfter(seconds=wait)
    for attempts in range(len(waits) + 1, 10):
        assert decide(refused(outcome), attempts=attempts, attempts_max=99) == GiveUp()


@pytest.mark.parametrize("outcome", Outcome)
def test_no_outcome_is_tried_more_often_than_the_setting_allows(outcome: Outcome) -> None:
    for most, attempts in itertools.product(range(1, 6), range(1, 8)):
        decision = decide(refused(outcome), attempts=attempts, attempts_max=most)
        assert attempts < most or decision == GiveUp()


@pytest.mark.parametrize("status", [408, 421, 425, 429, 500, 502, 503, 504, 520, 524])
def test_a_status_that_may_pass_is_tried_again(status: int) -> None:
    decision = decide(refused(Outcome.HTTP_ERROR, status), attempts=1, attempts_max=4)
    assert decision == RetryAfter(seconds=60)


@pytest.mark.parametrize("status", [None, 200, 204, 302, 400, 401, 403, 405, 451, 501, 505])
def test_a_status_that_stays_is_not(status: int | None) -> None:
    decision = decide(refused(Outcome.HTTP_ERROR, status), attempts=1, attempts_max=4)
    assert decision == GiveUp()


@pytest.mark.parametrize(
    ("asked", "seconds"), [(None, 60), (5.0, 60), (600.0, 600), (86400.0, 86400)]
)
def test_nobody_comes_back_before_retry_after(asked: float | None, seconds: float) -> None:
    decision = decide(refused(Outcome.HTTP_ERROR, 429, asked), attempts=1, attempts_max=4)
    assert decision == RetryAfter(seconds=seconds)


@pytest.mark.parametrize("outcome", [o for o in Outcome if OUTCOME_RULES[o].is_final])
def test_retry_after_reopens_no_final_outcome(outcome: Outcome) -> None:
    assert decide(refused(outcome, wait=5.0), attempts=1, attempts_max=4) == GiveUp()
