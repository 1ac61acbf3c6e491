"""Labelled pages: what is no article ends in its own outcome, and what looks like one is kept.

Each page is a case; the last one measures all of them together: precision and recall for each kind.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, partial
from time import perf_counter

from hostile.case import Case, Observation
from hostile.kind_pages import KindPage, kind_pages
from worker.extract.extractor import Extractor
from worker.settings import ProcessSettings
from worker.values import Extraction

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
_LIMIT_SECONDS = 10.0  # a page takes 0.05; the machine may be busy
#: A true article that is turned away is the worse error; a page of a kind may be missed.
REJECTED_MAX = 0
KEPT_MAX = 3
RECALL_MIN = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Of one outcome."""

    outcome: str
    count: int  #: pages that must have it
    found: int  #: of these, those that have it
    given: int  #: pages that have it

    @property
    def recall(self) -> float:
        """The share that was found."""
        return self.found / self.count if self.count else 1.0

    @property
    def precision(self) -> float:
        """The share that was rightly given."""
        return self.found / self.given if self.given else 1.0


def cases() -> Iterator[Case]:
    """A case for each page, and one for all."""
    for page in kind_pages():
        folder = "held_out/" if page.is_held_out else ""
        name = f"{folder}{page.kind}/{page.name}"
        yield Case(area="kinds", name=name, run=partial(_page, page))
    yield Case(area="kinds", name="precision and recall", run=_all)


@cache
def judge(page: KindPage) -> Extraction:
    """What is made of a page, as if it had come under text/html."""
    return _judge(page)


def _judge(page: KindPage) -> Extraction:
    return _extractor().extract(
        page.body, url=page.url, content_type="text/html; charset=utf-8", now=NOW
    )


def figures(pages: Sequence[KindPage], outcomes: Sequence[str]) -> list[Figures]:
    """For each outcome that a page must have."""
    pairs = list(zip((page.outcome for page in pages), outcomes, strict=True))
    return [
        Figures(
            outcome=outcome,
            count=sum(must == outcome for must, _ in pairs),
            found=sum(must == has == outcome for must, has in pairs),
            given=sum(has == outcome for _, has in pairs),
        )
        for outcome in sorted({must for must, _ in pairs})
    ]


def _page(page: KindPage) -> Observation:
    _extractor()
    begun = perf_counter()
    made = judge(page)
    return Observation(
        expected=page.outcome,
        got=str(made.outcome),
        seconds=perf_counter() - begun,
        limit_seconds=_LIMIT_SECONDS,
    )


def _all() -> Observation:
    pages = list(kind_pages())
    _extractor()
    begun = perf_counter()
    outcomes = [str(_judge(page).outcome) for page in pages]
    seconds = perf_counter() - begun
    articles = [has for page, has in zip(pages, outcomes, strict=True) if page.is_article]
    others = [has for page, has in zip(pages, outcomes, strict=True) if not page.is_article]
    rejected, kept = len(articles) - articles.count("stored"), others.count("stored")
    shown = "; ".join(
        f"{one.outcome} {one.precision:.2f}/{one.recall:.2f} of {one.count}"
        for one in figures(pages, outcomes)
    )
    is_right = rejected <= REJECTED_MAX and kept <= KEPT_MAX
    return Observation(
        expected="articles kept, others not",
        got="articles kept, others not" if is_right else f"{rejected} rejected, {kept} kept",
        seconds=seconds,
        note=f"{rejected} of {len(articles)} articles rejected, {kept} of {len(others)} others "
        f"kept; precision/recall: {shown}; {1000 * seconds / len(pages):.0f} ms a page",
    )


@cache
def _extractor() -> Extractor:
    made = Extractor(ProcessSettings())
    made.warm()
    return made
