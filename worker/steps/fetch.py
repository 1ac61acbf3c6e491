"""fetch: the page comes in, and its bytes are kept."""

import hashlib
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from worker import urls
from worker.errors import Postponed, Refused
from worker.fetch.proxy import ProxyAway
from worker.fetch.robots import RobotsRules
from worker.fetch.status import PAGE_STATUSES
from worker.fetch.visit import ACCEPT_PAGE
from worker.frontier import admission, pace, retry
from worker.frontier.duration import shown
from worker.observe.journal import Journal
from worker.steps.ending import Ending
from worker.steps.parts import Parts
from worker.steps.poll import Poll, Polled
from worker.store.frontier import LeaseLost
from worker.values import Capture, Download, FetchTask, Rest, RobotsFile
from worker.vocabulary import Gate, Outcome, UrlKind

log = structlog.get_logger()

#: Until the egress proxy is asked again for a URL that it could not serve.
PROXY_PAUSE_SECONDS = 30.0

#: What the trace says where a server refuses its robots.txt: since then its URL waits.
_UNAVAILABLE = "unavailable"
_XML = "application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5"
#: What is asked for, by what it leads to; articles by what browsers ask for.
ACCEPT = {
    UrlKind.ARTICLE: ACCEPT_PAGE,
    UrlKind.PAGE: ACCEPT_PAGE,
    UrlKind.FEED: f"application/rss+xml, application/atom+xml, application/feed+json, {_XML}",
    UrlKind.SITEMAP: _XML,
}
#: What may be HTML; a page that is only a meta refresh counts as a redirect, once in a visit.
MAY_REFRESH = frozenset({UrlKind.ARTICLE, UrlKind.PAGE})


class Fetch:
    """robots.txt, download, capture; each ending frees the host after its pause."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._ending = Ending(parts)
        self._poll = Poll(parts)

    def run(self, url_id: int, token: int) -> None:
        """Fetch a claimed URL. A stale or repeated message does nothing."""
        task, robots_file = self._begin(url_id, token)
        if task is None:
            log.debug("fetch.stale", url_id=url_id, token=token)
            return
        journal = Journal(self._parts.clock)
        journal.note(Gate.CLAIM, "begun", host=task.host, token=token)
        try:
            self._visit(task, robots_file, journal)
        except LeaseLost as lost:
            log.warning("fetch.lease_lost", url_id=url_id, error=str(lost))

    def _begin(self, url_id: int, token: int) -> tuple[FetchTask | None, RobotsFile | None]:
        lease = timedelta(seconds=self._parts.settings.frontier.fetch_lease_seconds)
        with self._parts.database.transaction() as tx:
            now = self._parts.clock()
            holder = self._parts.holder
            task = tx.claims.begin_fetch(
                url_id, token, now=now, lease=lease, holder=holder.name if holder else None
            )
            if task is None:
                return None, None
            if task.kind.is_source and (source := self._poll.begin(tx, task)) is not None:
                task = replace(task, known_sha256=source.body_sha256)
            return task, tx.robots.fresh(urls.parse(task.url).origin, now)

    def _visit(self, task: FetchTask, robots_file: RobotsFile | None, journal: Journal) -> None:
        rest = self._usual_rest(task, None)
        try:
            rules = self._ask_robots(task, robots_file, journal)
            rest = self._usual_rest(task, rules)
            if robots_file is None and rest.seconds > 0:
                # It keeps its place among the host's URLs; the host's pause makes it wait.
                asked = Postponed(task.due_at, "robots.txt was asked; the page is next")
                self._postpone(task, asked, journal, rest)
                return
            download = self._download(task, rules, journal)
            if download.elsewhere is not None:
                self._go_elsewhere(task, download, download.elsewhere, journal, rest)
            elif download.not_modified:
                self._unchanged(task, download, journal, rest, "304 Not Modified")
            else:
                self._keep(task, download, journal, rest)
        except Postponed as postponed:
            self._postpone(task, postponed, journal, rest)
        except ProxyAway as away:
            self._without_proxy(task, away, journal)
        except Refused as refused:
            self._refuse(task, refused, journal, rest)

    def _usual_rest(self, task: FetchTask, rules: RobotsRules | None) -> Rest:
        host = task.pace
        if rules is not None:
            host = replace(host, crawl_delay_seconds=rules.crawl_delay_seconds)
        return pace.after_success(self._parts.settings.fetch, host)

    def _ask_robots(
        self, task: FetchTask, known: RobotsFile | None, journal: Journal
    ) -> RobotsRules:
        """The rules of the task's site. To ask for them is a request, with its pause after it."""
        if known is not None:
            return self._parts.robots_rules(known)
        origin = urls.parse(task.url).origin
        self._require_heard(task)
        asked = self._parts.fetcher.get_robots(
            origin, now=self._parts.clock(), ca_file=task.ca_file
        )
        with self._parts.database.transaction() as tx:
            tx.robots.keep(asked)
        journal.note(Gate.ROBOTS, "asked", status=asked.status, bytes=len(asked.body))
        return self._parts.robots_rules(asked)

    def _download(self, task: FetchTask, rules: RobotsRules, journal: Journal) -> Download:
        if not rules.allows(task.url):
            raise Refused(Outcome.ROBOTS_DENIED, "robots.txt disallows it")
        journal.note(Gate.ROBOTS, "allowed")
        self._require_heard(task)
        download = self._parts.fetcher.get(
            task.url,
            may_fetch=rules.allows,
            hops_left=self._parts.settings.fetch.redirects_max - len(task.hops),
            etag=task.etag,
            last_modified=task.last_modified,
            accept=ACCEPT[task.kind],
            body_max_bytes=self._parts.settings.discover.sitemap_max_bytes
            if task.kind is UrlKind.SITEMAP
            else None,
            ca_file=task.ca_file,
            may_refresh=task.kind in MAY_REFRESH
            and all(hop.status not in PAGE_STATUSES for hop in task.hops),
        )
        elsewhere = download.elsewhere
        journal.note(
            Gate.DOWNLOAD,
            "elsewhere" if elsewhere else "passed",
            status=download.status,
            bytes=len(download.body),
            seconds=round(download.elapsed_seconds, 3),
            address=download.remote_address or None,
            redirects=len(download.hops) or None,
            to=urls.redact(elsewhere) if elsewhere else None,
        )
        return download

    def _require_heard(self, task: FetchTask) -> None:
        """A worker that was stopped for long, and goes on, may not ask: its URL may be another's.

        Where it is not, it is given back: nobody else will finish it before its lease ends.
        """
        holder = self._parts.holder
        if holder is not None and not holder.is_heard():
            raise Postponed(task.due_at, "this worker was silent for too long")

    def _go_elsewhere(
        self, task: FetchTask, download: Download, target: str, journal: Journal, rest: Rest
    ) -> None:
        """A redirect to another host: it waits there for its turn, like any other URL."""
        hops = (*task.hops, *download.hops)
        url = urls.parse(target)
        admission.require_admissible_host(url, self._parts.settings)
        if str(url) in {hop.url for hop in hops}:
            raise Refused(Outcome.REDIRECT_LOOP, f"redirected back to {urls.redact(target)}")
        if len(hops) > self._parts.settings.fetch.redirects_max:
            raise Refused(Outcome.REDIRECT_LOOP, f"more than {len(hops) - 1} redirects")
        with self._ending.fetching(task, journal, rest) as (tx, step):
            now = self._parts.clock()
            tx.frontier.go_elsewhere(step, url=str(url), host=url.host_key, hops=hops, now=now)
        log.debug("fetch.elsewhere", url=urls.redact(task.url), to=urls.redact(target))

    def _unchanged(
        self, task: FetchTask, download: Download, journal: Journal, rest: Rest, reason: str
    ) -> None:
        polled = Polled(status=download.status, headers=dict(download.headers))
        with self._ending.fetching(task, journal, rest) as (tx, _step):
            self._ending.finish(tx, task, Outcome.UNCHANGED, reason, polled=polled, journal=journal)
        self._ending.tell(task, Outcome.UNCHANGED, reason)

    def _keep(self, task: FetchTask, download: Download, journal: Journal, rest: Rest) -> None:
        sha256 = hashlib.sha256(download.body).hexdigest()
        if sha256 == task.known_sha256:
            self._unchanged(task, download, journal, rest, "the same bytes as last time")
            return
        capture = Capture(
            requested_url=task.url,
            final_url=download.final_url,
            status=download.status,
            headers=download.headers,
            hops=(*task.hops, *download.hops),
            body=download.body,
            sha256=sha256,
            captured_at=self._parts.clock(),
            elapsed_seconds=download.elapsed_seconds,
            remote_address=download.remote_address,
        )
        with self._ending.fetching(task, journal, rest) as (tx, step):
            capture_id = tx.captures.add(capture, url_id=task.url_id, visit=task.visit)
            if task.kind.is_source:
                tx.captures.keep_only(capture_id, url_id=task.url_id)
            journal.note(Gate.CAPTURE, "kept", capture_id=capture_id, sha256=capture.sha256[:12])
            tx.frontier.captured(
                step,
                capture_id=capture_id,
                now=self._parts.clock(),
                etag=download.header("etag"),
                last_modified=download.header("last-modified"),
            )
        log.debug("fetch.captured", url=urls.redact(task.url), bytes=len(capture.body))

    def _postpone(
        self, task: FetchTask, postponed: Postponed, journal: Journal, rest: Rest
    ) -> None:
        journal.note(Gate.RETRY, "postponed", until=_iso(postponed.until), reason=postponed.reason)
        with self._ending.fetching(task, journal, rest) as (tx, step):
            tx.frontier.wait(step, until=postponed.until, reason=postponed.reason, counts=False)
        log.debug("fetch.postponed", url=urls.redact(task.url), reason=postponed.reason)

    def _refuse(self, task: FetchTask, refused: Refused, journal: Journal, rest: Rest) -> None:
        """The attempt failed: another one follows, or the outcome stands."""
        gate = Gate.ROBOTS if refused.outcome is Outcome.ROBOTS_DENIED else Gate.DOWNLOAD
        detail = {**refused.detail, "outcome": refused.outcome, "reason": refused.reason}
        journal.note(gate, "refused", **detail)
        rest = pace.after_refusal(self._parts.settings.fetch, task.pace, refused, usual=rest)
        if rest.failed and self._is_excused(task):
            self._hold_back(task, refused, journal)
            return
        if retry.is_robots_refused(refused) and not task.kind.is_source:
            self._without_robots(task, refused, journal, rest)
            return
        attempts_max = self._parts.settings.frontier.fetch_attempts_max
        decision = retry.decide(refused, attempts=task.attempts, attempts_max=attempts_max)
        if isinstance(decision, retry.GiveUp) or task.kind.is_source:
            self._end_refused(task, refused, journal, rest)
            return
        self._wait_refused(task, refused, journal, rest, decision.seconds, counts=True)

    def _without_robots(
        self, task: FetchTask, refused: Refused, journal: Journal, rest: Rest
    ) -> None:
        """The host is there, and refuses its robots.txt: its URLs wait, for a day."""
        now = self._parts.clock()
        with self._parts.database.reading() as tx:
            since = tx.trace.first(
                task.url_id, visit=task.visit, gate=Gate.ROBOTS, verdict=_UNAVAILABLE
            )
        waited_seconds = max((now - since).total_seconds(), 0.0) if since else 0.0
        decision = retry.decide_on_robots(
            refused,
            waited_seconds=waited_seconds,
            patience_seconds=self._parts.settings.fetch.robots_patience_seconds,
        )
        if isinstance(decision, retry.GiveUp):
            lasting = f"{refused.reason}, for {shown(waited_seconds)}" if since else refused.reason
            ended = Refused(refused.outcome, lasting, detail=refused.detail)
            self._end_refused(task, ended, journal, rest)
            return
        journal.note(Gate.ROBOTS, _UNAVAILABLE, waited_seconds=round(waited_seconds))
        self._wait_refused(task, refused, journal, rest, decision.seconds, counts=False)

    def _end_refused(self, task: FetchTask, refused: Refused, journal: Journal, rest: Rest) -> None:
        polled = Polled(
            status=refused.detail.get("status"),
            retry_after_seconds=refused.retry_after_seconds,
        )
        with self._ending.fetching(task, journal, rest) as (tx, _step):
            self._ending.finish(
                tx, task, refused.outcome, refused.reason, polled=polled, journal=journal
            )
        self._ending.tell(task, refused.outcome, refused.reason)

    def _wait_refused(
        self,
        task: FetchTask,
        refused: Refused,
        journal: Journal,
        rest: Rest,
        seconds: float,
        *,
        counts: bool,
    ) -> None:
        until = self._parts.clock() + timedelta(seconds=seconds)
        journal.note(Gate.RETRY, "again", until=_iso(until), attempts=task.attempts)
        with self._ending.fetching(task, journal, rest) as (tx, step):
            tx.frontier.wait(step, until=until, reason=str(refused), counts=counts)
        log.info(
            "url.retry",
            outcome=refused.outcome,
            url=urls.redact(task.url),
            reason=refused.reason,
            wait_seconds=round(seconds),
        )

    def _is_excused(self, task: FetchTask) -> bool:
        """Our own network is down, and this host, or a source of it, is there at other times.

        Articles of hosts that have never answered count: a list of dead links has to end some day.
        """
        with self._parts.database.reading() as tx:
            return tx.fleet.is_outage() and (
                task.kind.is_source or tx.host_signs.has_ever_answered(task.host)
            )

    def _hold_back(self, task: FetchTask, refused: Refused, journal: Journal) -> None:
        """Our own network is down: neither the host nor the URL nor its source is blamed."""
        rest = pace.after_outage(self._parts.settings.fetch, task.pace)
        self._postpone(task, Postponed(task.due_at, f"{rest.reason} ({refused})"), journal, rest)

    def _without_proxy(self, task: FetchTask, away: ProxyAway, journal: Journal) -> None:
        """The egress proxy is away: neither the host nor the URL nor its source is blamed."""
        log.warning("fetch.proxy_away", url=urls.redact(task.url), reason=away.reason)
        until = self._parts.clock() + timedelta(seconds=PROXY_PAUSE_SECONDS)
        rest = replace(
            self._usual_rest(task, None), reason=away.reason, failures=task.pace.failures
        )
        rest = replace(rest, answered=False, slow_seconds=task.pace.slow_seconds)
        self._postpone(task, Postponed(until, away.reason), journal, rest)


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
