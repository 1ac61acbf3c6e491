"""The headers that we send, and those that came back, as plain values."""

import http.client

import requests

from worker.settings import FetchSettings


def request_headers(
    settings: FetchSettings,
    *,
    accept: str,
    etag: str | None = None,
    last_modified: str | None = None,
) -> dict[str, str]:
    """What is sent with a request.

    Args:
        settings: whose User-Agent is sent.
        accept: the Accept header.
        etag: for If-None-Match; left out where it could not stand in a header.
        last_modified: for If-Modified-Since; the same.
    """
    headers = {
        "User-Agent": _as_sendable(settings.user_agent_header),
        "Accept": accept,
        "Accept-Encoding": "gzip, deflate, br, zstd",
        "Accept-Language": "*",
    }
    if etag and _is_sendable(etag):
        headers["If-None-Match"] = etag
    if last_modified and _is_sendable(last_modified):
        headers["If-Modified-Since"] = last_modified
    return headers


def response_headers(response: requests.Response) -> tuple[tuple[str, str], ...]:
    """The headers as sent, in order, with repetitions; without NULs, which no store takes."""
    # urllib3's own headers bring repetitions together; http.client's message keeps the order.
    sent: http.client.HTTPMessage = response.raw._original_response.msg  # type: ignore[union-attr]
    return tuple((name, value.replace("\0", "")) for name, value in sent.items())


def _as_sendable(text: str) -> str:
    """An operator's own words in the alphabet of headers."""
    return " ".join(text.split()).encode("ascii", errors="replace").decode("ascii")


def _is_sendable(value: str) -> bool:
    return value.isascii() and value.isprintable() and value == value.strip()
