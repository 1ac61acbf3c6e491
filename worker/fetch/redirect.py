"""Redirects: which responses are one, and whereto. Following them is the caller's matter."""

import requests

from worker import urls
from worker.errors import Refused
from worker.fetch.target import join_target
from worker.urls import WebUrl
from worker.vocabulary import Outcome

LOCATION_SHOWN_MAX_LENGTH = 200

REDIRECT_STATUSES = frozenset({301, 302, 303, 307, 308})


def redirect_target(base: WebUrl, response: requests.Response) -> WebUrl | None:
    """The checked target of a redirect; None where the response is no redirect.

    Raises:
        Refused: http_error, a redirect to nowhere; bad_url, a redirect to no fetchable URL.
    """
    if response.status_code not in REDIRECT_STATUSES:
        return None
    location = response.headers.get("Location")
    if not location:
        raise Refused(Outcome.HTTP_ERROR, f"HTTP {response.status_code} without a Location")
    try:
        return join_target(base, location)
    except Refused as refused:
        shown = urls.redact(location[:LOCATION_SHOWN_MAX_LENGTH])
        raise Refused(refused.outcome, f"redirect to {shown!r}: {refused.reason}") from None
