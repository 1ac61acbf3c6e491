"""Whether work goes on: one row for each sign that it does not."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from support.vital import NOTHING

from worker.doctor import work
from worker.doctor.finding import Finding, Level
from worker.settings import Settings
from worker.store.fleet import FleetState
from worker.vocabulary import UrlState

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def ago(seconds: float) -> datetime:
    return NOW - timedelta(seconds=seconds)


TICKING = FleetState(ticked_at=ago(1))


def examined(
    vital: dict[str, Any] | None = None, fleet: dict[str, Any] | None = None
) -> dict[str, Finding]:
    found = work.findings(
        replace(NOTHING, **(vital or {})),
        replace(TICKING, **(fleet or {})),
        Settings(broker={"url": "redis://127.0.0.1"}),  # type: ignore[arg-type]
        NOW,
    )
    return {one.name: one for one in found}


def test_a_fleet_that_has_nothing_to_do_is_well() -> None:
    assert {one.level for one in examined().values()} == {Level.OK}


@pytest.mark.parametrize(
    ("fleet", "name", "level"),
    [
        ({"ticked_at": None}, "tick", Level.WARNING),
        ({"ticked_at": ago(9)}, "tick", Level.OK),
        ({"ticked_at": ago(11)}, "tick", Level.WARNING),
        ({"ticked_at": ago(61)}, "tick", Level.CRITICAL),
        ({"ticked_at": ago(-30)}, "tick", Level.OK),  # a clock that was set back
        ({"draining_since": ago(5)}, "drain", Level.WARNING),
        ({"outage_since": ago(5)}, "outage", Level.CRITICAL),
    ],
)
def test_the_fleet_itself(fleet: dict[str, Any], name: str, level: Level) -> None:
    assert_level(examined(fleet=fleet)[name], level)


@pytest.mark.parametrize(
    ("vital", "name", "level"),
    [
        ({"under_way": {UrlState.FETCHING: 3}}, "leases", Level.OK),
        ({"stuck_leases": 1}, "leases", Level.CRITICAL),
        # Messages are sent again after 10 s, by a tick.
        ({"unbegun": {UrlState.FETCHING: 3}, "oldest_unbegun_at": ago(69)}, "messages", Level.OK),
        (
            {"unbegun": {UrlState.FETCHING: 3}, "oldest_unbegun_at": ago(71)},
            "messages",
            Level.WARNING,
        ),
        ({"askable_due_at": ago(299)}, "due", Level.OK),
        ({"askable_due_at": ago(301)}, "due", Level.WARNING),
        ({"oldest_captured_at": ago(299)}, "captures", Level.OK),
        ({"oldest_captured_at": ago(301)}, "captures", Level.WARNING),
        ({"events_unsequenced": 4, "oldest_unsequenced_at": ago(2)}, "events", Level.OK),
        ({"events_unsequenced": 4, "oldest_unsequenced_at": ago(61)}, "events", Level.WARNING),
        ({"positions": {"sequence": 10_000, "stream": 1}}, "relay", Level.OK),
        ({"positions": {"sequence": 10_001, "stream": 1}}, "relay", Level.WARNING),
        ({"quarantined_of_late": 1}, "quarantine", Level.WARNING),
        ({"sources_active": 9, "sources_ill": {"silent": 2}}, "sources", Level.WARNING),
        ({"last_answer_at": ago(5), "hosts_answered_of_late": 5}, "egress", Level.OK),
        (
            {"last_answer_at": ago(5), "hosts_answered_of_late": 5, "hosts_failed_of_late": 6},
            "egress",
            Level.WARNING,
        ),
    ],
)
def test_each_sign_that_work_stands(vital: dict[str, Any], name: str, level: Level) -> None:
    assert_level(examined(vital)[name], level)


@pytest.mark.parametrize("cause", ["draining_since", "outage_since"])
def test_what_waits_on_purpose_is_no_fault(cause: str) -> None:
    waits = {"askable_due_at": ago(9000), "oldest_captured_at": ago(9000)}
    found = examined(waits, {cause: ago(9000)})
    assert (found["due"].level, found["captures"].level) == (Level.OK, Level.OK)


def assert_level(found: Finding, level: Level) -> None:
    assert (found.level, bool(found.remedy)) == (level, level is not Level.OK)
