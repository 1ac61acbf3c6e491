"""A database in which every text is an attack on whoever looks at it."""

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from support.feeds import rss
from support.judged import NO, REVIEW, YES, TableClassifier, stored
from support.parts import World

from hostile.log_lines import logging_to_a_buffer
from hostile.marks import HOSTILE, UNSTORABLE
from worker.errors import Refused
from worker.source_values import NewSource
from worker.store.schema import metadata
from worker.vocabulary import Outcome, Ruling, UrlKind

#: What commands show, table by table: strangers' and operators' words.
_WORDS = {
    "urls": ("reason", "origin"),
    "hosts": ("rest_reason", "delay_origin", "pause_reason"),
    "articles": ("site_name", "title", "lead", "text"),
    "judgements": ("note", "analyst"),
    "sources": ("name", "note", "interval_reason", "reason", "health_note"),
    "polls": ("reason",),
    "stubs": ("title", "summary"),
    "traps": ("reason", "example"),
}
_LISTS = {"articles": "authors", "sources": "tags"}


def hostile_database(database_url: str, folder: Path) -> dict[str, int]:
    """Make it; returns an article, another one, and a quarantined URL to ask for."""
    with logging_to_a_buffer("json"):
        return _made(database_url, folder)


def _made(database_url: str, folder: Path) -> dict[str, int]:
    world = World(
        database_url,
        fetch={"delay_seconds": 0.0},
        frontier={"defect_pause_seconds": 1.0},
        data_dir=folder,
    )
    world.classifier = TableClassifier(  # type: ignore[assignment]
        "v1", {"navy": YES, "budget": REVIEW, "tennis": NO}
    )
    articles = stored(world, "navy", "budget", "tennis")
    feed = "https://feed.example/feed"
    world.web.pages[feed] = rss(("https://gone.example/2026/11/24/gone", "navy gone"))
    world.web.pages["https://gone.example/2026/11/24/gone"] = Refused(Outcome.GONE, HOSTILE)
    bad = "https://broken.example/2026/11/24/broken"
    world.web.pages[bad] = {"raises": HOSTILE}
    slow = "https://slow.example/2026/11/24/slow"
    world.web.pages[slow] = Refused(Outcome.HTTP_ERROR, HOSTILE, retry_after_seconds=5000)
    with world.database.transaction() as tx:
        new = NewSource(kind=UrlKind.FEED, name="A feed", url=feed, tags=("tag",))
        world.pipeline.sources.add(tx, [new])
    [broken_id, _slow_id] = world.submit(bad, slow)
    world.work(15)
    _judge(world, articles[1])
    with world.database.transaction() as tx:
        now = world.clock()
        tx.hosts.pause("navy.example", "x", now=now)
        tx.traps.note(
            "trap.example/{n}", site="trap.example", reason="x", example="x", declined_count=1,
            now=now,
        )  # fmt: skip
    outcome = world.url(broken_id)["outcome"]
    assert outcome == Outcome.QUARANTINED, outcome
    _overwrite(world.database._engine)
    world.close()
    return {"article": articles[1], "other": articles[2], "quarantined": broken_id}


def _judge(world: World, article_id: int) -> None:
    from worker.steps.judge import Judge

    for note in ("first", "second"):
        Judge(world).run(article_id, Ruling.YES, analyst="ada", note=note)  # type: ignore[arg-type]


def _overwrite(engine: sa.Engine) -> None:
    text = HOSTILE + (UNSTORABLE if engine.dialect.name == "sqlite" else "")
    text = text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    with engine.begin() as connection:
        for name, columns in _WORDS.items():
            values: dict[str, Any] = dict.fromkeys(columns, text)
            if name in _LISTS:
                values[_LISTS[name]] = [text, "b"]
            connection.execute(sa.update(metadata.tables[name]).values(**values))
        trace = metadata.tables["trace"]
        connection.execute(sa.update(trace).values(detail={text: text, "traceback": text}))
        for name in ("classifications", "stubs"):
            finding = {
                "concept": text, "surface": text, "field": "text", "start": 3, "end": 30,
                "weight": 2.0, "mass": 1.0,
            }  # fmt: skip
            table = metadata.tables[name]
            connection.execute(sa.update(table).values(evidence=[finding]))
