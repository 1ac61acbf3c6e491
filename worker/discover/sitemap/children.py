"""Which sitemaps of an index are worth watching: a pure rule.

What publishers' programs do, and what follows:
- A lastmod may be missing (WordPress wrote none into its index for years), and often is just where
  it matters: at the news sitemap (Google's: articles of the last two days) among dated archives.
- Archives have a file for each day, month or year. When an old article is edited, or all files are
  written anew, the lastmod of an old archive is today; its name tells better what it holds.
- All files that one run wrote differ by seconds, which say nothing.
- Yoast and WordPress fill up post-sitemap1, 2, … 37: the newest is the highest number. All in One
  SEO had it the other way round for years, and `?from=0, 100, …` still has: a number alone doesn't
  tell which end is new.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import chain, groupby, zip_longest

from worker.discover.sitemap import names as sitemap_names
from worker.discover.sitemap.names import Name
from worker.source_values import ChildSitemap

_Named = tuple[ChildSitemap, Name]
#: Changes within one day are equal.
_DAY = timedelta(days=1)


def freshest(
    children: Sequence[ChildSitemap], *, count_max: int, now: datetime, age_max: timedelta
) -> tuple[ChildSitemap, ...]:
    """At most `count_max`: those first that most likely list the newest articles.

    First those that changed within `age_max` by lastmod and name, the latest day first; then those
    of which nothing is known; then the others, whose entries are all older than `age_max` if their
    dates are right. Equal ones: news before others, then both ends of each series in turn.
    """

    def rank(named: _Named) -> tuple[int, int, bool]:
        return _rank(*named, now=now, age_max=age_max)

    ranked = sorted(((child, sitemap_names.read(child.url)) for child in children), key=rank)
    ordered = chain.from_iterable(_by_turns(equals) for _, equals in groupby(ranked, key=rank))
    return tuple(ordered)[:count_max]


def _rank(
    child: ChildSitemap, name: Name, *, now: datetime, age_max: timedelta
) -> tuple[int, int, bool]:
    """Smaller is better: tier, age in days, whether it is no news sitemap."""
    dates = [at for at in (child.changed_at, name.until) if at is not None]
    if not dates and name.is_news:
        dates = [now]
    if not dates:
        return 1, 0, not name.is_news
    age = max(now - min(dates), timedelta())
    return (0 if age <= age_max else 2), age // _DAY, not name.is_news


def _by_turns(equals: Iterable[_Named]) -> Iterator[ChildSitemap]:
    """The best of each series, then the second best of each, …"""
    series: dict[str, list[_Named]] = {}
    for child, name in equals:
        series.setdefault(name.series, []).append((child, name))
    turns = zip_longest(*(_from_both_ends(members) for members in series.values()))
    return (child for turn in turns for child in turn if child is not None)


def _from_both_ends(members: Sequence[_Named]) -> Iterator[ChildSitemap]:
    """The highest number, the lowest, the second highest, …"""
    left = deque(child for child, _ in sorted(members, key=lambda named: named[1].numbers))
    while left:
        yield left.pop()
        if left:
            yield left.popleft()
