"""What is done to a fleet, each with the name under which it is counted."""

import os
import random
import resource
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from support.services import PostgresServer, RedisServer

from chaos.points import POINTS
from chaos.proxy import Proxy
from chaos.supervised import Supervised, children_of
from chaos.watch import Recovery

WORKERS = ("fetch", "process", "control")


@dataclass(slots=True)
class Lengths:
    """How long things last, in seconds."""

    stopped: float = 12.0  #: above both leases
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

    def kill(self, pid: int) -> None:
        """kill -9, and count."""
        self.recovery.about_to_kill()
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
            self.kills += 1


def kill_child(scene: Scene) -> None:
    """kill -9 of a process child."""
    if children := scene.fleet.children("process"):
        scene.kill(scene.dice.choice(children))


def kill_worker(scene: Scene) -> None:
    """kill -9 of a whole worker, or of beat."""
    scene.kill(scene.fleet.pid(scene.dice.choice([*WORKERS, "beat"])))


def kill_at_a_point(scene: Scene) -> None:
    """The next process that comes to a named point kills itself."""
    name = scene.dice.choice(list(POINTS))
    trigger = scene.points / name
    scene.recovery.about_to_kill()
    trigger.touch()
    end = time.monotonic() + 5
    while trigger.exists() and time.monotonic() < end:
        time.sleep(0.02)
    if trigger.exists():  # nobody came by
        with suppress(FileNotFoundError):
            trigger.unlink()
            return
    scene.kills += 1
    scene.done[f"  at {name}"] = scene.done.get(f"  at {name}", 0) + 1


def terminate_worker(scene: Scene) -> None:
    """SIGTERM: an orderly end."""
    scene.fleet.signal(scene.dice.choice([*WORKERS, "beat"]), signal.SIGTERM)


def stop_worker(scene: Scene) -> None:
    """SIGSTOP for longer than a lease, then SIGCONT."""
    name = scene.dice.choice(WORKERS)
    scene.fleet.signal(name, signal.SIGSTOP, whole_group=True)
    time.sleep(scene.lengths.stopped)
    scene.fleet.signal(name, signal.SIGCONT, whole_group=True)


def flush_redis(scene: Scene) -> None:
    """FLUSHALL."""
    with scene.redis.client() as client:
        client.flushall()


def restart_redis(scene: Scene) -> None:
    """Redis ends, and comes back without its data."""
    scene.redis.stop()
    scene.redis.forget()
    time.sleep(1)
    scene.redis.start()


def black_hole(scene: Scene) -> None:
    """Redis is there, and nothing comes from it or goes to it."""
    scene.proxy.is_black = True
    time.sleep(scene.lengths.black_hole)
    scene.proxy.is_black = False


def restart_postgres(scene: Scene) -> None:
    """PostgreSQL ends at once (`immediate`), and comes back."""
    scene.recovery.about_to_kill()
    scene.postgres.process.send_signal(signal.SIGQUIT)
    scene.postgres.process.wait(timeout=30)
    scene.postgres.start()


def full_disk(scene: Scene) -> None:
    """No file of PostgreSQL may grow: a limit of file size for all its processes, for a while."""
    parent = scene.postgres.process.pid
    limited = [parent, *children_of(parent)]
    for pid in limited:
        with suppress(ProcessLookupError, PermissionError):
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (8192, resource.RLIM_INFINITY))
    time.sleep(scene.lengths.full_disk)
    for pid in [parent, *children_of(parent)]:
        with suppress(ProcessLookupError, PermissionError):
            resource.prlimit(
                pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
            )
    time.sleep(0.5)
    if scene.postgres.process.poll() is not None:
        scene.postgres.start()


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
    scene.fleet.dismiss("skewed")
    scene.kills += 1


Fault = Callable[[Scene], None]

#: How often each is chosen, beside the others.
FAULTS: dict[Fault, float] = {
    kill_child: 46,
    kill_at_a_point: 30,
    kill_worker: 12,
    terminate_worker: 4,
    double_messages: 3,
    flush_redis: 2,
    restart_postgres: 1,
    restart_redis: 0.7,
    stop_worker: 0.5,
    second_beat: 0.4,
    skewed_worker: 0.4,
    black_hole: 0.3,
    full_disk: 0.3,
}


def in_turn(dice: random.Random) -> Iterator[Fault]:
    """Each of them once, in any order; then by chance, for ever."""
    each = list(FAULTS)
    dice.shuffle(each)
    yield from each
    while True:
        yield dice.choices(list(FAULTS), weights=list(FAULTS.values()))[0]
