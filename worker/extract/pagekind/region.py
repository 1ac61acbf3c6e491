"""The part of a page that is its own: text outside menus, banners and lists of links.

A measure for short pages, coarser than trafilatura and without its last resort, which takes the
menus of a page that has nothing else. Knows markup, no language.
"""

import re
from dataclasses import dataclass
from typing import cast

from lxml import etree
from lxml.html import HtmlElement

from worker.extract.weight import weight

_ELEMENTS_MAX = 20_000
_SKIPPED = frozenset(
    {"script", "style", "template", "noscript", "nav", "footer", "aside", "select", "option", "svg",
     "button", "dialog", "iframe", "object", "figcaption", "label", "textarea", "head"}
)  # fmt: skip
#: They hold the page: whatever they are called, they are no furniture.
_WHOLES = frozenset({"html", "body", "main", "article"})
_BLOCKS = frozenset(
    {"p", "div", "li", "ul", "ol", "td", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6", "br",
     "dd", "dt", "section", "article", "main", "header", "blockquote", "pre", "figure", "center",
     "form", "body", "hr"}
)  # fmt: skip
#: Names of elements around an article; `has-sidebar` and the like are said of what holds one.
_FURNITURE = re.compile(
    r"(?<![\w-])(?:site-?|page-|main-|top-|sub)?(?:nav|navi|navbar|navigation|menu|topbar|toolbar|masthead"
    r"|foot|footer|sidebar|side|side-right|side-left|breadcrumbs?|crumbs?|related|recommend\w*|recent"
    r"|most-?read|teasers?|hot|comments?|comments-area|respond|commentform"
    r"|newsletter|nl|share|social|ticker|widget|copyright|copy|right_col|left_col|skip-link"
    r"|cookie[\w-]*|consent[\w-]*|gdpr[\w-]*|cmp[\w-]*|cc-[\w-]+|kvkk[\w-]*|didomi[\w-]*|rodo"
    r"|user-menu|login-flyout|popup[\w-]*|modal[\w-]*)(?![\w-])",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[.!?…。！？؟।։]")
#: In letters of an alphabet: a shorter line is a heading, a link, a caption or a button.
PROSE_LINE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """What a page shows of its own."""

    blocks: tuple[str, ...]  #: on one line each, without the text of links
    link_weight: int  #: of the links' text within the region, in letters of an alphabet
    image_count: int
    player_count: int  #: videos, and frames that play them

    @property
    def weight(self) -> int:
        """Of all blocks, in letters of an alphabet."""
        return sum(map(weight, self.blocks))

    @property
    def prose(self) -> tuple[str, ...]:
        """The blocks that read as sentences."""
        return tuple(block for block in self.blocks if is_prose(block))


def is_prose(line: str) -> bool:
    """Whether a line is long enough, and marked, for a sentence."""
    return weight(line) >= PROSE_LINE and bool(_SENTENCE.search(line))


def region_of(tree: HtmlElement, *, without: HtmlElement | None = None) -> Region:
    """Walk through a page's tree once.

    Args:
        without: an element that is left out.
    """
    walk = _Walk(without)
    body = tree.find("body")
    if body is not None:
        walk.through(body)
    return walk.region()


class _Walk:
    def __init__(self, without: HtmlElement | None) -> None:
        self._without = without
        self._blocks: list[str] = []
        self._pieces: list[str] = []
        self._link_weight = self._image_count = self._player_count = 0

    def through(self, body: HtmlElement) -> None:
        walker = etree.iterwalk(body, events=("start", "end"))
        for number, (event, element) in enumerate(walker):
            if number > 2 * _ELEMENTS_MAX:
                break
            tag = element.tag if isinstance(element.tag, str) else ""
            if event == "start":
                self._start(cast("HtmlElement", element), tag, walker)
            else:
                if tag in _BLOCKS:
                    self._flush()
                if element is not body and element.tail:
                    self._pieces.append(element.tail)
        self._flush()

    def _start(self, element: HtmlElement, tag: str, walker: "etree.iterwalk[str]") -> None:
        if tag in _BLOCKS:
            self._flush()
        self._player_count += tag == "video" or (tag == "iframe" and _plays(element))
        if tag in _SKIPPED or element is self._without or _is_furniture(element, tag):
            walker.skip_subtree()
        elif tag == "a":
            self._image_count += len(element.findall(".//img"))
            if not _is_within_sentence(self._pieces, element):
                self._link_weight += weight(" ".join(element.itertext()).strip())
                walker.skip_subtree()
            elif element.text:
                self._pieces.append(element.text)
        else:
            self._image_count += tag in ("img", "amp-img")
            if element.text:
                self._pieces.append(element.text)

    def _flush(self) -> None:
        if block := " ".join("".join(self._pieces).split()):
            self._blocks.append(block)
        self._pieces = []

    def region(self) -> Region:
        return Region(
            blocks=tuple(self._blocks),
            link_weight=self._link_weight,
            image_count=self._image_count,
            player_count=self._player_count,
        )


def _is_within_sentence(before: list[str], link: HtmlElement) -> bool:
    """A link with more words around it in its block than a date belongs to a sentence."""
    around = " ".join([*before, link.tail or ""]).split()
    return 2 * len(" ".join(around)) > len(" ".join(link.itertext()).strip()) > 0


def _is_furniture(element: HtmlElement, tag: str) -> bool:
    if tag in _WHOLES:
        return False
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return len(names) > 1 and bool(_FURNITURE.search(names[:300]))


def _plays(frame: HtmlElement) -> bool:
    return bool(re.search(r"player|video|embed|youtube|vimeo|tv\b", frame.get("src") or "", re.I))
