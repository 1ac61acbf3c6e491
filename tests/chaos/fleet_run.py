"""The Celery fleet under chaos: workers, beat, Redis behind a proxy, PostgreSQL."""

import random
import threading
import time
from collections.abc import Collection, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

from support.programs import BIN, environment, vedette, wait_until
from support.services import PostgresServer, RedisServer

from chaos import faults
from chaos.crawl import PACE_SECONDS, Intake, web
from chaos.faults import Fault, Lengths, Scene
from chaos.outcome import Run, progress
from chaos.proxy import Proxy
from chaos.record import Ledger, Listener
from chaos.supervised import Supervised
from chaos.verify import verify
from chaos.watch import Recovery
from worker.build import App
from worker.errors import StoreError
from worker.pipeline import Pipeline
from worker.settings import Settings
from worker.steps.parts import NoMessages

TESTS = Path(__file__).parent.parent
STREAM = "vedette:events"
#: URLs are submitted in so many, and so many are kept waiting.
BATCH, WAITING = 40, 300
RECOVERY_LIMIT_SECONDS = 60.0
_PAUSE_SECONDS = 0.4
SHORT_LEASES = {
    "BROKER__VISIBILITY_TIMEOUT_SECONDS": "30",
    "FETCH__DEADLINE_SECONDS": "3",
    "FRONTIER__FETCH_LEASE_SECONDS": "6",
    "FRONTIER__PROCESS_LEASE_SECONDS": "11",
    "PROCESS__TIME_LIMIT_SECONDS": "5",
    "FRONTIER__NUDGE_AFTER_SECONDS": "3",
    "FRONTIER__DEFECT_PAUSE_SECONDS": "1",
}


def worker(queue: str, pool: str, concurrency: int, name: str) -> list[str | Path]:
    """A worker with the points planted."""
    return [
        BIN / "celery", "-A", "chaos.app", "worker", "-Q", queue, "-P", pool,
        "-c", str(concurrency), "-n", f"{name}@%h", "--without-gossip", "--without-mingle",
    ]  # fmt: skip


#: Two of those that hold work: where one is killed, the other goes on.
WORKERS = {
    "fetch": worker("fetch", "threads", 8, "fetch"),
    "fetch2": worker("fetch", "threads", 8, "fetch2"),
    "process": worker("process", "prefork", 1, "process"),
    "process2": worker("process", "prefork", 1, "process2"),
    "control": worker("control", "threads", 2, "control"),
}
BEAT: list[str | Path] = [BIN / "celery", "-A", "chaos.app", "beat"]


def run(
    folder: Path,
    *,
    kills: int,
    seed: int,
    hosts: int = 60,
    articles: int = 400,
    leases: str = "short",
    chosen: Collection[Fault] = tuple(faults.FAULTS),
    each_once: bool = False,
    seconds_max: float = float("inf"),
    lengths: Lengths | None = None,
    finish_seconds: float = 600.0,
) -> Run:
    """Break a fleet until so many kills, let it finish, and verify.

    Args:
        leases: `short`: of some seconds, so that many end within a run; `default`: as shipped.
        chosen: the faults.
        each_once: go on until each fault had its turn, however many kills that takes.
        seconds_max: break nothing more after this long.
    """
    with ExitStack() as stack:
        served = stack.enter_context(web(hosts, articles))
        postgres = PostgresServer()
        stack.callback(postgres.remove)
        redis = RedisServer(folder / "redis")
        stack.callback(redis.stop)
        proxy = Proxy(redis.port)
        stack.callback(proxy.close)
        points = folder / "points"
        points.mkdir()
        (folder / "sources.toml").write_text("")
        env = environment(
            folder,
            DISCOVER__SOURCES_FILE=str(folder / "sources.toml"),
            DATABASE__URL=postgres.new_database(),
            BROKER__URL=f"redis://127.0.0.1:{proxy.port}/0",
            FETCH__DELAY_SECONDS=str(PACE_SECONDS),
            **(SHORT_LEASES if leases == "short" else {}),
            # Many kills may meet one page: that is no fault of the page.
            FRONTIER__PROCESS_ATTEMPTS_MAX="50",
            FRONTIER__FETCH_ATTEMPTS_MAX="50",
            LOG__FORMAT="json",
        ) | {"PYTHONPATH": str(TESTS), "CHAOS_POINTS": str(points)}
        assert vedette("migrate", env=env, folder=folder).returncode == 0
        app = App(_settings(env))
        stack.callback(app.close)
        recovery = Recovery(app.database)
        ledger, listener = Ledger(), Listener(redis.port, STREAM)
        stack.callback(listener.stop)
        fleet = stack.enter_context(Supervised(folder))
        for name, command in WORKERS.items():
            fleet.add(name, command, env)
        fleet.add("beat", BEAT, env)
        scene = Scene(
            fleet=fleet, redis=redis, proxy=proxy, postgres=postgres, points=points,
            recovery=recovery, beat_command=BEAT,
            skewed_command=worker("fetch", "threads", 2, "skewed"), env=env,
            key_prefix="vedette:", lengths=lengths or Lengths(), dice=random.Random(seed),
        )  # fmt: skip
        intake = Intake(served, Pipeline(app, NoMessages()), ledger)
        turns = faults.in_turn(scene.dice, chosen)
        turns_min = len(chosen) if each_once else 0
        found = _break(scene, app, intake, turns, kills, turns_min, seconds_max)
        began = time.monotonic()
        with suppress(AssertionError):
            wait_until(lambda: left(app) == 0, seconds=finish_seconds)
        found.drain_seconds = time.monotonic() - began
        found.unfinished = left(app)
        with suppress(AssertionError):  # the relay is a tick behind
            wait_until(lambda: _unrelayed(app) == 0, seconds=30)
        recovery.stop()
        found.taken_back = recovery.found
        found.resent = recovery.resent
        found.starts = fleet.starts
        found.verdict = verify(app.database, ledger, served, listener)
        found.repeats = listener.repeats
        return found


def _settings(env: dict[str, str]) -> Settings:
    return Settings(
        database={"url": env["VEDETTE_DATABASE__URL"]},
        fetch={"allow_networks": ["127.0.0.0/8"]},
        log={"level": "ERROR"},
    )


def _break(
    scene: Scene, app: App, intake: Intake, turns: Iterator[Fault], kills: int, turns_min: int,
    seconds_max: float,
) -> Run:  # fmt: skip
    ended = threading.Event()
    feeder = threading.Thread(target=_feed, args=(app, intake, ended), daemon=True)
    feeder.start()
    wait_until(lambda: done(app) > 0, seconds=90, logs=scene.fleet.logs, what="a first article")
    scene.recovery.start()
    began, done_before = time.monotonic(), done(app)
    broken: list[str] = []
    checks = 0
    for number, fault in enumerate(turns):
        if scene.kills >= kills and number >= turns_min:
            break
        if time.monotonic() - began > seconds_max:
            break
        name = fault.__name__
        progress(f"{scene.kills} of {kills} kills  {name}")
        fault(scene)
        if fault not in faults.KILLS:
            scene.count(name)
        with suppress(StoreError), app.database.snapshot() as tx:
            broken += [f"after {name}: {one.invariant}" for one in tx.invariants.broken()]
            checks += 1
        time.sleep(scene.dice.expovariate(1 / _PAUSE_SECONDS))
    progress("")
    seconds = time.monotonic() - began
    ended.set()
    feeder.join(timeout=30)
    return Run(
        engine="Celery",
        kills=scene.kills,
        faults=scene.done,
        starts=0,
        seconds=seconds,
        drain_seconds=0.0,
        done_per_second=(done(app) - done_before) / seconds,
        recovery_limit_seconds=RECOVERY_LIMIT_SECONDS,
        checks=checks,
        broken_checks=broken,
    )


def _feed(app: App, intake: Intake, ended: threading.Event) -> None:
    """Keep some URLs waiting, whatever happens."""
    while not ended.wait(0.2):
        with suppress(StoreError):
            if left(app) < WAITING:
                intake.submit(BATCH)


def _counts(app: App) -> dict[str, int]:
    with app.database.reading() as tx:
        return dict(tx.reports.counts(app.clock()).states)


def left(app: App) -> int:
    try:
        return sum(count for state, count in _counts(app).items() if state != "done")
    except StoreError:
        return 1


def done(app: App) -> int:
    try:
        return _counts(app)["done"]
    except StoreError:
        return 0


def _unrelayed(app: App) -> int:
    with app.database.reading() as tx:
        return tx.reports.counts(app.clock()).events_unsequenced
