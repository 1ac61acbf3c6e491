"""Two beats and two control workers at once: nothing is fetched twice, and the pace holds."""

import json
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path

from support.fleet import migrated
from support.outcomes import rows_of
from support.paced_web import PacedHost, serving
from support.programs import WORKERS, running, wait_until
from support.services import RedisServer

PACE_SECONDS = 0.4
#: A worker frees a host after it has read the answer; the web notes the answer before it is sent.
TOLERANCE_SECONDS = 0.02
BEATS = {"beat1": WORKERS["beat"], "beat2": WORKERS["beat"]}
OTHERS = {
    "fetch": WORKERS["fetch"],
    "process": WORKERS["process"],
    **{
        name: [part if part != "control@%h" else f"{name}@%h" for part in WORKERS["control"]]
        for name in ("control1", "control2")
    },
}


def test_two_beats_at_once_do_no_harm(
    postgres_url: str, redis_server: RedisServer, tmp_path: Path
) -> None:
    hosts = [PacedHost(f"127.8.0.{n}", articles=4) for n in range(1, 6)]
    logs = {name: tmp_path / f"{name}.log" for name in (*BEATS, *OTHERS)}
    with serving(hosts), ExitStack() as stack:
        env = migrated(
            postgres_url, redis_server, tmp_path,
            FETCH__DELAY_SECONDS=str(PACE_SECONDS),
            DISCOVER__SOURCES_FILE=str(_feeds_of(hosts, tmp_path)),
        )  # fmt: skip

        def start(name: str, command: Sequence[str | Path]) -> int:
            process = running(command, env=env, folder=tmp_path, log=logs[name])
            return stack.enter_context(process).pid

        beats = {start(name, command) for name, command in BEATS.items()}
        wait_until(lambda: _senders_of_ticks(redis_server) == beats, logs=list(logs.values()))
        for name, command in OTHERS.items():
            start(name, command)
        wanted = [host.base + path for host in hosts for path in host.paths]
        wait_until(
            lambda: _stored(postgres_url, wanted) == len(wanted),
            seconds=90,
            logs=list(logs.values()),
            what="all articles of the feeds",
        )

    for host in hosts:
        assert Counter(r.path for r in host.log) == Counter(
            ["/robots.txt", "/feed.xml", *host.paths]
        )
        in_order = sorted(host.log, key=lambda request: request.began)
        gaps = [later.began - earlier.ended for earlier, later in pairwise(in_order)]
        assert min(gaps) >= PACE_SECONDS - TOLERANCE_SECONDS
    assert [name for name, log in logs.items() if "Traceback" in log.read_text()] == []


def _feeds_of(hosts: Sequence[PacedHost], folder: Path) -> Path:
    file = folder / "sources.toml"
    file.write_text(
        "".join(
            f'[[source]]\nkind = "feed"\nname = "{host.address}"\nurl = "{host.base}/feed.xml"\n\n'
            for host in hosts
        )
    )
    return file


def _senders_of_ticks(redis_server: RedisServer) -> set[int]:
    """The processes that sent what waits for the control workers."""
    with redis_server.client() as client:
        messages = [json.loads(one) for one in client.lrange("vedette:control", 0, -1)]
    origins = [m["headers"]["origin"] for m in messages if m["headers"]["task"] == "vedette.tick"]
    return {int(origin.partition("@")[0].removeprefix("gen")) for origin in origins}


def _stored(database_url: str, wanted: Sequence[str]) -> int:
    return sum(row["outcome"] == "stored" for row in rows_of(database_url, list(wanted)).values())
