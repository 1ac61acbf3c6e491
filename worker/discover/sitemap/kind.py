"""What a file is by its beginning: a sitemap in XML, a list of URLs, or neither, and then what."""

import re
from dataclasses import dataclass
from enum import StrEnum

from worker.errors import Refused
from worker.vocabulary import Outcome

#: How much is looked at: stylesheets, long comments and warnings of PHP may come first.
HEAD_CHARACTERS = 65_536
_ROOT = re.compile(r"<(?:[\w.-]+:)?(?:urlset|sitemapindex)(?=[\s/>])", re.IGNORECASE)
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_FEED = re.compile(r"<(?:rss|feed|(?:rdf:)?RDF)\b", re.IGNORECASE)
_TAG = re.compile(r"<([A-Za-z_][\w:.-]{0,39})")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_WEB = re.compile(r"https?://\S", re.IGNORECASE)


class Form(StrEnum):
    """How a sitemap is written."""

    XML = "xml"  #: a urlset, a sitemapindex, or a mixture of both
    TEXT = "text"  #: one URL a line (sitemaps.org, "Text file")


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """Where the sitemap begins within the text, in characters."""

    form: Form
    offset: int


def recognise(head: str) -> Start:
    """Find the sitemap's beginning.

    An XML sitemap begins at its root element. What comes before is never parsed: blank lines and
    junk do no harm, and a document type has no way to bring in entities.

    Raises:
        Refused: wrong_type, with what it is instead.
    """
    root = _ROOT.search(head)
    before = head[: root.start()] if root else head
    # A page that merely shows a sitemap is a page.
    if _HTML.search(_COMMENT.sub("", before)):
        raise _wrong("it is an HTML page, no sitemap")
    if root:
        return Start(form=Form.XML, offset=root.start())
    if _is_list(head):
        return Start(form=Form.TEXT, offset=0)
    raise _wrong(_what_else(head))


def _is_list(head: str) -> bool:
    lines = (line.strip() for line in head.splitlines())
    first = next((line for line in lines if line and not line.startswith("#")), "")
    return bool(_WEB.match(first)) and " " not in first


def _what_else(head: str) -> str:
    text = head.strip("\ufeff \t\r\n")
    tag = _TAG.search(_COMMENT.sub("", head))
    for is_it, reason in (
        (not text, "it is empty"),
        (text.startswith("PK\x03\x04"), "it is a zip archive, no sitemap"),
        ("\0" in head or head.count("\ufffd") > len(head) / 10, "it is binary data, no sitemap"),
        (_FEED.search(head), "it is a feed, no sitemap"),
        (text.startswith(("{", "[")), "it is JSON, no sitemap"),
        (tag and text.startswith("<"), f"it is XML, but <{tag[1] if tag else ''}> is no sitemap"),
    ):
        if is_it:
            return reason
    return "it is text, but no list of URLs"


def _wrong(reason: str) -> Refused:
    return Refused(Outcome.WRONG_TYPE, reason)
