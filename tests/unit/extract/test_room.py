"""A page that found no memory is never taken for one without text."""

import os
import resource
from datetime import UTC, datetime
from pathlib import Path

import pytest

from worker.extract.extractor import Extractor
from worker.settings import ProcessSettings

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
#: Its tree takes 120 MB more than its bytes.
PAGE = (
    b"<!doctype html><html><head><title>A frigate is delivered</title></head><body><article>"
    + b"".join(
        b"<p>The ministry said that frigate number %d was delivered to the navy after trials.</p>"
        % number
        for number in range(8)
    )
    + b"</article><svg>"
    + b"<path d='M0 0L1 1'/>" * 300_000
    + b"</svg></body></html>"
)


def _what_comes_of(extractor: Extractor, page: bytes, *, room_bytes: int | None) -> str:
    """In a child of its own, with so much more memory than it has."""
    reading, writing = os.pipe()
    process = os.fork()
    if process == 0:
        if room_bytes is not None:
            size = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
            resource.setrlimit(resource.RLIMIT_AS, (size + room_bytes, size + room_bytes))
        try:
            found = extractor.extract(
                page, url="https://n.example/a", content_type="text/html", now=NOW
            )
            told = str(found.outcome)
        except BaseException as error:  # noqa: BLE001 - its name is what is looked at
            told = type(error).__name__
        os.write(writing, told.encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        told = pipe.read()
    os.waitpid(process, 0)
    return told


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    made = Extractor(ProcessSettings())
    made.warm()
    return made


@pytest.mark.parametrize("room_mb", [10, 30, 60, 100])
def test_a_page_whose_tree_finds_no_memory_says_so(extractor: Extractor, room_mb: int) -> None:
    assert _what_comes_of(extractor, PAGE, room_bytes=room_mb * 1_000_000) == "MemoryError"


@pytest.mark.parametrize("room_mb", [None, 300])
def test_a_page_that_has_room_is_read_as_ever(extractor: Extractor, room_mb: int | None) -> None:
    room_bytes = None if room_mb is None else room_mb * 1_000_000
    assert _what_comes_of(extractor, PAGE, room_bytes=room_bytes) == "stored"
