"""The door to the web: a URL in, a `Download` or a `Refused` out, within one deadline.

It keeps no state between URLs but idle connections, and knows nothing of queues, pace or articles.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from worker import egress
from worker.errors import SettingsError
from worker.fetch.guard import Guard
from worker.fetch.proxy import Egress
from worker.fetch.resolver import Resolver, system_resolve
from worker.fetch.robots_file import fetch_robots
from worker.fetch.transport import Transport
from worker.fetch.trust import Trust
from worker.fetch.visit import ACCEPT_PAGE, Visit
from worker.settings import FetchSettings
from worker.values import Download, RobotsFile

#: robots.txt and its page share one lease: half of the page's time is all that the former gets.
ROBOTS_DEADLINE_SHARE = 0.5


def always(url: str) -> bool:  # noqa: ARG001 - the signature of `may_fetch`
    """Permission for every URL."""
    return True


class Fetcher:
    """Downloads pages and robots.txt files; one for all threads of a process.

    Args:
        settings: deadline, caps, User-Agent, egress proxy, networks that are let through.
        allowed_ports: ports that may be asked outside of `settings.allow_networks`.
        resolve: how names become addresses.
        ca_file: certificates (PEM) trusted beside the public ones, for an authority of one's own.

    Raises:
        SettingsError: fetch.proxy_url can't be read.
        ValueError: `ca_file` can't be read.
    """

    def __init__(
        self,
        settings: FetchSettings,
        *,
        allowed_ports: tuple[int, ...],
        resolve: Resolver = system_resolve,
        ca_file: Path | None = None,
    ) -> None:
        self._settings = settings
        guard = Guard(
            resolve=resolve,
            allow_networks=settings.allow_networks,
            allowed_ports=frozenset(allowed_ports),
        )
        self._transport = Transport(
            guard=guard,
            egress=_egress(settings, resolve),
            connect_timeout_seconds=settings.connect_timeout_seconds,
            trust=Trust(ca_file),
        )

    def get(
        self,
        url: str,
        *,
        may_fetch: Callable[[str], bool] = always,
        hops_left: int | None = None,
        etag: str | None = None,
        last_modified: str | None = None,
        accept: str = ACCEPT_PAGE,
        body_max_bytes: int | None = None,
        ca_file: str | None = None,
        may_refresh: bool = False,
    ) -> Download:
        """Download a URL, following redirects within its host.

        Args:
            url: http or https; it is written in its normal form first.
            may_fetch: asked before each redirect within the host is followed.
            hops_left: redirects that may still follow; None: `settings.redirects_max`.
            etag: of the version that is known, for a conditional request.
            last_modified: the same, as the server wrote it.
            accept: the Accept header.
            body_max_bytes: cap on the decoded body; None: `settings.body_max_bytes`.
            ca_file: certificates (PEM) trusted for this host, beside the public ones.
            may_refresh: a page that is nothing but a meta refresh is a redirect, once.

        Returns:
            A whole body; or `elsewhere`, where a redirect leads to another host: that one was not
            asked, since its pace is the frontier's; or `not_modified`.

        Raises:
            ProxyAway: the egress proxy can't be used; nothing is known of the URL.
            Refused: with the outcome, and in `detail` the status, final URL, hops and bytes.
        """
        visit = Visit(
            settings=self._settings,
            transport=self._transport,
            may_fetch=may_fetch,
            hops_max=self._settings.redirects_max if hops_left is None else hops_left,
            accept=accept,
            body_max_bytes=body_max_bytes or self._settings.body_max_bytes,
            etag=etag,
            last_modified=last_modified,
            ca_file=ca_file,
            may_refresh=may_refresh,
        )
        return visit.download(url)

    def get_robots(self, origin: str, *, now: datetime, ca_file: str | None = None) -> RobotsFile:
        """Download the robots.txt of an origin, after RFC 9309, section 2.3.1.

        Args:
            origin: `scheme://host[:port]`.
            now: aware, from which the file's age counts.
            ca_file: certificates (PEM) trusted for this host, beside the public ones.

        Returns:
            The file; with an empty body, which allows everything, where the status is 4xx or more
            than five redirects were met.

        Raises:
            ProxyAway: the egress proxy can't be used.
            Refused: it can't be reached (5xx, 429, network): nothing may be fetched until it can.
        """
        return fetch_robots(
            origin,
            transport=self._transport,
            settings=self._settings,
            deadline_seconds=self._settings.deadline_seconds * ROBOTS_DEADLINE_SHARE,
            now=now,
            ca_file=ca_file,
        )

    def close(self) -> None:
        """Close all idle connections."""
        self._transport.close()


def _egress(settings: FetchSettings, resolve: Resolver) -> Egress | None:
    if not settings.proxy_url:
        return None
    try:
        proxy = egress.read(settings.proxy_url)
    except ValueError as error:
        raise SettingsError(f"fetch.proxy_url: {error}") from None
    return Egress(
        proxy=proxy,
        resolve=resolve,
        connect_timeout_seconds=settings.connect_timeout_seconds,
    )
