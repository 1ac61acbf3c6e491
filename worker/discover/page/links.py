"""The links of a page: every address once, with the elements that lead to it.

Whether an address is an article's is judged elsewhere.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement

from worker import urls
from worker.discover.page import anchors as page_anchors
from worker.discover.page.anchors import Anchor
from worker.discover.page.link_address import Address, Addresses
from worker.discover.page.link_signs import LeftOut

#: More than any page of news has (the largest have 2,000); what a trap has beyond is not looked at.
ELEMENTS_MAX = 5_000
#: Elements of one address that are looked at: headline, picture, teaser, "read more", comments.
_ANCHORS_MAX = 8
_HREF_MAX_CHARACTERS = 2048  # longer ones are not let in anyway
_HREFS_MAX_CHARACTERS = 1_000_000  # all together; a page of 2,000 links has 200,000

#: One step: a union of node sets costs libxml2 their product.
_LINKING = etree.XPath(
    "//*[(self::a and (@href or @data-href)) or (self::area and @href) or @data-href]"
)
_LINE_BREAKS = re.compile(r"[\t\r\n]+")
_NO_ADDRESS = ("#", "javascript:")
_BY_RELATION = {
    "tag": LeftOut.TAG,
    "category": LeftOut.SECTION,
    "author": LeftOut.AUTHOR,
    "next": LeftOut.PAGINATION,
    "prev": LeftOut.PAGINATION,
    "search": LeftOut.SEARCH,
    "license": LeftOut.SERVICE,
    "help": LeftOut.SERVICE,
    "privacy-policy": LeftOut.SERVICE,
    "terms-of-service": LeftOut.SERVICE,
    "sponsored": LeftOut.ADVERT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One address on the page's site, and what leads to it in page order."""

    url: str  #: absolute, without fragment, as the page gives it
    parsed: urls.WebUrl
    anchors: tuple[Anchor, ...]  #: the first few; one at least
    anchors_count: int
    left_out: LeftOut | None  #: why it is no article, where the link itself says so


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """What a page's links lead to."""

    targets: tuple[Target, ...]  #: on the own site, by first appearance
    elsewhere: Mapping[LeftOut, tuple[str, ...]]  #: all others as they are written, each once


def gather(tree: HtmlElement, *, page_url: str, base_url: str) -> Links:
    """The links of a page, those in its first `ELEMENTS_MAX` linking elements.

    Args:
        page_url: where the page was found; it says what the site is.
        base_url: against what its links are resolved.

    Raises:
        Refused: `bad_url`, where `page_url` can't be read.
    """
    addresses = Addresses(urls.parse(page_url), base_url)
    found: dict[str, list[tuple[Address, HtmlElement]]] = {}
    elsewhere: dict[LeftOut, dict[str, None]] = {}
    for element, href in _hrefs(tree):
        address = addresses.read(href)
        if isinstance(address, Address):
            found.setdefault(address.key, []).append((address, element))
        else:
            elsewhere.setdefault(address, {})[href] = None
    return Links(
        targets=tuple(_target(pairs, addresses) for pairs in found.values()),
        elsewhere={reason: tuple(hrefs) for reason, hrefs in elsewhere.items()},
    )


def _hrefs(tree: HtmlElement) -> Iterator[tuple[HtmlElement, str]]:
    """Elements that lead somewhere; cards that a script makes clickable say so in data-href."""
    room = _HREFS_MAX_CHARACTERS
    for element in _LINKING(tree)[:ELEMENTS_MAX]:
        href = element.get("href") if element.tag in ("a", "area") else None
        if href is None or href.strip().lower().startswith(_NO_ADDRESS):
            href = element.get("data-href") or href
        if href is None or len(href) > _HREF_MAX_CHARACTERS:
            continue
        room -= len(href)
        if room < 0:
            return
        yield element, _LINE_BREAKS.sub("", href.strip())


def _target(pairs: list[tuple[Address, HtmlElement]], addresses: Addresses) -> Target:
    """The spelling with the least of a query: the others say which link was followed."""
    address = min((address for address, _ in pairs), key=lambda each: len(each.parsed.query))
    anchors = tuple(page_anchors.read(element) for _, element in pairs[:_ANCHORS_MAX])
    return Target(
        url=address.url,
        parsed=address.parsed,
        anchors=anchors,
        anchors_count=len(pairs),
        left_out=addresses.left_out(address) or _left_out(anchors),
    )


def _left_out(anchors: tuple[Anchor, ...]) -> LeftOut | None:
    if any(anchor.element.get("download") is not None for anchor in anchors):
        return LeftOut.MEDIA_FILE
    relations = {relation for anchor in anchors for relation in anchor.relations}
    return next((kind for name, kind in _BY_RELATION.items() if name in relations), None)
