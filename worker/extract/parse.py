"""UTF-8 to a tree, once; whatever is read from a page is read from this tree."""

import re
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

#: libxml2 takes an XML declaration's encoding over ours.
_XML_DECLARATION = re.compile(rb"\A\s*<\?xml[^>]{0,300}>", re.IGNORECASE)

#: What holds no words for a reader, and makes every later copy of the tree dearer. JSON-LD stays:
#: trafilatura's last resort reads article bodies from it.
_DEAD_WEIGHT = etree.XPath(
    "//style | //svg | //link[not(@rel='canonical')] | //script[not(contains(@type, 'ld+json'))]"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """A page's tree, and whether the parser gave up before the end of the page."""

    tree: HtmlElement
    stopped: str  #: libxml2's reason for stopping early; "" where it read everything


def parse(html: bytes) -> Parsed | None:
    """Parse a page into an lxml tree without comments and processing instructions.

    huge_tree lifts libxml2's limits from 256 nested tags and 10 MB a node to 2048 and 1 GB; beyond that
    it drops the rest in silence but for its error log, which `stopped` repeats.

    Args:
        html: UTF-8 without control characters (`charset.decode`).

    Returns:
        None where there is nothing to parse (no tag and no text).
    """
    parser = HTMLParser(
        collect_ids=False,
        default_doctype=False,
        encoding="utf-8",
        remove_comments=True,
        remove_pis=True,
        huge_tree=True,
    )
    try:
        tree = document_fromstring(_XML_DECLARATION.sub(b"", html, count=1), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    limits = [entry.message for entry in parser.error_log if entry.type_name == "ERR_RESOURCE_LIMIT"]
    return Parsed(tree=tree, stopped=limits[0] if limits else "")


def lighten(tree: HtmlElement) -> None:
    """Take scripts, styles and drawings out of the tree; the text after each stays."""
    for element in _DEAD_WEIGHT(tree):
        element.drop_tree()
