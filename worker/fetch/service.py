"""Asking a service that the operator named: JSON posted to one URL, one total deadline.

Not for strangers' URLs: the guard of addresses is off for this one origin, which a setting names.
So nothing here follows a redirect, and no host but that one is ever asked.
"""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from ipaddress import ip_network
from pathlib import Path
from typing import Any

from urllib3 import PoolManager, Timeout
from urllib3.response import BaseHTTPResponse

from worker.errors import Refused
from worker.fetch import retry_after
from worker.fetch.circuit import RETRY_AFTER_MAX_SECONDS, Circuit
from worker.fetch.connection import guarded_pools
from worker.fetch.deadline import limited_to, remaining_seconds
from worker.fetch.errors import CLIENT_ERRORS, refusal_of
from worker.fetch.guard import Guard
from worker.fetch.resolver import Resolver, system_resolve
from worker.fetch.trust import Trust
from worker.strings import clean_line
from worker.vocabulary import Outcome

#: A long answer has some 10 kB.
ANSWER_MAX_BYTES = 1_000_000
_PIECE_BYTES = 65_536
_CONNECT_TIMEOUT_SECONDS = 5.0
_WORDS_MAX_CHARACTERS = 200
_EVERYWHERE = (ip_network("0.0.0.0/0"), ip_network("::/0"))


def _now() -> datetime:
    return datetime.now(UTC)


class ServiceClient:
    """Posts JSON to one URL. A few failures in a row, or Retry-After, make it stop for a while.

    Args:
        url: http or https, as the operator wrote it.
        user_agent: the User-Agent header.
        key: sent as a bearer token; "" sends none.
        resolve: how its name becomes an address.
        ca_file: certificates (PEM) trusted beside the public ones.
        circuit: when it is left alone.
        clock: for a Retry-After that is a date.
    """

    def __init__(
        self,
        url: str,
        *,
        user_agent: str,
        key: str = "",
        resolve: Resolver = system_resolve,
        ca_file: Path | None = None,
        circuit: Circuit | None = None,
        clock: Callable[[], datetime] = _now,
    ) -> None:
        self._url = url
        self._key = key
        self._circuit = circuit or Circuit()
        self._clock = clock
        self._headers = {
            "User-Agent": user_agent,
            "Content-Type": "application/json",
            "Accept": "application/json",
            "Accept-Encoding": "identity",
            **({"Authorization": f"Bearer {key}"} if key else {}),
        }
        guard = Guard(resolve=resolve, allow_networks=_EVERYWHERE, allowed_ports=())
        self._pools = PoolManager(ssl_context=Trust(ca_file).context(None))
        self._pools.pool_classes_by_scheme = guarded_pools(guard, None, _CONNECT_TIMEOUT_SECONDS)

    def why_not_now(self) -> str:
        """Why the service is left alone for now; "" where it may be asked."""
        return self._circuit.why_not_now()

    def post_json(self, document: Mapping[str, Any], *, seconds: float) -> Any:
        """Post a document and return the service's, read from JSON.

        Args:
            document: JSON.
            seconds: for all of it: DNS, connect, TLS, sending, waiting, reading.

        Raises:
            Refused: left alone for now, unreachable, late, too large, no JSON, or a status other
                than 2xx, which `detail` then has. Its reason never holds the key.
        """
        if why := self.why_not_now():
            raise Refused(Outcome.UNREACHABLE, why)
        try:
            answer = self._exchange(json.dumps(document).encode("ascii"), seconds)
        except Refused as refused:
            reason = self._without_key(refused.reason)
            self._circuit.failed(reason, wait_seconds=refused.retry_after_seconds)
            raise Refused(refused.outcome, reason, detail=refused.detail) from None
        self._circuit.succeeded()
        return answer

    def _exchange(self, body: bytes, seconds: float) -> Any:
        try:
            with limited_to(seconds):
                return self._read(self._open(body))
        except CLIENT_ERRORS as error:
            refusal = refusal_of(error)
            if refusal.outcome is Outcome.TIMEOUT:
                raise Refused(Outcome.TIMEOUT, f"no answer within {seconds:.3g} s") from error
            raise refusal from error

    def _open(self, body: bytes) -> BaseHTTPResponse:
        return self._pools.urlopen(
            "POST",
            self._url,
            body=body,
            headers=self._headers,
            redirect=False,
            retries=False,
            timeout=Timeout(remaining_seconds()),
            preload_content=False,
            decode_content=False,
        )

    def _read(self, response: BaseHTTPResponse) -> Any:
        try:
            if not 200 <= response.status < 300:
                raise self._refused(response)
            if response.headers.get("Content-Encoding", "identity") != "identity":
                raise Refused(Outcome.WRONG_TYPE, "its answer is coded, which was not asked for")
            body = _capped(response, ANSWER_MAX_BYTES)
            if len(body) > ANSWER_MAX_BYTES:
                raise Refused(
                    Outcome.TOO_LARGE, f"its answer has more than {ANSWER_MAX_BYTES} bytes"
                )
            response.release_conn()
        finally:
            response.close()
        try:
            return json.loads(body)
        except (ValueError, RecursionError):
            raise Refused(Outcome.WRONG_TYPE, "its answer is no JSON") from None

    def _refused(self, response: BaseHTTPResponse) -> Refused:
        status = response.status
        words = f"HTTP {status}"
        if 300 <= status < 400:
            target = response.headers.get("Location", "")
            words += f", a redirect, which is not followed, to {target}"
        else:
            words += _told(_capped(response, _PIECE_BYTES))
        return Refused(
            Outcome.HTTP_ERROR,
            clean_line(words, _WORDS_MAX_CHARACTERS),
            detail={"status": status},
            retry_after_seconds=retry_after.parse(
                response.headers.get("Retry-After"), self._clock(), RETRY_AFTER_MAX_SECONDS
            ),
        )

    def _without_key(self, words: str) -> str:
        """Some services say which key they don't know."""
        return words.replace(self._key, "***") if self._key else words

    def close(self) -> None:
        """Close all idle connections."""
        self._pools.clear()


def _capped(response: BaseHTTPResponse, max_bytes: int) -> bytes:
    """The body, or a beginning of it that is longer than the cap."""
    body = bytearray()
    for piece in response.stream(_PIECE_BYTES, decode_content=False):
        body += piece
        if len(body) > max_bytes:
            break
    return bytes(body)


def _told(body: bytes) -> str:
    """What the body of an error says, where it is of the usual form."""
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    match document:
        case {"error": {"message": str(words)}} | {"error": str(words)} | {"message": str(words)}:
            return f": {words}"
    return ""
