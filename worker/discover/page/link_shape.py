"""What the shape of a URL says: an article's, a list's, or none of both.

Knows URLs only: nothing of pages, texts or earlier visits.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from worker.discover.page import link_words
from worker.discover.page.link_kind import kind_of
from worker.discover.page.link_parts import Parts, parts_of
from worker.discover.page.link_signs import LeftOut, Sign
from worker.discover.page.link_slug import (
    LONG_SLUG_WORDS,
    SLUG_WORDS,
    has_date,
    has_number,
    slug_words,
)
from worker.discover.page.link_words import listed
from worker.urls import WebUrl

_HTML = listed("htm html shtml dhtml ece stm")
#: Segments in which a slug may stand, from the end: /some-headline/article/4711.
_SLUG_SEGMENTS = 3
_NUMBER_SEGMENTS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What a URL's shape says."""

    signs: tuple[Sign, ...] = ()
    left_out: LeftOut | None = None  #: it is no article, whatever else speaks for it


def shape_of(url: WebUrl) -> Shape:
    """Read the shape of a URL that is on the site and not its front page."""
    parts = parts_of(url)
    kind = kind_of(parts)
    return Shape(signs=tuple(_signs(parts)), left_out=kind)


def _signs(parts: Parts) -> Iterator[Sign]:
    names = parts.names
    words = max((slug_words(name) for name in names[-_SLUG_SEGMENTS:]), default=0.0)
    is_dated = has_date(parts.path)
    is_numbered = any(has_number(name) for name in names[-_NUMBER_SEGMENTS:])
    if is_dated:
        yield Sign.DATE_IN_PATH
    if is_numbered:
        yield Sign.NUMBER_IN_PATH
    if words >= LONG_SLUG_WORDS:
        yield Sign.LONG_SLUG
    elif words >= SLUG_WORDS:
        yield Sign.SLUG
    elif not (is_dated or is_numbered or parts.has_id):
        yield from _signs_of_names(parts)
    if parts.has_id:
        yield Sign.ARTICLE_ID
    if parts.extension in _HTML:
        yield Sign.HTML_FILE
    if not link_words.ARTICLE_WORDS.isdisjoint(names[:-1]):
        yield Sign.ARTICLE_WORD
    if any(link_words.kind_of(name) is not None for name in names[:-1]):
        yield Sign.LISTING_WORD


def _signs_of_names(parts: Parts) -> Iterator[Sign]:
    yield Sign.NAMES_ONLY
    if len(parts.names) <= 1:
        yield Sign.QUERY_ONLY if parts.query else Sign.ONE_NAME
