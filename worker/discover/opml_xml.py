"""XML that strangers wrote, to a tree: nothing is fetched or expanded, and small damage is mended.

Knows what OPML files suffer from; not what they say.
"""

import codecs
import re
import sys
from dataclasses import dataclass
from html import escape
from html.entities import html5

from lxml import etree

from worker.errors import InputError

BYTES_MAX = 20 * 1024 * 1024  # ten thousand feeds take some 4 MB
_XINCLUDE = "{http://www.w3.org/2001/XInclude}"
_DECLARATION = re.compile(
    r"""\A\s*<\?xml\b[^>]{0,300}?(?:encoding\s*=\s*["']([\w.:-]+)["'])?[^>]{0,300}>"""
)
_DECLARED = re.compile(rb"""\A\s*<\?xml\b[^>]{0,300}?encoding\s*=\s*["']([\w.:-]+)["']""")
#: Encodings of text; Python has others, which unpack, escape and translate.
_TEXT_ENCODING = re.compile(
    r"(?i)utf-?8|us-ascii|iso-?8859-?\d{1,2}|latin-?\d|(?:windows-|cp)(?:125\d|874|932|936|949|950)|"
    r"koi8-[ru]|shift[_-]jis|euc-(?:jp|kr)|iso-2022-jp|gb2312|gbk|gb18030|big5|tis-620"
)
_DEFINITION = re.compile(r"(?i)<!\s*(?:DOCTYPE|ENTITY)\b")
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LONE_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)")
_REFERENCE = re.compile(r"&#(?:x([0-9a-fA-F]+)|([0-9]+));")
_REFERENCE_MAX_CHARACTERS = 12
_HTML_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31};)")
_XML_ENTITIES = frozenset({"amp;", "lt;", "gt;", "quot;", "apos;"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadXml:
    """A document's root, and whether it had to be mended."""

    root: etree._Element
    is_damaged: bool


def read(body: bytes) -> ReadXml:
    """Parse a document.

    Raises:
        InputError: it is too large, is no XML at all, defines entities (a DTD), or includes other
            files (XInclude).
    """
    if len(body) > BYTES_MAX:
        raise InputError(f"it has more than {BYTES_MAX // 1024**2} MiB")
    decoded = _decoded(body)
    text = _UNFIT.sub("", decoded)  # first of all: a NUL within "<!DOCTYPE" would hide it
    if _DEFINITION.search(text):
        is_html = re.search(r"(?i)<!\s*DOCTYPE\s+html\b", text)
        raise InputError(
            "it is an HTML page"
            if is_html
            else "it has a DTD, which may define entities; remove it"
        )
    text = _DECLARATION.sub("", text, count=1)
    try:
        root, is_damaged = _parsed(text, recover=False), text not in decoded
    except etree.XMLSyntaxError:
        root, is_damaged = _mended(text), True
    if root is None:
        raise InputError("it is empty" if not text.strip() else "it is no XML")
    if next(root.iter(f"{_XINCLUDE}*"), None) is not None:
        raise InputError("it includes other files (XInclude), which are not read")
    return ReadXml(root=root, is_damaged=is_damaged)


def _decoded(body: bytes) -> str:
    """By its mark, its declaration, or as UTF-8; where none of these fits, as Windows-1252."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace")
    declared = _DECLARED.match(body)
    name = declared[1].decode("ascii", "replace") if declared else "utf-8"
    for encoding in (name if _TEXT_ENCODING.fullmatch(name) else "utf-8", "utf-8"):
        try:
            return body.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return body.decode("windows-1252", "replace")


def _parsed(text: str, *, recover: bool) -> etree._Element | None:
    parser = etree.XMLParser(
        encoding="utf-8",
        recover=recover,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    return etree.fromstring(text.encode("utf-8", "replace"), parser)


def _mended(text: str) -> etree._Element | None:
    """With HTML's entities resolved, lone ampersands escaped, and no reference to what is none."""
    resolved = _REFERENCE.sub(_sound, _HTML_ENTITY.sub(_resolved, text))
    try:
        return _parsed(_LONE_AMPERSAND.sub("&amp;", resolved), recover=True)
    except etree.XMLSyntaxError:
        return None


def _sound(reference: re.Match[str]) -> str:
    """A parser that recovers makes bytes of surrogates that are no UTF-8."""
    if len(reference[0]) > _REFERENCE_MAX_CHARACTERS:
        return ""
    code = int(reference[1], 16) if reference[1] else int(reference[2])
    is_sound = code <= sys.maxunicode and not _UNFIT.match(chr(code))
    return reference[0] if is_sound else ""


def _resolved(entity: re.Match[str]) -> str:
    """As a character of text: `&LT;` is one of HTML's, and must open no tag."""
    if entity[1] in _XML_ENTITIES or entity[1] not in html5:
        return entity[0]
    return escape(html5[entity[1]])
