"""Access is what the page says."""

from typing import Any

import pytest
from lxml.html import document_fromstring

from worker.extract.access import access_of
from worker.extract.metatags import MetaTags
from worker.extract.structured import JsonLd
from worker.vocabulary import Access

TIER = '<meta property="article:content_tier" content="{}">'


@pytest.mark.parametrize(
    ("expected", "node", "head"),
    [
        # JSON-LD, in every spelling
        (Access.FREE, {"isAccessibleForFree": True}, ""),
        (Access.FREE, {"isAccessibleForFree": "True"}, ""),
        (Access.FREE, {"isAccessibleForFree": "http://schema.org/True"}, ""),
        (Access.PARTIAL, {"isAccessibleForFree": False}, ""),
        (Access.PARTIAL, {"isAccessibleForFree": "false"}, ""),
        (Access.PARTIAL, {"isAccessibleForFree": ["False"]}, ""),
        # sections of the article
        (Access.PARTIAL, {"hasPart": {"isAccessibleForFree": "False"}}, ""),
        (
            Access.FREE,
            {"isAccessibleForFree": True, "hasPart": [{"isAccessibleForFree": False}]},
            "",
        ),
        # JSON-LD before meta
        (Access.FREE, {"isAccessibleForFree": True}, TIER.format("locked")),
        (Access.FREE, {}, TIER.format("free")),
        (Access.PARTIAL, {}, TIER.format("Locked")),
        # silence, and what says nothing
        (Access.UNKNOWN, {}, TIER.format("metered")),
        (Access.UNKNOWN, {"isAccessibleForFree": "maybe"}, ""),
        (Access.UNKNOWN, {"isAccessibleForFree": []}, ""),
        (Access.UNKNOWN, {}, ""),
    ],
)
def test_access_is_free_or_partial_only_where_the_page_says_so(
    expected: Access, node: dict[str, Any], head: str
) -> None:
    tree = document_fromstring(f"<html><head>{head}</head><body><p>x</p></body></html>")

    assert access_of(JsonLd((node,), {}, 0), [node], MetaTags(tree)) is expected
