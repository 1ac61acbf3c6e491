"""`vedette migrate`: make the tables, or bring them to this version's schema."""

from worker import settings as settings_module
from worker.build import App
from worker.cli import common
from worker.observe import logs


def migrate() -> None:
    """Make the database's tables, or bring them to this version's schema. Safe to run twice."""
    settings = common.quiet(settings_module.load())
    logs.configure(settings.log)
    app = App(settings)
    try:
        app.database.migrate()
        common.error_console().print(
            f"the schema is up to date: {app.database.where}", markup=False
        )
    finally:
        app.close()
