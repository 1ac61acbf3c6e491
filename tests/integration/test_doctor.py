"""`vedette doctor` on real services: well, away one by one, hanging, and of other versions."""

import json
import os
import signal
import sqlite3
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from support.fleet import fleet, migrated
from support.programs import BIN, environment, running, vedette, wait_until
from support.services import PostgresServer, RedisServer

#: No command may hang longer, whatever is away.
LASTS_MAX_SECONDS = 15.0


class Examined:
    """One run of the doctor."""

    def __init__(self, env: Mapping[str, str], folder: Path, *arguments: str) -> None:
        began = time.monotonic()
        done = vedette("doctor", "--json", *arguments, env=env, folder=folder, timeout=40)
        self.seconds = time.monotonic() - began
        self.status = done.returncode
        assert done.stdout, done.stderr.decode()
        document = json.loads(done.stdout)
        self.found: dict[str, dict[str, Any]] = {one["name"]: one for one in document["findings"]}
        self.ill = {name for name, one in self.found.items() if one["level"] != "ok"}
        assert b"Traceback" not in done.stderr
        assert all(self.found[name]["remedy"] for name in self.ill)

    def level(self, name: str) -> str:
        return str(self.found[name]["level"])


def settings(folder: Path, **more: str) -> dict[str, str]:
    (folder / "sources.toml").write_text("")
    return {"DISCOVER__SOURCES_FILE": str(folder / "sources.toml"), **more}


def test_an_embedded_service_is_well_and_then_gone(database_url: str, tmp_path: Path) -> None:
    env = environment(tmp_path, **settings(tmp_path, DATABASE__URL=database_url))
    assert vedette("migrate", env=env, folder=tmp_path).returncode == 0
    log = tmp_path / "run.log"
    with running([BIN / "vedette", "run"], env=env, folder=tmp_path, log=log) as process:
        wait_until(lambda: b"service.started" in log.read_bytes(), logs=[log])
        time.sleep(1.5)  # a tick, and its row
        well = Examined(env, tmp_path, "--deep")
        assert (well.status, well.ill) == (0, set())
        assert well.found["workers"]["says"] == "1 engine"
        process.terminate()
        assert process.wait(timeout=20) == 0
    gone = Examined(env, tmp_path)
    assert (gone.status, gone.found["workers"]["says"]) == (2, "none is at work")


@pytest.mark.slow
def test_a_fleet_whose_parts_fall_away_one_after_the_other(
    redis_server: RedisServer, tmp_path: Path
) -> None:
    postgres = PostgresServer()
    env = migrated(postgres.new_database(), redis_server, tmp_path, **settings(tmp_path))
    try:
        with fleet(env, tmp_path) as processes:
            wait_until(
                lambda: _is_well(env, tmp_path), seconds=30, logs=list(tmp_path.glob("*.log"))
            )

            processes["beat"].kill()
            os.killpg(processes["fetch"].pid, signal.SIGKILL)
            time.sleep(11)
            found = Examined(env, tmp_path)
            assert (found.status, found.ill) == (2, {"tick", "workers"})
            assert found.found["workers"]["says"] == "1 control, 1 process; none for fetch"

        redis_server.stop()
        found = Examined(env, tmp_path)
        assert found.level("broker") == "critical"
        assert "database" in found.found
        assert found.level("database") == "ok"

        postgres.stop()
        found = Examined(env, tmp_path, "--deep")
        assert (found.status, found.ill) == (2, {"broker", "database"})
    finally:
        postgres.remove()


def _is_well(env: Mapping[str, str], folder: Path) -> bool:
    return Examined(env, folder).status == 0


def test_services_that_hang_hold_nobody_up(redis_server: RedisServer, tmp_path: Path) -> None:
    postgres = PostgresServer()
    env = migrated(postgres.new_database(), redis_server, tmp_path, **settings(tmp_path))
    assert redis_server.process is not None
    hung = [redis_server.process.pid, postgres.process.pid]
    began = time.monotonic()
    vedette("doctor", "--help", env=env, folder=tmp_path)
    start_seconds = time.monotonic() - began  # much, where other tests run beside this one
    for pid in hung:
        os.kill(pid, signal.SIGSTOP)
    try:
        found = Examined(env, tmp_path)
    finally:
        for pid in hung:
            os.kill(pid, signal.SIGCONT)
        postgres.remove()
    assert (found.status, found.ill) == (2, {"broker", "database"})
    assert found.seconds - start_seconds < LASTS_MAX_SECONDS


def test_a_database_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    found = Examined(environment(tmp_path), tmp_path)
    assert (found.status, "there is none yet" in found.found["database"]["says"]) == (2, True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("revision", "says", "remedy"),
    [("0003", "older schema 0003", "`vedette migrate`"), ("9999", "schema 9999", "newer version")],
)
def test_a_database_of_another_version_is_told_and_left_as_it_is(
    revision: str, says: str, remedy: str, tmp_path: Path
) -> None:
    env = environment(tmp_path)
    assert vedette("migrate", env=env, folder=tmp_path).returncode == 0
    file = tmp_path / "data" / "vedette.db"
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", [revision])
    connection.close()

    found = Examined(env, tmp_path, "--deep")

    assert (found.status, found.level("schema")) == (2, "critical")
    assert says in found.found["schema"]["says"]
    assert remedy in found.found["schema"]["says"] + found.found["schema"]["remedy"]
    connection = sqlite3.connect(file)
    assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [(revision,)]
    connection.close()


def test_a_file_that_is_no_database_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "vedette.db").write_bytes(b"no database" * 1000)
    found = Examined(environment(tmp_path), tmp_path)
    assert (found.status, found.level("database")) == (2, "critical")


def test_the_deep_look_finds_rows_that_must_not_be(tmp_path: Path) -> None:
    env = environment(tmp_path)
    vedette("submit", "https://a.example/1", env=env, folder=tmp_path)
    connection = sqlite3.connect(tmp_path / "data" / "vedette.db")
    with connection:
        connection.execute("UPDATE urls SET state = 'lost'")
    connection.close()
    assert "invariant" not in Examined(env, tmp_path).found
    found = Examined(env, tmp_path, "--deep")
    assert (found.status, found.level("invariant")) == (2, "critical")


def test_people_and_monitors_see_the_problems_alone(tmp_path: Path) -> None:
    env = environment(tmp_path)
    vedette("migrate", env=env, folder=tmp_path)
    done = subprocess.run(
        [BIN / "vedette", "doctor", "--problems"],
        env=env, cwd=tmp_path, capture_output=True, text=True, timeout=40, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert [line.split()[1] for line in done.stdout.splitlines() if line[0] != " "] == [
        "workers",
        "tick",
    ]
