"""What an entry of a sitemap means: an item or a sitemap, or a reason to leave it out."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from worker.discover.feed.language import iso_639_1
from worker.discover.feed.text import TITLE_MAX_CHARACTERS, plain
from worker.discover.sitemap import dates as sitemap_dates
from worker.discover.sitemap.dates import Period
from worker.discover.sitemap.entry import Entry
from worker.discover.sitemap.links import Links
from worker.discover.sitemap.omissions import Omission
from worker.source_values import ChildSitemap, Item

#: Clocks and time zones differ; what is farther ahead is no date of a publication.
_FUTURE_MAX = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Reads the entries of one sitemap."""

    links: Links
    own_url: str  #: the sitemap's own, as `links` gives it
    now: datetime
    age_max: timedelta

    def item(self, entry: Entry) -> Item | Omission:
        """An article's entry: its date is the publication's, else that of the last change."""
        period = self._usable(entry.published) or self._usable(entry.lastmod)
        if period is not None and self.now - period.end > self.age_max:
            return Omission.OLDER
        url = self.links.read(entry.loc)
        if isinstance(url, Omission):
            return url
        return Item(
            url=url,
            title=plain(entry.title, max_characters=TITLE_MAX_CHARACTERS) if entry.title else "",
            published_at=period.start if period is not None and period.is_exact else None,
            language=iso_639_1(entry.language) if entry.language else None,
        )

    def child(self, entry: Entry) -> ChildSitemap | Omission:
        """A sitemap's entry in an index."""
        url = self.links.read(entry.loc)
        if isinstance(url, Omission):
            return url
        if url == self.own_url:
            return Omission.ITSELF
        period = self._usable(entry.lastmod)
        # "2026" may mean yesterday, "2025" may not.
        is_of_use = period is not None and (period.is_exact or period.end < self.now)
        return ChildSitemap(url=url, changed_at=period.start if period and is_of_use else None)

    def _usable(self, raw: str) -> Period | None:
        period = sitemap_dates.parse(raw) if raw else None
        return period if period and period.start - self.now <= _FUTURE_MAX else None
