"""The embedded engine is killed, and pages kill its children: nothing is lost, nothing twice."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.outcomes import assert_as_expected, rows_of
from support.poison import serving_slow_page
from support.programs import BIN, environment, running, vedette

from worker.demo.web import SampleWeb


@pytest.fixture
def web() -> Iterator[SampleWeb]:
    with SampleWeb() as served:
        yield served


def _database(folder: Path) -> str:
    return f"sqlite:///{folder / 'data' / 'vedette.db'}"


def test_a_killed_service_goes_on_where_it_stopped(web: SampleWeb, tmp_path: Path) -> None:
    env = environment(tmp_path, FETCH__DELAY_SECONDS="0.05")
    given = list(web.urls)
    vedette("submit", *given, env=env, folder=tmp_path)
    log = tmp_path / "run.log"
    for round_number in range(6):
        with running([BIN / "vedette", "run"], env=env, folder=tmp_path, log=log) as service:
            time.sleep(1.2 + 0.3 * round_number)
            os.killpg(service.pid, signal.SIGKILL)

    result = vedette("ingest", *given, "--json", env=env, folder=tmp_path)

    assert result.returncode == 0, result.stdout.decode() + log.read_text()[-2000:]
    assert_as_expected(_database(tmp_path), web.expectations, given)


def test_a_page_that_never_ends_costs_its_child_and_is_quarantined_while_the_rest_goes_on(
    web: SampleWeb, tmp_path: Path
) -> None:
    env = environment(
        tmp_path, PROCESS__TIME_LIMIT_SECONDS="3", FRONTIER__DEFECT_PAUSE_SECONDS="0.5"
    )
    given = list(web.urls)
    with serving_slow_page() as slow:
        result = vedette("ingest", slow, *given, "--json", env=env, folder=tmp_path)

    assert result.returncode == 1  # a defect is no good end
    row = rows_of(_database(tmp_path), [slow])[slow]
    assert (row["outcome"], row["attempts"]) == ("quarantined", 2)
    assert "used more than 3 s of CPU time" in row["reason"]
    rows = rows_of(_database(tmp_path), given)
    assert all(row["outcome"] in web.expectations[url].outcomes for url, row in rows.items())
