"""Reading URLs from arguments, files and standard input: all of them, or one clear error."""

import codecs
import sys
from pathlib import Path

from worker.errors import InputError

_BOMS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)


def gather(arguments: list[str], file: Path | None) -> list[str]:
    """All URLs asked for, without repeats, in order.

    Args:
        arguments: URLs; `-` stands for standard input.
        file: a list, one URL a line; empty lines and lines that begin with # are passed over.

    Raises:
        InputError: there are none, or a list can't be read.
    """
    found: list[str] = []
    for argument in arguments:
        if argument == "-":
            found.extend(parse_list(sys.stdin.buffer.read(), "standard input"))
        else:
            found.append(argument)
    if file is not None:
        found.extend(parse_list(_read(file), str(file)))
    if not found:
        raise InputError("no URLs: give some, or --file FILE, or - for standard input")
    return list(dict.fromkeys(found))


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise InputError(f"can't read {file}: {error.strerror}") from None


def parse_list(content: bytes, place: str) -> list[str]:
    """The URLs of a list in UTF-8.

    Raises:
        InputError: naming the line that is no text, or the encoding that it is in.
    """
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            raise InputError(f"{place} is in {encoding}; save it as UTF-8, one URL a line")
    if _looks_like_utf16(content[:1000]):
        raise InputError(f"{place} looks like UTF-16; save it as UTF-8, one URL a line")
    return [
        text
        for number, line in enumerate(content.splitlines(), start=1)
        if (text := _line(line, number, place)) and not text.startswith("#")
    ]


def _looks_like_utf16(start: bytes) -> bool:
    """Every other byte of URLs in UTF-16 is zero."""
    halves = start[::2], start[1::2]
    return any(half and half.count(0) > 0.9 * len(half) for half in halves)


def _line(line: bytes, number: int, place: str) -> str:
    try:
        # Byte order marks stand within, too, where lists were joined.
        text = line.decode("utf-8").replace("\ufeff", "").strip()
    except UnicodeDecodeError:
        raise InputError(
            f"{place}, line {number}: it is no UTF-8 text; remove it, or save the list as UTF-8"
        ) from None
    if any(ord(character) < 0x20 and character != "\t" for character in text):
        raise InputError(f"{place}, line {number}: it holds control characters; remove the line")
    return text
