"""What a failure of the HTTP client means: every exception becomes a `Refused` with an outcome.

requests wraps urllib3, which wraps http.client, which wraps sockets; the innermost knows best.
"""

import http.client
import socket
import ssl
from collections.abc import Iterator

import requests
import urllib3
from requests.exceptions import InvalidURL, MissingSchema, RequestException
from urllib3.exceptions import HTTPError, LocationValueError

from worker.errors import Refused
from worker.vocabulary import Outcome

#: All that requests, urllib3, http.client and sockets raise; ValueError: malformed header or URL.
CLIENT_ERRORS = (RequestException, HTTPError, http.client.HTTPException, OSError, ValueError)

REASON_MAX_LENGTH = 200

Kinds = tuple[type[BaseException], ...]

#: In order of precedence: the first row that knows any link of the chain decides.
_OUTCOMES: tuple[tuple[Kinds, Outcome], ...] = (
    ((TimeoutError, requests.Timeout, urllib3.exceptions.TimeoutError), Outcome.TIMEOUT),
    ((socket.gaierror,), Outcome.DNS_ERROR),
    ((ssl.SSLError, ssl.CertificateError, urllib3.exceptions.SSLError), Outcome.TLS_ERROR),
    ((ConnectionError, http.client.RemoteDisconnected), Outcome.UNREACHABLE),
    ((http.client.HTTPException, urllib3.exceptions.InvalidHeader), Outcome.HTTP_ERROR),
    ((InvalidURL, MissingSchema, LocationValueError, UnicodeError), Outcome.BAD_URL),
    ((requests.ConnectionError, urllib3.exceptions.ProtocolError), Outcome.UNREACHABLE),
)

#: Once headers have come, these say that the body broke off.
_BROKEN_OFF = (Outcome.TLS_ERROR, Outcome.UNREACHABLE, Outcome.HTTP_ERROR)


def refusal_of(error: BaseException, *, in_body: bool = False) -> Refused:
    """The outcome of a failed request; total: any exception has one.

    Args:
        error: what was raised.
        in_body: the failure came after the headers: a broken connection then means `truncated`.
    """
    chain = tuple(_chain(error))
    refused = next((link for link in chain if isinstance(link, Refused)), None)
    if refused is not None:
        return refused
    outcome, link = _judged(chain)
    if in_body and outcome in _BROKEN_OFF:
        return Refused(Outcome.TRUNCATED, f"the body broke off: {_words(link)}")
    return Refused(outcome, _words(link))


def _judged(chain: tuple[BaseException, ...]) -> tuple[Outcome, BaseException]:
    for kinds, outcome in _OUTCOMES:
        for link in reversed(chain):
            if isinstance(link, kinds):
                return outcome, link
    for link in reversed(chain):
        if isinstance(link, OSError) and not isinstance(link, RequestException):
            return Outcome.UNREACHABLE, link  # no route, no network, no file descriptor left
    return Outcome.HTTP_ERROR, chain[-1]


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error and all that it wraps, outermost first."""
    waiting, seen = [error], set[int]()
    while waiting:
        link = waiting.pop(0)
        if id(link) in seen:
            continue
        seen.add(id(link))
        yield link
        wrapped = (link.__cause__, getattr(link, "reason", None), *link.args)
        waiting.extend(inner for inner in wrapped if isinstance(inner, BaseException))


def _words(error: BaseException) -> str:
    """One line for people."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"certificate: {error.verify_message}"
    if isinstance(error, ssl.SSLError) and (tls_reason := getattr(error, "reason", None)):
        return f"TLS: {tls_reason.replace('_', ' ').lower()}"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    text = " ".join(str(error).split()) or type(error).__name__
    return text[:REASON_MAX_LENGTH]
