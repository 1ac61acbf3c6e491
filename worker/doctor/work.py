"""Whether work goes on: queue ages, leases, the tick, events, sources, hosts."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from worker.doctor.finding import Finding, critical, fine, warning
from worker.frontier.duration import shown
from worker.settings import Settings
from worker.steps.relay import STREAM
from worker.store.fleet import FleetState
from worker.store.outbox import SEQUENCE
from worker.store.vitals import Vital
from worker.vocabulary import UrlState

#: What happened within this time counts as of late.
LATE = timedelta(hours=24)
#: Each tick takes ended leases back; a lease that ended longer ago shows that no tick does.
STUCK_AFTER = timedelta(seconds=15)
TICK_WARNING_SECONDS = 10.0
TICK_CRITICAL_SECONDS = 60.0
DUE_WARNING_SECONDS = 300.0
UNBEGUN_WARNING_SECONDS = 60.0
EVENTS_WARNING_SECONDS = 60.0
RELAY_WARNING_EVENTS = 10_000


def findings(
    vital: Vital, fleet: FleetState, settings: Settings, now: datetime
) -> Iterator[Finding]:
    """One for each vital sign."""
    is_idle = fleet.draining_since is not None or fleet.outage_since is not None
    yield _tick(fleet, now)
    yield _draining(fleet, now)
    yield _outage(fleet, now)
    yield _leases(vital)
    yield _messages(vital, settings, now)
    yield _due(vital, now, is_idle=is_idle)
    yield _captures(vital, now, is_idle=is_idle)
    yield _events(vital, now)
    if settings.broker.url:
        yield _relay(vital)
    yield _quarantine(vital)
    yield _sources(vital)
    yield _egress(vital, now)


def _seconds(moment: datetime | None, now: datetime) -> float:
    return 0.0 if moment is None else max(0.0, (now - moment).total_seconds())


def _age(seconds: float) -> str:
    return shown(round(seconds))


def _tick(fleet: FleetState, now: datetime) -> Finding:
    if fleet.ticked_at is None:
        return warning("tick", "there has been no tick yet", _START)
    seconds = _seconds(fleet.ticked_at, now)
    says = f"the last one {_age(seconds)} ago"
    if seconds >= TICK_CRITICAL_SECONDS:
        return critical("tick", says, _START)
    return warning("tick", says, _START) if seconds >= TICK_WARNING_SECONDS else fine("tick", says)


_START = (
    "start `vedette run`, or beat and a control worker; without a tick nothing lost is taken back"
)


def _draining(fleet: FleetState, now: datetime) -> Finding:
    if fleet.draining_since is None:
        return fine("drain", "dispatch goes on")
    says = f"nothing new is dispatched since {_age(_seconds(fleet.draining_since, now))}"
    return warning("drain", says, "when the work on it is done: `vedette drain --end`")


def _outage(fleet: FleetState, now: datetime) -> Finding:
    if fleet.outage_since is None:
        return fine("outage", "our own network is not known to be down")
    says = f"our own network seems to be down since {_age(_seconds(fleet.outage_since, now))}"
    return critical("outage", says, "look at this network's way out; all resumes by itself")


def _leases(vital: Vital) -> Finding:
    under_way = ", ".join(f"{count} {state}" for state, count in sorted(vital.under_way.items()))
    if vital.stuck_leases:
        return critical(
            "leases",
            f"{vital.stuck_leases} ended more than {_age(STUCK_AFTER.total_seconds())} ago and "
            "were not taken back",
            "ticks take them back: see `tick`",
        )
    return fine("leases", f"{under_way or 'nothing'} under way; none is stuck")


def _messages(vital: Vital, settings: Settings, now: datetime) -> Finding:
    count = sum(vital.unbegun.values())
    if not count:
        return fine("messages", "none waits for a worker")
    seconds = _seconds(vital.oldest_unbegun_at, now)
    kinds = ", ".join(f"{n} for {_WORKERS[state]}" for state, n in sorted(vital.unbegun.items()))
    says = f"{count} wait for a worker ({kinds}), the oldest was sent {_age(seconds)} ago"
    limit = settings.frontier.nudge_after_seconds + UNBEGUN_WARNING_SECONDS
    if seconds >= limit:
        return warning("messages", says, "start workers of that kind, or see why they take none")
    return fine("messages", says)


_WORKERS = {UrlState.FETCHING: "fetch", UrlState.PROCESSING: "process"}


def _due(vital: Vital, now: datetime, *, is_idle: bool) -> Finding:
    """A URL whose host may be asked should be claimed within a second or two."""
    if vital.askable_due_at is None:
        return fine("due", "nothing is due that could be asked now")
    seconds = _seconds(vital.askable_due_at, now)
    says = f"the oldest that could be asked now is due since {_age(seconds)}"
    if seconds >= DUE_WARNING_SECONDS and not is_idle:
        return warning(
            "due",
            says,
            "more is due than is fetched: more fetch workers, or a higher frontier.fetching_max",
        )
    return fine("due", says)


def _captures(vital: Vital, now: datetime, *, is_idle: bool) -> Finding:
    if vital.oldest_captured_at is None:
        return fine("captures", "none waits for processing")
    seconds = _seconds(vital.oldest_captured_at, now)
    says = f"the oldest waits for processing since {_age(seconds)}"
    if seconds >= DUE_WARNING_SECONDS and not is_idle:
        return warning(
            "captures", says, "more process workers or children, or frontier.processing_max"
        )
    return fine("captures", says)


def _events(vital: Vital, now: datetime) -> Finding:
    if not vital.events_unsequenced:
        return fine("events", "all have their place")
    seconds = _seconds(vital.oldest_unsequenced_at, now)
    says = f"{vital.events_unsequenced} have no place yet, the oldest since {_age(seconds)}"
    if seconds >= EVENTS_WARNING_SECONDS:
        return warning("events", says, "ticks relay them: see `tick`")
    return fine("events", says)


def _relay(vital: Vital) -> Finding:
    behind = vital.positions[SEQUENCE] - vital.positions.get(STREAM, 0)
    says = f"the stream is {behind} events behind"
    if behind >= RELAY_WARNING_EVENTS:
        return warning("relay", says, "is Redis writable, and does the tick run?")
    return fine("relay", says)


def _quarantine(vital: Vital) -> Finding:
    count = vital.quarantined_of_late
    if not count:
        return fine("quarantine", "nothing in 24 h")
    return warning(
        "quarantine",
        f"{count} pages in 24 h",
        "`vedette quarantine list` tells why, and how to go on",
    )


def _sources(vital: Vital) -> Finding:
    ill = ", ".join(f"{count} {health}" for health, count in sorted(vital.sources_ill.items()))
    says = f"{vital.sources_active} are polled" + (f"; {ill}" if ill else "")
    if vital.sources_ill:
        return warning(
            "sources", says, "`vedette sources health` tells which, and what speaks for it"
        )
    return fine("sources", says)


def _egress(vital: Vital, now: datetime) -> Finding:
    answered, failed = vital.hosts_answered_of_late, vital.hosts_failed_of_late
    if vital.last_answer_at is None:
        return fine("egress", "no host has answered yet")
    says = (
        f"in 24 h {answered} hosts answered and {failed} could not be reached; "
        f"the last answer came {_age(_seconds(vital.last_answer_at, now))} ago"
    )
    if failed > answered:
        return warning("egress", says, "a firewall, a proxy, or `vedette hosts` shows which")
    return fine("egress", says)
