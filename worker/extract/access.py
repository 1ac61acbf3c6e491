"""How much of an article everyone may read, as the page says it."""

from collections.abc import Iterable
from typing import Any

from worker.extract.metatags import MetaTags
from worker.extract.structured import JsonLd, Node, as_list, types_of
from worker.vocabulary import Access

_TIER_NAMES = (
    "article:content_tier",
    "og:article:content_tier",
    "content_tier",
    "cxenseparse:access",
)
#: "metered" is neither: the first articles of a month are free, and nobody knows which this one is.
_FREE_TIERS = frozenset({"free", "open", "public"})
_CLOSED_TIERS = frozenset(
    {"locked", "paid", "premium", "subscriber", "subscribers", "subscription"}
)


def access_of(linked: JsonLd, articles: Iterable[Node], metas: MetaTags) -> Access:
    """FREE or PARTIAL only where the page says so; UNKNOWN otherwise.

    JSON-LD's isAccessibleForFree comes first (of the article, then of its parts, then of the page),
    after it the content tier of <meta>.
    """
    nodes = list(articles)
    pages = [node for node in linked.nodes if "webpage" in types_of(node)]
    for said in (
        [_truth(node.get("isAccessibleForFree")) for node in nodes],
        [_truth(part.get("isAccessibleForFree")) for node in nodes for part in _parts(node)],
        [_truth(node.get("isAccessibleForFree")) for node in pages],
    ):
        if False in said:
            return Access.PARTIAL
        if True in said:
            return Access.FREE
    tier = (metas.first(_TIER_NAMES) or "").lower()
    if tier in _FREE_TIERS:
        return Access.FREE
    return Access.PARTIAL if tier in _CLOSED_TIERS else Access.UNKNOWN


def _parts(node: Node) -> list[Node]:
    return [part for part in as_list(node.get("hasPart")) if isinstance(part, dict)]


def _truth(value: Any) -> bool | None:
    """A boolean, or what publishers write for one: "False", "http://schema.org/True", 0."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return bool(value)
    if isinstance(value, str):
        word = value.strip().rsplit("/", 1)[-1].lower()
        return {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}.get(
            word
        )
    return None
