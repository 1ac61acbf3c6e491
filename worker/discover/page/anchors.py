"""What one linking element shows: its text, the headline in it, what stands for a text.

Every look into an element is bounded: a link that was never closed holds the rest of the page.
"""

import re
from dataclasses import dataclass
from itertools import islice

from lxml.html import HtmlElement

from worker.discover.page.link_text import words_count
from worker.discover.page.tree import HEADINGS, blocks_of, text_of
from worker.strings import clean_line

_TEXT_MAX_CHARACTERS = 500
_LEAD_WORDS_MIN = 4
_WITHIN_MAX = 200  # elements
_HEADING_LEVELS = 3  # from a link up to the heading around it
_CLASS_MAX_CHARACTERS = 500
_IMAGES = frozenset({"img", "picture", "amp-img"})
_ITEMS = frozenset({"li", "td", "body"})
_TITLE_CLASS = re.compile(
    r"(?<!sub)(?<!sub[-_])(?:title|headline|heading)(?!s?[-_]?(?:sub|bar|image))", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """One element that leads somewhere."""

    element: HtmlElement
    text: str  #: all that it shows, one line
    heading: str  #: the heading within it, or its text where it stands in a heading; else ""
    lead: str  #: its first part that is a headline by length, else all its text
    spare: str  #: its title attribute, label, or its image's description
    has_image: bool
    relations: frozenset[str]  #: of its rel attribute


def read(element: HtmlElement) -> Anchor:
    """Look at a linking element."""
    blocks = blocks_of(element, _TEXT_MAX_CHARACTERS)
    text = clean_line(" ".join(blocks), _TEXT_MAX_CHARACTERS)
    within = list(islice(element.iterdescendants(), _WITHIN_MAX)) if len(element) else []
    image = next((node for node in within if node.tag in _IMAGES), None)
    title = next((node for node in within if _is_title(node)), None)
    if title is not None:
        heading = text_of(title, _TEXT_MAX_CHARACTERS)
    else:
        heading = text if _stands_in_title(element) else ""
    return Anchor(
        element=element,
        text=text,
        heading=heading,
        lead=_lead(blocks) or text,
        spare=_spare(element, image),
        has_image=image is not None,
        relations=frozenset((element.get("rel") or "")[:_CLASS_MAX_CHARACTERS].lower().split()),
    )


def _lead(blocks: list[str]) -> str:
    """Publishers set a label, the headline and a teaser side by side in one link."""
    if len(blocks) == 1:
        return ""
    lines = (clean_line(block, _TEXT_MAX_CHARACTERS) for block in blocks if not block.isspace())
    return next((line for line in lines if words_count(line) >= _LEAD_WORDS_MIN), "")


def _spare(element: HtmlElement, image: HtmlElement | None) -> str:
    words = element.get("title") or element.get("aria-label") or element.get("alt") or ""
    if not words and image is not None:
        words = image.get("alt") or ""
    return clean_line(words[: 4 * _TEXT_MAX_CHARACTERS], _TEXT_MAX_CHARACTERS)


def _is_title(element: HtmlElement) -> bool:
    if element.tag in HEADINGS:
        return True
    classes = element.get("class")
    return classes is not None and bool(_TITLE_CLASS.search(classes[:_CLASS_MAX_CHARACTERS]))


def _stands_in_title(element: HtmlElement) -> bool:
    node: HtmlElement | None = element
    for _ in range(_HEADING_LEVELS):
        if node is None or node.tag in _ITEMS:
            return False
        if _is_title(node):
            return True
        node = node.getparent()
    return False
