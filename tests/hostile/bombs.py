"""Small bodies that decode to large ones."""

import struct
import zlib
from collections.abc import Callable
from functools import cache

import brotli
import zstandard

BOMB_BYTES = 100_000_000
_PIECE = bytes(1_000_000)
_PIECES = BOMB_BYTES // len(_PIECE)


def _zlib(window_bits: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, window_bits)
    return b"".join([*(packer.compress(_PIECE) for _ in range(_PIECES)), packer.flush()])


def _brotli() -> bytes:
    packer = brotli.Compressor(quality=5, lgwin=24)
    return b"".join([*(packer.process(_PIECE) for _ in range(_PIECES)), packer.finish()])


def _zstd() -> bytes:
    packer = zstandard.ZstdCompressor(level=9).compressobj()
    return b"".join([*(packer.compress(_PIECE) for _ in range(_PIECES)), packer.flush()])


_PACKERS: dict[str, Callable[[], bytes]] = {
    "gzip": lambda: _zlib(31),
    "deflate": lambda: _zlib(15),
    "raw deflate": lambda: _zlib(-15),
    "br": _brotli,
    "zstd": _zstd,
}


@cache
def bomb(coding: str) -> bytes:
    """100 MB of zeros in one coding."""
    return _PACKERS[coding]()


def packed(data: bytes, coding: str) -> bytes:
    """Any bytes in one coding."""
    if coding == "br":
        return brotli.compress(data, quality=5)
    if coding == "zstd":
        return zstandard.ZstdCompressor().compress(data)
    packer = zlib.compressobj(9, zlib.DEFLATED, 31 if coding == "gzip" else 15)
    return packer.compress(data) + packer.flush()


def zstd_that_wants_memory(window_log: int) -> bytes:
    """A frame whose header asks for a window of so many bytes (RFC 8878, section 3.1.1.1.2)."""
    descriptor = bytes((0b0000_0000, (window_log - 10) << 3))
    block = (1 | (1 << 1) | (100_000 << 3)).to_bytes(3, "little") + b"x"  # last, run of x
    return struct.pack("<I", 0xFD2FB528) + descriptor + block


def zstd_that_announces(size: int) -> bytes:
    """A frame that announces its content to be as large as that."""
    descriptor = bytes((0b1110_0000,)) + struct.pack("<Q", size)
    block = (1 | (1 << 1) | (100_000 << 3)).to_bytes(3, "little") + b"x"
    return struct.pack("<I", 0xFD2FB528) + descriptor + block
