"""The web that is crawled, and what is submitted while everything breaks."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise

from support.paced_web import PacedHost, serving

from chaos.record import Ledger
from worker.pipeline import Pipeline
from worker.values import Candidate

ANSWER_SECONDS = 0.02
PACE_SECONDS = 0.25
#: As in the tests of the pace: the web notes its answer before it sends it.
TOLERANCE_SECONDS = 0.03


@contextmanager
def web(host_count: int, articles: int) -> Iterator[list[PacedHost]]:
    """So many hosts with so many articles each."""
    hosts = [
        PacedHost(
            f"127.8.{n // 200}.{n % 200 + 1}", articles=articles, answer_seconds=ANSWER_SECONDS
        )
        for n in range(host_count)
    ]
    with serving(hosts):
        yield hosts


class Intake:
    """Submits URLs host by host, as they are wanted; remembers those that were accepted."""

    def __init__(self, hosts: Sequence[PacedHost], pipeline: Pipeline, ledger: Ledger) -> None:
        self._pipeline, self._ledger = pipeline, ledger
        self._left = [
            host.base + path
            for paths in zip(
                *[[(host, path) for path in host.paths] for host in hosts], strict=True
            )
            for host, path in paths
        ]

    def submit(self, count: int) -> int:
        """Submit so many more; returns how many were accepted.

        Raises:
            StoreError: none was: they are submitted again later.
        """
        wanted = self._left[:count]
        answers = self._pipeline.submit([Candidate(url=url, origin="chaos") for url in wanted])
        for answer in answers:  # "known": accepted before, when the answer did not arrive
            assert answer.url_id is not None, answer.reason
            self._ledger.accepted[answer.url_id] = answer.url
        del self._left[:count]
        return len(answers)


def pace_faults(hosts: Sequence[PacedHost]) -> list[str]:
    """Requests to one host that came closer than its pace, in words."""
    found = []
    for host in hosts:
        for earlier, later in pairwise(sorted(host.log, key=lambda request: request.began)):
            gap = later.began - earlier.ended
            if gap < PACE_SECONDS - TOLERANCE_SECONDS:
                found.append(
                    f"{gap:.3f} s between {earlier.path} and {later.path} of {host.address}"
                )
    return found
