"""What is done to a fleet, each with the name under which it is counted."""

import os
import random
import signal
import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from support.services import PostgresServer, RedisServer

from chaos.points import POINTS, lay
from chaos.proxy import Proxy
from chaos.supervised import Supervised, children_of
from chaos.watch import Recovery
from worker.errors import StoreError

#: By their roles; there are two of those that hold work.
WORKERS = {
    "fetch": "fetch", "fetch2": "fetch", "process": "process", "process2": "process",
    "control": "control",
}  # fmt: skip


@dataclass(slots=True)
class Lengths:
    """How long things last, in seconds."""

    stopped: float = 12.0  #: above both leases
    stopped_for_long: float = 36.0  #: above the time after which a silent worker counts as gone
    black_hole: float = 20.0
    full_disk: float = 4.0
    second_beat: float = 10.0


@dataclass(slots=True)
class Scene:
    """All that can be broken."""

    fleet: Supervised
    redis: RedisServer
    proxy: Proxy
    postgres: PostgresServer
    points: Path
    recovery: Recovery
    beat_command: list[str | Path]
    skewed_command: list[str | Path]
    env: dict[str, str]
    key_prefix: str
    lengths: Lengths
    dice: random.Random
    kills: int = 0
    done: dict[str, int] = field(default_factory=dict)
    next_points: list[str] = field(default_factory=list)

    def kill(self, pid: int, parent: int, how: str, *, is_child: bool = False) -> None:
        """kill -9, and count."""
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            return
        self.killed(parent, how, is_child=is_child)

    def killed(self, parent: int, how: str, *, is_child: bool = False) -> None:
        """Count a kill."""
        self.recovery.killed(parent, how, is_child=is_child)
        self.kills += 1
        self.count(how)

    def count(self, name: str) -> None:
        """One more of this."""
        self.done[name] = self.done.get(name, 0) + 1


def kill_child(scene: Scene) -> None:
    """kill -9 of a process child."""
    name = scene.dice.choice(("process", "process2"))
    if children := scene.fleet.children(name):
        parent = scene.fleet.pid(name)
        scene.kill(scene.dice.choice(children), parent, "kill of a child", is_child=True)


def kill_worker(scene: Scene) -> None:
    """kill -9 of a whole worker, or of beat."""
    name = scene.dice.choice([*WORKERS, "beat"])
    pid = scene.fleet.pid(name)
    scene.kill(pid, pid, f"kill of a {WORKERS[name]} worker" if name in WORKERS else "kill of beat")


def kill_at_a_point(scene: Scene) -> None:
    """The next process that comes to a named point kills itself; each point in turn."""
    if not scene.next_points:
        scene.next_points = list(POINTS)
        scene.dice.shuffle(scene.next_points)
    name = scene.next_points.pop()
    met = lay(scene.points, name)
    if met is None:
        scene.count(f"nobody came to {name}")
        return
    is_whole = met.process in scene.fleet.pids
    parent = met.process if is_whole else met.parent
    scene.killed(parent, f"at {name}", is_child=not is_whole)


def terminate_worker(scene: Scene) -> None:
    """SIGTERM: an orderly end."""
    scene.fleet.signal(scene.dice.choice([*WORKERS, "beat"]), signal.SIGTERM)


def stop_worker(scene: Scene) -> None:
    """SIGSTOP for longer than a lease, then SIGCONT."""
    _stop(scene, scene.dice.choice(list(WORKERS)), scene.lengths.stopped)


def stop_fetch_for_long(scene: Scene) -> None:
    """SIGSTOP until the worker counts as gone; then it goes on, and may ask for nothing."""
    _stop(scene, "fetch", scene.lengths.stopped_for_long)


def _stop(scene: Scene, name: str, seconds: float) -> None:
    scene.fleet.signal(name, signal.SIGSTOP, whole_group=True)
    time.sleep(seconds)
    scene.fleet.signal(name, signal.SIGCONT, whole_group=True)


def flush_redis(scene: Scene) -> None:
    """FLUSHALL."""
    with scene.redis.client() as client:
        client.flushall()


def restart_redis(scene: Scene) -> None:
    """Redis ends, and comes back without its data."""
    with scene.recovery.impossible():
        scene.redis.stop()
        scene.redis.forget()
        time.sleep(1)
        scene.redis.start()


def black_hole(scene: Scene) -> None:
    """Redis is there, and nothing comes from it or goes to it."""
    with scene.recovery.impossible():
        scene.proxy.is_black = True
        time.sleep(scene.lengths.black_hole)
        scene.proxy.is_black = False


def restart_postgres(scene: Scene) -> None:
    """PostgreSQL ends at once (`immediate`), and comes back."""
    with scene.recovery.impossible():
        scene.postgres.process.send_signal(signal.SIGQUIT)
        scene.postgres.process.wait(timeout=30)
        scene.postgres.start()


def full_disk(scene: Scene) -> None:
    """No file of PostgreSQL may grow: a limit of file size for all its processes, for a while.

    Its log may not grow either: that the limit was met is seen from outside.
    """
    with scene.recovery.impossible():
        _limit_files(scene.postgres, 8192)
        time.sleep(1)  # what was being written is
        before = _written(scene)
        time.sleep(scene.lengths.full_disk)
        is_met = before is None or _written(scene) in (None, before)
        _limit_files(scene.postgres, None)
        time.sleep(0.5)
        if scene.postgres.process.poll() is not None:
            scene.postgres.start()
    scene.count("full disk met" if is_met else "full disk not met")


def _written(scene: Scene) -> int | None:
    """How much of the trace there is; None where the database is down."""
    try:
        return scene.recovery.newest()
    except StoreError:
        return None


def _limit_files(postgres: PostgresServer, most_bytes: int | None) -> None:
    parent = postgres.process.pid
    postgres.limit_files([parent, *children_of(parent)], most_bytes)


def second_beat(scene: Scene) -> None:
    """Two beats at once."""
    scene.fleet.add("beat2", scene.beat_command, scene.env)
    time.sleep(scene.lengths.second_beat)
    scene.fleet.dismiss("beat2")


def double_messages(scene: Scene) -> None:
    """All messages that wait come twice, in any order."""
    with scene.redis.client() as client:
        for queue in ("fetch", "process", "control"):
            key = f"{scene.key_prefix}{queue}"
            waiting = client.lrange(key, 0, -1)
            if waiting:
                doubled = [*waiting, *waiting]
                scene.dice.shuffle(doubled)
                client.rpush(key, *doubled)


def skewed_worker(scene: Scene) -> None:
    """A worker whose clock is an hour off joins for a while."""
    sign = scene.dice.choice((-1, 1))
    env = {**scene.env, "CHAOS_SKEW_SECONDS": str(3600 * sign)}
    scene.fleet.add("skewed", scene.skewed_command, env)
    time.sleep(scene.lengths.second_beat)
    pid = scene.fleet.pid("skewed")
    scene.fleet.dismiss("skewed")
    scene.killed(pid, "kill of a worker with a wrong clock")


Fault = Callable[[Scene], None]

#: How often each is chosen, beside the others.
FAULTS: dict[Fault, float] = {
    kill_child: 44,
    kill_at_a_point: 34,
    kill_worker: 12,
    terminate_worker: 3,
    double_messages: 3,
    flush_redis: 2,
    restart_postgres: 0.7,
    restart_redis: 0.5,
    stop_worker: 0.3,
    second_beat: 0.3,
    skewed_worker: 0.3,
    black_hole: 0.2,
    full_disk: 0.3,
    stop_fetch_for_long: 0.1,
}
#: Those that last long: not in the short form.
SLOW = frozenset({stop_worker, stop_fetch_for_long, second_beat, skewed_worker, black_hole})
KILLS = frozenset({kill_child, kill_at_a_point, kill_worker, skewed_worker})


def in_turn(dice: random.Random, faults: Collection[Fault]) -> Iterator[Fault]:
    """Each of them once, in any order; then by chance, for ever."""
    each = [fault for fault in FAULTS if fault in faults]
    once = each.copy()
    dice.shuffle(once)
    yield from once
    while True:
        yield dice.choices(each, weights=[FAULTS[fault] for fault in each])[0]
