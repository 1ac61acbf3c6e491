"""Streams in pieces: looking at the beginning without losing it, and joining what is too small."""

from collections.abc import Iterable, Iterator
from itertools import chain


def peeked(pieces: Iterable[str], size: int) -> tuple[str, Iterator[str]]:
    """The first `size` characters or more (fewer where there are fewer), and the whole stream."""
    source = iter(pieces)
    taken: list[str] = []
    length = 0
    while length < size and (piece := next(source, None)) is not None:
        taken.append(piece)
        length += len(piece)
    head = "".join(taken)
    return head, chain((head,), source)


def peeked_bytes(pieces: Iterable[bytes], size: int) -> tuple[bytes, Iterator[bytes]]:
    """The same for bytes."""
    source = iter(pieces)
    head = b""
    while len(head) < size and (piece := next(source, None)) is not None:
        head += piece
    return head, chain((head,), source)


def joined(pieces: Iterable[bytes], size: int) -> Iterator[bytes]:
    """The same stream in pieces of `size` bytes or somewhat more."""
    taken = bytearray()
    for piece in pieces:
        taken += piece
        if len(taken) >= size:
            yield bytes(taken)
            taken.clear()
    yield bytes(taken)
