"""How long a host is left alone after a request: pure rules.

429 and 503 lengthen the pause for everybody, each success lets it fall by a step, and a host that
can't be reached rests. Knows nothing of how a host is kept; what must be kept is in the result.
"""

from dataclasses import dataclass, replace

from worker.errors import Refused
from worker.frontier.duration import shown
from worker.settings import FetchSettings
from worker.values import HostPace, Rest
from worker.vocabulary import ANSWERS, OUTCOME_RULES, Outcome

#: A host that asked for less, and didn't say for how long. Each further slowing doubles it.
BUSY_REST_SECONDS = 60.0
#: So begins the reason of every rest after a failure of the network; an outage of ours lifts them.
UNREACHABLE = "can't be reached"
#: By so much 429 and 503 lengthen the pause.
SLOW_FACTOR = 2.0
#: By so much a success shortens it again: fourteen undo one doubling. Simulated over a day, at a
#: host that lets one request through in 20 s: 7 % meet a 429; with 0.9 13 %, with 0.5 24 %.
RECOVERY_FACTOR = 0.95
#: A pause of nearly none is doubled from here, and a slowed host that falls below has recovered.
SLOW_FLOOR_SECONDS = 1.0

_BUSY_STATUSES = frozenset({429, 503})
#: Where no status is known these don't tell whether the host gave an answer.
_PERHAPS_UNANSWERED = frozenset(
    {Outcome.BAD_URL, Outcome.BLOCKED_ADDRESS, Outcome.ROBOTS_DENIED, Outcome.TLS_ERROR}
)
#: 2**30 rests are more than any setting allows; a larger power would overflow some day.
_DOUBLINGS_MAX = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Delay:
    """The pause between two requests, and who decided it."""

    seconds: float
    reason: str


def delay_in_force(settings: FetchSettings, host: HostPace) -> Delay:
    """The pause between two requests to a host, as it is now.

    The operator's own pace wins; else the larger of robots.txt's Crawl-delay (capped by a setting)
    and fetch.delay_seconds. A host slowed by 429 or 503 is asked no sooner than that.
    """
    usual = _usual(settings, host)
    if host.slow_seconds <= usual.seconds:
        return usual
    return Delay(
        seconds=host.slow_seconds,
        reason=f"slowed by HTTP 429 or 503, usually {shown(usual.seconds)}",
    )


def _usual(settings: FetchSettings, host: HostPace) -> Delay:
    if host.own_delay_seconds is not None:
        origin = host.delay_origin or "the operator"
        return Delay(seconds=host.own_delay_seconds, reason=f"set by {origin}")
    asked = host.crawl_delay_seconds or 0.0
    counted = min(asked, settings.crawl_delay_max_seconds)
    if counted <= settings.delay_seconds:
        return Delay(seconds=settings.delay_seconds, reason="fetch.delay_seconds")
    cap = "" if counted == asked else f", capped at {shown(counted)}"
    return Delay(seconds=counted, reason=f"robots.txt Crawl-delay {shown(asked)}{cap}")


def after_success(settings: FetchSettings, host: HostPace) -> Rest:
    """The pause after a request that was answered; a slowed host recovers by one step."""
    slow_seconds = round(host.slow_seconds * RECOVERY_FACTOR, 3)
    if slow_seconds <= max(_usual(settings, host).seconds, SLOW_FLOOR_SECONDS):
        slow_seconds = 0.0
    return replace(
        _at_pace(settings, replace(host, slow_seconds=slow_seconds)), failures=0, answered=True
    )


def after_refusal(
    settings: FetchSettings, host: HostPace, refused: Refused, *, usual: Rest
) -> Rest:
    """The pause after a request that failed.

    Args:
        host: as it was kept when the fetch began.
        refused: how it failed; `detail["status"]` where there was an HTTP status.
        usual: what `after_success` says, with what robots.txt asks for by now.
    """
    host = replace(host, crawl_delay_seconds=usual.crawl_delay_seconds)
    status = refused.detail.get("status")
    if refused.outcome is Outcome.ROBOTS_DENIED and status is None:
        return replace(_at_pace(settings, host), seconds=0.0, reason="nothing was asked of it")
    if OUTCOME_RULES[refused.outcome].rests_host:
        rest = _unreachable(settings, host, refused)
    elif status in _BUSY_STATUSES:
        return _busy(settings, host, refused)
    elif refused.outcome in ANSWERS:
        rest = usual
    else:  # no success: a slowed host stays as slow as it is
        rest = _at_pace(settings, host)
    if not rest.failed:
        answered = status is not None or refused.outcome not in _PERHAPS_UNANSWERED
        rest = replace(rest, answered=answered, failures=0 if answered else host.failures)
    if refused.retry_after_seconds is None or refused.retry_after_seconds <= rest.seconds:
        return rest
    wait = refused.retry_after_seconds
    return replace(rest, seconds=wait, reason=f"{refused.reason}, Retry-After {shown(wait)}")


def after_loss(settings: FetchSettings, host: HostPace, *, pause_seconds: float = 0.0) -> Rest:
    """The pause after a fetch whose worker was lost: nobody knows what it asked, and when.

    Args:
        pause_seconds: more, before the URL is tried again.
    """
    rest = _at_pace(settings, host)
    return replace(rest, seconds=rest.seconds + pause_seconds, reason="a fetch of it was lost")


def after_outage(settings: FetchSettings, host: HostPace) -> Rest:
    """The pause after a request that failed while our own network was down: nothing is counted."""
    return replace(_at_pace(settings, host), reason="our own network is down", failed=True)


def _at_pace(settings: FetchSettings, host: HostPace) -> Rest:
    """The pause in force; nothing learnt."""
    delay = delay_in_force(settings, host)
    return Rest(
        seconds=delay.seconds,
        reason=delay.reason,
        slow_seconds=host.slow_seconds,
        crawl_delay_seconds=host.crawl_delay_seconds,
        failures=host.failures,
    )


def _unreachable(settings: FetchSettings, host: HostPace, refused: Refused) -> Rest:
    """A rest that doubles with each failure in a row."""
    failures = host.failures + 1
    doubled = settings.host_rest_seconds * 2.0 ** min(failures - 1, _DOUBLINGS_MAX)
    pace = _at_pace(settings, host)
    seconds = max(min(doubled, settings.host_rest_max_seconds), pace.seconds)
    times = f", {failures} times" if failures > 1 else ""
    reason = f"{UNREACHABLE} ({refused.outcome}{times}): rests {shown(seconds)}"
    return replace(pace, seconds=seconds, reason=reason, failures=failures, failed=True)


def _busy(settings: FetchSettings, host: HostPace, refused: Refused) -> Rest:
    """429 or 503: a longer pause from now on, and a rest before it: Retry-After decides."""
    usual_seconds = _usual(settings, host).seconds
    base_seconds = max(usual_seconds, SLOW_FLOOR_SECONDS)
    doubled = max(host.slow_seconds, base_seconds) * SLOW_FACTOR
    slow_seconds = min(doubled, settings.slow_max_seconds)
    slowed = replace(host, slow_seconds=slow_seconds if slow_seconds > usual_seconds else 0.0)
    pace = _at_pace(settings, slowed)
    if refused.retry_after_seconds is not None:
        wait = refused.retry_after_seconds
        why = f"{refused.reason}, Retry-After {shown(wait)}"
    else:
        growth = max(slow_seconds / (base_seconds * SLOW_FACTOR), 1.0)
        wait = min(BUSY_REST_SECONDS * growth, settings.host_rest_max_seconds)
        why = f"{refused.reason}: rests {shown(wait)}"
    return replace(
        pace,
        seconds=max(wait, pace.seconds),
        reason=f"{why}, then a pause of {shown(pace.seconds)}",
        failures=0,
        answered=True,
    )
