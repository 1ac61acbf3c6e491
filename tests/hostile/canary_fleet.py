"""Crawls the canary's web with Celery; reads all that goes through Redis, and Flower's pages."""

import base64
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

from support.fleet import send
from support.programs import BIN, running, vedette, wait_until
from support.services import RedisServer, free_port

from hostile.canary_crawl import Outputs, crawl_environment, gathered, until_all_ended
from hostile.canary_site import CanarySite

_WORKER = [BIN / "celery", "-A", "worker", "worker", "--without-gossip", "--without-mingle", "-E"]
#: Two workers do all, to begin soon; the first is beat as well.
_WORKERS = {
    "control": [*_WORKER, "-B", "-s", "beat", "-Q", "control,fetch", "-P", "threads", "-c", "24",
                "-n", "control@%h"],
    "process": [*_WORKER, "-Q", "process", "-P", "prefork", "-c", "2", "-n", "process@%h"],
}  # fmt: skip
_LOGIN = "vedette:a-login"


def celery(
    site: CanarySite, folder: Path, database_url: str, redis: RedisServer, *, is_brief: bool
) -> Outputs:
    """Workers with events on, watched by MONITOR, and a program that sends URLs.

    Args:
        is_brief: without Flower and `celery inspect`, and with few commands.
    """
    env = crawl_environment(site, folder, database_url, "console")
    env["VEDETTE_BROKER__URL"] = redis.url
    assert vedette("migrate", env=env, folder=folder).returncode == 0
    logs = [folder / f"{name}.log" for name in _WORKERS]
    began = time.monotonic()
    shown: dict[str, bytes] = {}
    with ExitStack() as stack:
        monitored = stack.enter_context(_monitored(redis))
        flower_port = 0 if is_brief else stack.enter_context(_flower(env, folder))
        for log, command in zip(logs, _WORKERS.values(), strict=True):
            stack.enter_context(running(command, env=env, folder=folder, log=log))
        given = site.given[:3]
        send(given, redis.url, folder)
        until_all_ended(site, database_url, logs[0], by_hand=given)
        if not is_brief:
            shown = {**_inspected(env, folder), **_pages(flower_port)}
    outputs = gathered(site, env, database_url, logs, began, is_brief=is_brief)
    outputs.texts |= shown
    # Who sends `vedette.submit` puts its URL on the queue: that is the message's own row.
    others = [line for line in monitored if not _carries_submission(line)]
    outputs.texts["redis: commands"] = b"\n".join(others)
    with redis.client() as client:
        for key in client.scan_iter():
            outputs.texts[f"redis: {key.decode(errors='replace')}"] = _content(client, key)
    return outputs


def _carries_submission(line: bytes) -> bool:
    """The message itself, in the queue and unacknowledged; no event, since Flower shows those."""
    return b"vedette.submit" in line and b"celeryev" not in line


@contextmanager
def _flower(env: Mapping[str, str], folder: Path) -> Iterator[int]:
    port, log = free_port(), folder / "flower.log"
    command = [BIN / "celery", "-A", "worker", "flower", "--address=127.0.0.1", f"--port={port}"]
    login = {"FLOWER_BASIC_AUTH": _LOGIN}
    with running(command, env={**env, **login}, folder=folder, log=log):
        wait_until(lambda: _page(port, "/workers"), seconds=40, logs=[log], what="Flower answers")
        yield port


def _pages(port: int) -> dict[str, bytes]:
    """What Flower shows of workers, tasks and the broker."""
    tasks = wait_until(lambda: _page(port, "/api/tasks?limit=5000"), what="Flower has tasks")
    assert b"vedette.submit" in tasks
    paths = ["/api/workers?refresh=1", "/workers", "/tasks", "/broker", "/metrics"]
    paths += [f"/worker/{name}@{_host_name()}" for name in _WORKERS]
    shown = {f"flower: {path}": _page(port, path) for path in paths}
    return {"flower: /api/tasks": tasks, **shown}


def _host_name() -> str:
    import socket

    return socket.gethostname()


def _page(port: int, path: str) -> bytes:
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}")
    request.add_header("Authorization", f"Basic {base64.b64encode(_LOGIN.encode()).decode()}")
    try:
        with urllib.request.urlopen(request, timeout=20) as response:
            return bytes(response.read())
    except urllib.error.HTTPError as error:
        with error:
            return b"" if error.code == 401 else error.read()
    except OSError:
        return b""


def _inspected(env: Mapping[str, str], folder: Path) -> dict[str, bytes]:
    """What `celery inspect` tells of the configuration and the tasks."""
    texts = {}
    for what in ("conf", "active", "reserved"):
        done = subprocess.run(
            [BIN / "celery", "-A", "worker", "inspect", what, "--timeout", "2"],
            env=dict(env), cwd=folder, capture_output=True, timeout=60, check=False,
        )  # fmt: skip
        texts[f"celery inspect {what}"] = done.stdout + done.stderr
    return texts


@contextmanager
def _monitored(redis: RedisServer) -> Iterator[list[bytes]]:
    """Every command that Redis is given, as MONITOR has it."""
    lines: list[bytes] = []
    is_ready, is_over = threading.Event(), threading.Event()

    def listen() -> None:
        with redis.client() as client, client.monitor() as monitor, suppress(Exception):
            is_ready.set()
            while not is_over.is_set():
                lines.append(str(monitor.next_command()["command"]).encode())

    thread = threading.Thread(target=listen, daemon=True)
    thread.start()
    assert is_ready.wait(timeout=10)
    yield lines
    is_over.set()
    thread.join(timeout=6)


def _content(client: Any, key: bytes) -> bytes:
    kind = client.type(key)
    if kind == b"list":
        return b"\n".join(client.lrange(key, 0, -1))
    if kind == b"hash":
        return b"\n".join(name + b" " + value for name, value in client.hgetall(key).items())
    if kind == b"stream":
        return repr(client.xrange(key)).encode()
    if kind == b"string":
        return bytes(client.get(key) or b"")
    return repr(client.zrange(key, 0, -1) if kind == b"zset" else client.smembers(key)).encode()
