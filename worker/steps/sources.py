"""sources: which sources are polled; added, listed by a file or an index, paused, removed."""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import structlog

from worker import urls
from worker.discover import sources as source_list
from worker.errors import InputError, Refused
from worker.frontier import admission, lookup
from worker.source_values import ChildSitemap, NewSource, Source
from worker.steps.parts import Parts
from worker.store.database import Transaction
from worker.values import Admitted, Candidate
from worker.vocabulary import SourceState, UrlKind, UrlState

log = structlog.get_logger()

#: Polls go before the articles of their host: a poll is one request, and may find what is urgent.
POLL_PRIORITY = 100
#: Who sets the pace that a source names; an operator's own goes before it.
PACE_ORIGIN = "a source"
REMOVED_BY_COMMAND = "removed by a command"


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """What became of a source that was to be added."""

    new: NewSource
    source: Source | None = None  #: as it is kept; None where it was declined
    is_new: bool = False
    reason: str = ""  #: why it was declined


class Sources:
    """The sources, over one set of parts."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def sync(self) -> int:
        """Poll what the list has, and no longer what it has lost; returns how many are polled.

        What an operator paused, resumed or removed by a command stays so.

        Raises:
            InputError: the list can't be read.
        """
        listed = source_list.load(self._parts.settings.discover.sources_file)
        with self._parts.database.transaction() as tx:
            additions = self.add(tx, listed)
            for addition in additions:
                if addition.source is None:
                    url = urls.redact(addition.new.url)
                    log.warning("source.declined", url=url, reason=addition.reason)
                elif not addition.is_new:
                    tx.sources.describe(addition.source.url_id, addition.new)
            tx.hosts.set_authorities(_authorities(listed))
            kept = {a.source.source_id for a in additions if a.source is not None}
            everything = tx.sources.all()
            lost = [one for one in everything if one.origin == "file" and one.source_id not in kept]
            tx.sources.set_state(
                lost,
                SourceState.REMOVED,
                "no longer in the list of sources",
                self._parts.clock(),
            )
            gone = {one.source_id for one in lost}
            return sum(
                one.state is SourceState.ACTIVE and one.source_id not in gone for one in everything
            )

    def add(self, tx: Transaction, new: Sequence[NewSource]) -> list[Addition]:
        """Add sources; those that are here stay as they are, unless they had been removed.

        Returns:
            One addition for each, in order.
        """
        verdicts = [self._admit(one) for one in new]
        now = self._parts.clock()
        by_key: dict[str, int] = {}
        for state, is_paused in ((UrlState.WAITING, False), (UrlState.DONE, True)):
            admitted = [
                verdict
                for verdict, one in zip(verdicts, new, strict=True)
                if isinstance(verdict, Admitted) and one.is_paused is is_paused
            ]
            rows = tx.frontier.add(admitted, now, state=state)
            by_key |= {one.key: row.url_id for one, row in zip(admitted, rows, strict=True)}
        url_ids = [by_key[v.key] if isinstance(v, Admitted) else None for v in verdicts]
        given = [(url_id, one) for url_id, one in zip(url_ids, new, strict=True) if url_id]
        interval = self._parts.settings.discover.poll_interval_seconds
        fresh = set(tx.sources.add(given, interval_seconds=interval, now=now))
        additions = []
        for verdict, url_id, one in zip(verdicts, url_ids, new, strict=True):
            if isinstance(verdict, Refused) or url_id is None:
                additions.append(Addition(new=one, reason=str(getattr(verdict, "reason", ""))))
                continue
            source = tx.sources.of_url(url_id)
            assert source is not None
            is_new = source.source_id in fresh
            additions.append(Addition(new=one, source=source, is_new=is_new))
            if is_new:
                tx.sources.adopt(url_id, kind=one.kind, rank=-(POLL_PRIORITY + one.priority))
                tx.sources.set_state([source], source.state, source.note, now)
            elif source.state is SourceState.REMOVED and _comes_back(source, one):
                tx.sources.set_state([source], SourceState.ACTIVE, None, now)
        for host, seconds in sorted(_paces(verdicts, new).items()):
            tx.hosts.set_pace(host, seconds, origin=PACE_ORIGIN, yields=True)
        return additions

    def _admit(self, new: NewSource) -> Admitted | Refused:
        candidate = Candidate(
            url=new.url,
            kind=new.kind,
            origin=f"sources ({new.origin})",
            priority=POLL_PRIORITY + new.priority,
        )
        try:
            return admission.admit(candidate, self._parts.settings)
        except Refused as refused:
            return refused

    def list_children(self, tx: Transaction, index: Source, listed: Sequence[ChildSitemap]) -> int:
        """Watch the sitemaps that an index lists; returns how many are new, or have changed.

        Those that changed too long ago to hold anything new are not taken up. A loop of indexes
        ends where it comes to a sitemap that is watched already.
        """
        now = self._parts.clock()
        limits = self._parts.settings.discover
        oldest = now - timedelta(seconds=limits.sitemap_age_max_seconds)
        recent = [one for one in listed if one.changed_at is None or one.changed_at >= oldest]
        additions = self.add(tx, [_child_of(index, one) for one in recent])
        changed: list[Source] = []
        for addition, child in zip(additions, recent, strict=True):
            source = addition.source
            if source is None or source.parent_id != index.source_id:
                continue
            if child.changed_at is not None and child.changed_at != source.changed_at:
                tx.sources.note(source.source_id, changed_at=child.changed_at)
                if not addition.is_new and _is_later(child, source):
                    changed.append(source)
        tx.sources.set_state(
            [one for one in changed if one.state is SourceState.RETIRED],
            SourceState.ACTIVE,
            None,
            now,
        )
        tx.sources.hasten([one.url_id for one in changed], now)
        return sum(addition.is_new for addition in additions) + len(changed)

    # --- what operators do

    def find(self, tx: Transaction, reference: str) -> list[Source]:
        """The sources that an operator means: by id, URL, name, or `tag:NAME`.

        Raises:
            InputError: there is none; the message names the likeliest.
        """
        everything = tx.sources.all(with_removed=True)
        wanted = reference.strip()
        found = [one for one in everything if _is_meant(one, wanted)]
        if not found and (key := _key_of(wanted)) is not None:
            found = list(tx.sources.by_keys([key]).values())
        if found:
            return found
        names = [one.name for one in everything]
        likely = difflib.get_close_matches(wanted, names, n=3, cutoff=0.5)
        hint = f"; did you mean {', '.join(map(repr, likely))}?" if likely else ""
        raise InputError(
            f"there is no source {reference!r}{hint} (`vedette sources list` shows all; give an "
            "id, a URL, a name, or tag:NAME)"
        )

    def pause(self, chosen: Sequence[Source], note: str) -> None:
        """Poll these no more, until they are resumed."""
        self._set_state(chosen, SourceState.PAUSED, note)

    def resume(self, chosen: Sequence[Source]) -> None:
        """Poll these again, at once."""
        self._set_state(chosen, SourceState.ACTIVE, None)

    def remove(self, chosen: Sequence[Source]) -> None:
        """Poll these no more; what they found stays, and the list does not bring them back."""
        self._set_state(chosen, SourceState.REMOVED, REMOVED_BY_COMMAND)

    def _set_state(self, chosen: Sequence[Source], state: SourceState, note: str | None) -> None:
        with self._parts.database.transaction() as tx:
            tx.sources.set_state(chosen, state, note, self._parts.clock())


def _paces(verdicts: Sequence[Admitted | Refused], new: Sequence[NewSource]) -> dict[str, float]:
    """The pace of each host that sources name; of several the slowest."""
    paces: dict[str, float] = {}
    for verdict, one in zip(verdicts, new, strict=True):
        if isinstance(verdict, Admitted) and one.pace_seconds is not None:
            paces[verdict.host] = max(one.pace_seconds, paces.get(verdict.host, 0.0))
    return paces


def _authorities(listed: Sequence[NewSource]) -> dict[str, str]:
    """The authority of each host that the list names one for."""
    return {urls.parse(one.url).host_key: one.ca_file for one in listed if one.ca_file is not None}


def _comes_back(source: Source, new: NewSource) -> bool:
    """What an operator removed, only a command adds again."""
    return new.origin != "file" or source.note != REMOVED_BY_COMMAND


def _child_of(index: Source, child: ChildSitemap) -> NewSource:
    return NewSource(
        kind=UrlKind.SITEMAP,
        name=f"{index.name}: {urls.redact(child.url).rstrip('/').rpartition('/')[2]}",
        url=child.url,
        tags=index.tags,
        language=index.language,
        priority=index.priority,
        origin="sitemap",
        parent_id=index.source_id,
    )


def _is_later(child: ChildSitemap, source: Source) -> bool:
    if child.changed_at is None:
        return False
    return source.changed_at is None or child.changed_at > source.changed_at


def _is_meant(source: Source, wanted: str) -> bool:
    if wanted.startswith("tag:"):
        return wanted.removeprefix("tag:") in source.tags
    if wanted.isdigit():
        return source.source_id == int(wanted)
    return wanted == source.url or wanted.casefold() == source.name.casefold()


def _key_of(url: str) -> str | None:
    try:
        return lookup.key_of_url(url)
    except Refused:
        return None
