"""traps: links of pages and sitemaps that lead nowhere are left out, and patterns stopped."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

import structlog

from worker import urls
from worker.errors import Refused
from worker.frontier import traps
from worker.frontier.pattern import pattern_of
from worker.frontier.site import site_of
from worker.observe.journal import Journal
from worker.steps.parts import Parts
from worker.store.database import Transaction
from worker.store.traps import FOUND, MISSED
from worker.vocabulary import Gate, Outcome

log = structlog.get_logger()

#: Waiting URLs ended in one transaction, which other work waits for; the next one goes on.
_STOPPED_AT_ONCE = 200


class Traps:
    """The budget of each URL pattern, over one set of parts."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._budget = parts.settings.discover.trap_budget

    def sift(
        self, tx: Transaction, given: Sequence[str], now: datetime, *, with_budget: bool = True
    ) -> tuple[list[str], dict[str, str]]:
        """Part links worth a request from those that are none.

        A pattern that has used up `discover.trap_budget` is declined but for one link a day; its
        URLs that still wait are ended unasked. What can't be parsed is kept: admission says why
        not.

        Args:
            given: links as a source has them, each once.
            with_budget: False for feeds, whose links are few and meant: hard rules only.

        Returns:
            Those kept, in order; and the reason for each of the others.
        """
        declined: dict[str, str] = {}
        by_rule: dict[str, list[str]] = defaultdict(list)
        by_pattern: dict[str, list[str]] = defaultdict(list)
        for url in given:
            try:
                reason = traps.trap_reason(url, now=now)
                if reason is not None:
                    declined[url] = reason
                    # One row for a site and a rule: patterns of such URLs are without end.
                    by_rule[f"{_site(url)}: {reason}"].append(url)
                elif with_budget:
                    by_pattern[pattern_of(url)].append(url)
            except Refused:
                continue
        for rule, found in sorted(by_rule.items()):
            self._note(tx, rule, declined[found[0]], found[0], len(found), now)
        declined |= self._beyond_budget(tx, by_pattern, now)
        return [url for url in given if url not in declined], declined

    def _beyond_budget(
        self, tx: Transaction, by_pattern: dict[str, list[str]], now: datetime
    ) -> dict[str, str]:
        declined: dict[str, str] = {}
        tries = self._tries(tx, by_pattern)
        for pattern in sorted(tries):  # one order for all, so that two polls can't deadlock
            if not traps.is_exhausted(tries[pattern], self._budget):
                continue
            probes = 1 if traps.may_be_probed(tries[pattern], now) else 0
            refused = by_pattern[pattern][probes:]
            reason = _reason(tries[pattern])
            declined |= dict.fromkeys(refused, reason)
            self._stop(tx, pattern, reason, by_pattern[pattern][0], len(refused), now)
        return declined

    def ended(self, tx: Transaction, pattern: str, url: str, outcome: Outcome) -> None:
        """Learn from a page whose visit has just ended, in the transaction that ended it.

        The page that uses up its pattern's budget ends what waits of it; one that turns out to be
        an article sets its pattern free, and lets what was ended wait again.

        Args:
            pattern: of the page's URL, as it was submitted.
            url: as it was asked, for the report.
        """
        if outcome not in MISSED and outcome not in FOUND:
            return
        now = self._parts.clock()
        if outcome in FOUND:
            if tx.traps.is_known(pattern):
                self._free(tx, pattern, now)
            return
        tries = self._tries(tx, [pattern]).get(pattern)
        if tries is not None and traps.is_exhausted(tries, self._budget):
            self._stop(tx, pattern, _reason(tries), url, 0, now)

    def yields(self, tx: Transaction, given: Iterable[str]) -> dict[str, tuple[int, int]]:
        """By pattern of these links: pages asked, and articles among them."""
        patterns = []
        for url in given:
            try:
                patterns.append(pattern_of(url))
            except Refused:
                continue
        found = self._tries(tx, patterns)
        return {pattern: (tries.asked, tries.articles) for pattern, tries in found.items()}

    def _tries(self, tx: Transaction, patterns: Iterable[str]) -> dict[str, traps.PatternTries]:
        found = tx.traps.tries(list(patterns), most=traps.looked_at(self._budget))
        return {
            pattern: traps.PatternTries(
                asked=tries.asked,
                articles=tries.articles,
                waiting=tries.waiting,
                newest_articles=tries.newest_articles,
                last_at=tries.last_at,
            )
            for pattern, tries in found.items()
        }

    def _stop(
        self,
        tx: Transaction,
        pattern: str,
        reason: str,
        example: str,
        declined_count: int,
        now: datetime,
    ) -> None:
        stopped = tx.traps.stop_waiting(
            pattern, why=f"trap: {reason}", most=_STOPPED_AT_ONCE, now=now
        )
        for url_id in stopped:
            journal = Journal(self._parts.clock)
            journal.note(Gate.CLAIM, "stopped", reason=reason, pattern=pattern)
            tx.trace.add(url_id, visit=1, attempt=0, reports=journal.reports)
        self._note(tx, pattern, reason, example, declined_count + len(stopped), now)

    def _free(self, tx: Transaction, pattern: str, now: datetime) -> None:
        hosts = tx.traps.revive(pattern, most=self._budget, now=now)
        if hosts:
            tx.frontier.make_due(hosts, now)
        else:
            tx.traps.forget(pattern)
            log.info("trap.freed", pattern=pattern)

    def _note(
        self,
        tx: Transaction,
        pattern: str,
        reason: str,
        example: str,
        declined_count: int,
        now: datetime,
    ) -> None:
        shown, site = urls.redact(example), _site(example)
        is_new = tx.traps.note(
            pattern,
            site=site,
            reason=reason,
            example=shown,
            declined_count=declined_count,
            now=now,
        )
        if is_new:
            log.warning("trap.found", pattern=pattern, reason=reason, example=shown)


def _site(url: str) -> str:
    return site_of(urls.parse(url))


def _reason(tries: traps.PatternTries) -> str:
    return f"{tries.articles} articles in {tries.asked} pages of its pattern"
