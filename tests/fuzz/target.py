"""What all targets do: instrument, split the input, go on until stopped."""

import sys
from collections.abc import Callable

import atheris

#: What a server may say of its body; the first byte of an input chooses.
CONTENT_TYPES = (
    None,
    "text/html; charset=utf-8",
    "text/html; charset=windows-1251",
    "text/html; charset=iso-2022-jp",
    "application/rss+xml; charset=gb18030",
    "text/xml",
)


def split(data: bytes) -> tuple[bytes, str | None]:
    """A body, and its Content-Type."""
    return data[1:], CONTENT_TYPES[data[0] % len(CONTENT_TYPES)] if data else None


def halves(data: bytes) -> tuple[bytes, bytes]:
    """Two inputs, which a NUL divides."""
    first, _, second = data.partition(b"\x00")
    return first, second


def text(data: bytes) -> str:
    """Text; what is no UTF-8 becomes lone surrogates."""
    return data.decode("utf-8", "surrogateescape")


def go(holds: Callable[[bytes], None]) -> None:
    """Fuzz; the arguments are libFuzzer's. Never returns."""
    atheris.Setup(sys.argv, holds)
    atheris.Fuzz()
