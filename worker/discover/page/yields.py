"""What earlier visits showed of a URL pattern: how many of its pages were articles."""

import math
from dataclasses import dataclass

#: A site that puts up a consent wall, or is down, can make some visits fail; so many in a row are
#: the pattern's own.
UNYIELDING_ASKED = 10
#: Two pseudo-visits, one of each kind: the first visits must not decide alone.
_PRIOR = 0.5
#: What a pattern's pages were says more than any sign that its links have in common.
_STRENGTH = 2.0
#: About the sum of what speaks for the surest of links: above it, nothing could overrule.
_MAX_POINTS = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Yield:
    """Visits of pages of one pattern, and how they ended."""

    asked: int
    articles: int  #: of these, pages that held an article

    @property
    def is_none(self) -> bool:
        """Whether it was asked often, and never gave an article."""
        return self.articles <= 0 and self.asked >= UNYIELDING_ASKED

    @property
    def is_rich(self) -> bool:
        """Whether it gave articles more often than not, and more than one."""
        return self.articles >= 2 and 2 * self.articles > self.asked

    @property
    def points(self) -> float:
        """For or against the pattern's links, in `link_signs`' unit; 0 where nothing was asked."""
        articles = max(0, min(self.articles, self.asked))
        odds = (articles + _PRIOR) / (max(0, self.asked) - articles + _PRIOR)
        return max(-_MAX_POINTS, min(_MAX_POINTS, _STRENGTH * math.log(odds)))
