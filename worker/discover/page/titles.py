"""Which of the texts that lead to an address is its headline."""

from collections import Counter
from collections.abc import Iterable, Iterator

from worker.discover.page.anchors import Anchor
from worker.discover.page.link_text import is_weak
from worker.discover.page.links import Target

#: Longer texts are whole cards, or paragraphs; a headline among the others is better.
_SANE_CHARACTERS = 250
#: A text over so many addresses says nothing of any of them.
_COMMON_ADDRESSES = 3


def titles_of(targets: Iterable[Target]) -> list[str]:
    """For each address the longest sane text: of headings, else of links, else of images.

    "" where none says anything: "read more", numbers, and what leads to several addresses alike.
    """
    targets = tuple(targets)
    common = _common_texts(targets)
    return [_title_of(target.anchors, common) for target in targets]


def _common_texts(targets: tuple[Target, ...]) -> frozenset[str]:
    """ "Read more" in whatever language."""
    counts = Counter(
        text
        for target in targets
        for text in {text for anchor in target.anchors for text in (anchor.text, anchor.spare)}
    )
    return frozenset(text for text, count in counts.items() if count >= _COMMON_ADDRESSES)


def _title_of(anchors: tuple[Anchor, ...], common: frozenset[str]) -> str:
    for texts in _by_worth(anchors):
        telling = [text for text in texts if text and text not in common and not is_weak(text)]
        if telling:
            return max(telling, key=lambda text: (len(text) <= _SANE_CHARACTERS, len(text)))
    return ""


def _by_worth(anchors: tuple[Anchor, ...]) -> Iterator[list[str]]:
    yield [anchor.heading for anchor in anchors]
    yield [anchor.lead for anchor in anchors]
    yield [anchor.spare for anchor in anchors]
