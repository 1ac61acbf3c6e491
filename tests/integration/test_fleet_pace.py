"""Three fetch workers, one budget per host: read from the log of the web that they crawl."""

from collections.abc import Sequence
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path

from support.fleet import migrated
from support.outcomes import rows_of
from support.paced_web import PacedHost, Request, serving
from support.programs import WORKERS, running, wait_until, worker_command
from support.services import RedisServer

#: The pace of hosts that ask for none.
PACE_SECONDS = 0.4
CRAWL_DELAY_SECONDS = 1.0
RETRY_AFTER_SECONDS = 3
#: A worker frees a host after it has read the answer; the web notes the answer before it is sent.
TOLERANCE_SECONDS = 0.02


def test_three_fetch_workers_keep_one_pace_for_each_host(
    postgres_url: str, redis_server: RedisServer, tmp_path: Path
) -> None:
    plain = [PacedHost(f"127.7.0.{n}") for n in range(1, 6)]
    slow = PacedHost("127.7.0.11", articles=5, crawl_delay=CRAWL_DELAY_SECONDS)
    busy = PacedHost("127.7.0.12", articles=5, busy_times=1, retry_after=RETRY_AFTER_SECONDS)
    hosts = [*plain, slow, busy]
    with serving(hosts):
        env = migrated(
            postgres_url, redis_server, tmp_path,
            FETCH__DELAY_SECONDS=str(PACE_SECONDS),
            LOG__LEVEL="DEBUG",
            DISCOVER__SOURCES_FILE=str(_sources(hosts, tmp_path)),
        )  # fmt: skip
        wanted = [host.base + path for host in hosts for path in host.paths]
        fetchers = {
            f"fetch{n}": _named(worker_command("fetch", "threads", 8), f"fetch{n}")
            for n in (1, 2, 3)
        }
        commands = fetchers | {name: c for name, c in WORKERS.items() if name != "fetch"}
        logs = [tmp_path / f"{name}.log" for name in commands]
        with ExitStack() as stack:
            for (name, command), log in zip(commands.items(), logs, strict=True):
                if name not in fetchers:  # not before all three can take part
                    wait_until(lambda: _ready(logs[:3]), logs=logs)
                stack.enter_context(running(command, env=env, folder=tmp_path, log=log))
            wait_until(
                # All but the one that was answered with 429, which is asked again a minute later.
                lambda: _stored(postgres_url, wanted) >= len(wanted) - 1,
                seconds=120,
                logs=logs,
            )

    for host in hosts:
        pace = CRAWL_DELAY_SECONDS if host is slow else PACE_SECONDS
        _assert_one_at_a_time_and_apart(host.log, pace)
        assert not [r for r in host.log if r.path.startswith("/private/")]
        asked = [r.path for r in host.log if r.status == 200 and r.path in host.paths]
        assert len(asked) == len(set(asked))
        assert {"/robots.txt", "/feed.xml", "/sitemap.xml", "/"} <= {r.path for r in host.log}
    _assert_the_busy_host_was_left_alone(busy.log)
    assert _workers_that_fetched(logs) == 3


def _sources(hosts: Sequence[PacedHost], folder: Path) -> Path:
    file = folder / "sources.toml"
    kinds = {"feed": "/feed.xml", "sitemap": "/sitemap.xml", "page": "/"}
    file.write_text(
        "".join(
            f'[[source]]\nname = "{kind} of {host.address}"\nkind = "{kind}"\n'
            f'url = "{host.base}{path}"\n'
            for host in hosts
            for kind, path in kinds.items()
        )
    )
    return file


def _named(command: list[str | Path], name: str) -> list[str | Path]:
    return [part if not str(part).endswith("@%h") else f"{name}@%h" for part in command]


def _stored(database_url: str, wanted: Sequence[str]) -> int:
    return sum(row["outcome"] == "stored" for row in rows_of(database_url, wanted).values())


def _assert_one_at_a_time_and_apart(log: Sequence[Request], pace: float) -> None:
    """The pause counts from the end of one request to the beginning of the next."""
    in_order = sorted(log, key=lambda request: request.began)
    for earlier, later in pairwise(in_order):
        gap = later.began - earlier.ended
        assert gap >= pace - TOLERANCE_SECONDS, f"{gap:.3f} s between {earlier} and {later}"


def _assert_the_busy_host_was_left_alone(log: Sequence[Request]) -> None:
    in_order = sorted(log, key=lambda request: request.began)
    [refused] = [n for n, request in enumerate(in_order) if request.status == 429]
    answered, following = in_order[refused], in_order[refused + 1 :]
    assert following[0].began - answered.ended >= RETRY_AFTER_SECONDS - TOLERANCE_SECONDS
    # It asked for less: for a while the pause stays longer than usual, whoever asks.
    gaps = [later.began - earlier.ended for earlier, later in pairwise(following)]
    assert min(gaps[:2]) > PACE_SECONDS * 1.5


def _ready(logs: Sequence[Path]) -> bool:
    return all(log.exists() and b" ready" in log.read_bytes() for log in logs)


def _workers_that_fetched(logs: Sequence[Path]) -> int:
    return sum(b"fetch.captured" in log.read_bytes() for log in logs)
