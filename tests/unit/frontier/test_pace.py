"""How long a host is left alone."""

import pytest

from worker.errors import Refused
from worker.frontier.pace import Rest, after_refusal, after_success
from worker.settings import FetchSettings
from worker.vocabulary import OUTCOME_RULES, Outcome

SETTINGS = FetchSettings(delay_seconds=2, crawl_delay_max_seconds=30, host_rest_seconds=300)
USUAL = Rest(seconds=2, reason="usual")


@pytest.mark.parametrize(
    ("own", "crawl_delay", "seconds"),
    [
        # the setting, unless robots.txt asks for more, up to the cap
        (None, None, 2),
        (None, 0.0, 2),
        (None, 1.0, 2),
        (None, 5.0, 5),
        (None, 1e9, 30),
        # the operator's own pace wins, 0 too
        (7.5, None, 7.5),
        (0.0, 20.0, 0.0),
    ],
)
def test_the_pause_after_an_answer(
    own: float | None, crawl_delay: float | None, seconds: float
) -> None:
    rest = after_success(SETTINGS, own_delay_seconds=own, crawl_delay_seconds=crawl_delay)
    assert rest.seconds == seconds
    assert rest.reason


@pytest.mark.parametrize("outcome", Outcome)
def test_a_host_rests_after_what_speaks_against_it(outcome: Outcome) -> None:
    rest = after_refusal(SETTINGS, Refused(outcome, "why"), usual=USUAL)
    if OUTCOME_RULES[outcome].rests_host:
        assert rest.seconds == 300
        assert "why" in rest.reason
    else:
        assert rest == USUAL


@pytest.mark.parametrize("outcome", Outcome)
@pytest.mark.parametrize(
    ("asked", "seconds"), [(0.5, 2), (1.0, 2), (120.0, 120), (86_400.0, 86_400)]
)
def test_retry_after_counts_whatever_the_outcome(
    outcome: Outcome, asked: float, seconds: float
) -> None:
    refused = Refused(outcome, "why", retry_after_seconds=asked, detail={"status": 503})
    assert after_refusal(SETTINGS, refused, usual=USUAL).seconds == seconds


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_host_that_names_no_time_rests_a_minute(status: int) -> None:
    refused = Refused(Outcome.HTTP_ERROR, "HTTP", detail={"status": status})
    assert after_refusal(SETTINGS, refused, usual=USUAL).seconds == 60
    assert after_refusal(SETTINGS, refused, usual=Rest(seconds=90, reason="")).seconds == 90


@pytest.mark.parametrize("status", [404, 500, None])
def test_other_statuses_change_no_pace(status: int | None) -> None:
    refused = Refused(Outcome.HTTP_ERROR, "HTTP", detail={"status": status})
    assert after_refusal(SETTINGS, refused, usual=USUAL) == USUAL
