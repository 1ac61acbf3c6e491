"""The workers: who is there, and whether they move anything."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from support.vital import NOTHING

from worker import __version__
from worker.doctor import crew
from worker.doctor.finding import Finding, Level
from worker.store.vitals import Vital
from worker.store.workers import WorkerRow
from worker.vocabulary import UrlState

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
FETCHES_WAIT = replace(NOTHING, unbegun={UrlState.FETCHING: 3})


def ago(seconds: float) -> datetime:
    return NOW - timedelta(seconds=seconds)


def row(role: str, *, machine: str = "a", seen: float = 3, **changes: object) -> WorkerRow:
    made = WorkerRow(
        name=f"{role}@{machine}:1", role=role, machine=machine, process="1@x", version=__version__,
        started_at=ago(9000), seen_at=ago(seen), clock_ahead_seconds=0.0, moved_at=ago(4),
        moved_count=7,
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]


def examined(*rows: WorkerRow, vital: Vital = NOTHING) -> dict[str, Finding]:
    found = crew.findings(rows, vital, NOW, stuck_after_seconds=180)
    return {one.name: one for one in found}


FLEET = (row("fetch"), row("process"), row("control"))


@pytest.mark.parametrize(
    ("rows", "level", "says"),
    [
        (FLEET, Level.OK, "1 control, 1 fetch, 1 process"),
        ([row("engine")], Level.OK, "1 engine"),
        ([row("fetch+process+control")], Level.OK, "1 control, 1 fetch, 1 process"),
        ([row("fetch+control"), row("process")], Level.OK, "1 control, 1 fetch, 1 process"),
        ([*FLEET, row("fetch", machine="b", seen=29)], Level.OK, "1 control, 2 fetch, 1 process"),
        (
            [*FLEET, row("fetch", machine="b", seen=31)],
            Level.OK,
            "1 control, 1 fetch, 1 process; 1 ended without a word in 24 h",
        ),
        ([], Level.CRITICAL, "none is at work"),
        ([row("engine", seen=600)], Level.CRITICAL, "none is at work"),
        (FLEET[:1], Level.CRITICAL, "1 fetch; none for control, process"),
        (FLEET[1:], Level.CRITICAL, "1 control, 1 process; none for fetch"),
    ],
)
def test_a_role_that_nobody_has_is_critical(rows: list[WorkerRow], level: Level, says: str) -> None:
    found = examined(*rows)["workers"]
    assert (found.level, found.says) == (level, says)


def test_several_versions_at_once_are_told() -> None:
    assert examined(*FLEET)["versions"].level is Level.OK
    found = examined(*FLEET, row("fetch", machine="b", version="0.0.9"))["versions"]
    assert (found.level, found.says) == (Level.WARNING, f"0.0.9, {__version__} at once")
    gone = examined(*FLEET, row("fetch", machine="b", version="0.0.9", seen=900))["versions"]
    assert gone.level is Level.OK


def test_a_machine_whose_clock_is_wrong_is_named() -> None:
    found = examined(*FLEET, row("fetch", machine="b", clock_ahead_seconds=-400.0))
    assert found["clock of a"].level is Level.OK
    assert found["clock of b"].level is Level.CRITICAL


@pytest.mark.parametrize(
    ("role", "moved", "vital", "is_told"),
    [
        ("fetch", 250, FETCHES_WAIT, True),
        ("fetch+control", 250, FETCHES_WAIT, True),
        ("fetch", None, FETCHES_WAIT, True),  # since its start
        ("fetch", 230, FETCHES_WAIT, False),  # its watchdog comes first
        ("fetch", 250, NOTHING, False),  # there is nothing to move
        ("process", 250, FETCHES_WAIT, False),  # for others
        ("control", 250, FETCHES_WAIT, False),
    ],
)
def test_a_worker_that_moves_nothing_while_work_waits_is_named(
    role: str, moved: float | None, vital: Vital, is_told: bool
) -> None:
    moved_at = None if moved is None else ago(moved)
    found = examined(*FLEET, row(role, machine="b", moved_at=moved_at), vital=vital)
    assert (f"worker {role}@b:1" in found) is is_told
