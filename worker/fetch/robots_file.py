"""Getting a robots.txt: across redirects, 500 KiB at the most, and what a failure means.

RFC 9309, section 2.3.1: 4xx and endless redirects allow everything, 5xx and a dead network nothing.
"""

import re
from datetime import datetime, timedelta

import requests

from worker.errors import Refused
from worker.fetch.body import discard, read_start
from worker.fetch.deadline import limited_to
from worker.fetch.headers import request_headers
from worker.fetch.redirect import REDIRECT_STATUSES
from worker.fetch.status import refusal_of_status
from worker.fetch.target import join_target, read_target
from worker.fetch.transport import Transport
from worker.settings import FetchSettings
from worker.values import RobotsFile

ACCEPT_ROBOTS = "text/plain,*/*;q=0.5"
ROBOTS_MAX_BYTES = 500 * 1024  # RFC 9309, section 2.5: at least this much is parsed
REDIRECTS_MAX = 5  # RFC 9309, section 2.3.1.2: at least five are followed
MAX_AGE_MIN_SECONDS = 3600.0  # a shorter max-age would double the requests to every host

_MAX_AGE = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,10})", re.IGNORECASE)


def fetch_robots(
    origin: str,
    *,
    transport: Transport,
    settings: FetchSettings,
    deadline_seconds: float,
    now: datetime,
    ca_file: str | None = None,
) -> RobotsFile:
    """The robots.txt of an origin, as described at `Fetcher.get_robots`.

    Raises:
        ProxyAway: the egress proxy can't be used.
        Refused: "robots.txt: …" with the outcome of what went wrong.
    """
    url = f"{origin}/robots.txt"
    headers = request_headers(settings, accept=ACCEPT_ROBOTS)
    try:
        with (
            limited_to(deadline_seconds),
            _final_response(url, transport, headers, ca_file) as response,
        ):
            status = response.status_code
            body = _body(response, now=now, max_wait_seconds=settings.retry_after_max_seconds)
            max_age = response.headers.get("Cache-Control")
    except Refused as refused:
        raise type(refused)(
            refused.outcome,
            f"robots.txt: {refused.reason}",
            detail=refused.detail | {"robots_url": url},
            retry_after_seconds=refused.retry_after_seconds,
        ) from None
    age_seconds = _age_seconds(max_age, settings.robots_max_age_seconds)
    return RobotsFile(
        origin=origin,
        status=status,
        body=body,
        fetched_at=now,
        expires_at=now + timedelta(seconds=age_seconds),
    )


def _final_response(
    url: str, transport: Transport, headers: dict[str, str], ca_file: str | None
) -> requests.Response:
    """The response at the end of the redirects, or the redirect that can't be followed."""
    target = read_target(url)
    host_key = target.host_key
    for hops in range(REDIRECTS_MAX + 1):
        # An authority of the operator's is trusted for its own host only.
        trusted = ca_file if target.host_key == host_key else None
        response = transport.open(str(target), headers, ca_file=trusted)
        location = response.headers.get("Location")
        if response.status_code not in REDIRECT_STATUSES or not location or hops == REDIRECTS_MAX:
            break
        try:
            following = join_target(target, location)
        except Refused:
            break  # a redirect to no URL: as good as no file
        with response:
            discard(response)
        target = following
    return response


def _body(response: requests.Response, *, now: datetime, max_wait_seconds: float) -> bytes:
    """The file's bytes; empty where it does not exist.

    Raises:
        Refused: the status says that the server has trouble, or that it wants to be left alone.
    """
    status = response.status_code
    if status >= 500 or status == 429:
        refusal = refusal_of_status(
            status, response.headers, b"", now=now, retry_after_max_seconds=max_wait_seconds
        )
        if refusal is not None:
            raise refusal
    if not 200 <= status < 300:
        discard(response)
        return b""
    body, is_whole = read_start(response, max_bytes=ROBOTS_MAX_BYTES)
    # Half a line would be another rule: "Disallow: /" out of "Disallow: /private".
    return body if is_whole else body[: body.rfind(b"\n") + 1]


def _age_seconds(cache_control: str | None, max_seconds: float) -> float:
    found = _MAX_AGE.search(cache_control or "")
    if found is None:
        return max_seconds
    asked_seconds = float(found[1])
    return min(asked_seconds, max_seconds) if asked_seconds >= MAX_AGE_MIN_SECONDS else max_seconds
