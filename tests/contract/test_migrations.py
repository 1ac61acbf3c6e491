"""Databases of each earlier revision, with rows in all their tables, come to this version's."""

import json
import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import zstandard
from alembic import command
from support.parts import START, World, long_text
from support.programs import WORKERS, environment, vedette

from worker.errors import StoreError
from worker.frontier import lookup
from worker.settings import DatabaseSettings, Settings
from worker.store import migration
from worker.store.database import Database
from worker.store.engine import open_engine

EARLIER = ("0001", "0002", "0003")
HOST = "a.example"
BEFORE = START - timedelta(hours=2)
STORED, WAITING, FETCHING, CAPTURED, FEED, REFUSED = (
    f"https://{HOST}/{name}"
    for name in ("stored", "waiting", "fetching", "captured", "feed", "refused")
)
PAGES = {url: {"title": url, "text": long_text(url)} for url in (WAITING, FETCHING, CAPTURED)}

Rows = Mapping[str, list[dict[str, Any]]]


def _url(number: int, url: str, state: str, **more: Any) -> dict[str, Any]:
    return {
        "id": number, "key": lookup.key_of_url(url), "canonical_url": url, "url": url,
        "host": HOST, "kind": "article", "origin": "test", "rank": 0, "state": state, "visit": 1,
        "attempts": 1, "submitted_at": BEFORE, "due_at": BEFORE, "token": 3, **more,
    }  # fmt: skip


def _capture(number: int, url_id: int, url: str) -> dict[str, Any]:
    body = json.dumps(PAGES.get(url, {})).encode()
    return {
        "id": number, "url_id": url_id, "visit": 1, "requested_url": url, "final_url": url,
        "status": 200, "headers": [["Content-Type", "text/html"]], "hops": [], "body": body,
        "body_bytes": len(body), "sha256": "0" * 64, "captured_at": BEFORE,
        "elapsed_seconds": 0.5, "remote_address": "192.0.2.1",
    }  # fmt: skip


def _first() -> dict[str, list[dict[str, Any]]]:
    """Rows as version 0001 wrote them, in the order of their foreign keys."""
    claimed = {"sent_at": BEFORE, "begun_at": BEFORE, "lease_until": BEFORE}
    classification = {
        "article_id": 1, "score": 0.9, "decision": "yes", "evidence": [], "language": "en",
        "topics": [{"topic": "procurement", "score": 0.9}], "classified_at": BEFORE,
    }  # fmt: skip
    return {
        "hosts": [
            {"host": HOST, "delay_seconds": 2.5, "next_allowed_at": BEFORE, "next_due_at": BEFORE,
             "busy_url_id": 3, "rest_reason": "pace", "failures": 0},
        ],
        "outbox": [
            {"id": 1, "event_id": "0b54a5b2-3c0e-4a53-9c1e-8d0f1f3f2a11", "name": "article.stored",
             "article_id": 1, "payload": {"event": "article.stored"}, "created_at": BEFORE,
             "position": 1},
        ],
        "relays": [{"name": "sequence", "position": 1}, {"name": "stream", "position": 1}],
        "robots": [
            {"origin": f"https://{HOST}", "status": 200, "body": b"/private",
             "fetched_at": BEFORE, "expires_at": BEFORE + timedelta(days=1)},
        ],
        "urls": [
            _url(1, STORED, "done", outcome="stored", finished_at=BEFORE, capture_id=1,
                 article_id=1, etag='"x"', hops=[]),
            _url(2, WAITING, "waiting", token=0, attempts=0),
            _url(3, FETCHING, "fetching", **claimed),
            _url(4, CAPTURED, "captured", capture_id=2),
        ],
        "captures": [_capture(1, 1, STORED), _capture(2, 4, CAPTURED)],
        "trace": [
            {"id": 1, "url_id": 1, "visit": 1, "attempt": 1, "at": BEFORE, "gate": "store",
             "verdict": "stored", "detail": {"n": 1}},
        ],
        "articles": [
            {"id": 1, "key": lookup.key_of_url(STORED), "canonical_url": STORED, "url": STORED,
             "site": HOST, "title": "Überschrift", "text": long_text("old"),
             "text_sha256": "1" * 64, "authors": ["A. Writer"], "published_at": BEFORE,
             "published_source": "meta", "published_has_time": True, "language": "en",
             "language_confidence": 0.99, "access": "open", "signals": {}, "capture_id": 1,
             "stored_at": BEFORE, "decision": "yes"},
        ],
        "article_topics": [{"article_id": 1, "topic": "procurement", "score": 0.9}],
        "classifications": [
            {"id": 1, "version": "words-0", **classification},
            {"id": 2, "version": "words-1", **classification},
        ],
    }  # fmt: skip


def _second() -> dict[str, list[dict[str, Any]]]:
    """What version 0002 had besides: sources, their polls, stubs."""
    rows = _first()
    rows["urls"] += [
        _url(5, FEED, "waiting", kind="feed", due_at=START + timedelta(days=1), pattern=None),
        _url(6, REFUSED, "done", outcome="not_found", finished_at=BEFORE, pattern="a.example/*"),
    ]
    rows["hosts"][0] |= {
        "delay_origin": "operator", "slow_seconds": 4.0, "crawl_delay_seconds": 3.0,
        "answered_at": BEFORE, "failed_at": None, "pause_reason": None,
    }  # fmt: skip
    rows["outbox"].append(
        {"id": 2, "event_id": "7e0c5c7e-52a1-4c0c-8f5b-0d3f3d5d9a22", "name": "article.unavailable",
         "article_id": None, "payload": {}, "created_at": BEFORE, "position": 2}
    )  # fmt: skip
    rows["relays"][0]["position"] = 2
    rows["fleet"] = [{"id": 1, "ticked_at": BEFORE, "outage_since": None, "probed_at": None}]
    rows["traps"] = [
        {"pattern": "a.example/calendar/*", "site": HOST, "reason": "endless", "example": REFUSED,
         "declined_count": 7, "found_at": BEFORE, "last_at": BEFORE},
    ]  # fmt: skip
    rows["sources"] = [
        {"id": 1, "url_id": 5, "kind": "feed", "name": "A", "url": FEED, "tags": ["x"],
         "priority": 0, "origin": "command", "state": "active", "added_at": BEFORE,
         "interval_seconds": 600.0, "next_poll_at": START + timedelta(days=1),
         "failure_score": 0.0, "health": "healthy", "rhythm": {}},
    ]  # fmt: skip
    rows["polls"] = [
        {"id": 1, "source_id": 1, "at": BEFORE, "outcome": "stored", "reason": "",
         "late_seconds": 0.1, "items_count": 3, "new_count": 1, "accepted_count": 1,
         "severity": 0.0, "interval_seconds": 600.0},
    ]  # fmt: skip
    rows["referrers"] = [{"url_id": 6, "source_id": 1, "seen_at": BEFORE}]
    rows["seen"] = [{"source_id": 1, "hashes": b"12345678"}]
    rows["stubs"] = [
        {"url_id": 6, "source_id": 1, "title": "T", "summary": "S", "language": "en",
         "score": 0.2, "decision": "no", "topics": [], "evidence": [], "version": "words-1",
         "seen_at": BEFORE, "outcome": "not_found", "closed_at": BEFORE},
    ]  # fmt: skip
    return rows


def _third() -> dict[str, list[dict[str, Any]]]:
    """What version 0003 had besides: judgements."""
    rows = _second()
    rows["articles"][0] |= {
        "decision": "no", "decided_by": "analyst", "machine_version": "words-1",
    }  # fmt: skip
    rows["judgements"] = [
        {"id": 1, "article_id": 1, "decision": "no", "topics": ["procurement"], "note": "n",
         "analyst": "ana", "judged_at": BEFORE, "machine_score": 0.9, "machine_decision": "yes",
         "machine_version": "words-1"},
    ]  # fmt: skip
    return rows


ROWS = {"0001": _first, "0002": _second, "0003": _third}
PACKED = {"body", "hashes"}


def _made_at(revision: str, url: str) -> sa.Engine:
    """A database of an earlier version with its rows, written by plain SQL."""
    engine = open_engine(DatabaseSettings(), url)
    config = migration._config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        rows = ROWS[revision]()
        assert set(rows) == _tables(connection)
        for table, its_rows in rows.items():
            for row in its_rows:
                names = ", ".join(row)
                places = ", ".join(f":{name}" for name in row)
                connection.execute(
                    sa.text(f"INSERT INTO {table} ({names}) VALUES ({places})"),
                    {name: _plain(name, value, engine) for name, value in row.items()},
                )
        if engine.dialect.name == "postgresql":
            for table in ("urls", "outbox", "captures", "articles", "classifications", "trace"):
                connection.execute(
                    sa.text(f"SELECT setval('{table}_id_seq', 1000)")  # ids were given by hand
                )
    return engine


def _plain(name: str, value: Any, engine: sa.Engine) -> Any:
    """A value as the driver takes it."""
    if isinstance(value, datetime) and engine.dialect.name == "sqlite":
        return (value - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
    if name in PACKED:
        return zstandard.ZstdCompressor().compress(value)
    return json.dumps(value) if isinstance(value, list | dict) else value


def _tables(connection: sa.Connection) -> set[str]:
    return set(sa.inspect(connection).get_table_names()) - {"alembic_version"}


def _content(engine: sa.Engine) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, as it is kept."""
    with engine.connect() as connection:
        return {
            table: [
                {n: bytes(v) if isinstance(v, memoryview) else v for n, v in row.items()}
                for row in connection.execute(
                    sa.text(f"SELECT * FROM {table} ORDER BY 1, 2")
                ).mappings()
            ]
            for table in _tables(connection)
        }


def _revision(engine: sa.Engine) -> str | None:
    with engine.connect() as connection:
        return migration.revision(connection)


def _migrated(url: str) -> None:
    database = Database(Settings(database={"url": url}))
    database.migrate()
    database.require_schema()
    database.close()


@pytest.mark.parametrize("revision", EARLIER)
def test_every_row_of_an_earlier_revision_is_kept(revision: str, empty_database_url: str) -> None:
    engine = _made_at(revision, empty_database_url)
    before = _content(engine)

    _migrated(empty_database_url)

    after = _content(engine)
    for table, rows in before.items():
        kept = [{n: row[n] for n in rows[0]} for row in after[table]]
        assert kept == rows, table
    [article] = after["articles"]
    assert article["machine_version"] == "words-1"  # of its newest classification
    assert article["integrity"] == "unknown"
    assert article["decided_by"] == ("analyst" if revision == "0003" else "machine")
    assert {row["holder"] for row in after["urls"]} == {None}
    assert {row["slow_seconds"] for row in after["hosts"]} == {0.0 if revision == "0001" else 4.0}
    engine.dispose()


@pytest.mark.parametrize("revision", EARLIER)
def test_todays_code_works_on_a_database_of_an_earlier_revision(
    revision: str, empty_database_url: str
) -> None:
    _made_at(revision, empty_database_url).dispose()
    _migrated(empty_database_url)
    world = World(empty_database_url)
    world.web.pages.update(PAGES)

    with world.database.snapshot() as tx:
        broken = list(tx.invariants.broken())
    world.work(seconds=300)

    assert broken == []
    assert world.outcomes(STORED, WAITING, FETCHING, CAPTURED) == ["stored"] * 4
    positions = [event.position for event in world.event_stream.events]
    assert positions == list(range(2, 2 + len(positions)))  # the stream had come to the first
    assert len(positions) == (3 if revision == "0001" else 4)
    with world.database.snapshot() as tx:
        assert list(tx.invariants.broken()) == []
    world.close()


@pytest.mark.parametrize("revision", EARLIER)
def test_what_was_claimed_under_an_earlier_revision_is_not_begun_by_an_old_message(
    revision: str, empty_database_url: str
) -> None:
    _made_at(revision, empty_database_url).dispose()
    _migrated(empty_database_url)
    world = World(empty_database_url)
    world.web.pages.update(PAGES)
    world.pipeline.tick()

    world.pipeline.fetch(3, 3)  # the token of a lease that has ended

    assert FETCHING not in [url for _, url in world.web.asked]
    world.close()


@pytest.mark.parametrize("revision", [None, "0003"])
def test_several_migrations_at_once_are_one(revision: str | None, empty_database_url: str) -> None:
    if revision:
        _made_at(revision, empty_database_url).dispose()
    context = multiprocessing.get_context("spawn")
    several = [context.Process(target=_migrated, args=(empty_database_url,)) for _ in range(3)]
    for one in several:
        one.start()
    for one in several:
        one.join(timeout=60)

    assert [one.exitcode for one in several] == [0, 0, 0]
    engine = open_engine(DatabaseSettings(), empty_database_url)
    assert _revision(engine) == migration.head()
    engine.dispose()


def _migrate_and_die(url: str) -> None:
    """kill -9 after a statement in the midst of the last migration."""

    @sa.event.listens_for(sa.Engine, "after_cursor_execute")
    def _die(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if "CREATE TABLE workers" in statement:
            os.kill(os.getpid(), signal.SIGKILL)

    _migrated(url)


@pytest.mark.parametrize("revision", [None, *EARLIER])
def test_a_migration_that_is_killed_in_its_midst_changes_nothing(
    revision: str | None, empty_database_url: str
) -> None:
    engine = (
        _made_at(revision, empty_database_url)
        if revision
        else open_engine(DatabaseSettings(), empty_database_url)
    )
    before = _content(engine)
    doomed = multiprocessing.get_context("spawn").Process(
        target=_migrate_and_die, args=(empty_database_url,)
    )
    doomed.start()
    doomed.join(timeout=60)

    assert doomed.exitcode == -signal.SIGKILL
    assert _revision(engine) == revision
    assert _content(engine) == before
    _migrated(empty_database_url)
    assert _revision(engine) == migration.head()
    engine.dispose()


def test_a_migration_that_fails_in_its_midst_changes_nothing(empty_database_url: str) -> None:
    engine = _made_at("0003", empty_database_url)
    with engine.begin() as connection:
        connection.execute(
            sa.text("CREATE TABLE workers (a INTEGER, b INTEGER)")
        )  # in the way of 0004
    before = _content(engine)
    database = Database(Settings(database={"url": empty_database_url}))

    with pytest.raises((StoreError, sa.exc.DBAPIError)):
        database.migrate()

    database.close()
    assert _revision(engine) == "0003"
    assert _content(engine) == before
    engine.dispose()


@pytest.mark.parametrize(
    "arguments", [("status",), ("run",), ("migrate",), ("submit", "https://a.example/x")]
)
def test_old_code_refuses_a_newer_schema_in_one_sentence(
    arguments: tuple[str, ...], empty_database_url: str, tmp_path: Path
) -> None:
    _newer(empty_database_url)
    env = environment(tmp_path, DATABASE__URL=empty_database_url)

    result = vedette(*arguments, env=env, folder=tmp_path, timeout=60)

    said = result.stderr.decode()
    assert result.returncode == 2, said
    assert "newer version" in said
    assert said.count("\n") == 1


def _newer(empty_database_url: str) -> None:
    _migrated(empty_database_url)
    engine = open_engine(DatabaseSettings(), empty_database_url)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()


def test_a_celery_worker_refuses_a_newer_schema_in_one_sentence(
    empty_database_url: str, redis_server: Any, tmp_path: Path
) -> None:

    _newer(empty_database_url)
    env = environment(tmp_path, DATABASE__URL=empty_database_url, BROKER__URL=redis_server.url)
    env["PYTHONPATH"] = os.pathsep.join(sys.path)

    for queue in ("fetch", "process", "control"):
        result = subprocess.run(
            WORKERS[queue], env=env, cwd=tmp_path, capture_output=True, timeout=60, check=False
        )
        said = result.stderr.decode()
        assert result.returncode == 2, said
        assert "newer version" in said
        assert "Traceback" not in said
