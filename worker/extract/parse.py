"""UTF-8 to a tree, once; whatever is read from a page is read from this tree."""

import re
from contextlib import suppress
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement, document_fromstring

#: libxml2 takes an XML declaration's encoding over ours.
_XML_DECLARATION = re.compile(rb"\A\s*<\?xml[^>]{0,300}>", re.IGNORECASE)

#: References to controls, surrogates and the last two code points of the first plane.
_BAD_REFERENCE = re.compile(
    rb"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01]|127|5(?:529[6-9]|[56]\d{3}|7[0-2]\d{2}|73[0-3]\d|734[0-3])"
    rb"|6553[45])(?!\d)"
    rb"|[xX]0*(?:[0-8bBcCeEfF]|1[0-9a-fA-F]|7[fF]|[dD][89a-fA-F][0-9a-fA-F]{2}|[fF]{3}[eEfF])(?![0-9a-fA-F])"
    rb");?"
)
#: `<html lang="en"/>` ends the document for libxml2.
_EMPTY_HTML = re.compile(rb"(?i)\A([^<]{0,200}(?:<![^>]{0,300}>\s*)?<html\b[^>]{0,1000}?)\s*/>")

#: What holds no words for a reader, and makes every later copy of the tree dearer.
_DEAD_WEIGHT = ("script", "style", "svg", "link")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """A page's tree, and whether the parser gave up before the end of the page."""

    tree: HtmlElement
    stopped: str  #: libxml2's reason for stopping early; "" where it read everything


def parse(html: bytes) -> Parsed | None:
    """Parse a page into an lxml tree without comments and processing instructions.

    huge_tree lifts libxml2's limits from 256 nested tags and 10 MB a node to 2048 and 1 GB; beyond
    that it drops the rest in silence but for its error log, which `stopped` repeats.

    Args:
        html: UTF-8 without control characters (`charset.decode`).

    Returns:
        None where there is nothing to parse (no tag and no text).
    """
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
        tree = document_fromstring(_mended(html), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    limits = [
        entry.message for entry in parser.error_log if entry.type_name == "ERR_RESOURCE_LIMIT"
    ]
    return Parsed(tree=tree, stopped=limits[0] if limits else "")


def _mended(html: bytes) -> bytes:
    """Without what libxml2 stumbles over, or passes on as characters that lxml can't set again."""
    html = _XML_DECLARATION.sub(b"", html, count=1)
    if b"&#" in html:
        html = _BAD_REFERENCE.sub(b"", html)
    if b"\xef\xbf" in html:
        html = html.replace(b"\xef\xbf\xbe", b"").replace(b"\xef\xbf\xbf", b"")
    return _EMPTY_HTML.sub(rb"\1>", html, count=1)


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
