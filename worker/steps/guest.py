"""guest: a command asks hosts by itself, under the fleet's budget, robots.txt and guard."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

from worker import urls
from worker.errors import Refused
from worker.fetch.proxy import ProxyAway
from worker.fetch.robots import RobotsRules
from worker.frontier import admission, pace
from worker.steps.fetch import ACCEPT, MAY_REFRESH
from worker.steps.parts import Parts
from worker.values import Download, Reservation, RobotsFile
from worker.vocabulary import Outcome, UrlKind

#: So long a command waits for a host that others are asking, or that rests.
PATIENCE_SECONDS = 60.0
_LOOK_SECONDS = 0.1
#: A reservation outlasts the request; it frees itself should the command die.
_MARGIN_SECONDS = 5.0

Answer = TypeVar("Answer")


class Guest:
    """Downloads for one command.

    Args:
        name: of the command, for `vedette hosts`.
    """

    def __init__(
        self, parts: Parts, *, name: str, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._parts = parts
        self._name = name
        self._sleep = sleep

    def get(self, url: str, kind: UrlKind) -> Download:
        """Download a URL, following redirects to other hosts under their own budgets.

        Raises:
            Refused: as for any fetch; `http_error` where its host is paused or stays busy.
        """
        redirects_max = self._parts.settings.fetch.redirects_max
        seen = {url}
        for _ in range(redirects_max + 1):
            download = self._get_there(url, kind)
            if download.elsewhere is None:
                return download
            url = download.elsewhere
            if url in seen:
                raise Refused(Outcome.REDIRECT_LOOP, f"redirected back to {urls.redact(url)}")
            seen.add(url)
        raise Refused(Outcome.REDIRECT_LOOP, f"more than {redirects_max} redirects")

    def sitemaps_of(self, url: str) -> tuple[str, ...]:
        """The sitemaps that the robots.txt of a URL's site names; none where it can't be had."""
        target = urls.parse(url)
        admission.require_admissible_host(target, self._parts.settings)
        try:
            return self._robots(target).sitemaps
        except Refused:
            return ()

    def _get_there(self, url: str, kind: UrlKind) -> Download:
        target = urls.parse(url)
        admission.require_admissible_host(target, self._parts.settings)
        rules = self._robots(target)
        if not rules.allows(str(target)):
            raise Refused(Outcome.ROBOTS_DENIED, "robots.txt disallows it")
        settings, ca_file = self._parts.settings, self._authority(target)
        return self._asking(
            target.host_key,
            rules.crawl_delay_seconds,
            lambda: self._parts.fetcher.get(
                str(target),
                may_fetch=rules.allows,
                accept=ACCEPT[kind],
                body_max_bytes=settings.discover.sitemap_max_bytes
                if kind is UrlKind.SITEMAP
                else None,
                ca_file=ca_file,
                may_refresh=kind in MAY_REFRESH,
            ),
        )

    def _authority(self, target: urls.WebUrl) -> str | None:
        with self._parts.database.reading() as tx:
            return tx.hosts.authority(target.host_key)

    def _robots(self, target: urls.WebUrl) -> RobotsRules:
        with self._parts.database.reading() as tx:
            known = tx.robots.fresh(target.origin, self._parts.clock())
        if known is None:
            ca_file = self._authority(target)
            known = self._asking(
                target.host_key,
                None,
                lambda: self._parts.fetcher.get_robots(
                    target.origin, now=self._parts.clock(), ca_file=ca_file
                ),
            )
            with self._parts.database.transaction() as tx:
                tx.robots.keep(known)
        return self._parts.robots_rules(known)

    def _asking(
        self, host: str, crawl_delay_seconds: float | None, ask: Callable[[], Answer]
    ) -> Answer:
        """Ask a host when it is free, and leave it to others after its pause."""
        reservation = self._reserved(host)
        known = reservation.pace
        if crawl_delay_seconds is not None:
            known = replace(known, crawl_delay_seconds=crawl_delay_seconds)
        settings = self._parts.settings.fetch
        rest = pace.after_success(settings, known)
        try:
            answer = ask()
        except ProxyAway:
            rest = replace(rest, answered=False, failures=known.failures)
            raise
        except Refused as refused:
            rest = pace.after_refusal(settings, known, refused, usual=rest)
            raise
        else:
            if isinstance(answer, RobotsFile):  # what it asks for counts from now on
                learnt = self._parts.robots_rules(answer).crawl_delay_seconds
                rest = pace.after_success(settings, replace(known, crawl_delay_seconds=learnt))
            return answer
        finally:
            with self._parts.database.transaction() as tx:
                tx.hosts.release(reservation, rest, now=self._parts.clock())

    def _reserved(self, host: str) -> Reservation:
        asking_seconds = self._parts.settings.fetch.deadline_seconds + _MARGIN_SECONDS
        give_up_at = self._parts.clock() + timedelta(seconds=PATIENCE_SECONDS)
        while True:
            now = self._parts.clock()
            with self._parts.database.transaction() as tx:
                reservation = tx.hosts.reserve(
                    host,
                    now=now,
                    until=now + timedelta(seconds=asking_seconds),
                    reason=f"{self._name} asks it",
                )
            if reservation is not None:
                return reservation
            if now >= give_up_at:
                raise Refused(
                    Outcome.HTTP_ERROR,
                    f"host {host} is paused, rests, or is asked by others; "
                    f"`vedette hosts show {host}` tells",
                )
            self._sleep(_LOOK_SECONDS)
