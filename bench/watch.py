"""How far the URLs of one origin have come: one cheap query, straight from the table."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from worker.settings import Settings
from worker.store.engine import open_engine
from worker.store.schema import urls
from worker.vocabulary import UrlState


class Watch:
    """Looks at an engine's database from outside."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine.execution_options(read_only=True)

    def finished(self, origin: str) -> int:
        """How many URLs of this origin have their outcome."""
        query = (
            sa.select(sa.func.count())
            .select_from(urls)
            .where(urls.c.state == UrlState.DONE, urls.c.origin == origin)
        )
        with self._engine.begin() as connection:
            return int(connection.execute(query).scalar_one())

    def outcomes(self, origin: str) -> dict[str, int]:
        """Finished URLs by outcome, the most frequent first."""
        done = sa.and_(urls.c.state == UrlState.DONE, urls.c.origin == origin)
        return self._counted(urls.c.outcome, done)

    def unfinished(self, origin: str) -> dict[str, int]:
        """URLs without an outcome, by state."""
        waiting = sa.and_(urls.c.state != UrlState.DONE, urls.c.origin == origin)
        return self._counted(urls.c.state, waiting)

    def _counted(self, column: sa.Column[str], condition: sa.ColumnElement[bool]) -> dict[str, int]:
        query = sa.select(column, sa.func.count()).where(condition).group_by(column)
        with self._engine.begin() as connection:
            found = Counter({str(name): int(n) for name, n in connection.execute(query)})
        return dict(found.most_common())


@contextmanager
def watching(settings: Settings) -> Iterator[Watch]:
    """A look at the database of these settings."""
    engine = open_engine(settings.database, settings.database_url)
    try:
        yield Watch(engine)
    finally:
        engine.dispose()
