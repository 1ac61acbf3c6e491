"""A Celery fleet of real workers, and a program that queues URLs with nothing but Celery."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from support.programs import WORKERS, environment, running, vedette
from support.services import RedisServer

#: Nothing of Vedette: what any program with Celery can do.
SENDER = """
import sys
from celery import Celery

app = Celery(broker=sys.argv[1])
app.conf.broker_transport_options = {"global_keyprefix": "vedette:"}
for url in sys.stdin.read().split():
    app.send_task("vedette.submit", args=[url])
"""


@contextmanager
def fleet(env: Mapping[str, str], folder: Path) -> Iterator[dict[str, subprocess.Popen[bytes]]]:
    """Workers for fetch, process and control, and beat; their logs are `<name>.log`."""
    with ExitStack() as stack:
        yield {
            name: stack.enter_context(
                running(command, env=env, folder=folder, log=folder / f"{name}.log")
            )
            for name, command in WORKERS.items()
        }


def logs_of(folder: Path) -> list[Path]:
    return [folder / f"{name}.log" for name in WORKERS]


def send(given: list[str], broker_url: str, folder: Path) -> None:
    """Queue URLs as another program does."""
    subprocess.run(
        [sys.executable, "-c", SENDER, broker_url],
        input="\n".join(given).encode(), check=True, timeout=60, cwd=folder,
        env={k: v for k, v in os.environ.items() if not k.startswith("VEDETTE_")},
    )  # fmt: skip


def migrated(
    database_url: str, redis: RedisServer, folder: Path, **settings: str
) -> dict[str, str]:
    """The environment of a fleet, with its tables made."""
    env = environment(
        folder,
        DATABASE__URL=database_url,
        BROKER__URL=redis.url,
        FRONTIER__NUDGE_AFTER_SECONDS="3",
        **settings,
    )
    done = vedette("migrate", env=env, folder=folder)
    assert done.returncode == 0, done.stderr.decode()
    return env
