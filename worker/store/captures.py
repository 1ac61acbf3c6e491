"""Captures: the bytes of each visit, with what was said about them on the way."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from worker.redaction import HIDDEN
from worker.store.schema import captures
from worker.values import Capture, Hop

_ADD = sa.insert(captures)
_FORGET = sa.delete(captures).where(
    captures.c.url_id == sa.bindparam("of_url"), captures.c.id != sa.bindparam("but_id")
)


class Captures:
    """Rows of captures, within one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, capture: Capture, *, url_id: int, visit: int) -> int:
        """Keep a capture; returns its id."""
        values = {
            "url_id": url_id,
            "visit": visit,
            "requested_url": capture.requested_url,
            "final_url": capture.final_url,
            "status": capture.status,
            "headers": [[name, _kept(name, value)] for name, value in capture.headers],
            "hops": [hop_row(hop) for hop in capture.hops],
            "body": capture.body,
            "body_bytes": len(capture.body),
            "sha256": capture.sha256,
            "captured_at": capture.captured_at,
            "elapsed_seconds": capture.elapsed_seconds,
            "remote_address": capture.remote_address,
        }
        key = self._connection.execute(_ADD, values).inserted_primary_key
        assert key is not None
        return int(key[0])

    def keep_only(self, capture_id: int, *, url_id: int) -> None:
        """Forget the other captures of a source: only what it says now is of use."""
        self._connection.execute(_FORGET, {"of_url": url_id, "but_id": capture_id})


def _kept(name: str, value: str) -> str:
    """A session that a server opened with us is a secret; its name tells who did."""
    if name.lower() not in ("set-cookie", "set-cookie2"):
        return value
    pair, semicolon, attributes = value.partition(";")
    return f"{pair.partition('=')[0]}={HIDDEN}{semicolon}{attributes}"


def hop_row(hop: Hop) -> dict[str, Any]:
    """A redirect's JSON form."""
    return {"url": hop.url, "status": hop.status, "location": hop.location}


def read_hops(rows: Sequence[dict[str, Any]]) -> tuple[Hop, ...]:
    """Redirects from their JSON form."""
    return tuple(Hop(**row) for row in rows)


def read_capture(row: Any) -> Capture:
    """A capture from its row."""
    return Capture(
        requested_url=row.requested_url,
        final_url=row.final_url,
        status=row.status,
        headers=tuple((name, value) for name, value in row.headers),
        hops=read_hops(row.hops),
        body=row.body,
        sha256=row.sha256,
        captured_at=row.captured_at,
        elapsed_seconds=row.elapsed_seconds,
        remote_address=row.remote_address,
    )
