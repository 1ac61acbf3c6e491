"""Where in a page a link stands: in its main part, or among menus, labels, tools, advertisements.

What holds most of the page's headlines, or hardly anything but headlines, is no menu, whatever it
is called: publishers name wrappers after anything.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from lxml.html import HtmlElement

from worker.discover.page.link_place_names import said_by, worst_of
from worker.discover.page.link_signs import Sign

#: An element with this share of the page's headlines wraps the page; fewer headlines prove nothing.
_WRAPPER_SHARE = 0.5
_WRAPPER_HEADLINES_MIN = 4
#: An element most of whose links are headlines lists articles.
_LISTING_SHARE = 0.6
_LISTING_HEADLINES_MIN = 3
_LEVELS_MAX = 80  # pages of news have 40; a trap has 2,000


@dataclass(frozen=True, slots=True)
class Place:
    """What the elements around a link say."""

    against: Sign | None = None
    is_main: bool = False  #: within <main> or an <article>
    is_item: bool = False  #: within an item, whose own header and footer are not the page's
    is_advert: bool = False

    @property
    def signs(self) -> tuple[Sign, ...]:
        """The sign of the worst place; of the main part where there is none."""
        if self.against is not None:
            return (self.against,)
        return (Sign.IN_MAIN,) if self.is_main else ()


_NOWHERE = Place()
_Said = tuple[Sign | None, bool]


class Places:
    """The places of one page's elements; each element is looked at once.

    Args:
        headlines: elements of links whose text is a whole headline, one for each address.
        others: elements of all other links, one for each address.
    """

    def __init__(self, headlines: Iterable[HtmlElement], others: Iterable[HtmlElement]) -> None:
        self._places: dict[HtmlElement, Place] = {}
        self._said: dict[tuple[str, str | None, str | None, str | None], _Said] = {}
        self._listings = _listings(headlines, others)

    def of(self, element: HtmlElement) -> Place:
        """Where the element stands."""
        chain = []
        node: HtmlElement | None = element
        while node is not None and node not in self._places:
            chain.append(node)
            node = node.getparent()
        place = self._places[node] if node is not None else _NOWHERE
        for node in reversed(chain):
            place = self._places[node] = self._within(place, node)
        return place

    def _within(self, outer: Place, element: HtmlElement) -> Place:
        if element.tag in ("html", "body"):  # their classes list what the page has somewhere
            return outer
        sign, is_advert = self._said_by(element)
        if element in self._listings and sign is not Sign.IN_MAIN:
            sign, is_advert = None, False
        is_article = element.tag == "article" or element.get("role") == "article"
        is_item = outer.is_item or is_article or element.tag == "li"
        if is_item and sign is Sign.IN_HEADER:
            sign = None
        elif is_item and sign is Sign.IN_FOOTER:
            sign = Sign.IN_LABELS
        return Place(
            against=worst_of({outer.against, sign}),
            is_main=outer.is_main or is_article or sign is Sign.IN_MAIN,
            is_item=is_item,
            is_advert=outer.is_advert or is_advert,
        )

    def _said_by(self, element: HtmlElement) -> _Said:
        """What the element says itself; pages repeat the same classes thousands of times."""
        names = element.tag, element.get("role"), element.get("class"), element.get("id")
        if names not in self._said:
            self._said[names] = said_by(*names)
        return self._said[names]


def _listings(
    headlines: Iterable[HtmlElement], others: Iterable[HtmlElement]
) -> frozenset[HtmlElement]:
    """Elements that hold most of the page's headlines, or hardly anything but headlines."""
    above, total = _counts_above(headlines)
    beside, _ = _counts_above(others)
    return frozenset(
        element
        for element, count in above.items()
        if (total >= _WRAPPER_HEADLINES_MIN and count > _WRAPPER_SHARE * total)
        or (
            count >= _LISTING_HEADLINES_MIN
            and count >= _LISTING_SHARE * (count + beside.get(element, 0))
        )
    )


def _counts_above(elements: Iterable[HtmlElement]) -> tuple[dict[HtmlElement, int], int]:
    """How many of the elements each ancestor holds, and how many there are."""
    counts: dict[HtmlElement, int] = {}
    total = 0
    for element in elements:
        total += 1
        for ancestor in islice(element.iterancestors(), _LEVELS_MAX):
            counts[ancestor] = counts.get(ancestor, 0) + 1
    return counts, total
