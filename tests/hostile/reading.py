"""One extractor for all cases that read pages, and articles to hide things in."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache

from unit.extract.sample_pages import PARAGRAPHS

from hostile.case import Observation
from worker.extract.extractor import Extractor
from worker.settings import ProcessSettings
from worker.values import Extraction

NOW = datetime(2026, 5, 10, 12, tzinfo=UTC)
URL = "https://news.example/defence/frigates-leave-harbour"
HTML = "text/html; charset=utf-8"
#: Stands at the end of every article: where it is missing, text was lost.
LAST_WORDS = "The last ship left at dawn, said the harbour master of the northern port."
_PAGE_SECONDS = 5.0


@lru_cache(maxsize=1)
def extractor() -> Extractor:
    """Made when it is first asked for."""
    made = Extractor(ProcessSettings())
    made.warm()
    return made


def extract(body: bytes, *, content_type: str | None = HTML) -> Extraction:
    """What a page holds."""
    return extractor().extract(body, url=URL, content_type=content_type, now=NOW)


def prose(language: str = "en", *, count: int = 4) -> str:
    """Paragraphs of an article, no two alike."""
    numbered = (f"<p>{PARAGRAPHS[language]} ({number})</p>" for number in range(1, count + 1))
    return "\n".join(numbered)


def page(
    *,
    before: str = "",
    middle: str = "",
    after: str = "",
    end: str = "</body></html>",
    language: str = "en",
    head: str = "",
    last: str = f"<p>{LAST_WORDS}</p>",
) -> str:
    """An article with something before, in the midst of, and after its text."""
    return (
        f'<!DOCTYPE html>\n<html lang="{language}"><head><title>Frigates leave</title>{head}'
        f"</head><body>{before}<h1>Frigates leave</h1><div>{prose(language)}{middle}{last}</div>"
        f"{after}{end}"
    )


def told(found: Extraction) -> str:
    """An extraction in words: "stored, repaired", and whether the last words were lost."""
    is_kept = "said the harbour master" in " ".join(found.text.split())
    return f"{found.outcome}, {found.integrity}" + ("" if is_kept else ", without the last words")


def observed(
    make: Callable[[], bytes],
    expected: str,
    *,
    content_type: str | None = HTML,
    limit_seconds: float = _PAGE_SECONDS,
) -> Observation:
    """Read a page, and tell what came of it."""
    body = make()
    extractor()
    before = time.monotonic()
    found = extract(body, content_type=content_type)
    seconds = time.monotonic() - before
    doubts = "; ".join(found.signals.get("doubts", ()))
    return Observation(
        expected=expected,
        got=told(found),
        seconds=seconds,
        limit_seconds=limit_seconds,
        note=doubts if expected != told(found) else "",
    )
