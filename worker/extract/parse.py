"""UTF-8 to a tree, once; whatever is read from a page is read from this tree."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement, document_fromstring

from worker.extract.flatten import flattened
from worker.extract.mending import Mend, mended
from worker.extract.xpath import Is

#: What holds no words for a reader, and makes every later copy of the tree dearer.
_DEAD_WEIGHT = ("script", "style", "svg", "link")
#: What libxml2 keeps unless it is told otherwise.
_DEPTH_ORDINARY = 255
_IS_DEEP = Is("/*" * (_DEPTH_ORDINARY + 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """A page's tree, and what had to be done to have all of it."""

    tree: HtmlElement
    html: bytes  #: UTF-8 as it was parsed: mended, not made shallow
    stopped: str  #: libxml2's reason for stopping early; "" where it read everything
    done: Mapping[Mend, int]  #: what was set right


def parse(html: bytes) -> Parsed | None:
    """Parse a page into an lxml tree without comments and processing instructions.

    huge_tree lifts libxml2's limits from 256 nested tags and 10 MB a node to 2048 and 1 GB; beyond
    that it drops the rest in silence but for its error log. Then the page is made shallow, and
    parsed again.

    Args:
        html: UTF-8 without control characters (`charset.decode`).

    Returns:
        None where there is nothing to parse (no tag and no text).

    Raises:
        MemoryError: libxml2 found none, which by itself would be half a tree, or none.
    """
    page = mended(html)
    read = _read(page.html)
    if read is None:
        return None
    done = dict(page.done)
    if read.stopped:
        read = _read(flattened(page.html)) or read
        done[Mend.DEPTH] = 1
    elif _IS_DEEP.of(read.tree):
        done[Mend.DEPTH] = 1
    return Parsed(tree=read.tree, html=page.html, stopped=read.stopped, done=done)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    tree: HtmlElement
    stopped: str


def _read(html: bytes) -> _Read | None:
    parser = etree.HTMLParser(
        collect_ids=False,
        encoding="utf-8",
        remove_comments=True,
        remove_pis=True,
        huge_tree=True,
    )
    # lxml.html's own parser asks a Python function for the class of each element: 7 % of all
    # the work.
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=HtmlElement))
    try:
        tree = document_fromstring(html, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        _require_memory(parser)
        return None
    _require_memory(parser)
    limits = [
        entry.message for entry in parser.error_log if entry.type_name == "ERR_RESOURCE_LIMIT"
    ]
    return _Read(tree=tree, stopped=limits[0] if limits else "")


def _require_memory(parser: etree.HTMLParser) -> None:
    if any(entry.type_name == "ERR_NO_MEMORY" for entry in parser.error_log):
        raise MemoryError("libxml2 found no memory for the page's tree")


def lighten(tree: HtmlElement) -> None:
    """Take scripts, styles and drawings out of the tree; the text after each stays.

    JSON-LD stays: trafilatura's last resort reads article bodies from it.
    """
    for element in list(tree.iter(*_DEAD_WEIGHT)):
        if element.tag == "script" and "ld+json" in (element.get("type") or "").lower():
            continue
        # A tail that libxml2 could read and lxml can't write: the element may as well stay.
        with suppress(ValueError, AssertionError):
            element.drop_tree()
