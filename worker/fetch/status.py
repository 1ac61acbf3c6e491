"""What a final HTTP status means for a page. Pure."""

from collections.abc import Mapping
from datetime import datetime

from worker.errors import Refused
from worker.fetch import challenge, geo, retry_after
from worker.vocabulary import Outcome

#: With a body, these are pages. The other 2xx announce none (202, 204, 205) or a part (206).
PAGE_STATUSES = frozenset({200, 203})

_OUTCOMES = {404: Outcome.NOT_FOUND, 410: Outcome.GONE}


def refusal_of_status(
    status: int,
    headers: Mapping[str, str],
    body: bytes,
    *,
    now: datetime,
    retry_after_max_seconds: float,
) -> Refused | None:
    """Why a response is no page; None where it is one.

    Args:
        status: final, no redirect.
        headers: by name in any case.
        body: decoded; where the status is no page's, its beginning is enough.
        now: aware, to count a Retry-After date from.
        retry_after_max_seconds: a longer Retry-After is cut to this.

    Returns:
        The refusal, not raised: bot_challenge, not_found, gone, http_error.
    """
    service = challenge.recognise(status, headers, body)
    wait_seconds = retry_after.parse(headers.get("Retry-After"), now, retry_after_max_seconds)
    if service is not None:
        return Refused(
            Outcome.BOT_CHALLENGE,
            f"HTTP {status} with a challenge by {service}",
            detail={"status": status, "signature": service},
            retry_after_seconds=wait_seconds,
        )
    if status in PAGE_STATUSES:
        return None if body else Refused(Outcome.HTTP_ERROR, "empty body")
    if status in {204, 205}:
        return Refused(Outcome.HTTP_ERROR, "empty body")
    if sign := geo.sign_of(status, body):
        return Refused(Outcome.GEO_BLOCKED, sign, detail={"status": status})
    return Refused(
        _OUTCOMES.get(status, Outcome.HTTP_ERROR),
        f"HTTP {status}",
        detail={"status": status},
        retry_after_seconds=wait_seconds,
    )
