"""`vedette run`: the embedded service, until it is stopped."""

import structlog

from worker import settings as settings_module
from worker.beacon import restart_in_place
from worker.cli import common
from worker.local import LocalEngine

log = structlog.get_logger()


def run() -> None:
    """Run the embedded service: poll the listed sources, fetch, process, publish, until stopped.

    Ctrl-C stops it when what is under way is finished; a second one at once.
    """
    settings = settings_module.load()
    with common.opened(settings) as app:
        app.require_services()
        app.require_second_judge()
        engine = LocalEngine(app, restart=restart_in_place)
        sources = engine.pipeline.sync_sources()
        log.info("service.started", database=app.database.where, sources=sources)
        if not settings.fetch.contact:
            log.warning(
                "service.no_contact", hint="set fetch.contact, so that publishers can reach you"
            )
        if not sources:
            log.info(
                "service.no_sources",
                hint="`vedette sources add DOMAIN`, `sources resume` some that are listed as "
                "paused (`sources list`), or queue URLs with `vedette submit`",
            )
        with engine.stopped_by_signals():
            engine.run()
        log.info("service.stopped")
