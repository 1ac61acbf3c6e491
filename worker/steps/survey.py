"""survey: what a site offers as sources, looked at once, before anything is added.

A dry run: it asks under the fleet's budget of each host, and leaves nothing behind but that.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlsplit

from worker.discover import feeds, finder, pages, sitemaps
from worker.discover.seen import Seen
from worker.discover.site.found import FoundSource, How
from worker.errors import Refused
from worker.frontier import lookup
from worker.source_values import Item, Source
from worker.steps.discover import Discover, Found
from worker.steps.guest import Guest
from worker.steps.parts import Parts
from worker.values import Judgement
from worker.vocabulary import Decision, Outcome, UrlKind

#: Articles fetched of each source that is looked at: enough to see whether extraction works.
SAMPLE_COUNT = 3
#: Of a source's links so many shown by another one make it the same.
SAME_SHARE = 0.8
#: Fewer links say nothing about sameness.
_SAME_MIN = 3
#: Of pages that list feeds so many are read.
_FEED_LISTS_MAX = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampled:
    """One article of a source, fetched and judged."""

    url: str
    outcome: Outcome
    reason: str = ""
    title: str | None = None
    language: str | None = None
    judgement: Judgement | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospect:
    """A source that might be added, as it was found."""

    kind: UrlKind
    url: str  #: where it was read, after redirects
    name: str
    how: How
    outcome: Outcome = Outcome.POLLED
    reason: str = ""  #: why it can't be used
    items: tuple[Item, ...] = ()
    children_count: int = 0
    new_count: int = 0  #: items whose URLs Vedette does not know
    newest_at: datetime | None = None
    language: str | None = None
    defence_count: int = 0  #: items that title and summary make likely defence
    judged_count: int = 0
    sample: tuple[Sampled, ...] = ()
    same_as: Source | None = None  #: a source that shows the same links, or has the same URL

    @property
    def is_usable(self) -> bool:
        """Whether it can be read, and shows something."""
        return self.outcome is Outcome.POLLED and bool(self.items or self.children_count)


class Survey:
    """Looks at sites for a command."""

    def __init__(self, parts: Parts, guest: Guest) -> None:
        self._parts = parts
        self._guest = guest
        self._discover = Discover(parts)

    def candidates(self, target: str) -> list[FoundSource]:
        """The sources that a site offers, or the one that a URL is, the likeliest first.

        Raises:
            Refused: the URL can't be asked, or gives nothing.
        """
        home = finder.home_of(target)
        download = self._guest.get(home, UrlKind.PAGE)
        kind = kind_of(download.body, download.header("content-type"))
        if kind is not UrlKind.PAGE:
            return [FoundSource(kind=kind, url=download.final_url, title="", how=How.ITSELF)]
        html = self._parts.extractor.html(download.body, download.header("content-type"))
        found = finder.candidates(
            html,
            base_url=download.final_url,
            robots_sitemaps=self._guest.sitemaps_of(download.final_url),
        )
        return self._with_lists_read(found)

    def _with_lists_read(self, found: Sequence[FoundSource]) -> list[FoundSource]:
        """Pages that list feeds are read in turn; they are no sources themselves."""
        lists = [one for one in found if one.how is How.FEED_LIST]
        read: dict[str, FoundSource] = {}
        for one in found:
            if one.how is not How.FEED_LIST:
                read.setdefault(one.url, one)
                continue
            if one not in lists[:_FEED_LISTS_MAX]:
                continue
            try:
                download = self._guest.get(one.url, UrlKind.PAGE)
            except Refused:
                continue
            html = self._parts.extractor.html(download.body, download.header("content-type"))
            for feed in finder.listed_feeds(html, base_url=download.final_url):
                read.setdefault(feed.url, feed)
        return list(read.values())

    def kind_at(self, url: str) -> UrlKind:
        """What a URL holds, by its look.

        Raises:
            Refused: it can't be had.
        """
        download = self._guest.get(url, UrlKind.PAGE)
        return kind_of(download.body, download.header("content-type"))

    def links(self, url: str) -> list[pages.ScoredLink]:
        """Every link of a page, with what speaks for it and against it.

        Raises:
            Refused: the page can't be had.
        """
        download = self._guest.get(url, UrlKind.PAGE)
        return self._discover.explain(
            download.body, download.final_url, download.header("content-type")
        )

    def look(self, candidate: FoundSource, *, sample_count: int = SAMPLE_COUNT) -> Prospect:
        """Read a source once; never raises for what the site does."""
        empty = Prospect(
            kind=candidate.kind,
            url=candidate.url,
            name=candidate.title or f"{urlsplit(candidate.url).hostname} {candidate.kind}",
            how=candidate.how,
        )
        try:
            return self._look(candidate, empty, sample_count)
        except Refused as refused:
            return replace(empty, outcome=refused.outcome, reason=refused.reason)

    def _look(self, candidate: FoundSource, empty: Prospect, sample_count: int) -> Prospect:
        download = self._guest.get(candidate.url, candidate.kind)
        reading = self._discover.read(
            candidate.kind, download.body, download.final_url, download.header("content-type")
        )
        found = self._discover.admit(reading.items)
        keys = [one.admitted.key for one in found]
        with self._parts.database.reading() as tx:
            known = tx.frontier.ids(keys)
        judgements = {
            one.admitted.key: self._discover.judge(one.item, reading, None)
            for one in found
            if one.item.title
        }
        dates = [one.item.published_at for one in found if one.item.published_at is not None]
        return replace(
            empty,
            url=download.final_url,
            name=candidate.title or reading.title or empty.name,
            items=tuple(one.item for one in found),
            children_count=len(reading.children),
            new_count=len(keys) - len(known),
            newest_at=max(dates, default=None),
            language=reading.language,
            judged_count=len(judgements),
            defence_count=sum(j.decision is Decision.YES for j in judgements.values()),
            sample=self._sampled(found, known, sample_count),
            same_as=self._same(download.final_url, keys),
        )

    def _sampled(
        self, found: Sequence[Found], known: Mapping[str, int], count: int
    ) -> tuple[Sampled, ...]:
        """The first articles, those that are not known before the others."""
        new_first = sorted(found, key=lambda one: one.admitted.key in known)
        return tuple(self._sample(one.item.url) for one in new_first[:count])

    def _sample(self, url: str) -> Sampled:
        try:
            download = self._guest.get(url, UrlKind.ARTICLE)
        except Refused as refused:
            return Sampled(url=url, outcome=refused.outcome, reason=refused.reason)
        extraction = self._parts.extractor.extract(
            download.body,
            url=download.final_url,
            content_type=download.header("content-type"),
            now=self._parts.clock(),
        )
        judgement = None
        if extraction.outcome is Outcome.STORED:
            judgement = self._parts.classifier.judge(
                title=extraction.title, text=extraction.text, language=extraction.language.code
            )
        return Sampled(
            url=url,
            outcome=extraction.outcome,
            reason=extraction.reason,
            title=extraction.title,
            language=extraction.language.code,
            judgement=judgement,
        )

    def _same(self, url: str, keys: Sequence[str]) -> Source | None:
        """A source that is watched already under this URL, or that shows the same links."""
        with self._parts.database.reading() as tx:
            namesake = tx.sources.by_keys([lookup.key_of_url(url)])
            if namesake:
                return next(iter(namesake.values()))
            if len(keys) < _SAME_MIN:
                return None
            everything = {one.source_id: one for one in tx.sources.all()}
            seen = tx.polls.all_seen(list(everything))
        shares = {source_id: Seen.of(hashes).share_of(keys) for source_id, hashes in seen.items()}
        best = max(shares, key=lambda source_id: shares[source_id], default=None)
        return everything[best] if best is not None and shares[best] >= SAME_SHARE else None


def kind_of(body: bytes, content_type: str | None) -> UrlKind:
    """What bytes are, by their look."""
    if feeds.looks_like_feed(body, content_type):
        return UrlKind.FEED
    if sitemaps.looks_like_sitemap(body, content_type):
        return UrlKind.SITEMAP
    return UrlKind.PAGE
