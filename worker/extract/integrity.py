"""Whether the tree holds what the bytes held: libxml2 drops in silence what breaks its limits."""

import re
from dataclasses import dataclass

from lxml.html import HtmlElement

from worker.extract.xpath import Texts

_MARKUP = re.compile(
    rb"(?is)<(script|style|noscript|template|svg)\b.*?(?:</\1\s*>|\Z)|<!--.*?-->|<[^<>]*>"
)
_VISIBLE = Texts("//text()[not(ancestor::script or ancestor::noscript or ancestor::template)]")
_MEASURED_MAX_BYTES = 20_000_000
_TELLING_BYTES = 60  # with less there is nothing to compare
_LOST_SHARE = 0.5  # more than half of the words gone: what is left is not the page
_SUSPECT_BYTES = 1_000_000  # ordinary pages are smaller, and need no second look


@dataclass(frozen=True, slots=True, kw_only=True)
class Integrity:
    """How much text the source held, and how much of it the tree holds, in bytes without blanks."""

    source_bytes: int
    parsed_bytes: int
    was_measured: bool

    @property
    def is_lost(self) -> bool:
        """Whether most of the text is missing in the tree."""
        if not self.was_measured or self.source_bytes < _TELLING_BYTES:
            return False
        return self.parsed_bytes < (1 - _LOST_SHARE) * self.source_bytes


def measure(html: bytes, tree: HtmlElement | None, stopped: str) -> Integrity:
    """Compare the text of source and tree; only for pages that give a reason (limits, size).

    Args:
        html: the page in UTF-8.
        tree: its tree, without scripts and styles; None where there was nothing to parse.
        stopped: why the parser stopped early; "" where it did not.
    """
    if tree is None or (not stopped and len(html) < _SUSPECT_BYTES):
        return Integrity(source_bytes=0, parsed_bytes=0, was_measured=False)
    source = _MARKUP.sub(b" ", html[:_MEASURED_MAX_BYTES])
    texts = _VISIBLE.of(tree)
    return Integrity(
        source_bytes=_solid(source),
        parsed_bytes=_solid(" ".join(texts).encode("utf-8", errors="replace")),
        was_measured=True,
    )


def _solid(text: bytes) -> int:
    return len(text.translate(None, b" \t\r\n\f"))
