"""Reading home and section pages: which of their links lead to articles.

Text in, a `Reading` out: no network, no database, no clock. What a pattern of URLs is, and what
earlier visits of it showed, is given.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from worker.discover.page import judge as page_judge
from worker.discover.page import link_signs
from worker.discover.page import links as page_links
from worker.discover.page import tree as page_tree
from worker.discover.page.judge import Judged
from worker.discover.page.link_signs import LeftOut
from worker.discover.page.links import Links
from worker.discover.page.yields import Yield
from worker.source_values import Item, Reading

__all__ = ["ScoredLink", "Yield", "explain", "read"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredLink:
    """Why a link was taken, or was not."""

    url: str  #: absolute; as it stands in the page where it leads to no address of the site
    text: str
    score: float  #: taken from `link_signs.TAKEN_FROM` on, if nothing forbids it
    reasons: tuple[str, ...]  #: what forbids it, then each sign with its points
    is_taken: bool


def read(
    text: str,
    *,
    base_url: str,
    links_max: int,
    yields: Mapping[str, Yield],
    pattern_of: Callable[[str], str],
) -> Reading:
    """The links of a page that lead to articles.

    Args:
        text: the page's HTML, decoded; however malformed.
        base_url: where the page was found.
        links_max: items given at the most: those with the best scores, in page order.
        yields: by pattern, how many pages of it were asked for and held an article.
        pattern_of: gives the pattern of an absolute URL.

    Returns:
        Items in page order; `links_count` counts the distinct addresses on the site, up to
        `page_links.ELEMENTS_MAX` links; `left_out` counts the others by `LeftOut`, links to
        elsewhere among them.

    Raises:
        Refused: `bad_url`, where `base_url` can't be read.
    """
    tree = page_tree.parse(text)
    if tree is None:
        return Reading()
    links = page_links.gather(tree, page_url=base_url, base_url=page_tree.base_of(tree, base_url))
    judged = page_judge.judge(links.targets, yields=yields, pattern_of=pattern_of)
    likely = [number for number, link in enumerate(judged) if link.left_out is None]
    best = sorted(likely, key=lambda number: -judged[number].score)[:links_max]
    return Reading(
        items=tuple(_item(judged[number]) for number in sorted(best)),
        title=page_tree.title_of(tree),
        language=page_tree.language_of(tree),
        links_count=len(links.targets),
        left_out=_left_out(links, judged, beyond_count=len(likely) - len(best)),
    )


def explain(
    text: str,
    *,
    base_url: str,
    yields: Mapping[str, Yield],
    pattern_of: Callable[[str], str],
) -> list[ScoredLink]:
    """Every link of a page with its score and the reasons for it; those of the site first.

    Args and errors as of `read`.
    """
    tree = page_tree.parse(text)
    if tree is None:
        return []
    links = page_links.gather(tree, page_url=base_url, base_url=page_tree.base_of(tree, base_url))
    scored = [
        _explained(link)
        for link in page_judge.judge(links.targets, yields=yields, pattern_of=pattern_of)
    ]
    scored += [
        ScoredLink(
            url=href, text="", score=link_signs.PRIOR, reasons=(str(reason),), is_taken=False
        )
        for reason, hrefs in links.elsewhere.items()
        for href in hrefs
    ]
    return scored


def _item(link: Judged) -> Item:
    return Item(
        url=link.target.url,
        title=link.title,
        summary=link.card.summary,
        published_at=link.card.published_at,
    )


def _explained(link: Judged) -> ScoredLink:
    reasons = [] if link.left_out is None else [str(link.left_out)]
    reasons += [f"{sign} {points:+.2g}" for sign, points in link.signs]
    return ScoredLink(
        url=link.target.url,
        text=link.title,
        score=round(link.score, 2),
        reasons=tuple(reasons),
        is_taken=link.left_out is None,
    )


def _left_out(links: Links, judged: list[Judged], *, beyond_count: int) -> dict[str, int]:
    counts = Counter(str(link.left_out) for link in judged if link.left_out is not None)
    counts.update({str(reason): len(hrefs) for reason, hrefs in links.elsewhere.items()})
    if beyond_count:
        counts[str(LeftOut.BEYOND_MAX)] = beyond_count
    return dict(counts)
