"""Pages that nest without end, made shallow: libxml2 stops at 2,048 levels, whatever it is told.

Text is kept, and so are paragraphs and lists' items; other elements below a depth are left out.
"""

import re

from worker.extract.markup import MARKUP

_DEPTH_MAX = 120
#: Closed by what follows them, and so not nested without end; or without content.
_KEPT = frozenset(
    b"p li dt dd option html head body br hr img input meta link base area col source "
    b"title textarea".split()
)
#: Within words: no blank takes their place.
_INLINE = frozenset(b"a abbr b bdi big cite code em font i q s small span strong sub sup u".split())
_NAME = re.compile(rb"</?([a-zA-Z][^\s/>]*)")


def flattened(html: bytes) -> bytes:
    """The page without the tags of elements below 120 others."""
    open_names: list[bytes] = []

    def kept(found: re.Match[bytes]) -> bytes:
        tag = found[0]
        name = _NAME.match(tag)
        if name is None or found[1]:  # a comment, a declaration, a script
            return tag
        element = name[1].lower()
        if element in _KEPT:
            return tag
        if tag.startswith(b"</"):
            is_kept = _close(open_names, element)
        else:
            open_names.append(element)
            is_kept = len(open_names) <= _DEPTH_MAX
        return tag if is_kept else b"" if element in _INLINE else b" "

    return MARKUP.sub(kept, html)


def _close(open_names: list[bytes], element: bytes) -> bool:
    """Whether the end tag closes an element that was kept."""
    if open_names and open_names[-1] == element:
        open_names.pop()
        return len(open_names) < _DEPTH_MAX
    if element not in open_names[-_DEPTH_MAX:]:
        return True  # of nothing: browsers overlook it too
    while open_names.pop() != element:
        pass
    return len(open_names) < _DEPTH_MAX
