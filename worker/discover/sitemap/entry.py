"""Entries of a sitemap, gathered from a parser's events: starts of tags, texts, ends of tags.

Tolerates tags that nobody closed, and namespaces that are missing or wrong: only names count.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

#: The protocol needs 5; tags that nobody closes add one each.
_DEPTH_MAX = 60
_FIELD_MAX_CHARACTERS = 10_000
_ENTRY_NAMES = frozenset({"url", "sitemap"})
#: Their <loc>, <title> and <publication_date> are another thing's.
_MEDIA = re.compile(r"\{[^}]*sitemap-(?:image|video)|\{[^}]*/xhtml")
#: By the name of an element's parent, and its own.
_FIELDS = {
    ("url", "loc"): "loc",
    ("url", "lastmod"): "lastmod",
    ("sitemap", "loc"): "loc",
    ("sitemap", "lastmod"): "lastmod",
    ("news", "publication_date"): "published",
    ("news", "title"): "title",
    ("publication", "name"): "publication",
    ("publication", "language"): "language",
}


@dataclass(slots=True)
class Entry:
    """One <url> or <sitemap>, in its own words."""

    is_sitemap: bool = False
    loc: str = ""
    lastmod: str = ""
    published: str = ""
    title: str = ""
    publication: str = ""
    language: str = ""


class EntryTarget:
    """A parser's target, as lxml calls it."""

    def __init__(self) -> None:
        self.is_over = False  #: the root has ended, or tags are nested without end
        self.tags_count = 0
        self._path: list[str] = []
        self._done: list[Entry] = []
        self._entry: Entry | None = None
        self._field: str | None = None
        self._field_depth = 0
        self._text: list[str] = []
        self._text_characters = 0

    def take(self) -> list[Entry]:
        """The entries that have become whole since the last call."""
        done, self._done = self._done, []
        return done

    def start(self, tag: str, attributes: object) -> None:  # noqa: ARG002
        """A start tag."""
        self.tags_count += 1
        name = _local_name(tag)
        parent = self._path[-1] if self._path else ""
        self._path.append(name)
        if len(self._path) > _DEPTH_MAX:
            self.is_over = True
        elif name in _ENTRY_NAMES:
            self._finish_entry()  # one that nobody closed
            self._entry = Entry(is_sitemap=name == "sitemap")
        elif self._entry is not None and self._field is None:
            self._field = _FIELDS.get((parent, name))
            self._field_depth = len(self._path)

    def data(self, text: str) -> None:
        """Text, or a part of it."""
        if self._field is not None and self._text_characters < _FIELD_MAX_CHARACTERS:
            self._text.append(text)
            self._text_characters += len(text)

    def end(self, tag: str) -> None:
        """An end tag."""
        self.tags_count += 1
        name = _local_name(tag)
        if name not in self._path:
            return
        while self._path.pop() != name:
            pass  # what nobody closed ends with what is around it
        if self._field is not None and len(self._path) < self._field_depth:
            self._finish_field()
        if name in _ENTRY_NAMES:
            self._finish_entry()
        if not self._path:
            self.is_over = True

    def close(self) -> None:
        """Nothing more comes. An entry that is still open is not whole: it is dropped."""

    def _finish_field(self) -> None:
        text = "".join(self._text).strip()
        name = self._field
        if self._entry is not None and name and text and not getattr(self._entry, name):
            setattr(self._entry, name, text)
        self._field = None
        self._text.clear()
        self._text_characters = 0

    def _finish_entry(self) -> None:
        if self._field is not None:
            self._finish_field()
        if self._entry is not None:
            self._done.append(self._entry)
        self._entry = None


@lru_cache(maxsize=256)
def _local_name(tag: str) -> str:
    """A tag's name without its namespace, whichever that is; "" within other vocabularies."""
    if _MEDIA.match(tag):
        return ""
    return tag.rpartition("}")[2].rpartition(":")[2].lower()
