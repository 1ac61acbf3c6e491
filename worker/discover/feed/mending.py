"""Mending XML that isn't well-formed, in the ways in which feeds are broken again and again.

There is no DOCTYPE any more: its entities are mended with HTML's, or stay as they are written.
A feed in order is left as it is. What is beyond mending goes to feedparser's loose parser, which
reads it as tag soup; the mending is for what that one loses: whole items where a <title> or <link>
is not closed, query strings where "&copy=1" reads like a reference, all of it for one impossible
character.
"""

import re
from html.entities import html5
from xml.parsers import expat

#: Characters that XML 1.0 forbids (section 2.2); each would make the whole feed unreadable.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

_PLACES = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)"
    r"|(?:&\#x[0-9a-f]{1,8};|&\#[0-9]{1,10};)+|&(?:[a-z][\w.-]{0,40};)?|<(?![a-z_/!?])",
    re.IGNORECASE | re.DOTALL,
)
_NUMBER = re.compile(r"&#(?:x([0-9a-f]+)|([0-9]+));", re.IGNORECASE)
_XML_ENTITIES = frozenset({"amp", "lt", "gt", "quot", "apos"})

#: Elements that hold text only; what follows shows where they should have ended.
_UNCLOSED = re.compile(
    r"<(title|link|guid|pubDate|dc:date)(?:\s[^<>]*)?(?<!/)>"
    r"(?:<!\[CDATA\[(?:[^<\]]|\](?!\]>))*\]\]>)?[^<]*"
    r"(?=<(?:/?(?:item|entry|channel|rss|feed)|title|link|guid|pubDate|description|author|category"
    r"|comments|enclosure|source|dc:[a-z]+|content:encoded)[\s>])",
    re.IGNORECASE,
)


def mended(text: str) -> str:
    """The text as it is where it is well-formed; else the closest that could be done."""
    text = _FORBIDDEN.sub("", text)
    if _is_well_formed(text):
        return text
    return _UNCLOSED.sub(r"\g<0></\1>", _PLACES.sub(_fit, text))


def _is_well_formed(text: str) -> bool:
    """By expat with no handlers: it resolves nothing outside, and builds nothing."""
    parser = expat.ParserCreate("utf-8")
    try:
        parser.Parse(text.encode(), True)
    except expat.ExpatError:
        return False
    return True


def _fit(found: re.Match[str]) -> str:
    """What XML can read in its place; sections that it doesn't read stay as they are."""
    place = found[0]
    if place[0] == "<":
        return place if len(place) > 1 else "&lt;"
    if place.startswith("&#"):
        return _characters(place)
    name = place[1:-1]
    if not name:
        return "&amp;"
    if name in _XML_ENTITIES:
        return place
    meant = html5.get(name + ";")
    return _escaped(meant) if meant else f"&amp;{name};"


def _characters(references: str) -> str:
    """Numeric references in a row: two halves of a surrogate pair are one character."""
    codes = [
        int(match[1], 16) if match[1] else int(match[2]) for match in _NUMBER.finditer(references)
    ]
    units = "".join(chr(code) if code < 0x110000 else "" for code in codes)
    text = units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    return _escaped(_FORBIDDEN.sub("", text))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
