"""How long a host is left alone after a request: a pure rule."""

from dataclasses import dataclass

from worker.errors import Refused
from worker.settings import FetchSettings
from worker.vocabulary import OUTCOME_RULES

#: After 429 and 503 without a Retry-After: the host asked for less, and didn't say how much less.
BUSY_REST_SECONDS = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """Leave the host alone for `seconds`, and say why."""

    seconds: float
    reason: str


def after_success(
    settings: FetchSettings, *, own_delay_seconds: float | None, crawl_delay_seconds: float | None
) -> Rest:
    """The pause after a request that was answered.

    Args:
        own_delay_seconds: the operator's pace for this host; it wins. None: fetch.delay_seconds.
        crawl_delay_seconds: what robots.txt asks for; None if nothing. Capped by a setting.
    """
    if own_delay_seconds is not None:
        return Rest(seconds=own_delay_seconds, reason="set for this host")
    asked = min(crawl_delay_seconds or 0.0, settings.crawl_delay_max_seconds)
    if asked > settings.delay_seconds:
        return Rest(seconds=asked, reason="robots.txt Crawl-delay")
    return Rest(seconds=settings.delay_seconds, reason="fetch.delay_seconds")


def after_refusal(settings: FetchSettings, refused: Refused, *, usual: Rest) -> Rest:
    """The pause after a request that failed: Retry-After, or a rest for a host in trouble."""
    if refused.retry_after_seconds is not None:
        seconds = max(refused.retry_after_seconds, usual.seconds)
        return Rest(seconds=seconds, reason=f"Retry-After ({refused.reason})")
    if refused.detail.get("status") in (429, 503):
        seconds = max(BUSY_REST_SECONDS, usual.seconds)
        return Rest(seconds=seconds, reason=refused.reason)
    if OUTCOME_RULES[refused.outcome].rests_host:
        seconds = max(settings.host_rest_seconds, usual.seconds)
        return Rest(seconds=seconds, reason=str(refused))
    return usual
