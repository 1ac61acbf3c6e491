"""Many short texts kept as one: a string of its own takes 50 to 80 bytes more than its letters.

There are a hundred thousand forms, and each process keeps them.
"""

from array import array
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

_END = "\n"  # folded, no form has one


class Texts:
    """A list of texts; each is made anew when it is asked for."""

    def __init__(self, texts: Iterable[str]) -> None:
        ends = array("I")
        parts = []
        length = 0
        for text in texts:
            parts.append(text)
            length += len(text)
            ends.append(length)
        self._joined, self._ends = "".join(parts), ends

    def __getitem__(self, at: int) -> str:
        return self._joined[self._ends[at - 1] if at else 0 : self._ends[at]]


class Spellings(Mapping[str, str]):
    """Spellings of forms, folded, each with its concept, concept by concept.

    To go through `pairs` is cheap. To look one up builds an index, which is kept: people who
    correct a lexicon need it, judging does not.
    """

    def __init__(self, concepts: Mapping[str, str]) -> None:
        by_concept: dict[str, list[str]] = {}
        for spelling, concept in concepts.items():
            by_concept.setdefault(concept, []).append(spelling)
        self._by_concept = {name: _END.join(listed) for name, listed in by_concept.items()}
        self._count = len(concepts)

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Each spelling and its concept."""
        for concept, joined in self._by_concept.items():
            for spelling in joined.split(_END):
                yield spelling, concept

    def __iter__(self) -> Iterator[str]:
        return (spelling for spelling, _ in self.pairs())

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, spelling: str) -> str:
        return self._index[spelling]

    @cached_property
    def _index(self) -> dict[str, str]:
        return dict(self.pairs())
