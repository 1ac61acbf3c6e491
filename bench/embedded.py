"""The embedded engine: `vedette run` on SQLite, in a folder of its own."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from bench.engines import Engine
from bench.environment import applied, environment_of, places_in
from bench.meter import Group
from bench.programs import Program
from worker import settings as settings_module
from worker.build import App
from worker.pipeline import Pipeline
from worker.steps.parts import NoMessages
from worker.values import Candidate

_VEDETTE = [sys.executable, "-c", "from worker.cli import main; main()"]


@contextmanager
def running(folder: Path, chosen: Mapping[str, str]) -> Iterator[Engine]:
    """The engine at work on an empty database."""
    environment = environment_of(chosen, places_in(folder))
    with applied(environment):
        settings = settings_module.load()
    app = App(settings)
    app.database.migrate()
    pipeline = Pipeline(app, NoMessages())

    def submit(urls: Sequence[str], origin: str) -> None:
        pipeline.submit([Candidate(url=url, origin=origin) for url in urls])

    with Program.start("vedette", [*_VEDETTE, "run"], folder, environment=environment) as program:
        yield Engine(
            name="embedded",
            settings=settings,
            programs=[program],
            groups=[Group(name="vedette run", pids=[program.process.pid], splits=True)],
            submit=submit,
        )
    app.close()
