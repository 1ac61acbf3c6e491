"""Content codings undone step by step, each step's output bounded, so that a bomb stops at the cap.

Streams in, pieces out; where the bytes come from and how many are wanted is the caller's matter.
A body that can't be decoded to its end is `truncated`: what came is not what was sent, it must
never be taken for the whole, and another attempt may well succeed.
"""

import zlib
from collections.abc import Callable, Iterable, Iterator
from itertools import chain

import brotli
import zstandard

from worker.errors import Refused
from worker.vocabulary import Outcome

Pieces = Iterator[bytes]

PIECE_BYTES = 65_536

#: More than two codings on a page are an attack or a broken server; Accept-Encoding asks for one.
CODINGS_MAX = 2

#: What servers write into Content-Encoding when they mean that there is none.
_NO_CODING = frozenset({"", "identity", "none", "binary", "7bit", "8bit", "utf-8", "utf8"})

_GZIP_MAGIC = b"\x1f\x8b"

#: How plain pages begin. No coding's stream begins so, but for one chance in 2**32.
_PLAIN_STARTS = (b"<!doc", b"<!--", b"<html", b"<head", b"<?xml", b"<rss", b"<feed", b"<urlset")
_HEAD_BYTES = 64

#: zstd packs 128 KiB into 4 bytes, and has no bounded read that also tells truncation: so it is fed
#: so little at a time that no step gives more than 8 MiB.
_ZSTD_STEP_BYTES = 256
_ZSTD_WINDOW_MAX_BYTES = 8 * 1024 * 1024  # RFC 9659


def codings_of(content_encoding: str | None) -> tuple[str, ...]:
    """The codings that a Content-Encoding header names, in the order in which they were applied.

    Raises:
        Refused: wrong_type: a coding that nobody here can undo, or more than `CODINGS_MAX`.
    """
    named = [name.strip().lower() for name in (content_encoding or "").split(",")]
    codings = tuple(name for name in named if name not in _NO_CODING)
    if len(codings) > CODINGS_MAX:
        raise Refused(Outcome.WRONG_TYPE, f"{len(codings)} content codings, one upon the other")
    for name in codings:
        if name not in _DECODERS:
            raise Refused(Outcome.WRONG_TYPE, f"unknown content coding {name[:40]!r}")
    return codings


def decoded(pieces: Iterable[bytes], coding: str) -> Pieces:
    """Undo one coding.

    A plain page under a coding's name, as some servers send it, passes as it is. Bytes after a gzip
    or deflate stream's end are dropped, unless they are another gzip member.

    Args:
        pieces: the coded bytes, in pieces of any size.
        coding: one of those that `codings_of` lets through.

    Returns:
        Decoded pieces of 64 KiB, or somewhat more where the library allows no less (zstd: 8 MiB).

    Raises:
        Refused: truncated: the stream ends early or can't be decoded.
    """
    source = iter(pieces)
    head = _head(source)
    if not head:
        return
    source = chain((head,), source)
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_PLAIN_STARTS):
        yield from source
        return
    try:
        yield from _DECODERS[coding](source)
    except (zlib.error, brotli.error, zstandard.ZstdError) as error:
        raise Refused(Outcome.TRUNCATED, f"{coding}: {error}") from None


def _head(source: Pieces) -> bytes:
    head = b""
    while len(head) < _HEAD_BYTES:
        piece = next(source, None)
        if piece is None:
            break
        head += piece
    return head


def _inflated(source: Pieces, window_bits: int, member_magic: bytes | None = None) -> Pieces:
    """zlib streams; where `member_magic` is given, one after the other."""
    stream = zlib.decompressobj(window_bits)
    data = b""
    for piece in source:
        data += piece
        while data and not stream.eof:
            yield stream.decompress(data, PIECE_BYTES)
            data = stream.unconsumed_tail
            if not stream.eof:
                continue
            data = stream.unused_data
            if member_magic and data.startswith(member_magic):
                stream = zlib.decompressobj(window_bits)
        if stream.eof and member_magic and data and member_magic.startswith(data[:2]):
            if len(data) < len(member_magic):
                continue  # the magic may be split between two pieces
            stream = zlib.decompressobj(window_bits)
        elif stream.eof:
            data = b""
    if not stream.eof:
        raise zlib.error("the stream ends before its end")


def _gzip(source: Pieces) -> Pieces:
    return _inflated(source, 16 + zlib.MAX_WBITS, _GZIP_MAGIC)


def _deflate(source: Pieces) -> Pieces:
    """deflate means zlib's wrapping (RFC 9110, 8.4.1.2); some servers leave it out."""
    head = next(source)
    is_wrapped = head[0] & 0x0F == 8 and int.from_bytes(head[:2], "big") % 31 == 0
    return _inflated(chain((head,), source), zlib.MAX_WBITS if is_wrapped else -zlib.MAX_WBITS)


def _brotli(source: Pieces) -> Pieces:
    stream = brotli.Decompressor()
    for piece in source:
        data = piece
        while not stream.is_finished():  # once it is: read on, so that the connection can be kept
            output = stream.process(data, output_buffer_limit=PIECE_BYTES)
            if not output:
                break
            yield output
            data = b""  # output held back comes without input, whatever can_accept_more_data says
    if not stream.is_finished():
        raise brotli.error("the stream ends before its end")


def _zstd(source: Pieces) -> Pieces:
    """zstd frames, one after the other (RFC 8878, section 3)."""
    frames = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW_MAX_BYTES)
    stream = frames.decompressobj(write_size=PIECE_BYTES)
    for piece in source:
        for start in range(0, len(piece), _ZSTD_STEP_BYTES):
            data = piece[start : start + _ZSTD_STEP_BYTES]
            while data:
                if stream.eof:
                    stream = frames.decompressobj(write_size=PIECE_BYTES)
                yield stream.decompress(data)
                data = stream.unused_data
    if not stream.eof:
        raise zstandard.ZstdError("the stream ends before its end")


_DECODERS: dict[str, Callable[[Pieces], Pieces]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}
