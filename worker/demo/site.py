"""What the sample web holds: outlets, their pages, and what Vedette should make of each.

Read from `site.toml`, which explains every field. Knows nothing of sockets.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from worker.vocabulary import Admission, Decision, Outcome, Topic

FOLDER = Path(__file__).parent
PAGES_FOLDER = FOLDER / "pages"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One URL of an outlet; `site.toml` says what each field means."""

    path: str
    why: str
    outcome: Outcome
    file: str | None = None
    content_type: str = "text/html; charset=utf-8"
    status: int = 200
    redirect_to: str | None = None
    article: str | None = None
    admission: Admission = Admission.ACCEPTED
    title: str = ""
    language: str = ""
    published: datetime | None = None
    decision: Decision | None = None
    topics: frozenset[Topic] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """A publisher: a host of its own with its pages."""

    name: str
    host: int  #: the last part of its loopback address, 1 to 254
    language: str
    pages: tuple[Page, ...]
    disallow: tuple[str, ...] = ()

    @property
    def listed(self) -> tuple[Page, ...]:
        """The pages in its feed and its news sitemap, newest first."""
        dated = [(page.published, page) for page in self.pages if page.published is not None]
        return tuple(page for _, page in sorted(dated, key=lambda pair: pair[0], reverse=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """What Vedette should make of one URL.

    Several URLs can lead to one article. Then `outcome` is meant for URLs that are taken one after
    another; side by side, whichever comes first is stored and the others are duplicates of it, so
    that each may have any of `outcomes`.
    """

    outcome: Outcome
    outcomes: frozenset[Outcome]
    admission: Admission  #: `known` where the canonical form is another URL's, submitted before
    article_url: str  #: the URL of the article that it leads to; its own where it is the article
    decision: Decision | None  #: stored articles and their duplicates only
    topics: frozenset[Topic]  #: one of them at least should be found; empty where decision is no
    language: str
    title: str
    published: datetime | None  #: at midnight where the page names the day only
    why: str


def load_outlets() -> tuple[Outlet, ...]:
    """The outlets that ship with Vedette, in the order of `site.toml`."""
    tables = tomllib.loads((FOLDER / "site.toml").read_text(encoding="utf-8"))["outlet"]
    return tuple(_read_outlet(table) for table in tables)


def expectations(outlet: Outlet, base: str) -> dict[str, Expectation]:
    """URL -> what should become of it, for an outlet that is served at `base`."""
    return {base + page.path: _expect(page, outlet.pages, base) for page in outlet.pages}


def _expect(page: Page, siblings: Sequence[Page], base: str) -> Expectation:
    article_path = page.article or page.path
    article = next(sibling for sibling in siblings if sibling.path == article_path)
    has_twins = any(sibling.article == article_path for sibling in siblings)
    either = {Outcome.STORED, Outcome.DUPLICATE} if has_twins else set()
    return Expectation(
        outcome=page.outcome,
        outcomes=frozenset({page.outcome} | either),
        admission=page.admission,
        article_url=base + article_path,
        decision=article.decision,
        topics=article.topics,
        language=article.language,
        title=article.title,
        published=article.published,
        why=page.why,
    )


def _read_outlet(table: dict[str, Any]) -> Outlet:
    return Outlet(
        name=table["name"],
        host=table["host"],
        language=table["language"],
        disallow=tuple(table.get("disallow", ())),
        pages=tuple(_read_page(page) for page in table["page"]),
    )


def _read_page(table: dict[str, Any]) -> Page:
    closed = {
        "outcome": Outcome(table["outcome"]),
        "admission": Admission(table.get("admission", Admission.ACCEPTED)),
        "decision": Decision(table["decision"]) if "decision" in table else None,
        "topics": frozenset(Topic(topic) for topic in table.get("topics", ())),
    }
    return Page(**{**table, **closed})
