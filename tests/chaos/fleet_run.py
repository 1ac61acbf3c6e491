"""The Celery fleet under chaos: workers, beat, Redis behind a proxy, PostgreSQL."""

import random
import sys
import threading
import time
from contextlib import ExitStack, suppress
from pathlib import Path

from support.programs import BIN, environment, vedette, wait_until
from support.services import PostgresServer, RedisServer

from chaos import faults
from chaos.crawl import PACE_SECONDS, Intake, web
from chaos.faults import Lengths, Scene
from chaos.outcome import Run
from chaos.proxy import Proxy
from chaos.record import Ledger, Listener
from chaos.supervised import Supervised
from chaos.verify import verify
from chaos.watch import Recovery
from worker.build import App
from worker.errors import StoreError
from worker.local import NoMessages
from worker.pipeline import Pipeline
from worker.settings import Settings

TESTS = Path(__file__).parent.parent
STREAM = "vedette:events"
#: URLs are submitted in so many, and so many are kept waiting.
BATCH, WAITING = 40, 300
RECOVERY_LIMIT_SECONDS = 60.0
_PAUSE_SECONDS = 0.4


def worker(queue: str, pool: str, concurrency: int, name: str = "") -> list[str | Path]:
    """A worker with the points planted."""
    return [
        BIN / "celery", "-A", "chaos.app", "worker", "-Q", queue, "-P", pool,
        "-c", str(concurrency), "-n", f"{name or queue}@%h", "--without-gossip", "--without-mingle",
    ]  # fmt: skip


BEAT: list[str | Path] = [BIN / "celery", "-A", "chaos.app", "beat"]


def run(
    folder: Path,
    *,
    kills: int,
    seed: int,
    hosts: int = 60,
    articles: int = 400,
    lengths: Lengths | None = None,
    finish_seconds: float = 600.0,
) -> Run:
    """Break a fleet until so many kills, let it finish, and verify."""
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
            BROKER__VISIBILITY_TIMEOUT_SECONDS="30",
            FETCH__DELAY_SECONDS=str(PACE_SECONDS),
            FETCH__DEADLINE_SECONDS="3",
            FRONTIER__FETCH_LEASE_SECONDS="6",
            FRONTIER__PROCESS_LEASE_SECONDS="11",
            PROCESS__TIME_LIMIT_SECONDS="5",
            FRONTIER__NUDGE_AFTER_SECONDS="3",
            FRONTIER__DEFECT_PAUSE_SECONDS="1",
            # Many kills may meet one page: that is no fault of the page.
            FRONTIER__PROCESS_ATTEMPTS_MAX="50",
            FRONTIER__FETCH_ATTEMPTS_MAX="50",
            LOG__FORMAT="json",
        ) | {"PYTHONPATH": str(TESTS), "CHAOS_POINTS": str(points)}
        assert vedette("migrate", env=env, folder=folder).returncode == 0
        app = App(_settings(env))
        stack.callback(app.close)
        recovery = Recovery(app.database._engine)
        ledger, listener = Ledger(), Listener(redis.port, STREAM)
        stack.callback(listener.stop)
        fleet = stack.enter_context(Supervised(folder))
        fleet.add("fetch", worker("fetch", "threads", 12), env)
        fleet.add("process", worker("process", "prefork", 2), env)
        fleet.add("control", worker("control", "threads", 2), env)
        fleet.add("beat", BEAT, env)
        scene = Scene(
            fleet=fleet, redis=redis, proxy=proxy, postgres=postgres, points=points,
            recovery=recovery, beat_command=BEAT,
            skewed_command=worker("fetch", "threads", 2, "skewed"), env=env,
            key_prefix="vedette:", lengths=lengths or Lengths(), dice=random.Random(seed),
        )  # fmt: skip
        found = _break(scene, app, Intake(served, Pipeline(app, NoMessages()), ledger), kills)
        began = time.monotonic()
        with suppress(AssertionError):
            wait_until(lambda: _left(app) == 0, seconds=finish_seconds)
        found.drain_seconds = time.monotonic() - began
        found.unfinished = _left(app)
        with suppress(AssertionError):  # the relay is a tick behind
            wait_until(lambda: _unrelayed(app) == 0, seconds=30)
        recovery.stop()
        found.recovery = recovery.seconds
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


def _break(scene: Scene, app: App, intake: Intake, kills: int) -> Run:
    ended = threading.Event()
    feeder = threading.Thread(target=_feed, args=(app, intake, ended), daemon=True)
    feeder.start()
    wait_until(lambda: _done(app) > 0, seconds=90, logs=scene.fleet.logs, what="a first article")
    scene.recovery.start()
    began, done_before = time.monotonic(), _done(app)
    broken: list[str] = []
    checks = 0
    for fault in faults.in_turn(scene.dice):
        if scene.kills >= kills:
            break
        name = fault.__name__
        sys.stderr.write(f"\r\x1b[K{scene.kills} of {kills} kills  {name}")
        sys.stderr.flush()
        fault(scene)
        scene.done[name] = scene.done.get(name, 0) + 1
        with suppress(StoreError), app.database.snapshot() as tx:
            broken += [f"after {name}: {one.invariant}" for one in tx.invariants.broken()]
            checks += 1
        time.sleep(scene.dice.expovariate(1 / _PAUSE_SECONDS))
    sys.stderr.write("\r\x1b[K")
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
        done_per_second=(_done(app) - done_before) / seconds,
        recovery=[],
        recovery_limit_seconds=RECOVERY_LIMIT_SECONDS,
        checks=checks,
        broken_checks=broken,
    )


def _feed(app: App, intake: Intake, ended: threading.Event) -> None:
    """Keep some URLs waiting, whatever happens."""
    while not ended.wait(0.2):
        with suppress(StoreError):
            if _left(app) < WAITING:
                intake.submit(BATCH)


def _counts(app: App) -> dict[str, int]:
    with app.database.reading() as tx:
        return dict(tx.reports.counts(app.clock()).states)


def _left(app: App) -> int:
    try:
        return sum(count for state, count in _counts(app).items() if state != "done")
    except StoreError:
        return 1


def _done(app: App) -> int:
    try:
        return _counts(app)["done"]
    except StoreError:
        return 0


def _unrelayed(app: App) -> int:
    with app.database.reading() as tx:
        return tx.reports.counts(app.clock()).events_unsequenced
