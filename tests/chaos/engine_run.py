"""The embedded engine on SQLite: kill -9 of its whole tree, again and again, during a crawl."""

import os
import random
import resource
import signal
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa
from support.programs import environment, wait_until

from chaos.crawl import PACE_SECONDS, Intake, web
from chaos.fleet_run import TESTS, done, left
from chaos.outcome import Run, progress
from chaos.points import ENGINE_POINTS, lay
from chaos.record import Ledger
from chaos.supervised import Supervised, children_of
from chaos.verify import verify
from chaos.watch import Recovery
from worker.build import App
from worker.errors import StoreError
from worker.pipeline import Pipeline
from worker.settings import Settings
from worker.steps.parts import NoMessages
from worker.store.schema import trace

RECOVERY_LIMIT_SECONDS = 10.0
WAITING = 300
#: From the first pages that are done after a kill to the next kill.
KILL_AFTER_SECONDS = (0.0, 3.0)
#: An engine that takes longer to do something has not gone on by itself.
GOES_ON_SECONDS = 90.0
#: What is done in turn; `disk`: the disk is full before; `start`: killed again while it starts.
TURN = (
    "tree", "point", "child", "point", "tree", "point", "parent", "point", "disk", "point",
    "start", "point",
)  # fmt: skip


@dataclass(slots=True)
class _Scene:
    app: App
    fleet: Supervised
    recovery: Recovery
    points: Path
    dice: random.Random
    done: dict[str, int] = field(default_factory=dict)
    next_points: list[str] = field(default_factory=list)

    def written(self) -> int:
        """How much of the trace there is: each step that ends writes of it."""
        query = sa.select(sa.func.coalesce(sa.func.max(trace.c.id), 0))
        with self.app.database.reading() as tx:
            return int(tx.trace._connection.execute(query).scalar_one())

    def wait_until_it_goes_on(self) -> None:
        """Pages are done again since the last kill, or there is nothing left to do.

        Raises:
            AssertionError: they are not, and what the log says.
        """
        before = done(self.app)
        wait_until(
            lambda: done(self.app) > before + 2 or left(self.app) == 0,
            seconds=GOES_ON_SECONDS, logs=self.fleet.logs, what="goes on after a kill",
        )  # fmt: skip

    def killed(self, parent: int, how: str, *, is_child: bool = False) -> str:
        self.recovery.killed(parent, how, is_child=is_child)
        self.count(how)
        return how

    def count(self, name: str) -> None:
        self.done[name] = self.done.get(name, 0) + 1


def run(
    folder: Path,
    *,
    kills: int,
    seed: int,
    hosts: int = 60,
    articles: int = 200,
    turn: Sequence[str] = TURN,
    seconds_max: float = float("inf"),
    finish_seconds: float = 600.0,
    recovery_limit_seconds: float = RECOVERY_LIMIT_SECONDS,
) -> Run:
    """Kill the engine so often, let it finish, and verify."""
    with ExitStack() as stack:
        served = stack.enter_context(web(hosts, articles))
        (folder / "sources.toml").write_text("")
        points = folder / "points"
        points.mkdir()
        env = environment(
            folder,
            FETCH__DELAY_SECONDS=str(PACE_SECONDS),
            DISCOVER__SOURCES_FILE=str(folder / "sources.toml"),
            # Many kills may meet one page: that is no fault of the page.
            FRONTIER__PROCESS_ATTEMPTS_MAX="50",
            LOG__FORMAT="json",
        ) | {"PYTHONPATH": str(TESTS), "CHAOS_POINTS": str(points)}
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
        recovery = Recovery(app.database)
        fleet = stack.enter_context(Supervised(folder))
        fleet.add("engine", [sys.executable, "-m", "chaos.engine"], env)
        wait_until(lambda: done(app) > 0, seconds=90, logs=fleet.logs, what="a first article")
        recovery.start()
        scene = _Scene(app, fleet, recovery, points, random.Random(seed))
        broken: list[str] = []
        began, done_before = time.monotonic(), done(app)
        checks = 0
        for number in range(kills):
            if time.monotonic() - began > seconds_max:
                break
            kind = turn[number % len(turn)]
            progress(f"{number} of {kills} kills of the embedded engine  {kind}")
            scene.wait_until_it_goes_on()
            time.sleep(scene.dice.uniform(*KILL_AFTER_SECONDS))
            with suppress(StoreError):
                while left(app) < WAITING:
                    intake.submit(WAITING // 4)
            name = _KILLS[kind](scene)
            with app.database.snapshot() as tx:
                checks += 1
                broken += [f"after {name}: {one.invariant}" for one in tx.invariants.broken()]
        progress("")
        seconds, done_after = time.monotonic() - began, done(app)
        ended = time.monotonic()
        with suppress(AssertionError):
            wait_until(lambda: left(app) == 0, seconds=finish_seconds)
        unfinished, drain_seconds = left(app), time.monotonic() - ended
        recovery.stop()
        return Run(
            engine="embedded, SQLite",
            kills=sum(count for name, count in scene.done.items() if _is_kill(name)),
            faults=scene.done,
            starts=fleet.starts,
            seconds=seconds,
            drain_seconds=drain_seconds,
            done_per_second=(done_after - done_before) / seconds,
            recovery_limit_seconds=recovery_limit_seconds,
            taken_back=recovery.found,
            resent=recovery.resent,
            checks=checks,
            broken_checks=broken,
            unfinished=unfinished,
            verdict=verify(app.database, ledger, served, None),
        )


def _kill_tree(scene: _Scene) -> str:
    pid = scene.fleet.pid("engine")
    scene.fleet.signal("engine", signal.SIGKILL, whole_group=True)
    return scene.killed(pid, "kill of the tree")


def _kill_twice(scene: _Scene) -> str:
    """Once, and again while it starts; the first kill counts as a time without an engine."""
    with scene.recovery.impossible():
        _kill_tree(scene)
        first = scene.fleet.pid("engine")
        wait_until(lambda: scene.fleet.pid("engine") != first, seconds=30)
        time.sleep(scene.dice.uniform(0.2, 3.0))
    pid = scene.fleet.pid("engine")
    scene.fleet.signal("engine", signal.SIGKILL, whole_group=True)
    return scene.killed(pid, "kill while it starts")


def _kill_parent(scene: _Scene) -> str:
    """The children are left; they end by themselves, or with the supervisor's hand."""
    pid = scene.fleet.pid("engine")
    scene.fleet.signal("engine", signal.SIGKILL)
    return scene.killed(pid, "kill of the parent only")


def _kill_child(scene: _Scene) -> str:
    pid = scene.fleet.pid("engine")
    below = _descendants(pid)
    if not below:
        return _kill_tree(scene)
    with suppress(ProcessLookupError):
        os.kill(scene.dice.choice(below), signal.SIGKILL)
    return scene.killed(pid, "kill of a child", is_child=True)


def _kill_at_a_point(scene: _Scene) -> str:
    """Each point in turn; where nobody comes by, the tree is killed."""
    if not scene.next_points:
        scene.next_points = list(ENGINE_POINTS)
        scene.dice.shuffle(scene.next_points)
    name = scene.next_points.pop()
    pid = scene.fleet.pid("engine")
    met = lay(scene.points, name)
    if met is None:
        scene.count(f"nobody came to {name}")
        return _kill_tree(scene)
    return scene.killed(pid, f"at {name}", is_child=met.process != pid)


def _kill_on_a_full_disk(scene: _Scene) -> str:
    """No file may grow for a while; then there is room again, and soon after a kill."""
    pid = scene.fleet.pid("engine")
    _limit_files(pid, 8192)
    time.sleep(1)  # what was being written is
    before = scene.written()
    time.sleep(2)
    scene.count("full disk met" if scene.written() == before else "full disk not met")
    _limit_files(pid, resource.RLIM_INFINITY)
    time.sleep(1)
    if scene.fleet.pid("engine") != pid:
        scene.count("engine ended on a full disk")
        pid = scene.fleet.pid("engine")
    scene.fleet.signal("engine", signal.SIGKILL, whole_group=True)
    return scene.killed(pid, "kill after a full disk")


def _limit_files(pid: int, limit: int) -> None:
    for one in (pid, *_descendants(pid)):
        with suppress(ProcessLookupError, PermissionError):
            resource.prlimit(one, resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))


_KILLS = {
    "tree": _kill_tree,
    "parent": _kill_parent,
    "child": _kill_child,
    "point": _kill_at_a_point,
    "start": _kill_twice,
    "disk": _kill_on_a_full_disk,
}


def _is_kill(name: str) -> bool:
    return name.startswith(("kill", "at "))


def _descendants(pid: int) -> list[int]:
    direct = children_of(pid)
    return [*direct, *(below for child in direct for below in _descendants(child))]
