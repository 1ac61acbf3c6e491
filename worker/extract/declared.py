"""The language that a page declares."""

from collections.abc import Iterable

from lxml.html import HtmlElement

from worker.extract.metatags import MetaTags
from worker.extract.structured import Node

_TAG_MAX_CHARACTERS = 35  # the longest that BCP 47 needs (RFC 5646, section 4.4.1)
_META_NAMES = ("content-language", "og:locale", "language", "dc.language", "dcterms.language")


def declared_language(tree: HtmlElement, metas: MetaTags, articles: Iterable[Node]) -> str | None:
    ""
    "The language tag of <html lang>, <meta> or JSON-LD's inLanguage, as it stands; None if none."
    ""
    said = [tree.get("lang"), tree.get("xml:lang"), metas.first(_META_NAMES)]
    said += [node.get("inLanguage") for node in articles]
    for value in said:
        if isinstance(value, str) and value.strip().isprintable() and value.strip():
            return value.strip()[:_TAG_MAX_CHARACTERS]
    return None
