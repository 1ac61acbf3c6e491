"""XML to entries, in a stream: no tree is built, so that no file can fill the memory.

libxml2 reads on after most faults. Where it gives up, reading begins anew at the next entry.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress

from lxml import etree

from worker.discover.sitemap.entry import Entry, EntryTarget
from worker.discover.sitemap.mending import Mended

#: What is lost where the parser gives up, at the most: a few entries.
_PIECE_CHARACTERS = 1024
#: An entry with its pictures, videos and languages is shorter.
_BARREN_MAX_CHARACTERS = 2_000_000
_ENTRY = re.compile(r"<(?:[\w.-]+:)?(?:url|sitemap)(?=[\s>])", re.IGNORECASE)
#: Without declarations prefixes are dropped, which costs nothing: names are read without them.
_NEW_ROOT = "<urlset>"


class Entries:
    """The entries of a sitemap in XML; may be iterated once.

    Once it has been iterated, `is_cut` says that the root did not end: the file is cut off, or
    holds so much that is no entry that reading was given up.

    Args:
        pieces: the text, from the root's start tag on.
    """

    def __init__(self, pieces: Iterable[str]) -> None:
        self._pieces = Mended(pieces, piece_characters=_PIECE_CHARACTERS)
        self._target = EntryTarget()
        self._parser = _parser(self._target)
        self._fertile_characters = 0  #: up to the last entry
        self.is_cut = False

    def __iter__(self) -> Iterator[Entry]:
        for piece in self._pieces:
            entries = self._read(piece)
            yield from entries
            if entries:
                self._fertile_characters = self._pieces.read_characters
            elif self._pieces.read_characters - self._fertile_characters > _BARREN_MAX_CHARACTERS:
                break
        with suppress(etree.XMLSyntaxError, UnicodeDecodeError):  # there was nothing to be read
            self._parser.close()
        self.is_cut = not self._target.is_over
        yield from self._target.take()

    def _read(self, piece: str) -> list[Entry]:
        if self._target.is_over:
            begin = _ENTRY.search(piece)
            if begin is None:
                return []
            self._target = EntryTarget()
            self._parser = _parser(self._target)
            piece = _NEW_ROOT + piece[begin.start() :]
        before = self._target.tags_count
        try:
            self._parser.feed(piece.encode())
        except (etree.XMLSyntaxError, UnicodeDecodeError):
            self._target.is_over = True
        if self._target.tags_count == before and _ENTRY.search(piece):
            self._target.is_over = True  # the parser has given up, and says so to nobody
        return self._target.take()


def _parser(target: EntryTarget) -> etree.XMLParser:
    """Nothing from outside: no network, no document type, no entity of its own."""
    return etree.XMLParser(
        target=target,
        encoding="utf-8",
        recover=True,
        huge_tree=False,
        resolve_entities=False,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
    )
