"""Does a page end where its author ended it, or was it broken off?

A page without `</html>` is normal on the web; one that ends within a tag, a script or a comment,
or with elements that every author closes still open, was cut: by a server, or on its way.
"""

import re

_TAIL_BYTES = 2_000
_BEGUN_TAG = re.compile(rb"<(?!!--)[a-z/!][^<>]{0,2000}\Z", re.IGNORECASE)
_UNREADABLE = "\ufffd".encode()
_RAW = (b"script", b"style", b"title", b"textarea", b"template", b"noscript")
_BODY, _BODY_END = re.compile(b"<(?:body|html)"), re.compile(b"</(?:body|html)")
_CLOSED_BY_ALL = (b"div", b"article", b"section", b"main", b"table", b"ul")


def broken_off(html: bytes) -> str:
    """Within what the page ends, for people: "a tag", "a comment", "<div>"; "" where it is whole.

    Args:
        html: UTF-8.
    """
    tail = html[-_TAIL_BYTES:]
    if b"</html" in tail.lower():
        return ""
    if tail.endswith(_UNREADABLE):
        return "a letter"
    return "a tag" if _BEGUN_TAG.search(tail) else _still_open(html.lower())


def _still_open(html: bytes) -> str:
    """What has no end: first what hides the rest of a page, then what everyone closes."""
    if html.rfind(b"<!--") > max(html.rfind(b"-->"), html.rfind(b"</script")):
        return "a comment"
    begun = [name for name in _RAW if html.rfind(b"<" + name) > html.rfind(b"</" + name)]
    # Fragments close nothing that surrounds them, and minifiers leave out the end of the body only.
    if not begun and _BODY.search(html) and not _BODY_END.search(html):
        begun = [n for n in _CLOSED_BY_ALL if html.count(b"<" + n) > html.count(b"</" + n)]
    return f"<{begun[0].decode()}>" if begun else ""
