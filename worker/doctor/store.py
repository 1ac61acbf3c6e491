"""The database: is it there, does it answer, and is its schema this version's. Changes nothing."""

from collections.abc import Iterator
from pathlib import Path

from worker.build import App
from worker.doctor.finding import Finding, critical, fine
from worker.errors import StoreError
from worker.store.engine import require_url

_AWAY = (
    "start it, or mend database.url; what was accepted is safe in it, and workers go on by "
    "themselves when it is back"
)


def missing(url: str) -> Finding | None:
    """What there is to say where SQLite's file is not there yet; to open it would make it.

    Raises:
        StoreError: the URL can't be read.
    """
    parsed = require_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        return None
    path = Path(parsed.database)
    if path.exists():
        return None
    return critical(
        "database",
        f"there is none yet at {path}",
        "`vedette run` makes it; is VEDETTE_DATA_DIR set as it is for the service?",
    )


def findings(app: App) -> Iterator[Finding]:
    """Whether it answers, and its schema; the last one is critical where nothing more can be read.

    Never raises StoreError.
    """
    try:
        with app.database.reading():
            pass
    except StoreError as error:
        yield critical("database", *_parted(error, _AWAY))
        return
    yield fine("database", f"{app.database.where} answers")
    try:
        app.database.require_schema()
    except StoreError as error:
        yield critical("schema", *_parted(error, "run `vedette migrate`"))
        return
    yield fine("schema", "this version's")


def _parted(error: StoreError, remedy: str) -> tuple[str, str]:
    """What is so, and what to do: errors that know it say it last."""
    says, _, knows = str(error).rpartition("; ")
    return (says, knows) if says else (str(error), remedy)
