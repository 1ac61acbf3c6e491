"""The embedded engine, as a user runs it: real processes, real pages on loopback."""

import json
import signal
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from support.outcomes import all_done, assert_as_expected, rows_of
from support.programs import BIN, environment, json_lines, running, vedette, wait_until

from worker.demo.web import SampleWeb


@pytest.fixture
def web() -> Iterator[SampleWeb]:
    with SampleWeb() as served:
        yield served


def _database(folder: Path) -> str:
    return f"sqlite:///{folder / 'data' / 'vedette.db'}"


def _is_begun(folder: Path, url: str) -> bool:
    row = rows_of(_database(folder), [url]).get(url)
    return row is not None and row["begun_at"] is not None


def test_ingest_brings_every_page_to_the_outcome_it_should_have(
    web: SampleWeb, database_url: str, tmp_path: Path
) -> None:
    env = environment(tmp_path, DATABASE__URL=database_url)
    assert vedette("migrate", env=env, folder=tmp_path).returncode == 0
    (tmp_path / "urls.txt").write_text("\n".join(web.urls))

    result = vedette("ingest", "--file", "urls.txt", "--json", env=env, folder=tmp_path)

    assert result.returncode == 0, result.stderr.decode()
    rows = json_lines(result.stdout)
    assert [row["url"] for row in rows] == list(web.urls)
    assert all(row["outcome"] in web.expectations[row["url"]].outcomes for row in rows)
    assert_as_expected(database_url, web.expectations, list(web.urls))


def test_no_host_is_asked_faster_than_its_pace_nor_what_robots_disallows(
    web: SampleWeb, tmp_path: Path
) -> None:
    env = environment(tmp_path, FETCH__DELAY_SECONDS="0.3")

    vedette("ingest", *web.urls, env=env, folder=tmp_path)

    by_outlet: dict[str, list[float]] = {}
    for seen in web.requests:
        by_outlet.setdefault(seen.outlet, []).append(seen.at_monotonic)
    gaps = [b - a for moments in by_outlet.values() for a, b in pairwise(moments)]
    disallowed = [url for url, e in web.expectations.items() if e.outcome == "robots_denied"]
    assert disallowed
    assert not [s for s in web.requests if any(url.endswith(s.path) for url in disallowed)]
    # A redirect within a host is followed at once; every other request keeps the distance.
    redirects = sum(1 for seen in web.requests if seen.status in (301, 302))
    assert sum(gap < 0.28 for gap in gaps) <= redirects


def test_the_service_takes_what_another_command_submits_and_stops_in_order(
    web: SampleWeb, tmp_path: Path
) -> None:
    env = environment(tmp_path, LOG__FORMAT="json")
    log = tmp_path / "run.log"
    with running([BIN / "vedette", "run"], env=env, folder=tmp_path, log=log) as service:
        wait_until(lambda: b"service.started" in log.read_bytes(), logs=[log])
        given = list(web.urls)
        submitted = vedette(
            "submit", "-", env=env, folder=tmp_path, stdin="\n".join(given).encode()
        )
        assert submitted.returncode == 0
        wait_until(lambda: all_done(_database(tmp_path), given), logs=[log])

        service.send_signal(signal.SIGINT)

        assert service.wait(timeout=20) == 0
    assert_as_expected(_database(tmp_path), web.expectations, given)
    lines = [json.loads(line) for line in log.read_text().splitlines() if line.startswith("{")]
    done = [line for line in lines if line["event"] == "url.done"]
    assert len(done) == len(set(given)) - 1  # the tracking URL is the article's own row


def test_a_second_interrupt_ends_the_service_at_once(tmp_path: Path) -> None:
    env = environment(tmp_path)
    log = tmp_path / "run.log"
    with (
        SampleWeb(latency_seconds=20.0) as slow,
        running([BIN / "vedette", "run"], env=env, folder=tmp_path, log=log) as service,
    ):
        wait_until(lambda: b"service.started" in log.read_bytes(), logs=[log])
        vedette("submit", slow.urls[0], env=env, folder=tmp_path)
        wait_until(lambda: _is_begun(tmp_path, slow.urls[0]), logs=[log])
        began = time.monotonic()
        service.send_signal(signal.SIGINT)
        time.sleep(0.5)
        assert service.poll() is None  # it waits for what is under way
        service.send_signal(signal.SIGINT)

        service.wait(timeout=5)

        assert time.monotonic() - began < 5
        assert b"Traceback" not in log.read_bytes()


def test_the_service_polls_the_listed_feeds(web: SampleWeb, tmp_path: Path) -> None:
    listed = "\n".join(
        f'[[source]]\nname = "outlet {n}"\nurl = "{url}"\n' for n, url in enumerate(web.feeds)
    )
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "sources.toml").write_text(listed)
    env = environment(tmp_path)
    log = tmp_path / "run.log"
    articles = [
        url for url, expected in web.expectations.items()
        if expected.outcome == "stored" and expected.decision == "yes"
    ]  # fmt: skip
    with running([BIN / "vedette", "run"], env=env, folder=tmp_path, log=log):
        wait_until(lambda: b"service.started" in log.read_bytes(), logs=[log])
        wait_until(lambda: all_done(_database(tmp_path), articles), logs=[log])
