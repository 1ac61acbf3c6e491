"""A page of a site as the search for sources sees it: its title, link elements and anchors.

Knows HTML; which of the links matter, it does not say.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urljoin

from lxml import etree
from lxml.html import HtmlElement, document_fromstring

from worker import urls
from worker.discover.site.schemes import web_address
from worker.errors import Refused
from worker.strings import clean_line

TEXT_MAX_CHARACTERS = 400
#: Site maps in HTML have thousands; sections and feeds are told of at the edges of a page.
ANCHORS_MAX = 5000
_ANCESTORS_MAX = 12
_NAMES_MAX_CHARACTERS = 300  # of a class or id
#: libxml2 takes an XML declaration's encoding over ours.
_XML_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,300}>", re.IGNORECASE)
_NAVIGATION_CLASS = re.compile(
    r"(?i)(?:^|[\W_])(?:nav\w*|menu\w*|main-?menu|sections?|rubri\w+|head(?:er)?|top-?bar)(?:$|[\W_])"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteLink:
    """A link to http or https, from a `<link>` or an `<a>`."""

    url: urls.WebUrl
    text: str  #: what the link says, or its title; one line
    rel: frozenset[str]  #: in lower case
    media_type: str  #: in lower case, without parameters; "" where none is given
    is_navigation: bool = False  #: it stands in a menu


@dataclass(frozen=True, slots=True, kw_only=True)
class SitePage:
    """A page's title and links, in the page's order; repeats are kept."""

    title: str
    elements: tuple[SiteLink, ...]
    anchors: tuple[SiteLink, ...]


def read(html: str, base_url: str) -> SitePage:
    """Read a page, however broken; where there is nothing to read, it is empty.

    Args:
        base_url: where the page was found; its own `<base href>` goes before.
    """
    tree = _tree(html)
    if tree is None:
        return SitePage(title="", elements=(), anchors=())
    base = _base(tree, base_url)
    anchors = (_link(anchor, base) for anchor in islice(tree.iter("a"), ANCHORS_MAX))
    return SitePage(
        title=_line(next(tree.iter("title"), None)),
        elements=tuple(_present(_link(element, base) for element in tree.iter("link"))),
        anchors=tuple(_present(anchors)),
    )


def _tree(html: str) -> HtmlElement | None:
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True
    )
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=HtmlElement))
    text = _XML_DECLARATION.sub("", html.replace("\x00", ""), count=1)
    try:
        return document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def _base(tree: HtmlElement, base_url: str) -> str:
    for element in tree.iter("base"):
        href = (element.get("href") or "").strip()
        if href:
            return _joined(base_url, href) or base_url
    return base_url


def _joined(base: str, href: str) -> str | None:
    try:
        return urljoin(base, href)
    except ValueError:
        return None


def _present(links: Iterator[SiteLink | None]) -> Iterator[SiteLink]:
    return (link for link in links if link is not None)


def _link(element: HtmlElement, base: str) -> SiteLink | None:
    """None where it leads nowhere that can be asked for."""
    written = re.sub(r"[\t\r\n]+", "", element.get("href") or "")
    href = web_address(written).replace(" ", "%20")
    if not href or href.startswith("#"):
        return None
    joined = _joined(base, href)
    try:
        url = urls.parse(joined or "")
    except Refused:
        return None
    is_anchor = element.tag == "a"
    return SiteLink(
        url=url,
        text=_text(element) if is_anchor else _cut(element.get("title") or ""),
        rel=frozenset((element.get("rel") or "").lower().split()),
        media_type=(element.get("type") or "").lower().partition(";")[0].strip(),
        is_navigation=is_anchor and _is_navigation(element),
    )


def _text(anchor: HtmlElement) -> str:
    """Its words; where it has none, what is said of it or of its picture."""
    said = (anchor.get("title"), anchor.get("aria-label"))
    pictured = (image.get(name) for image in anchor.iter("img") for name in ("alt", "title"))
    return _line(anchor) or next(
        (line for text in (*said, *pictured) if (line := _cut(text or ""))), ""
    )


def _line(element: HtmlElement | None) -> str:
    if element is None:
        return ""
    words, length = [], 0
    for text in element.itertext():
        words.append(str(text))
        length += len(text)
        if length > TEXT_MAX_CHARACTERS:
            break
    return _cut(" ".join(words))


def _cut(text: str) -> str:
    return clean_line(text[: 4 * TEXT_MAX_CHARACTERS], TEXT_MAX_CHARACTERS)


def _is_navigation(anchor: HtmlElement) -> bool:
    for element in islice(anchor.iterancestors(), _ANCESTORS_MAX):
        if element.tag in ("nav", "header", "menu"):
            return True
        if element.attrib and element.tag not in ("body", "html"):
            if element.get("role") == "navigation":
                return True
            names = ((element.get(name) or "")[:_NAMES_MAX_CHARACTERS] for name in ("class", "id"))
            if _NAVIGATION_CLASS.search(" ".join(names)):
                return True
    return False
