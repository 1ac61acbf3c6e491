"""What a status means."""

from datetime import UTC, datetime

import pytest

from worker.fetch.status import refusal_of_status
from worker.vocabulary import Outcome

NOW = datetime(2026, 11, 3, 12, 0, tzinfo=UTC)


def test_a_page_has_nothing_to_be_refused_for() -> None:
    for status in (200, 203):
        refused = refusal_of_status(status, {}, b"<p>x</p>", now=NOW, retry_after_max_seconds=60.0)
        assert refused is None


@pytest.mark.parametrize(
    ("status", "body", "outcome", "reason"),
    [
        (200, b"", Outcome.HTTP_ERROR, "empty body"),
        (204, b"", Outcome.HTTP_ERROR, "empty body"),
        (206, b"x", Outcome.HTTP_ERROR, "HTTP 206"),
        (304, b"", Outcome.HTTP_ERROR, "HTTP 304"),
        (404, b"x", Outcome.NOT_FOUND, "HTTP 404"),
        (410, b"x", Outcome.GONE, "HTTP 410"),
        (418, b"x", Outcome.HTTP_ERROR, "HTTP 418"),
        (500, b"x", Outcome.HTTP_ERROR, "HTTP 500"),
        (999, b"x", Outcome.HTTP_ERROR, "HTTP 999"),
    ],
)
def test_any_other_status_has_an_outcome(
    status: int, body: bytes, outcome: Outcome, reason: str
) -> None:
    refused = refusal_of_status(status, {}, body, now=NOW, retry_after_max_seconds=60.0)
    assert refused is not None
    assert (refused.outcome, refused.reason) == (outcome, reason)


def test_retry_after_is_cut_to_its_maximum() -> None:
    refused = refusal_of_status(
        503, {"Retry-After": "3600"}, b"", now=NOW, retry_after_max_seconds=60.0
    )
    assert refused is not None
    assert refused.retry_after_seconds == 60.0
