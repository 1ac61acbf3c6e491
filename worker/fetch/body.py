"""A response's body, read within a cap on its decoded bytes."""

from collections.abc import Iterable, Iterator
from functools import partial

import requests

from worker.errors import Refused
from worker.fetch.deadline import limited_to
from worker.fetch.decoding import PIECE_BYTES, codings_of, decoded
from worker.fetch.errors import CLIENT_ERRORS, refusal_of
from worker.vocabulary import Outcome

#: A page has some hundred chunks; millions of one byte each would cost a core, not memory.
CHUNKS_MAX = 200_000

#: A body that is not wanted is read to keep its connection, up to so much and so long.
DISCARD_MAX_BYTES = 8192
DISCARD_MAX_SECONDS = 0.5


def read_body(response: requests.Response, *, max_bytes: int) -> bytes:
    """The whole decoded body.

    No stage may give more than the cap, the coded body included: coded bytes that decode to nothing
    cost as much as others.

    Raises:
        Refused: too_large, truncated, wrong_type (an unknown coding), timeout.
    """
    codings = codings_of(response.headers.get("Content-Encoding"))
    announced = announced_bytes(response)
    if announced is not None and announced > max_bytes:
        raise Refused(Outcome.TOO_LARGE, f"{announced} bytes announced, {max_bytes} are the cap")
    capped = partial(_capped, max_bytes=max_bytes)
    pieces = capped(_raw(response))
    for coding in reversed(codings):
        pieces = capped(decoded(pieces, coding))
    return b"".join(pieces)


def read_start(response: requests.Response, *, max_bytes: int) -> tuple[bytes, bool]:
    """The first decoded bytes of a body, and whether that is all of it.

    Raises:
        Refused: truncated before so many came, wrong_type (an unknown coding), timeout.
    """
    pieces: Iterable[bytes] = _raw(response)
    for coding in reversed(codings_of(response.headers.get("Content-Encoding"))):
        pieces = decoded(pieces, coding)
    start = bytearray()
    for piece in pieces:
        start += piece
        if len(start) > max_bytes:
            return bytes(start[:max_bytes]), False
    return bytes(start), True


def discard(response: requests.Response) -> None:
    """Read what little there may be of an unwanted body, so that its connection can be kept."""
    announced = announced_bytes(response)
    if announced is not None and announced > DISCARD_MAX_BYTES:
        return
    try:
        with limited_to(DISCARD_MAX_SECONDS):
            read_bytes = 0
            for piece in _raw(response):
                read_bytes += len(piece)
                if read_bytes > DISCARD_MAX_BYTES:
                    return
    except Refused:
        return  # the connection is lost, nothing else


def announced_bytes(response: requests.Response) -> int | None:
    """The Content-Length; None where there is none, or none that can be read."""
    text = response.headers.get("Content-Length", "").split(",")[0].strip()
    return int(text) if text.isdecimal() and len(text) < 20 else None


def _raw(response: requests.Response) -> Iterator[bytes]:
    try:
        for number, piece in enumerate(response.raw.stream(PIECE_BYTES, decode_content=False)):
            if number == CHUNKS_MAX:
                raise Refused(Outcome.TOO_LARGE, f"more than {CHUNKS_MAX} chunks")
            yield piece
    except CLIENT_ERRORS as error:
        raise refusal_of(error, in_body=True) from error


def _capped(pieces: Iterable[bytes], *, max_bytes: int) -> Iterator[bytes]:
    passed_bytes = 0
    for piece in pieces:
        passed_bytes += len(piece)
        if passed_bytes > max_bytes:
            raise Refused(Outcome.TOO_LARGE, f"more than {max_bytes} bytes, which are the cap")
        yield piece
