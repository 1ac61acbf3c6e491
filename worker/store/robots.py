"""robots.txt files as they were met, shared by the whole fleet until they expire."""

from datetime import datetime

import sqlalchemy as sa

from worker.store.schema import robots
from worker.store.upsert import upsert
from worker.values import RobotsFile

_FRESH = sa.select(robots).where(
    robots.c.origin == sa.bindparam("of_origin"), robots.c.expires_at > sa.bindparam("now")
)


class Robots:
    """The cache of robots.txt, within one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def fresh(self, origin: str, now: datetime) -> RobotsFile | None:
        """The file of an origin that has not expired; None where it has to be asked for."""
        values = {"of_origin": origin, "now": now}
        row = self._connection.execute(_FRESH, values).mappings().one_or_none()
        return None if row is None else RobotsFile(**row)

    def keep(self, file: RobotsFile) -> None:
        """Keep a file, in the place of an older one."""
        values = {
            "origin": file.origin,
            "status": file.status,
            "body": file.body,
            "fetched_at": file.fetched_at,
            "expires_at": file.expires_at,
        }
        upsert(self._connection, robots, [values], on=["origin"])
