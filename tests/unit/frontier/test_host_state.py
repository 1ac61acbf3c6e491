"""What a host does at a moment."""

from datetime import UTC, datetime, timedelta

import pytest

from worker.frontier.host_state import HostState, state_of

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("is_paused", "is_busy", "seconds", "state"),
    [
        (False, False, -10, HostState.FREE),
        (False, False, 0, HostState.FREE),
        (False, False, 1.5, HostState.PACING),
        (False, False, 2, HostState.PACING),
        (False, False, 2.001, HostState.RESTING),
        (False, True, -10, HostState.ASKING),
        (False, True, 60, HostState.ASKING),
        # the operator's word stands above all
        (True, False, -10, HostState.PAUSED),
        (True, True, 60, HostState.PAUSED),
    ],
)
def test_the_state_follows_from_the_row(
    is_paused: bool, is_busy: bool, seconds: float, state: HostState
) -> None:
    found = state_of(
        NOW,
        is_paused=is_paused,
        is_busy=is_busy,
        next_allowed_at=NOW + timedelta(seconds=seconds),
        delay_seconds=2,
    )
    assert found is state
