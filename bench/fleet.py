"""Celery on Redis with PostgreSQL: the workers of docker-compose.yml, started by its commands."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import yaml
from celery import Celery

from bench.engines import Engine
from bench.environment import applied, environment_of, places_in
from bench.errors import BenchError
from bench.meter import Group
from bench.programs import Program
from bench.services import postgresql_server, redis_server
from worker import settings as settings_module
from worker.build import App

_COMPOSE_FILE = Path(__file__).parent.parent / "docker-compose.yml"
_WORKERS = ("fetch", "process", "control", "beat")
#: URLs in one message, as a program that submits many would send them.
_BATCH = 200


@contextmanager
def running(folder: Path, chosen: Mapping[str, str], *, process_count: int) -> Iterator[Engine]:
    """The fleet at work on an empty database."""
    with ExitStack() as stack:
        redis, broker_url = stack.enter_context(redis_server(folder / "redis"))
        postgresql, database_url = stack.enter_context(postgresql_server(folder / "postgresql"))
        places = {
            **places_in(folder),
            "VEDETTE_BROKER__URL": broker_url,
            "VEDETTE_DATABASE__URL": database_url,
            "VEDETTE_LOG__FORMAT": "json",
        }
        environment = environment_of(chosen, places)
        with applied(environment):
            settings = settings_module.load()
        _migrate(App(settings))
        workers = [
            stack.enter_context(Program.start(name, command, folder, environment=environment))
            for name, command in _commands(folder, process_count).items()
        ]
        yield Engine(
            name="celery",
            settings=settings,
            programs=[redis, postgresql, *workers],
            groups=[
                *(Group(name=w.name, pids=[w.process.pid], splits=True) for w in workers),
                Group(name="redis", pids=[redis.process.pid]),
                Group(name="postgresql", pids=[postgresql.process.pid]),
            ],
            submit=_Client(broker_url, settings.broker.key_prefix).submit,
        )


def _migrate(app: App) -> None:
    app.database.migrate()
    app.close()


def _commands(folder: Path, process_count: int) -> dict[str, list[str]]:
    """The commands of docker-compose.yml, with its /tmp moved into the folder.

    Raises:
        BenchError: the file can't be read, or has no such service.
    """
    try:
        services = yaml.safe_load(_COMPOSE_FILE.read_text(encoding="utf-8"))["services"]
        commands = {name: str(services[name]["command"]).split() for name in _WORKERS}
        process = commands["process"]
        process[process.index("-c") + 1] = str(process_count)
    except (OSError, yaml.YAMLError, LookupError, TypeError, ValueError) as error:
        raise BenchError(f"can't read the workers' commands in {_COMPOSE_FILE}: {error}") from None
    return {name: [_here(word, folder) for word in words] for name, words in commands.items()}


def _here(word: str, folder: Path) -> str:
    if word == "celery":
        return str(Path(sys.executable).with_name("celery"))
    # Compose doubles the percent sign of Celery's %h.
    return word.replace("%%", "%").replace("/tmp/", f"{folder}/")


class _Client:
    """Another program that submits, as the README tells it to."""

    def __init__(self, broker_url: str, key_prefix: str) -> None:
        self._app = Celery("bench", broker=broker_url, set_as_current=False)
        self._app.conf.broker_transport_options = {"global_keyprefix": key_prefix}

    def submit(self, urls: Sequence[str], origin: str) -> None:
        """Send `vedette.submit` messages."""
        for start in range(0, len(urls), _BATCH):
            batch = list(urls[start : start + _BATCH])
            self._app.send_task("vedette.submit", args=[batch], kwargs={"origin": origin})
