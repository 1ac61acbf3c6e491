"""A worker that moves nothing while work waits starts anew by itself; all others are left alone."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from support.fleet import fleet, logs_of, migrated
from support.outcomes import all_done
from support.paced_web import PacedHost, serving
from support.programs import BIN, environment, running, vedette, wait_until
from support.services import PostgresServer, RedisServer

from worker.settings import Settings
from worker.store.database import Database

TESTS = Path(__file__).parent.parent
#: Two beats without progress, and leases that end before.
QUICK = {
    "FETCH__DEADLINE_SECONDS": "2",
    "FRONTIER__FETCH_LEASE_SECONDS": "4",
    "PROCESS__TIME_LIMIT_SECONDS": "5",
    "FRONTIER__PROCESS_LEASE_SECONDS": "9",
    "WATCHDOG__STUCK_AFTER_SECONDS": "10",
}
STUCK = b"worker.stuck"


def quick(folder: Path) -> dict[str, str]:
    (folder / "sources.toml").write_text("")
    return {**QUICK, "DISCOVER__SOURCES_FILE": str(folder / "sources.toml")}


def names_of(database_url: str) -> dict[str, str]:
    """Role -> name of the worker that tells of itself."""
    database = Database(Settings(database={"url": database_url}))
    with database.reading() as tx:
        names = {row.role: row.name for row in tx.workers.all()}
    database.close()
    return names


def test_a_fetch_worker_that_turned_deaf_starts_anew_in_its_place(
    postgres_url: str, redis_server: RedisServer, tmp_path: Path
) -> None:
    host = PacedHost("127.8.1.1", articles=4)
    env = migrated(postgres_url, redis_server, tmp_path, **quick(tmp_path))
    logs = logs_of(tmp_path)
    with serving([host]), fleet(env, tmp_path) as processes:
        given = [host.base + path for path in host.paths]
        vedette("submit", *given[:2], env=env, folder=tmp_path)
        wait_until(lambda: all_done(postgres_url, given[:2]), logs=logs)
        before = names_of(postgres_url)
        # It answers pings, and consumes nothing any more.
        subprocess.run(
            [BIN / "celery", "-A", "worker", "control", "-d", _hostname(logs[0]),
             "cancel_consumer", "fetch"],
            env=env, cwd=tmp_path, check=True, capture_output=True, timeout=30,
        )  # fmt: skip
        vedette("submit", *given[2:], env=env, folder=tmp_path)

        wait_until(lambda: all_done(postgres_url, given), seconds=100, logs=logs)

        after = names_of(postgres_url)
        assert processes["fetch"].poll() is None
    assert {role for role in after if before[role] != after[role]} == {"fetch"}
    assert f":{processes['fetch'].pid}:" in after["fetch"]
    assert [log.read_bytes().count(STUCK) for log in logs] == [1, 0, 0, 0]


def _hostname(log: Path) -> str:
    """The name by which Celery knows the fetch worker."""
    return f"fetch@{os.uname().nodename}" if log.exists() else ""


@pytest.mark.slow
def test_nobody_is_restarted_while_redis_or_the_database_is_away(
    redis_server: RedisServer, tmp_path: Path
) -> None:
    host = PacedHost("127.8.1.2", articles=4)
    postgres = PostgresServer()
    database_url = postgres.new_database()
    env = migrated(database_url, redis_server, tmp_path, **quick(tmp_path))
    logs = logs_of(tmp_path)
    try:
        with serving([host]), fleet(env, tmp_path):
            given = [host.base + path for path in host.paths]
            vedette("submit", given[0], env=env, folder=tmp_path)
            wait_until(lambda: all_done(database_url, given[:1]), logs=logs)
            before = names_of(database_url)

            redis_server.stop()
            vedette("submit", *given[1:], env=env, folder=tmp_path)
            time.sleep(11)
            redis_server.start()
            postgres.stop()
            time.sleep(11)
            postgres.start()

            wait_until(lambda: all_done(database_url, given), seconds=100, logs=logs)
            assert names_of(database_url) == before
        assert all(STUCK not in log.read_bytes() for log in logs)
    finally:
        postgres.remove()


@pytest.mark.slow
def test_an_embedded_engine_whose_loop_hangs_starts_anew_and_leaves_no_child(
    database_url: str, tmp_path: Path
) -> None:
    host = PacedHost("127.8.1.3", articles=3)
    log, mark = tmp_path / "run.log", tmp_path / "hang"
    env = environment(tmp_path, DATABASE__URL=database_url, **quick(tmp_path)) | {
        "PYTHONPATH": str(TESTS),
        "HANG_ONCE": str(mark),
    }
    assert vedette("migrate", env=env, folder=tmp_path).returncode == 0
    command = [sys.executable, "-m", "support.hanging", "run"]
    with serving([host]), running(command, env=env, folder=tmp_path, log=log) as process:
        given = [host.base + path for path in host.paths]
        vedette("submit", given[0], env=env, folder=tmp_path)
        wait_until(lambda: all_done(database_url, given[:1]), logs=[log])
        before = _processes(process.pid)
        mark.touch()
        vedette("submit", *given[1:], env=env, folder=tmp_path)

        wait_until(lambda: all_done(database_url, given), seconds=100, logs=[log])

        assert before & _processes(process.pid) == {process.pid}
        assert process.poll() is None
        process.terminate()
        assert process.wait(timeout=30) == 0
    assert log.read_bytes().count(STUCK) == 1
    assert names_of(database_url) == {}


def _processes(session: int) -> set[int]:
    """All that a process has started, children of children included."""
    listed = subprocess.run(
        ["ps", "-o", "pid=,stat=", "-s", str(session)], capture_output=True, text=True, check=True
    )
    rows = [line.split() for line in listed.stdout.splitlines()]
    return {int(pid) for pid, state in rows if not state.startswith("Z")}


AGAIN = f"""#!{sys.executable}
import os, sys, threading, time
from pathlib import Path
if not Path("mark").exists():
    Path("mark").touch()
    from worker.beacon import restart_in_place
    print(os.getpid(), flush=True)
    threading.Thread(target=restart_in_place, daemon=True).start()
    time.sleep(30)
print(os.getpid(), *sys.argv[1:], sys.flags.dev_mode)
"""


@pytest.mark.parametrize(
    "command",
    [
        ["./again.py"],  # as `vedette` and `celery` are started
        [sys.executable, "-m", "again"],
        [sys.executable, "-X", "dev", "again.py"],
    ],
)
def test_who_starts_anew_keeps_its_process_id_and_its_arguments(
    command: list[str], tmp_path: Path
) -> None:
    (tmp_path / "again.py").write_text(AGAIN)
    (tmp_path / "again.py").chmod(0o755)
    done = subprocess.run(
        [*command, "run", "--name=a b", "-Q", "fetch"],
        cwd=tmp_path, capture_output=True, text=True, check=True, timeout=60,
        env=os.environ | {"PYTHONPATH": str(TESTS.parent)},
    )  # fmt: skip
    first, second = done.stdout.splitlines()
    assert second == f"{first} run --name=a b -Q fetch {'dev' in command}"
