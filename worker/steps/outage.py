"""outage: while our own network is down nobody is blamed, and one host at a time is asked."""

import random
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import structlog

from worker.frontier import outage, pace
from worker.frontier.lanes import Lanes
from worker.frontier.outage import Signs
from worker.steps.parts import Parts
from worker.store.database import Transaction
from worker.store.fleet import FleetState
from worker.store.forgiveness import Blame, Forgiven
from worker.store.frontier import FAR_PAST
from worker.values import Claim
from worker.vocabulary import OUTCOME_RULES

log = structlog.get_logger()

#: What a dead network looks like.
FAILURES = tuple(outcome for outcome, rule in OUTCOME_RULES.items() if rule.rests_host)
#: Failures may have to fill a whole window before they outweigh the answers from before.
_WINDOWS_FORGIVEN = 2
#: What was held back comes again over so long a time, not all at the same moment.
_SPREAD_SECONDS = 60.0
_MEANING = "our own network or its DNS seems to be down: nobody is blamed, and polls pause"
#: Hosts forgiven in one transaction, and transactions of one tick; the next tick goes on.
_BATCH, _BATCHES_MAX = 100, 50


class Outage:
    """Notices an outage of our own network, and its end; says what may be fetched meanwhile."""

    def __init__(self, parts: Parts, chance: Callable[[], float] = random.random) -> None:
        self._parts = parts
        self._chance = chance

    def observe(self) -> None:
        """Begin an outage, or end it, where hosts say so. Safe to run twice at once."""
        with self._parts.database.reading() as tx:
            fleet = tx.fleet.look()
            if fleet.outage_since is not None:
                is_over, signs = tx.host_signs.has_answer(fleet.outage_since), None
            else:
                is_over, signs = False, self._signs(tx, fleet)
        if is_over:
            self._end(fleet)
        elif signs is not None:
            self._weigh(signs)

    def claims(self, tx: Transaction, now: datetime, free: Lanes) -> list[Claim]:
        """Claim what may be fetched now: what is due; during an outage one host now and then."""
        fleet = tx.fleet.look()
        if fleet.outage_since is None:
            return tx.claims.fetches(now, free.total, strangers_max=free.strangers)
        before = now - timedelta(seconds=self._parts.settings.outage.probe_seconds)
        if fleet.probed_at is not None and fleet.probed_at > before:
            return []
        if not tx.fleet.begin_probe(now, before=before):
            return []
        for host in self._witnesses(tx, now, self._blamed_since(fleet)):
            if claims := tx.claims.probe(host, now):
                return claims
        return tx.claims.fetches(now, 1)

    # --- noticing

    def _signs(self, tx: Transaction, fleet: FleetState) -> Signs:
        settings, now = self._parts.settings.outage, self._parts.clock()
        counts = tx.host_signs.counts(
            since=now - timedelta(seconds=settings.window_seconds),
            known_since=fleet.probed_at or FAR_PAST,
            watched_max=settings.hosts_min,
        )
        return Signs(
            turned=counts.turned,
            strange=counts.strange,
            answered=counts.answered,
            watched=counts.watched,
            failing_seconds=(now - (counts.first_failed_at or now)).total_seconds(),
        )

    def _weigh(self, signs: Signs) -> None:
        if outage.is_outage(signs, self._parts.settings.outage):
            self._begin(signs)
        elif wanted := outage.witnesses_wanted(signs):
            self._ask_witnesses(wanted)

    def _ask_witnesses(self, wanted: int) -> None:
        with self._parts.database.transaction() as tx:
            if tx.claims.under_way().fetching:
                return  # those will tell
            now = self._parts.clock()
            healthy = self._witnesses(tx, now, None)
            asked = tx.host_signs.hasten(healthy, wanted, now)
        if asked:
            log.debug("network.doubted", witnesses=asked)

    def _begin(self, signs: Signs) -> None:
        with self._parts.database.transaction() as tx:
            is_first = tx.fleet.begin_outage(self._parts.clock())
        if is_first:
            every = self._parts.settings.outage.probe_seconds
            log.warning(
                "network.outage",
                hosts_failed=signs.turned + signs.strange,
                hosts_answered=signs.answered,
                meaning=f"{_MEANING}; until one answers, one is asked every {every:g} s",
            )

    # --- the end

    def _end(self, fleet: FleetState) -> None:
        """What the outage did is undone first: a crash in between leaves it for the next tick."""
        assert fleet.outage_since is not None
        total = Forgiven()
        for _ in range(_BATCHES_MAX):
            with self._parts.database.transaction() as tx:
                forgiven = tx.forgiveness.forgive(self._blame(fleet), self._parts.clock(), _BATCH)
            total += forgiven
            if forgiven.hosts == 0:
                break
        else:
            return
        with self._parts.database.transaction() as tx:
            now = self._parts.clock()
            is_first = tx.fleet.end_outage(fleet.outage_since, now)
        if is_first:
            log.info(
                "network.back",
                seconds=round((now - fleet.outage_since).total_seconds()),
                hosts=total.hosts,
                retries=total.retries,
                visits=total.visits,
                sources=total.sources,
            )

    def _blame(self, fleet: FleetState) -> Blame:
        settings = self._parts.settings.fetch
        return Blame(
            since=self._blamed_since(fleet),
            outcomes=FAILURES,
            rest_reason=pace.UNREACHABLE,
            spread_seconds=_SPREAD_SECONDS,
            pace_seconds=lambda host: pace.delay_in_force(settings, host).seconds,
            chance=self._chance,
        )

    def _blamed_since(self, fleet: FleetState) -> datetime:
        assert fleet.outage_since is not None
        windows = timedelta(seconds=self._parts.settings.outage.window_seconds)
        return fleet.outage_since - _WINDOWS_FORGIVEN * windows

    def _witnesses(
        self, tx: Transaction, now: datetime, rested_since: datetime | None
    ) -> Sequence[str]:
        settings = self._parts.settings.fetch
        return tx.host_signs.witnesses(
            now,
            rested_since=rested_since,
            rest_reason=pace.UNREACHABLE,
            # No pause between two requests is longer, unless the operator has set it.
            pace_seconds=max(
                settings.delay_seconds, settings.crawl_delay_max_seconds, settings.slow_max_seconds
            ),
        )
