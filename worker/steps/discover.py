"""discover: what is new in a source is judged by its title, and submitted."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import structlog

from worker import urls
from worker.discover import feeds, pages, sitemaps
from worker.discover.seen import Seen
from worker.errors import Refused
from worker.frontier import admission
from worker.frontier.pattern import pattern_of
from worker.observe.journal import Journal
from worker.source_values import ChildSitemap, Item, Reading, Source, Stub
from worker.steps.ending import Ending
from worker.steps.parts import Parts
from worker.steps.poll import Polled
from worker.steps.sources import Sources
from worker.steps.submit import Submit
from worker.steps.traps import Traps
from worker.store.database import Transaction
from worker.values import Admitted, Candidate, Judgement, ProcessTask
from worker.vocabulary import Admission, Decision, Gate, Outcome, UrlKind

log = structlog.get_logger()

#: By what a source says of an item it is fetched before others of its host.
STUB_PRIORITY = {Decision.YES: 20, Decision.REVIEW: 10, Decision.NO: 0}


#: What links of a pattern gave counts for so long after the last of them.
YIELD_REMEMBERED = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An item that may be submitted."""

    item: Item
    admitted: Admitted


class Discover:
    """Reads sources; runs in the same children as extraction, since strangers wrote them."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._ending = Ending(parts)
        self._submit = Submit(parts)
        self._traps = Traps(parts)
        self._sources = Sources(parts)

    def run(self, task: ProcessTask, journal: Journal) -> None:
        """Submit what is new in a source, in the transaction that ends the poll.

        Raises:
            Refused: its bytes are no feed, sitemap or page.
            LeaseLost: somebody else has the source now; nothing was submitted.
        """
        with self._parts.database.reading() as tx:
            source = tx.sources.of_url(task.url_id)
            if source is None:
                raise Refused(Outcome.WRONG_TYPE, "it is no longer a source")
            seen = Seen.of(tx.polls.seen(source.source_id))
        reading = self.read(
            task.kind, task.capture.body, task.capture.final_url, task.capture.content_type
        )
        found = self.admit(reading.items)
        novel = self._novel(source, found, seen)
        judged = self._judge(novel, reading, source)
        with self._parts.database.transaction() as tx:
            kept = self._sifted(tx, source, novel)
            accepted = self._submit_all(tx, source, kept, judged)
            children = self._list_children(tx, source, reading.children)
            # What was declined as a trap is not remembered: a verdict that heals brings it back.
            declined = {one.admitted.key for one in novel} - {one.admitted.key for one in kept}
            shown = [one.admitted.key for one in found if one.admitted.key not in declined]
            tx.polls.keep_seen(source.source_id, seen.packed_with(shown))
            new_count = len(kept) + children
            reason = _reason(reading, new_count, accepted)
            journal.note(
                Gate.EXTRACTION,
                "read",
                items=len(reading.items),
                new=new_count,
                accepted=accepted,
                traps=len(declined) or None,
                left_out=dict(reading.left_out) if reading.left_out else None,
            )
            polled = Polled(
                status=task.capture.status,
                headers=dict(task.capture.headers),
                moved_to=_moved_to(source, task),
                is_first=source.read_at is None,
                items_count=len(reading.items),
                children_count=len(reading.children),
                links_count=reading.links_count,
                new_count=new_count,
                accepted_count=accepted,
                published=tuple(
                    one.item.published_at for one in kept if one.item.published_at is not None
                ),
                hint_seconds=reading.interval_hint_seconds,
                body_sha256=task.capture.sha256,
            )
            self._ending.finish(tx, task, Outcome.POLLED, reason, journal=journal, polled=polled)
            self._ending.trace(tx, task, journal)
        self._ending.tell(task, Outcome.POLLED, reason)

    # --- reading

    def read(self, kind: UrlKind, body: bytes, url: str, content_type: str | None) -> Reading:
        """What the bytes of a source hold.

        Raises:
            Refused: they are no feed, sitemap or page.
        """
        limits = self._parts.settings.discover
        now = self._parts.clock()
        if kind is UrlKind.PAGE:
            return pages.read(
                self._parts.extractor.html(body, content_type),
                base_url=url,
                links_max=limits.page_links_max,
                yields=_Yields(self._parts),
                pattern_of=pattern_of,
            )
        if kind is UrlKind.SITEMAP and not feeds.looks_like_feed(body, content_type):
            return sitemaps.read(
                body,
                base_url=url,
                content_type=content_type,
                now=now,
                limits=sitemaps.SitemapLimits.from_settings(limits),
            )
        return feeds.read(
            body, base_url=url, content_type=content_type, items_max=limits.items_max, now=now
        )

    def explain(self, body: bytes, url: str, content_type: str | None) -> list[pages.ScoredLink]:
        """The links of a page, taken or not, with the reasons."""
        return pages.explain(
            self._parts.extractor.html(body, content_type),
            base_url=url,
            yields=_Yields(self._parts),
            pattern_of=pattern_of,
        )

    def admit(self, items: Sequence[Item]) -> list[Found]:
        """Those of the items that can be let in, each page once."""
        found: dict[str, Found] = {}
        for item in items:
            try:
                admitted = admission.admit(Candidate(url=item.url), self._parts.settings)
            except Refused:
                continue
            found.setdefault(admitted.key, Found(item=item, admitted=admitted))
        return list(found.values())

    def _novel(self, source: Source, found: Sequence[Found], seen: Seen) -> list[Found]:
        """What the source has not shown before.

        A sitemap without dates lists a whole archive: what it shows at first is taken as known.
        """
        keys = set(seen.novel([one.admitted.key for one in found]))
        is_baseline = source.kind is UrlKind.SITEMAP and source.read_at is None
        return [
            one
            for one in found
            if one.admitted.key in keys and not (is_baseline and one.item.published_at is None)
        ]

    # --- judging

    def _judge(
        self, novel: Sequence[Found], reading: Reading, source: Source
    ) -> dict[str, Judgement]:
        """By key, a judgement of each new item that has a title; those that are known need none."""
        titled = [one for one in novel if one.item.title]
        with self._parts.database.reading() as tx:
            known = tx.frontier.ids([one.admitted.key for one in titled])
        return {
            one.admitted.key: self.judge(one.item, reading, source.language)
            for one in titled
            if one.admitted.key not in known
        }

    def judge(self, item: Item, reading: Reading, hint: str | None) -> Judgement:
        """Judge an item by its title and summary."""
        declared = item.language or reading.language or hint
        text = f"{item.title}\n{item.summary}"
        language = self._parts.extractor.language(text, declared)
        return self._parts.classifier.judge(
            title=item.title, text=item.summary, language=language.code
        )

    # --- submitting

    def _sifted(self, tx: Transaction, source: Source, novel: Sequence[Found]) -> list[Found]:
        """Those that lead into no trap; a feed's links are few and meant, and have no budget."""
        kept, _declined = self._traps.sift(
            tx,
            [one.item.url for one in novel],
            self._parts.clock(),
            with_budget=source.kind is not UrlKind.FEED,
        )
        wanted = set(kept)
        return [one for one in novel if one.item.url in wanted]

    def _submit_all(
        self,
        tx: Transaction,
        source: Source,
        kept: Sequence[Found],
        judged: Mapping[str, Judgement],
    ) -> int:
        now = self._parts.clock()
        by_url = {one.item.url: one for one in kept}
        candidates = [
            Candidate(
                url=one.item.url,
                origin=f"source:{source.source_id}",
                priority=source.priority + _stub_priority(judged.get(one.admitted.key)),
                pattern=pattern_of(one.item.url),
            )
            for one in kept
        ]
        submissions = self._submit.run(tx, candidates)
        accepted = [s for s in submissions if s.admission is Admission.ACCEPTED]
        tx.stubs.add(
            [
                Stub(
                    url_id=one.url_id,
                    source_id=source.source_id,
                    item=by_url[one.url].item,
                    judgement=judgement,
                    seen_at=now,
                )
                for one in accepted
                if one.url_id is not None
                and (judgement := judged.get(by_url[one.url].admitted.key)) is not None
            ]
        )
        referred = [one.url_id for one in submissions if one.url_id is not None]
        tx.stubs.refer(referred, source_id=source.source_id, now=now)
        return len(accepted)

    def _list_children(self, tx: Transaction, index: Source, listed: Sequence[ChildSitemap]) -> int:
        """Watch the sitemaps that an index lists; returns how many are new, or have changed."""
        if not listed:
            return 0
        limits = self._parts.settings.discover
        depth = tx.sources.depth(index.source_id, limits.sitemap_depth_max + 1)
        if depth > limits.sitemap_depth_max:
            log.warning("source.too_deep", source=index.name, depth=depth)
            return 0
        return self._sources.list_children(tx, index, listed)


class _Yields(Mapping[str, pages.Yield]):
    """What earlier links of a pattern gave, asked for pattern by pattern."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._known: dict[str, pages.Yield | None] = {}

    def __getitem__(self, pattern: str) -> pages.Yield:
        if pattern not in self._known:
            with self._parts.database.reading() as tx:
                tries = tx.traps.tries([pattern]).get(pattern)
            self._known[pattern] = (
                pages.Yield(asked=tries.asked, articles=tries.articles)
                if tries and not self._is_forgotten(tries.last_at)
                else None
            )
        found = self._known[pattern]
        if found is None:
            raise KeyError(pattern)
        return found

    def _is_forgotten(self, last_at: datetime | None) -> bool:
        """A pattern that was left out for long is tried again: sites change."""
        return last_at is not None and self._parts.clock() - last_at > YIELD_REMEMBERED

    def __iter__(self) -> Iterator[str]:
        return (pattern for pattern, found in self._known.items() if found is not None)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _stub_priority(judgement: Judgement | None) -> int:
    return 0 if judgement is None else STUB_PRIORITY[judgement.decision]


def _reason(reading: Reading, new_count: int, accepted: int) -> str:
    what = (
        f"{len(reading.items)} items"
        if not reading.children
        else (f"{len(reading.children)} sitemaps")
    )
    return f"{what}, {new_count} new" + (f", {accepted} accepted" if accepted != new_count else "")


def _moved_to(source: Source, task: ProcessTask) -> str | None:
    """Where a source leads that was redirected to another host."""
    final = task.capture.final_url
    if urlsplit(final).hostname == urlsplit(source.url).hostname:
        return None
    return urls.redact(final)
