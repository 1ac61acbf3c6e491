"""One URL's way through its redirects to a page, under one deadline.

It follows within a host and stops before another one. It is used once and thrown away.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import requests

from worker.errors import Refused
from worker.fetch.body import discard, read_body, read_start
from worker.fetch.deadline import limited_to
from worker.fetch.headers import request_headers, response_headers
from worker.fetch.redirect import redirect_target
from worker.fetch.refresh import refresh_target
from worker.fetch.status import PAGE_STATUSES, refusal_of_status
from worker.fetch.target import read_target
from worker.fetch.transport import Transport
from worker.settings import FetchSettings
from worker.urls import WebUrl, redact
from worker.values import Download, Hop
from worker.vocabulary import Outcome

ACCEPT_PAGE = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"

#: So much of an error page is read, to recognise a challenge in it.
ERROR_PAGE_BYTES = 65_536


@dataclass(slots=True, kw_only=True)
class Visit:
    """The state of one download."""

    settings: FetchSettings
    transport: Transport
    may_fetch: Callable[[str], bool]
    hops_max: int
    accept: str
    body_max_bytes: int
    etag: str | None
    last_modified: str | None
    ca_file: str | None
    may_refresh: bool
    hops: list[Hop] = field(default_factory=list)
    response: requests.Response | None = None
    final_url: str = ""
    remote_address: str = ""
    started_at: float = field(default_factory=time.monotonic)

    def download(self, url: str) -> Download:
        """Go to the end of the way.

        Raises:
            Refused: with what is known of the way in its `detail`.
        """
        try:
            with limited_to(self.settings.deadline_seconds):
                return self._follow(url)
        except Refused as refused:
            refused.detail = self._detail() | refused.detail
            raise
        finally:
            self._leave()

    def _follow(self, url: str) -> Download:
        target = read_target(url)
        seen = {str(target)}
        while True:
            response = self._ask(target)
            following = redirect_target(target, response)
            if following is None:
                arrived = self._arrive(url, response)
                following = self._refresh(target, arrived, seen)
                if following is None:
                    return arrived
            self._step(target, following, seen)
            if following.host_key != target.host_key:
                return self._result(url, response, elsewhere=str(following))
            if not self.may_fetch(str(following)):
                where = redact(str(following))
                raise Refused(
                    Outcome.ROBOTS_DENIED, f"robots.txt disallows the redirect to {where}"
                )
            discard(response)
            target = following

    def _refresh(self, target: WebUrl, arrived: Download, seen: set[str]) -> WebUrl | None:
        """Where a page leads that is nothing but a meta refresh; such a hop is taken once."""
        if not self.may_refresh or arrived.not_modified:
            return None
        following = refresh_target(target, arrived.body)
        if following is None or str(following) in seen:  # a page that reloads itself is a page
            return None
        self.may_refresh = False
        return following

    def _ask(self, target: WebUrl) -> requests.Response:
        self._leave()
        self.final_url = str(target)
        headers = request_headers(
            self.settings, accept=self.accept, etag=self.etag, last_modified=self.last_modified
        )
        self.response = self.transport.open(self.final_url, headers, ca_file=self.ca_file)
        self.remote_address = getattr(self.response.raw.connection, "remote_address", "")
        return self.response

    def _leave(self) -> None:
        if self.response is not None:
            self.response.close()

    def _step(self, target: WebUrl, following: WebUrl, seen: set[str]) -> None:
        """Note a redirect, and see that the way has an end."""
        if len(self.hops) >= self.hops_max:
            raise Refused(Outcome.REDIRECT_LOOP, f"more than {self.hops_max} redirects")
        status = self.response.status_code if self.response is not None else 0
        location = str(following)
        self.hops.append(Hop(url=str(target), status=status, location=location))
        if location in seen:
            raise Refused(Outcome.REDIRECT_LOOP, f"redirects lead back to {redact(location)}")
        seen.add(location)

    def _arrive(self, url: str, response: requests.Response) -> Download:
        """Read the final response."""
        if response.status_code == 304 and (self.etag or self.last_modified):
            discard(response)
            return self._result(url, response, not_modified=True)
        body = self._body(response)
        refusal = refusal_of_status(
            response.status_code,
            response.headers,
            body,
            now=datetime.now(UTC),
            retry_after_max_seconds=self.settings.retry_after_max_seconds,
        )
        if refusal is not None:
            raise refusal
        return self._result(url, response, body=body)

    def _body(self, response: requests.Response) -> bytes:
        if response.status_code in PAGE_STATUSES:
            return read_body(response, max_bytes=self.body_max_bytes)
        try:
            return read_start(response, max_bytes=ERROR_PAGE_BYTES)[0]
        except Refused:
            return b""  # the status says enough; a broken error page changes nothing

    def _result(self, url: str, response: requests.Response, **found: Any) -> Download:
        return Download(
            requested_url=url,
            final_url=self.final_url,
            status=response.status_code,
            headers=response_headers(response),
            hops=tuple(self.hops),
            remote_address=self.remote_address,
            elapsed_seconds=time.monotonic() - self.started_at,
            **({"body": b""} | found),
        )

    def _detail(self) -> dict[str, Any]:
        """What `vedette explain` shows of a refusal."""
        detail: dict[str, Any] = {
            "final_url": redact(self.final_url),
            "hops": len(self.hops),
            "elapsed_seconds": round(time.monotonic() - self.started_at, 3),
        }
        if self.hops:
            way = (self.hops[0].url, *(hop.location for hop in self.hops))
            detail["chain"] = " -> ".join(map(redact, way))
        if self.remote_address:
            detail["remote_address"] = self.remote_address
        if self.response is not None:
            detail["status"] = self.response.status_code
            detail["bytes"] = self.response.raw.tell()
        return detail
