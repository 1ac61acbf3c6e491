"""Pages that are nothing but a `<meta http-equiv=refresh>`: a redirect, told in HTML. Pure.

Looks at small pages only; what a larger page says is for those who read it.
"""

import re
from html import unescape

from worker import urls
from worker.errors import Refused
from worker.fetch.target import join_target
from worker.urls import WebUrl

#: A larger page is one that somebody should read; it also bounds the work of the patterns below.
PAGE_MAX_BYTES = 16_384
#: "Redirecting …, click here if nothing happens" in most languages; more text is a page.
WORDS_MAX_CHARACTERS = 300
#: After so long a pause the page was meant to be read: live tickers reload each minute.
DELAY_MAX_SECONDS = 15
LOCATION_SHOWN_MAX_LENGTH = 200

_UNSEEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|title|template|svg)\b.*?(?:</\1\s*>|\Z)",
    re.IGNORECASE | re.DOTALL,
)
_META = re.compile(r"<meta\b[^>]{0,2000}>", re.IGNORECASE)
_IS_REFRESH = re.compile(r"\bhttp-equiv\s*=\s*[\"']?\s*refresh\b", re.IGNORECASE)
_CONTENT = re.compile(r"\bcontent\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", re.IGNORECASE)
#: Seconds, a separator, and the target, with or without "url=" (WHATWG HTML, section 4.2.5.3).
_TARGET = re.compile(
    r"(?:(?P<delay>[0-9]{1,9}+)(?:\.[0-9]*+)?\s*+(?:[;,]|(?<=\s))\s*+)?"
    r"(?:url\s*+=\s*+|(?<=[;,\s]))[\"']?(?P<url>[^\"']+)[\"']?\s*+",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[^<>]*>")


def refresh_target(base: WebUrl, body: bytes) -> WebUrl | None:
    """The checked target of a page that is a redirect; None where the page is none.

    Args:
        base: where the page came from.
        body: decoded from its Content-Encoding.

    Raises:
        Refused: bad_url, it leads to no fetchable URL.
    """
    if len(body) > PAGE_MAX_BYTES:
        return None
    location = _location(body.decode("utf-8", errors="replace"))
    if location is None:
        return None
    try:
        return join_target(base, location)
    except Refused as refused:
        shown = urls.redact(location[:LOCATION_SHOWN_MAX_LENGTH])
        raise Refused(refused.outcome, f"meta refresh to {shown!r}: {refused.reason}") from None


def _location(page: str) -> str | None:
    seen = _UNSEEN.sub(" ", page)
    told = next((tag for tag in _META.findall(seen) if _IS_REFRESH.search(tag)), None)
    content = _CONTENT.search(told) if told else None
    if content is None:
        return None
    target = _TARGET.fullmatch(unescape(next(filter(None, content.groups()), "")).strip())
    if target is None or int(target["delay"] or 0) > DELAY_MAX_SECONDS:
        return None
    if len(" ".join(_TAG.sub(" ", seen).split())) > WORDS_MAX_CHARACTERS:
        return None
    return target["url"].strip()
