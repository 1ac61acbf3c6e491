"""The card that a link belongs to: the part of a page that is about one article alone.

It gives the heading, the teaser and the date beside a link. Where cards can't be told apart, there
is none.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice

from lxml.html import HtmlElement

from worker.discover.page.link_text import is_weak, words_count
from worker.discover.page.link_words import listed
from worker.discover.page.tree import HEADINGS, text_of

#: They hold many cards, or one that fills the page: no card reaches so far.
_BEYOND = listed("html body main section ul ol dl table tbody thead nav aside header footer form")
_WHOLE = frozenset({"article", "li", "tr", "dd"})  #: no card is larger than one of these
_ELEMENTS_MAX = 150
_LINKS_MAX = 5
_HEADING_MAX_CHARACTERS = 500
_SUMMARY_MAX_CHARACTERS = 600
_TEASER_WORDS_MIN = 6
_TEASER_TAGS = frozenset({"p", "blockquote"})
_TEASER_CLASS = re.compile(
    r"(?<![a-z])(?:summary|excerpt|desc|description|standfirst|lead|abstract|intro|snippet|dek"
    r"|synopsis|anons|announce|bajada|resumen|sumario|chapo|vorspann|perex|ingress|teaser[-_]*text)"
    r"(?![a-z])",
    re.IGNORECASE,
)
_YEAR_MIN = 1990


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What stands beside a link."""

    heading: str = ""  #: the first heading, whether it is a link or not
    summary: str = ""  #: the teaser text, one line
    published_at: datetime | None = None
    has_time: bool = False  #: a <time> is there, readable or not


NO_CARD = Card()


class Cards:
    """The cards of a page.

    Args:
        links: all elements that lead to an address, by the address's number; only of addresses
            that may have a card: beside them, labels and tools belong to whose card they are in.
    """

    def __init__(self, links: Mapping[int, Iterable[HtmlElement]]) -> None:
        self._owners: dict[HtmlElement, int | None] = {}
        for number, elements in links.items():
            for element in elements:
                self._claim(number, element)

    def _claim(self, number: int, element: HtmlElement) -> None:
        """Mark the elements around a link; those that hold two addresses are nobody's.

        Each element changes hands twice at most, so that the whole costs no more than the page.
        """
        node: HtmlElement | None = element
        owner: int | None = number
        while node is not None:
            if node in self._owners:
                before = self._owners[node]
                if before is None or before == owner:
                    return
                owner = None
            self._owners[node] = owner
            node = node.getparent()

    def of(self, number: int, elements: Iterable[HtmlElement], title: str) -> Card:
        """The first card of an address that has a teaser, else its first one."""
        found = dict.fromkeys(self._around(number, element) for element in elements)
        cards = [_read(element, title) for element in found if element is not None]
        return next((card for card in cards if card.summary), cards[0] if cards else NO_CARD)

    def _around(self, number: int, element: HtmlElement) -> HtmlElement | None:
        """The largest element around a link that is about its address only."""
        found = None
        node: HtmlElement | None = element
        while node is not None and node.tag not in _BEYOND and self._owners.get(node) == number:
            found = node
            if node.tag in _WHOLE:
                break
            node = node.getparent()
        return found


def _read(card: HtmlElement, title: str) -> Card:
    heading, summary, has_time = "", "", False
    published_at: datetime | None = None
    for node in islice(card.iter(), _ELEMENTS_MAX):
        if node.tag in HEADINGS:
            heading = heading or text_of(node, _HEADING_MAX_CHARACTERS)
        elif node.tag == "time":
            has_time = True
            published_at = published_at or _moment(node.get("datetime") or "")
        elif not summary and _is_teaser(node):
            text = _without_weak_end(node, text_of(node, _SUMMARY_MAX_CHARACTERS))
            if text != title and words_count(text) >= _TEASER_WORDS_MIN:
                summary = text
    return Card(heading=heading, summary=summary, published_at=published_at, has_time=has_time)


def _is_teaser(element: HtmlElement) -> bool:
    if element.tag in _TEASER_TAGS:
        return True
    if not _TEASER_CLASS.search((element.get("class") or "")[:300]):
        return False
    return not any(node.tag in HEADINGS for node in islice(element.iter(), _ELEMENTS_MAX))


def _without_weak_end(element: HtmlElement, text: str) -> str:
    """Without the "read more" or the number of comments that ends a teaser."""
    for link in islice(element.iterdescendants("a"), _LINKS_MAX):
        words = text_of(link, _SUMMARY_MAX_CHARACTERS)
        if words and is_weak(words) and text.endswith(words):
            text = text.removesuffix(words).rstrip()
    return text


def _moment(text: str) -> datetime | None:
    """A `datetime` attribute (HTML, section 4.5.14) as a moment; UTC where it names no zone."""
    try:
        read = datetime.fromisoformat(text.strip()[:40])
        moment = read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment if moment.year >= _YEAR_MIN else None
