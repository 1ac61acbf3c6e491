"""What the links of one page say of each other, by their patterns and by which lies below which.

Works in any language: a pattern whose links are mostly headlines is the one of the site's articles.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from worker.discover.page.link_signs import Sign
from worker.urls import WebUrl

_KIN_MIN = 3
_HEADLINED_SHARE = 0.6
_LABELLED_MIN = 5
_LABELLED_SHARE = 0.1
#: A site that marks so many of its headlines' addresses marks all its articles.
_MARKED_MIN = 6
_MARKED_SHARE = 0.7
#: Addresses below one, from which it is their directory; fewer may be an article's own pages.
_BELOW_MIN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Relative:
    """What is known of one address when its kin is looked at."""

    url: WebUrl
    pattern: str
    is_headline: bool
    is_marked: bool  #: its address holds a date, a number or an id


class Kin:
    """The addresses of one page, seen together."""

    def __init__(self, relatives: Iterable[Relative]) -> None:
        sizes: Counter[str] = Counter()
        headlines: Counter[str] = Counter()
        self._below: Counter[str] = Counter()
        headlines_count = marked_count = 0
        for relative in relatives:
            headlines_count += relative.is_headline
            marked_count += relative.is_headline and relative.is_marked
            sizes[relative.pattern] += 1
            headlines[relative.pattern] += relative.is_headline
            self._below.update(_directories(relative.url))
        self._signs = _signs(sizes, headlines)
        self._marks_articles = (
            headlines_count >= _MARKED_MIN and marked_count >= _MARKED_SHARE * headlines_count
        )

    def signs_of(self, relative: Relative) -> tuple[Sign, ...]:
        """What the others say of this one."""
        signs = [self._signs[relative.pattern]] if relative.pattern in self._signs else []
        if self._below[_place(relative.url)] >= _BELOW_MIN:
            signs.append(Sign.DIRECTORY)
        if self._marks_articles and not relative.is_marked:
            signs.append(Sign.UNMARKED)
        return tuple(signs)


def _signs(sizes: Mapping[str, int], headlines: Mapping[str, int]) -> dict[str, Sign]:
    signs = {}
    for pattern, size in sizes.items():
        share = headlines[pattern] / size
        if size >= _KIN_MIN and share >= _HEADLINED_SHARE:
            signs[pattern] = Sign.HEADLINED_KIN
        elif size >= _LABELLED_MIN and share <= _LABELLED_SHARE:
            signs[pattern] = Sign.LABELLED_KIN
    return signs


def _place(url: WebUrl) -> str:
    return f"{url.host_key}{url.path.rstrip('/')}"


def _directories(url: WebUrl) -> list[str]:
    """The directories above an address, its host's root left out."""
    parts = url.path.strip("/").split("/")[:-1][:8]
    return [f"{url.host_key}/{'/'.join(parts[: depth + 1])}" for depth in range(len(parts))]
