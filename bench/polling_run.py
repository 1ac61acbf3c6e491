"""Polls of the made-up press under a fake clock, by Vedette's own rhythm."""

import heapq
import math
import random
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bench.polling_world import DAY, SimSource, moment
from worker.discover.rhythm import PollSeen, Rhythm, RhythmLimits, after_poll
from worker.discover.silence import QUIET_MIN_SECONDS, silence
from worker.settings import DiscoverSettings


@dataclass(slots=True, kw_only=True)
class Tally:
    """What one way of polling came to for a group of sources."""

    sources: int = 0
    requests: int = 0
    delays: list[float] = field(default_factory=list)  #: seconds, of articles that were found
    missed: int = 0  #: articles pushed out before anybody looked

    def add(self, other: "Tally") -> None:
        self.sources += other.sources
        self.requests += other.requests
        self.delays.extend(other.delays)
        self.missed += other.missed


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Sources that are counted together."""

    band: str
    hint: str


Tallies = dict[Group, Tally]


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """What the silence of one source, and its alarms, came to."""

    band: str
    fate: str
    false_alarms: int
    silent_hours: float  #: that it was really silent; 0: never
    told_after_hours: float  #: until the first alarm of that silence; infinite: never


@dataclass(frozen=True, slots=True, kw_only=True)
class Polled:
    """What a run came to."""

    tallies: Tallies
    watched: list[Watched]


def tally_of(tallies: Tallies, source: SimSource) -> Tally:
    """Of the source's group, with the source counted."""
    tally = tallies.setdefault(Group(band=source.band, hint=source.hint), Tally())
    tally.sources += 1
    return tally


def run(
    sources: Sequence[SimSource], *, days: int, seed: int, settings: DiscoverSettings | None = None
) -> Polled:
    """Poll as Vedette does, until the time is over."""
    settings = settings or DiscoverSettings()
    tallies: Tallies = {}
    pollers = [_Poller(source, tally_of(tallies, source), settings, seed) for source in sources]
    heap = [(poller.first_due_at, at) for at, poller in enumerate(pollers)]
    heapq.heapify(heap)
    end = days * DAY
    while heap[0][0] < end:
        due_at, at = heap[0]
        heapq.heapreplace(heap, (pollers[at].poll(due_at), at))
    return Polled(tallies=tallies, watched=[poller.watched(end) for poller in pollers])


class _Poller:
    """A source as its poller sees it."""

    def __init__(
        self, source: SimSource, tally: Tally, settings: DiscoverSettings, seed: int
    ) -> None:
        self._source = source
        self._tally = tally
        self._limits = RhythmLimits.from_settings(settings)
        self._silence_probability = settings.silence_probability
        self._rng = random.Random(f"{seed}/{source.number}/polls")
        self._rhythm = Rhythm()
        self._shown = 0  #: articles up to the last poll
        self._read_at: datetime | None = None
        self._new_at = 0.0
        self._is_silent = False
        self._false_alarms = 0
        self._told_at = math.inf
        self.first_due_at = self._rng.uniform(0, settings.poll_interval_seconds)

    def poll(self, due_at: float) -> float:
        """Look at the source; returns when the next look is due."""
        source, previous_at = self._source, self._read_at
        at = due_at + self._late_seconds()
        read_at = moment(at)
        shown = bisect_right(source.articles, at, self._shown)
        new = source.articles[max(self._shown, shown - source.window) : shown]
        self._tally.requests += 1
        if previous_at is not None:
            self._tally.missed += shown - self._shown - len(new)
            self._tally.delays.extend([at - article for article in new])
        following = after_poll(
            self._rhythm,
            PollSeen(
                at=read_at,
                previous_at=previous_at,
                due_at=moment(due_at),
                items_count=min(source.window, shown),
                new_count=len(new),
                published=_dates(source, new, at),
                is_first=previous_at is None,
            ),
            limits=self._limits,
            hint_seconds=source.hint_seconds,
            spread=self._rng.random(),
        )
        self._rhythm, self._shown, self._read_at = following.rhythm, shown, read_at
        if new:
            self._new_at, self._is_silent = at, False
        elif at - self._new_at >= QUIET_MIN_SECONDS:
            self._listen(at)
        return at + following.seconds

    def watched(self, end: float) -> Watched:
        """What became of its silence."""
        source = self._source
        until = min(source.silent_until, end)
        is_told = self._told_at < until
        return Watched(
            band=source.band,
            fate=source.fate,
            false_alarms=self._false_alarms,
            silent_hours=max(0.0, until - source.silent_since) / 3600,
            told_after_hours=(self._told_at - source.silent_since) / 3600 if is_told else math.inf,
        )

    def _listen(self, at: float) -> None:
        """Whether the source is silent; each silence raises one alarm."""
        is_silent = silence(self._rhythm, now=moment(at)).probability < self._silence_probability
        if is_silent and not self._is_silent:
            if self._source.silent_since <= at < self._source.silent_until:
                self._told_at = min(self._told_at, at)
            elif at < self._source.silent_since:
                self._false_alarms += 1
        self._is_silent = is_silent

    def _late_seconds(self) -> float:
        """Some seconds; one in 200 is late by up to an hour, as when a crawler is overloaded."""
        late = self._rng.expovariate(1 / 10)
        return late + self._rng.uniform(0, 3600) if self._rng.random() < 0.005 else late


def _dates(source: SimSource, articles: Sequence[float], at: float) -> tuple[datetime, ...]:
    if not articles or source.dates == "none":
        return ()
    if source.dates == "stamp":
        return (moment(at),) * len(articles)
    if source.dates == "days":
        return tuple([moment(article // DAY * DAY) for article in articles])
    return tuple([moment(article) for article in articles])
