"""A home or section page as a tree, and what it says of itself: title, language, base address."""

import re
from itertools import islice
from urllib.parse import urljoin

from lxml import etree
from lxml.html import HtmlElement

from worker.strings import clean_line

_TITLE_MAX_CHARACTERS = 300
#: NUL and its like end the page, or break the parser's strings; lone surrogates can't be encoded.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
#: libxml2 takes an XML declaration's encoding over ours.
_XML_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,300}>", re.IGNORECASE)
#: `<html lang="en"/>` ends the document for libxml2.
_EMPTY_HTML = re.compile(r"(?i)\A([^<]{0,200}(?:<![^>]{0,300}>\s*)?<html\b[^>]{0,1000}?)\s*/>")
_LANGUAGE = re.compile(r"\s*([a-z]{2})(?:[-_]|\s*\Z)", re.IGNORECASE)

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})

#: Their content is no text for readers.
_SILENT = frozenset({"script", "style", "noscript", "template", "svg", "iframe", "object", "video"})
#: They don't end a word; everything else does (publishers set headlines in spans side by side).
_INLINE = frozenset({"b", "strong", "i", "em", "u", "s", "font", "mark", "sup", "sub", "wbr", "a"})
#: An element that was never closed may hold the whole page.
_TEXT_NODES_MAX = 120


def parse(text: str) -> HtmlElement | None:
    """The tree of a page, however malformed, without comments; None where there is no element."""
    parser = etree.HTMLParser(
        collect_ids=False,
        encoding="utf-8",
        remove_comments=True,
        remove_pis=True,
        no_network=True,
        huge_tree=True,  # else nothing is read from the 256th nested tag on
    )
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=HtmlElement))
    text = _XML_DECLARATION.sub("", _CONTROLS.sub(" ", text), count=1)
    text = _EMPTY_HTML.sub(r"\1>", text, count=1)
    try:
        tree: HtmlElement | None = etree.fromstring(text.encode("utf-8"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    if tree is not None:
        _drop_templates(tree)
    return tree


def _drop_templates(tree: HtmlElement) -> None:
    """What a <template> holds is shown by scripts only; but for declared shadow roots.

    A <noscript> stays: we are such a reader.
    """
    for template in list(tree.iter("template")):
        if template.get("shadowrootmode") is None and template.getparent() is not None:
            template.drop_tree()


def title_of(tree: HtmlElement) -> str:
    """The page's title; "" where it has none."""
    found = tree.find(".//title")
    return "" if found is None else clean_line(found.text or "", _TITLE_MAX_CHARACTERS)


def language_of(tree: HtmlElement) -> str | None:
    """The language that the page declares for itself, ISO 639-1."""
    found = _LANGUAGE.match(tree.get("lang") or tree.get("xml:lang") or "")
    return found[1].lower() if found else None


def base_of(tree: HtmlElement, base_url: str) -> str:
    """Against what relative links are resolved: the first <base href>, or the page itself."""
    element = tree.find(".//base[@href]")
    if element is None:
        return base_url
    try:
        base = urljoin(base_url, (element.get("href") or "").strip())
    except ValueError:
        return base_url
    return base if base.lower().startswith(("http://", "https://")) else base_url


def text_of(element: HtmlElement, max_characters: int) -> str:
    """What the element shows as text, as one line; its end is left out where it is very long."""
    return clean_line(" ".join(blocks_of(element, max_characters)), max_characters)


def blocks_of(element: HtmlElement, max_characters: int) -> list[str]:
    """What the element shows, cut where anything but mere emphasis begins or ends."""
    if len(element) == 0:
        return [(element.text or "")[: 4 * max_characters]]
    blocks = [element.text or ""]
    room = 4 * max_characters - len(blocks[0])  # white space takes more room than words
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, node in islice(walk, _TEXT_NODES_MAX):
        if node is element:
            continue
        if event == "end":
            piece = node.tail or ""
        elif node.tag in _SILENT:
            walk.skip_subtree()
            continue
        else:
            piece = node.text or ""
        if node.tag in _INLINE:
            blocks[-1] += piece
        else:
            blocks.append(piece)
        room -= len(piece)
        if room < 0:
            break
    return [block[: 4 * max_characters] for block in blocks]
