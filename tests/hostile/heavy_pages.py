"""Pages below the size cap that cost far more than others, read in a child with shipped limits."""

import os
import time
from collections.abc import Callable
from datetime import UTC, datetime

from hostile.case import Observation
from hostile.poison_site import article
from worker import child
from worker.extract.extractor import Extractor
from worker.settings import Settings

ENDS = "has an outcome, or is quarantined for its limits"
QUICK = "2,000 nested tables"
#: What a page of so many of something holds beside an article.
PAGES: dict[str, Callable[[], bytes]] = {
    "1,000,000 unclosed <p>": lambda: article(1) + b"<p>a" * 1_000_000,
    "200,000 attributes": lambda: (
        article(2) + b"<div " + b" ".join(b"a%d=1" % n for n in range(200_000)) + b">x</div>"
    ),
    "300,000 <option>": lambda: article(3) + b"<select>" + b"<option>1" * 300_000,
    QUICK: lambda: article(4) + b"<table><tr><td>" * 2000 + b"x",
    "300,000 paths of SVG": lambda: (
        article(5) + b"<svg>" + b"<path d='M0 0L1 1'/>" * 300_000 + b"</svg>"
    ),
    "100,000 links": lambda: (
        article(6) + b"".join(b"<a href='/n/%d'>link %d</a> " % (n, n) for n in range(100_000))
    ),
}


def tried(name: str) -> Observation:
    """Read one of them; its child may use CPU time and memory as the settings say."""
    settings = Settings()
    page = PAGES[name]()
    extractor = Extractor(settings.process)
    extractor.warm()
    began = time.monotonic()
    reading, writing = os.pipe()
    process = os.fork()
    if process == 0:
        _read(extractor, settings, page, writing)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        told = pipe.read()
    _, status, used = os.wait4(process, 0)
    end = told or child.reason_of_end(os.waitstatus_to_exitcode(status), settings)
    is_right = bool(told) or not end.startswith("its process")
    return Observation(
        expected=ENDS,
        got=ENDS if is_right else end,
        seconds=time.monotonic() - began,
        limit_seconds=child.wall_limit_seconds(settings) + 2,
        peak_bytes=used.ru_maxrss * 1024,
        limit_bytes=settings.process.memory_limit_bytes,
        note=f"{len(page):,} bytes, {used.ru_utime + used.ru_stime:.1f} s of CPU: {end}",
    )


def _read(extractor: Extractor, settings: Settings, page: bytes, writing: int) -> None:
    """As a child of either engine does; ends this process."""
    status = 1
    try:
        child.confine(settings)
        with child.one_page(settings):
            found = extractor.extract(
                page,
                url="https://n.example/a",
                content_type="text/html; charset=utf-8",
                now=datetime.now(UTC),
            )
        os.write(writing, f"{found.outcome}, {len(found.text)} characters".encode())
        status = 0
    except MemoryError:
        status = child.OUT_OF_MEMORY_STATUS
    finally:
        os._exit(status)
