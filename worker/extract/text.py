"""The article's text, by trafilatura; on trees that break it, by the page's own paragraphs."""

import logging
import re
import unicodedata
from dataclasses import dataclass

from lxml.html import HtmlElement
from trafilatura import bare_extraction
from trafilatura.external import jt_stoplist_init
from trafilatura.meta import reset_caches
from trafilatura.settings import Extractor as Options

from worker.strings import storable

#: trafilatura's caches hold lines and similarities of every page; emptied after this many.
PAGES_PER_RESET = 200
_PARAGRAPHS_MAX = 2000
_BLANKS = re.compile(r"[ \t\f\r\v]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What the page holds as its article's text."""

    text: str  #: paragraphs separated by one newline; "" where none was found
    method: str  #: "trafilatura", "paragraphs" (trafilatura failed), or "none"
    was_cut: bool
    fault: str  #: what trafilatura failed with; "" where it did not


class TextReader:
    """Reads article text out of trees, one page at a time; keeps trafilatura's caches small.

    Not for threads: trafilatura crashes there (its issues 840 and 925).
    """

    def __init__(self, *, fast: bool, max_characters: int) -> None:
        self._fast = fast
        self._max_characters = max_characters
        self._page_count = 0

    def warm(self) -> None:
        """Load what trafilatura would load at its first difficult page (justext's stop words)."""
        # It logs each page that it gives up, which our outcome tells already.
        logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
        if not self._fast:
            jt_stoplist_init()

    def read(self, tree: HtmlElement, url: str) -> Body:
        """The article's text; the tree stays as it is (bare_extraction works on a copy)."""
        self._page_count += 1
        if self._page_count % PAGES_PER_RESET == 0:
            reset_caches()
        raw, fault = self._by_trafilatura(tree, url)
        return self._body(raw, "trafilatura") if raw else self.rough(tree, fault=fault)

    def rough(self, tree: HtmlElement, *, fault: str = "") -> Body:
        """The page's own paragraphs, for trees that trafilatura can't read or that lost text."""
        return self._body(_paragraphs(tree), "paragraphs", fault)

    def _body(self, raw: str, method: str, fault: str = "") -> Body:
        text = _tidy(raw)
        return Body(
            text=text[: self._max_characters],
            method=method if text else "none",
            was_cut=len(text) > self._max_characters,
            fault=fault,
        )

    def _by_trafilatura(self, tree: HtmlElement, url: str) -> tuple[str, str]:
        options = Options(
            output_format="python", fast=self._fast, comments=False, tables=True, url=url
        )
        try:
            document = bare_extraction(tree, options=options)
        except (MemoryError, RecursionError):
            raise  # the child's limits: its parent knows what to do
        except Exception as error:  # noqa: BLE001 - any page may break a parser that isn't ours
            return "", f"{type(error).__name__}: {error}"[:200]
        # None: it found nothing, or swallowed a ValueError or TypeError of its own.
        return getattr(document, "text", None) or "", ""


def _paragraphs(tree: HtmlElement) -> str:
    """Every <p> of some length, in order."""
    paragraphs = (
        " ".join(p.text_content().split()) for p in list(tree.iter("p"))[:_PARAGRAPHS_MAX]
    )
    return "\n".join(p for p in paragraphs if len(p) > 40)


def _tidy(raw: str) -> str:
    """NFC, no characters that can't be stored, one newline between paragraphs, no blank lines."""
    text = unicodedata.normalize("NFC", storable(raw))
    lines = (_BLANKS.sub(" ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)
