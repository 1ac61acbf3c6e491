"""The embedded engine on SQLite: kill -9 of its whole tree, again and again, during a crawl."""

import os
import random
import resource
import signal
import sys
import time
from contextlib import ExitStack, suppress
from pathlib import Path

from support.programs import BIN, environment, wait_until

from chaos.crawl import PACE_SECONDS, Intake, web
from chaos.fleet_run import _done, _left
from chaos.outcome import Run
from chaos.record import Ledger
from chaos.supervised import Supervised, children_of
from chaos.verify import verify
from chaos.watch import Recovery
from worker.build import App
from worker.errors import StoreError
from worker.local import NoMessages
from worker.pipeline import Pipeline
from worker.settings import Settings

RECOVERY_LIMIT_SECONDS = 10.0
WAITING = 300
#: Between two kills; starting takes some two seconds of them.
KILL_AFTER_SECONDS = (2.0, 6.0)
#: One kill in so many is of a child only, one in so many comes with a disk that is full before.
CHILD_EACH, FULL_DISK_EACH = 4, 10


def run(
    folder: Path, *, kills: int, seed: int, hosts: int = 60, articles: int = 200,
    finish_seconds: float = 600.0,
) -> Run:  # fmt: skip
    """Kill the engine so often, let it finish, and verify."""
    dice = random.Random(seed)
    with ExitStack() as stack:
        served = stack.enter_context(web(hosts, articles))
        (folder / "sources.toml").write_text("")
        env = environment(
            folder,
            FETCH__DELAY_SECONDS=str(PACE_SECONDS),
            DISCOVER__SOURCES_FILE=str(folder / "sources.toml"),
            FRONTIER__PROCESS_ATTEMPTS_MAX="50",
            LOG__FORMAT="json",
        )
        app = App(
            Settings(
                data_dir=folder / "data",
                fetch={"allow_networks": ["127.0.0.0/8"]},
                log={"level": "ERROR"},
            )
        )
        app.database.migrate()
        stack.callback(app.close)
        ledger = Ledger()
        intake = Intake(served, Pipeline(app, NoMessages()), ledger)
        intake.submit(WAITING)
        recovery = Recovery(app.database._engine)
        fleet = stack.enter_context(Supervised(folder))
        fleet.add("engine", [BIN / "vedette", "run"], env)
        wait_until(lambda: _done(app) > 0, seconds=90, logs=fleet.logs, what="a first article")
        recovery.start()
        done: dict[str, int] = {}
        broken: list[str] = []
        began, done_before = time.monotonic(), _done(app)
        for number in range(kills):
            sys.stderr.write(f"\r\x1b[K{number} of {kills} kills of the embedded engine")
            sys.stderr.flush()
            time.sleep(dice.uniform(*KILL_AFTER_SECONDS))
            with suppress(StoreError):
                while _left(app) < WAITING:
                    intake.submit(WAITING // 4)
            if number % FULL_DISK_EACH == FULL_DISK_EACH - 1:
                _fill_disk(fleet)
                done["full disk"] = done.get("full disk", 0) + 1
            name = _kill(fleet, recovery, dice, is_child=number % CHILD_EACH == CHILD_EACH - 1)
            done[name] = done.get(name, 0) + 1
            with app.database.snapshot() as tx:
                broken += [f"after {name}: {one.invariant}" for one in tx.invariants.broken()]
        sys.stderr.write("\r\x1b[K")
        seconds, done_after = time.monotonic() - began, _done(app)
        ended = time.monotonic()
        with suppress(AssertionError):
            wait_until(lambda: _left(app) == 0, seconds=finish_seconds)
        unfinished, drain_seconds = _left(app), time.monotonic() - ended
        recovery.stop()
        return Run(
            engine="embedded, SQLite",
            kills=kills,
            faults=done,
            starts=fleet.starts,
            seconds=seconds,
            drain_seconds=drain_seconds,
            done_per_second=(done_after - done_before) / seconds,
            recovery=recovery.seconds,
            recovery_limit_seconds=RECOVERY_LIMIT_SECONDS,
            checks=kills,
            broken_checks=broken,
            unfinished=unfinished,
            verdict=verify(app.database, ledger, served, None),
        )


def _kill(fleet: Supervised, recovery: Recovery, dice: random.Random, *, is_child: bool) -> str:
    recovery.about_to_kill()
    descendants = _descendants(fleet.pid("engine"))
    if is_child and descendants:
        with suppress(ProcessLookupError):
            os.kill(dice.choice(descendants), signal.SIGKILL)
        return "kill of a child"
    fleet.signal("engine", signal.SIGKILL, whole_group=True)
    return "kill of the tree"


def _descendants(pid: int) -> list[int]:
    direct = children_of(pid)
    return [*direct, *(below for child in direct for below in _descendants(child))]


def _fill_disk(fleet: Supervised) -> None:
    """No file may grow for a while, as on a full disk."""
    for limit in (8192, resource.RLIM_INFINITY):
        for pid in (fleet.pid("engine"), *_descendants(fleet.pid("engine"))):
            with suppress(ProcessLookupError, PermissionError):
                resource.prlimit(pid, resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
        time.sleep(2 if limit == 8192 else 0.5)
