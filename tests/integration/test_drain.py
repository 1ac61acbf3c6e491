"""`vedette drain` under load: what is under way ends, nothing new begins, and --end goes on."""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from support.fleet import fleet, logs_of, migrated
from support.outcomes import all_done, rows_of
from support.paced_web import PacedHost, serving
from support.programs import BIN, environment, running, vedette, wait_until


@contextmanager
def engine(request: pytest.FixtureRequest, folder: Path) -> Iterator[tuple[dict[str, str], str]]:
    """A running engine: its environment, and its database's URL."""
    (folder / "sources.toml").write_text("")
    sources = {"DISCOVER__SOURCES_FILE": str(folder / "sources.toml")}
    if request.param == "embedded":
        url = f"sqlite:///{folder / 'vedette.db'}"
        env = environment(folder, DATABASE__URL=url, **sources)
        command = [BIN / "vedette", "run"]
        with running(command, env=env, folder=folder, log=folder / "run.log"):
            yield env, url
    else:
        url = request.getfixturevalue("postgres_url")
        env = migrated(url, request.getfixturevalue("redis_server"), folder, **sources)
        with fleet(env, folder):
            yield env, url


@pytest.fixture(params=["embedded", "celery"])
def crawl(
    request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[tuple[dict[str, str], str, list[PacedHost]]]:
    hosts = [PacedHost(f"127.8.2.{n}", articles=20) for n in (1, 2, 3)]
    with serving(hosts), engine(request, tmp_path) as (env, url):
        yield env, url, hosts


def test_a_drained_engine_finishes_what_it_has_and_goes_on_when_asked(
    crawl: tuple[dict[str, str], str, list[PacedHost]], tmp_path: Path
) -> None:
    env, database_url, hosts = crawl
    given = [host.base + path for host in hosts for path in host.paths]
    logs = [tmp_path / "run.log", *logs_of(tmp_path)]

    def fetched() -> int:
        return sum(request.path in host.paths for host in hosts for request in host.log)

    # Slowly at first: the load must last as long as the commands take.
    for host in hosts:
        host.answer_seconds = 1.0
    vedette("submit", *given, env=env, folder=tmp_path)
    wait_until(lambda: fetched() >= 3, logs=logs, what="first pages")

    drained = vedette("drain", "--wait", "30", env=env, folder=tmp_path)
    assert (drained.returncode, b"nothing is under way" in drained.stdout) == (0, True)
    before = fetched()
    time.sleep(2)
    states = Counter(str(row["state"]) for row in rows_of(database_url, given).values())
    assert fetched() == before
    assert set(states) <= {"done", "waiting", "captured"}
    assert states["waiting"] > 0

    for host in hosts:
        host.answer_seconds = 0.02
    assert vedette("drain", "--end", env=env, folder=tmp_path).returncode == 0
    wait_until(lambda: all_done(database_url, given), seconds=100, logs=logs)
    assert {row["outcome"] for row in rows_of(database_url, given).values()} == {"stored"}
    assert fetched() == len(given)


def test_a_drain_that_takes_too_long_says_so(tmp_path: Path) -> None:
    env = environment(tmp_path)
    assert vedette("drain", env=env, folder=tmp_path).returncode == 0  # nothing is under way
    again = vedette("drain", "--end", env=env, folder=tmp_path)
    assert again.stdout == b"dispatch goes on\n"
    assert vedette("drain", "--end", env=env, folder=tmp_path).stdout == b"nothing was drained\n"
