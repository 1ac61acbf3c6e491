"""A sitemap as a list of URLs, one a line (sitemaps.org, "Text file")."""

from collections.abc import Callable, Iterable, Iterator

from worker.discover.sitemap.entry import Entry

#: Longer lines hold no URL.
_LINE_MAX_CHARACTERS = 10_000


def entries(pieces: Iterable[str], *, is_whole: Callable[[], bool]) -> Iterator[Entry]:
    """An entry for each line that is neither empty nor a comment.

    Args:
        is_whole: asked at the end: False where the last line may have been cut off; it is dropped.
    """
    rest = ""
    for piece in pieces:
        *lines, rest = (rest + piece).splitlines(keepends=True) or [""]
        if rest.endswith(("\n", "\r")):
            lines, rest = [*lines, rest], ""
        yield from _entries_of(lines)
        rest = rest[: _LINE_MAX_CHARACTERS + 1]
    if is_whole():
        yield from _entries_of([rest])


def _entries_of(lines: Iterable[str]) -> Iterator[Entry]:
    for line in lines:
        link = line.strip()
        if link and not link.startswith("#"):
            yield Entry(loc=link)
