"""The lead: the publisher's description, else the text's first paragraph."""

from collections.abc import Iterable

from worker.extract.metatags import MetaTags
from worker.extract.structured import Node
from worker.strings import LEAD_MAX_CHARACTERS, one_line

_META_NAMES = ("og:description", "description", "twitter:description", "dc.description",
               "dcterms.description", "sailthru.description")  # fmt: skip
_LEAST_CHARACTERS = 15  # shorter descriptions are slugs and section names


def lead_of(
    *, articles: Iterable[Node], metas: MetaTags, title: str | None, text: str
) -> str | None:
    """JSON-LD's description, then <meta>, then the first paragraph; never the title again."""
    raw: list[object] = [node.get("description") for node in articles]
    raw += metas.all(_META_NAMES)
    raw += text.split("\n", 3)[:3]
    for value in raw:
        lead = one_line(value, max_characters=LEAD_MAX_CHARACTERS)
        if lead and len(lead) >= _LEAST_CHARACTERS and lead != title:
            return lead
    return None
