"""Backup while the engine works, and restore into a new place, on both databases."""

import json
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from support.outcomes import all_done, assert_as_expected
from support.programs import BIN, environment, running, vedette, wait_until
from support.services import PostgresServer

from worker.demo.web import SampleWeb
from worker.settings import DatabaseSettings, Settings
from worker.store.database import Database
from worker.store.engine import open_engine
from worker.store.schema import articles, outbox

#: So slow that a backup in the midst finds requests under way.
LATENCY_SECONDS = 0.4


@pytest.fixture
def web() -> Iterator[SampleWeb]:
    with SampleWeb(latency_seconds=LATENCY_SECONDS) as served:
        yield served


@pytest.fixture(scope="module")
def ingested(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an SQLite database in `data`; not to be changed."""
    folder = tmp_path_factory.mktemp("ingested")
    with SampleWeb() as served:
        done = vedette("ingest", *served.urls, env=environment(folder), folder=folder)
    assert done.returncode == 0, done.stderr.decode()
    return folder


@pytest.fixture
def place(ingested: Path, tmp_path: Path) -> Path:
    shutil.copytree(ingested / "data", tmp_path / "data")
    return tmp_path


def _sqlite(folder: Path) -> str:
    return f"sqlite:///{folder / 'data' / 'vedette.db'}"


def _run(folder: Path, *arguments: str, status: int = 0, **settings: str) -> str:
    """What a command says, on both outputs together."""
    result = vedette(*arguments, env=environment(folder, **settings), folder=folder)
    said = (result.stdout + result.stderr).decode()
    assert result.returncode == status, said
    assert "Traceback" not in said
    return said


def _rows(url: str, query: Any) -> list[Any]:
    engine = open_engine(DatabaseSettings(), url)
    try:
        with engine.connect() as connection:
            return list(connection.execute(query))
    finally:
        engine.dispose()


def _event_ids(url: str) -> dict[str, str]:
    """The id of the event that tells of each article, by the article's key."""
    query = sa.select(articles.c.key, outbox.c.event_id).where(
        outbox.c.article_id == articles.c.id, outbox.c.name == "article.stored"
    )
    return {row.key: row.event_id for row in _rows(url, query)}


def _assert_gapless(url: str) -> None:
    query = sa.select(outbox.c.position).order_by(outbox.c.position)
    positions = [row.position for row in _rows(url, query)]
    assert positions == list(range(1, len(positions) + 1))


def _assert_sound(url: str) -> None:
    database = Database(Settings(database={"url": url}))
    with database.snapshot() as tx:
        assert list(tx.invariants.broken()) == []
    database.close()


def _under_way(url: str) -> int:
    query = sa.text("SELECT count(*) FROM urls WHERE state NOT IN ('waiting', 'done')")
    return int(_rows(url, query)[0][0])


def _crawl_with_backup(
    folder: Path, url: str, web: SampleWeb, back_up: Any, **settings: str
) -> None:
    """Crawl the sample web to its end; `back_up` is called when a part of it is done."""
    env = environment(folder, FETCH__DELAY_SECONDS="0.8", **settings)
    given = list(web.urls)
    assert vedette("submit", *given, env=env, folder=folder).returncode == 0
    log = folder / "run.log"
    with running([BIN / "vedette", "run"], env=env, folder=folder, log=log) as service:
        wait_until(lambda: len(_event_ids(url)) >= 2, logs=[log])
        wait_until(lambda: _stopped_in_the_midst(service.pid, url), logs=[log])
        back_up()  # of a moment with work under way, which would be over when the command has begun
        os.killpg(service.pid, signal.SIGCONT)
        wait_until(lambda: all_done(url, given), logs=[log])
        service.send_signal(signal.SIGTERM)
        service.wait(timeout=20)


def _stopped_in_the_midst(pid: int, url: str) -> bool:
    """Hold the engine; let it go on again where nothing is under way."""
    os.killpg(pid, signal.SIGSTOP)
    if _under_way(url):
        return True
    os.killpg(pid, signal.SIGCONT)
    return False


def _assert_goes_on_with_the_same_ids(
    old: str, new: str, web: SampleWeb, folder: Path, **settings: str
) -> None:
    before, in_the_copy = _event_ids(old), _event_ids(new)
    assert 0 < len(in_the_copy) < len(before)  # more was stored after the backup
    assert _under_way(new)
    env = environment(folder, **settings)
    log = folder / "run.log"
    with running([BIN / "vedette", "run"], env=env, folder=folder, log=log) as service:
        wait_until(lambda: all_done(new, list(web.urls)), logs=[log])
        service.send_signal(signal.SIGTERM)
        service.wait(timeout=20)
    assert _event_ids(new) == before
    assert_as_expected(new, web.expectations, list(web.urls))
    for url in (old, new):
        _assert_gapless(url)
        _assert_sound(url)


def test_a_restored_sqlite_copy_goes_on_and_sends_no_event_under_a_new_id(
    web: SampleWeb, tmp_path: Path
) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.mkdir()
    new.mkdir()
    copy = tmp_path / "copy.db"

    _crawl_with_backup(old, _sqlite(old), web, lambda: _run(old, "backup", str(copy)))
    _run(new, "restore", str(copy))

    assert not list(tmp_path.glob("*copy.db?*"))
    _assert_goes_on_with_the_same_ids(_sqlite(old), _sqlite(new), web, new)


@pytest.mark.slow
def test_a_restored_postgresql_dump_goes_on_and_sends_no_event_under_a_new_id(
    web: SampleWeb, postgres_server: PostgresServer, postgres_url: str, tmp_path: Path
) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.mkdir()
    new.mkdir()
    dump = tmp_path / "copy.dump"
    new_url = postgres_server.new_database()
    try:
        _run(old, "migrate", DATABASE__URL=postgres_url)
        dumping = _told(old, "backup", dump, postgres_url)
        _crawl_with_backup(
            old,
            postgres_url,
            web,
            lambda: _shell(postgres_server, dumping),
            DATABASE__URL=postgres_url,
        )
        _shell(postgres_server, _told(new, "restore", dump, new_url))

        _assert_goes_on_with_the_same_ids(postgres_url, new_url, web, new, DATABASE__URL=new_url)
    finally:
        postgres_server.drop(new_url)


def _told(folder: Path, command: str, dump: Path, url: str) -> str:
    """The command for PostgreSQL that `vedette backup` or `vedette restore` names."""
    with_password = url.replace("vedette@", "vedette:geheim@")
    said = _run(folder, command, str(dump), status=2, DATABASE__URL=with_password)
    assert "geheim" not in said
    return next(line for line in said.splitlines() if line.startswith("  pg_"))


def _shell(server: PostgresServer, command: str) -> None:
    path = f"{server._programs}:/usr/bin:/bin"
    subprocess.run(["/bin/sh", "-c", command], check=True, env={"PATH": path}, timeout=60)


def test_a_backup_tells_what_is_in_it_and_so_does_a_look_at_it(place: Path) -> None:
    told = json.loads(_run(place, "backup", "copy.db", "--json"))

    assert told == json.loads(_run(place, "backup", "copy.db", "--check", "--json"))
    assert told["articles"] == told["events"] == told["last_position"] > 0
    assert told["urls"] == told["done"]
    assert told["schema_is_current"]
    assert told["broken"] == []
    assert "is whole" in _run(place, "backup", "copy.db", "--check")
    assert [path.name for path in place.glob("*copy*")] == ["copy.db"]


def test_a_backup_does_not_migrate_what_it_copies(place: Path) -> None:
    with sqlite3.connect(place / "data" / "vedette.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0003'")
    connection.close()

    told = json.loads(_run(place, "backup", "copy.db", "--json"))

    assert (told["schema"], told["schema_is_current"]) == ("0003", False)


def test_a_copy_is_of_one_moment_however_much_is_written_meanwhile(place: Path) -> None:
    """Two tables that are always written together agree in every copy."""
    script = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=30)
while True:
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("INSERT INTO pad SELECT randomblob(3000) FROM urls LIMIT 20")
    connection.execute("UPDATE tally SET rows = (SELECT count(*) FROM pad)")
    connection.execute("COMMIT")
"""
    database = place / "data" / "vedette.db"
    with sqlite3.connect(database) as connection:
        connection.execute("CREATE TABLE pad (blob)")
        connection.execute("CREATE TABLE tally (rows)")
        connection.execute("INSERT INTO tally VALUES (6000)")
        connection.executemany("INSERT INTO pad VALUES (randomblob(4000))", [()] * 6000)
    connection.close()
    command = [str(BIN / "python"), "-c", script, str(database)]
    seen = []
    with running(command, env=environment(place), folder=place, log=place / "writer.log"):
        for number in range(3):
            _run(place, "backup", f"copy{number}.db")
            with sqlite3.connect(place / f"copy{number}.db") as copy:
                [row] = copy.execute("SELECT rows, (SELECT count(*) FROM pad) FROM tally")
            copy.close()
            seen.append(row)

    assert all(told == counted for told, counted in seen), seen
    assert seen[0][1] < seen[-1][1]  # there was a writer


def test_a_copy_that_is_there_stays_unless_it_may_be_replaced(place: Path) -> None:
    (place / "copy.db").write_bytes(b"precious")

    said = _run(place, "backup", "copy.db", status=2)
    kept = (place / "copy.db").read_bytes()

    assert "--force" in said
    assert kept == b"precious"
    assert "is whole" in _run(place, "backup", "copy.db", "--force")


@pytest.mark.parametrize(
    ("file", "says"),
    [
        ("missing/copy.db", "there is no folder missing"),
        ("data", "is a folder"),
        ("data/vedette.db", "belongs to the database itself"),
        ("data/vedette.db-wal", "belongs to the database itself"),
        ("link.db", "belongs to the database itself"),
    ],
)
def test_a_copy_is_written_nowhere_it_should_not(place: Path, file: str, says: str) -> None:
    (place / "link.db").symlink_to(place / "data" / "vedette.db")

    assert says in _run(place, "backup", file, "--force", status=2)


def test_where_there_is_no_database_none_is_made(tmp_path: Path) -> None:
    assert "there is no database to copy" in _run(tmp_path, "backup", "copy.db", status=2)
    assert not (tmp_path / "data" / "vedette.db").exists()


def test_a_write_that_fails_leaves_the_older_copy_and_nothing_else(place: Path) -> None:
    (place / "copy.db").write_bytes(b"precious")
    size = (place / "data" / "vedette.db").stat().st_size

    result = subprocess.run(
        [BIN / "vedette", "backup", "copy.db", "--force"],
        env=environment(place), cwd=place, capture_output=True, timeout=60, check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size // 2, size // 2)),
    )  # fmt: skip

    said = result.stderr.decode()
    assert (result.returncode, said.count("\n")) == (2, 1), said
    assert "no copy was made" in said
    assert (place / "copy.db").read_bytes() == b"precious"
    assert [path.name for path in place.glob("*copy*")] == ["copy.db"]


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (lambda whole: whole[: len(whole) // 2], "malformed"),
        (lambda whole: b"\x00" * 4096 + whole[4096:], "no database of SQLite"),
        (lambda whole: whole[:4096] + b"\xa5" * 8192 + whole[12288:], ""),
        (lambda _: b"<html>404</html>", "no database of SQLite"),
        (lambda _: b"", "no database of SQLite"),
    ],
    ids=["cut", "no header", "overwritten", "a page", "empty"],
)
def test_a_damaged_copy_is_told_and_not_restored(place: Path, damage: Any, says: str) -> None:
    _run(place, "backup", "copy.db")
    copy = place / "copy.db"
    copy.write_bytes(damage(copy.read_bytes()))
    before = (place / "data" / "vedette.db").read_bytes()

    for arguments in (("backup", "copy.db", "--check"), ("restore", "copy.db", "--force")):
        said = _run(place, *arguments, status=2)
        assert says in said
        assert said.count("\n") == 1
    assert (place / "data" / "vedette.db").read_bytes() == before


def test_a_plain_copy_of_a_database_in_use_is_no_backup(place: Path) -> None:
    shutil.copy(place / "data" / "vedette.db", place / "copy.db")

    assert "-wal" in _run(place, "backup", "copy.db", "--check", status=2)


def test_another_programs_database_is_no_backup(place: Path) -> None:
    with sqlite3.connect(place / "copy.db") as connection:
        connection.execute("CREATE TABLE t (a)")
    connection.close()

    assert "none of Vedette's" in _run(place, "backup", "copy.db", "--check", status=2)


def test_a_restore_moves_aside_what_was_there_with_its_wal_file(place: Path) -> None:
    """A -wal file of the old database would be read into the copy, and damage it."""
    database = place / "data" / "vedette.db"
    told = json.loads(_run(place, "backup", "copy.db", "--json"))
    script = (
        "import os, sqlite3, sys; c = sqlite3.connect(sys.argv[1]); "
        "c.execute('DELETE FROM trace'); c.commit(); os._exit(0)"
    )
    subprocess.run([BIN / "python", "-c", script, database], check=True)
    assert Path(f"{database}-wal").stat().st_size > 0

    assert "--force" in _run(place, "restore", "copy.db", status=2)
    said = _run(place, "restore", "copy.db", "--force")

    assert "what was there is" in said
    assert not Path(f"{database}-wal").exists()
    [old] = database.parent.glob("vedette.db.replaced-*[0-9]")
    assert _count_of_trace(old) == 0  # its -wal went with it
    assert _count_of_trace(database) > 0
    _run(place, "backup", "again.db")
    assert (
        json.loads(_run(place, "backup", "again.db", "--check", "--json"))["urls"] == told["urls"]
    )
    _assert_sound(_sqlite(place))


def _count_of_trace(database: Path) -> int:
    with sqlite3.connect(database) as connection:
        [row] = connection.execute("SELECT count(*) FROM trace")
    connection.close()
    return int(row[0])


def test_nothing_is_restored_under_an_engine_that_runs(place: Path) -> None:
    _run(place, "backup", "copy.db")
    log = place / "run.log"
    with running([BIN / "vedette", "run"], env=environment(place), folder=place, log=log):
        workers = sa.text(
            "SELECT count(*) FROM workers"
        )  # it has taken part once it tells of itself
        wait_until(lambda: _rows(_sqlite(place), workers)[0][0], logs=[log])

        assert "stop it first" in _run(place, "restore", "copy.db", "--force", status=2)
    assert not list(place.glob("data/*replaced*"))


@pytest.mark.parametrize(
    "damage",
    [lambda whole: whole[:20_000], lambda _: b"not a database at all" * 300],
    ids=["cut", "garbage"],
)
def test_a_service_refuses_a_damaged_database_in_one_sentence(place: Path, damage: Any) -> None:
    database = place / "data" / "vedette.db"
    spoilt = damage(database.read_bytes())
    database.write_bytes(spoilt)

    for command in (("run",), ("status",), ("submit", "https://a.example/x"), ("migrate",)):
        said = _run(place, *command, status=2)
        assert "is damaged, or is no database of SQLite" in said
        assert "vedette restore" in said
        assert said.count("\n") == 1
    assert database.read_bytes() == spoilt
