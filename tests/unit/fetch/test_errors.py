"""Every failure of the HTTP client has an outcome."""

import http.client
import socket
import ssl

import pytest
import requests
import urllib3

from worker.errors import Refused
from worker.fetch.deadline import DeadlinePassed
from worker.fetch.errors import refusal_of
from worker.vocabulary import Outcome


def _cause(outer: BaseException, inner: BaseException) -> BaseException:
    outer.__cause__ = inner
    return outer


PROTOCOL_ERROR = urllib3.exceptions.ProtocolError


@pytest.mark.parametrize(
    ("error", "outcome", "outcome_in_body"),
    [
        (Refused(Outcome.GONE, "x"), Outcome.GONE, Outcome.GONE),
        (requests.ConnectionError(TimeoutError()), Outcome.TIMEOUT, Outcome.TIMEOUT),
        (requests.ReadTimeout(), Outcome.TIMEOUT, Outcome.TIMEOUT),
        (DeadlinePassed("x"), Outcome.TIMEOUT, Outcome.TIMEOUT),
        (socket.gaierror(-2, "x"), Outcome.DNS_ERROR, Outcome.DNS_ERROR),
        (requests.exceptions.SSLError(ssl.SSLError()), Outcome.TLS_ERROR, Outcome.TRUNCATED),
        (ConnectionRefusedError(), Outcome.UNREACHABLE, Outcome.TRUNCATED),
        (
            requests.ConnectionError(PROTOCOL_ERROR("x", http.client.RemoteDisconnected("x"))),
            Outcome.UNREACHABLE,
            Outcome.TRUNCATED,
        ),
        (
            requests.ConnectionError(PROTOCOL_ERROR("x", http.client.LineTooLong("header"))),
            Outcome.HTTP_ERROR,
            Outcome.TRUNCATED,
        ),
        (
            PROTOCOL_ERROR("x", http.client.IncompleteRead(b"")),
            Outcome.HTTP_ERROR,
            Outcome.TRUNCATED,
        ),
        (_cause(PROTOCOL_ERROR("x"), TimeoutError()), Outcome.TIMEOUT, Outcome.TIMEOUT),
        (PROTOCOL_ERROR("ended"), Outcome.UNREACHABLE, Outcome.TRUNCATED),
        (OSError(101, "Network is unreachable"), Outcome.UNREACHABLE, Outcome.TRUNCATED),
        (requests.exceptions.InvalidURL(), Outcome.BAD_URL, Outcome.BAD_URL),
        (requests.RequestException(), Outcome.HTTP_ERROR, Outcome.TRUNCATED),
        (ValueError("odd"), Outcome.HTTP_ERROR, Outcome.TRUNCATED),
        (KeyError(), Outcome.HTTP_ERROR, Outcome.TRUNCATED),
    ],
)
def test_every_failure_has_an_outcome_and_words(
    error: BaseException, outcome: Outcome, outcome_in_body: Outcome
) -> None:
    assert refusal_of(error).outcome is outcome
    assert refusal_of(error, in_body=True).outcome is outcome_in_body
    assert refusal_of(error).reason
