"""The bytes of a sitemap without the gzip that publishers store it in; bombs stop at a cap.

Not to be confused with Content-Encoding, which was undone when the body came: `sitemap.xml.gz` is
gzip of its own, and some servers wrap it once more. Magic bytes decide, not names or headers.
"""

import zlib
from collections.abc import Iterator

from worker.discover.sitemap.pieces import joined, peeked_bytes

PIECE_BYTES = 65_536
#: Gzip within gzip is seen where a server compresses .gz files again; more is an attack.
LAYERS_MAX = 2
_MAGIC = b"\x1f\x8b\x08"
#: What one call inflates is lost when it meets a fault: so each call gets little.
_INPUT_BYTES = 64
#: Block gzip has a member for each 64 KiB; a million empty ones would take seconds.
_MEMBERS_MAX = 10_000


class Unpacked:
    """A body's bytes in pieces, decompressed; may be iterated once.

    Once it has been iterated, `is_capped` says that the cap was reached, and `is_damaged` that the
    compression was broken or cut off: what could be read was given all the same.

    Args:
        max_bytes: cap on what each layer gives.
    """

    def __init__(self, body: bytes, *, max_bytes: int) -> None:
        self._body = body
        self._max_bytes = max_bytes
        self.is_capped = False
        self.is_damaged = False

    @property
    def is_whole(self) -> bool:
        """Whether all of the body has been given, so far."""
        return not (self.is_capped or self.is_damaged)

    def __iter__(self) -> Iterator[bytes]:
        source = self._capped(_slices(self._body, PIECE_BYTES))
        for _ in range(LAYERS_MAX):
            head, source = peeked_bytes(source, len(_MAGIC))
            if not head.startswith(_MAGIC):
                break
            source = self._capped(joined(self._inflated(source), PIECE_BYTES))
        return source

    def _capped(self, source: Iterator[bytes]) -> Iterator[bytes]:
        left = self._max_bytes
        for piece in source:
            if len(piece) > left:
                self.is_capped = True
                yield piece[:left]
                return
            left -= len(piece)
            yield piece

    def _inflated(self, source: Iterator[bytes]) -> Iterator[bytes]:
        """Gzip members, one after the other; what follows the last one is dropped."""
        stream, members = _member(), 1
        data = b""
        for part in (part for piece in source for part in _slices(piece, _INPUT_BYTES)):
            data += part
            while data:
                if stream.eof:
                    if len(data) < len(_MAGIC) and _MAGIC.startswith(data):
                        break  # the magic may be split between two parts
                    if not data.startswith(_MAGIC):
                        return
                    if members >= _MEMBERS_MAX:
                        self.is_damaged = True
                        return
                    stream, members = _member(), members + 1
                try:
                    yield stream.decompress(data, PIECE_BYTES)
                except zlib.error:
                    self.is_damaged = True
                    return
                data = stream.unused_data if stream.eof else stream.unconsumed_tail
        yield stream.flush()  # what the last call had no room for
        self.is_damaged = not (stream.eof or self.is_capped)


def _member() -> "zlib._Decompress":
    return zlib.decompressobj(16 + zlib.MAX_WBITS)


def _slices(data: bytes, size: int) -> Iterator[bytes]:
    for start in range(0, len(data), size):
        yield data[start : start + size]
