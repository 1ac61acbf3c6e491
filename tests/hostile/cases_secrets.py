"""Secrets stay in their rows; strangers' words forge no line and move no cursor."""

import atexit
import functools
import json
import os
import re
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from support.services import PostgresServer, RedisServer

from hostile import canary_crawl, canary_fleet, log_lines, spellings, unstorable
from hostile.canary_crawl import Outputs, run_command
from hostile.canary_site import canary_site, leaks_in
from hostile.case import Case, Observation
from hostile.hostile_rows import hostile_database
from hostile.marks import HOSTILE

AREA = "secrets"
#: More than this many rows of their own must hold their secret: else nothing arrived to be leaked.
OWN_ROWS_MIN = 60
_SGR = re.compile(rb"\x1b\[[0-9;]*m")  # rich's own colours
_PRINTED = re.compile(rb"\[bold red\]MARKED")


def cases() -> Iterator[Case]:
    """All of them."""
    for name, run in _CASES.items():
        yield Case(area=AREA, name=name, run=run, is_long=name in _LONG)


@contextmanager
def _workplace(database: str) -> Iterator[tuple[Path, str]]:
    """A folder, and the URL of an empty database."""
    with tempfile.TemporaryDirectory(prefix="vedette-secrets-") as place, ExitStack() as stack:
        folder = Path(place)
        if database == "sqlite":
            yield folder, f"sqlite:///{folder / 'vedette.db'}"
            return
        server = _postgres()
        url = server.new_database()
        stack.callback(server.drop, url)
        yield folder, url


@functools.cache
def _postgres() -> PostgresServer:
    server = PostgresServer()
    atexit.register(server.remove)
    return server


def _crawl(database: str, log_format: str, *, is_brief: bool) -> Observation:
    with canary_site() as site, _workplace(database) as (folder, url):
        outputs = canary_crawl.embedded(site, folder, url, log_format=log_format, is_brief=is_brief)
        return _observed(outputs)


def _celery_crawl(*, is_brief: bool) -> Observation:
    with canary_site() as site, _workplace("postgresql") as (folder, url):
        redis = RedisServer(folder / "redis")
        try:
            outputs = canary_fleet.celery(site, folder, url, redis, is_brief=is_brief)
        finally:
            redis.stop()
        return _observed(outputs)


def _observed(outputs: Outputs) -> Observation:
    leaking = outputs.leaking
    arrived = outputs.own_rows > OWN_ROWS_MIN
    return Observation(
        expected="in no output",
        got="in no output" if arrived and not leaking else f"{leaking}, {outputs.own_rows} own",
        seconds=outputs.seconds,
        note=f"{len(leaking)} of {len(outputs.texts)} outputs hold a secret; so do "
        f"{outputs.own_rows} cells of their own",
    )


def _lines(log_format: str) -> Observation:
    began = time.monotonic()
    seen = log_lines.tried(log_format)
    return Observation(
        expected="one event, one line",
        got="one event, one line" if not seen.wrong else "; ".join(seen.wrong[:3]),
        seconds=time.monotonic() - began,
        note=f"{seen.right} of {seen.count} events in {log_format} are one line, and forge none",
    )


#: Every command that shows a stranger's words.
COMMANDS = (
    ["status"], ["list"], ["list", "--json"], ["show", "{article}"],
    ["show", "{article}", "--json"],
    ["show", "{article}", "--full"], ["show", "{other}"], ["stubs"], ["stubs", "--json"],
    ["hosts", "--all"], ["hosts", "--all", "--json"], ["hosts", "show", "slow.example"],
    ["hosts", "show", "navy.example"], ["hosts", "show", "slow.example", "--json"],
    ["sources", "list"], ["sources", "list", "--json"], ["sources", "show", "1"],
    ["sources", "show", "1", "--json"], ["sources", "health", "--all"],
    ["sources", "health", "--all", "--json"], ["sources", "export"],
    ["sources", "export", "--opml"],
    ["explain", "https://budget.example/budget"],
    ["explain", "https://navy.example/navy", "--json"],
    ["explain", "https://gone.example/2026/11/24/gone"],
    ["explain", "https://broken.example/2026/11/24/broken", "--json"],
    ["quarantine", "list"], ["quarantine", "list", "--json"],
    ["quarantine", "show", "{quarantined}"], ["quarantine", "show", "{quarantined}", "--json"],
    ["export"], ["review"], ["reclassify", "--dry-run"], ["ingest", "https://navy.example/navy"],
    ["submit", "https://navy.example/navy"], ["lexicon", "try", "{hostile}"],
    ["lexicon", "try", "{hostile}", "--json"], ["judge", "{other}", "no", "--note", "{hostile}"],
    ["hosts", "pause", "tennis.example", "--reason", "{hostile}"],
    ["sources", "pause", "1", "--reason", "{hostile}"], ["sources", "remove", "1"],
    ["show", "{hostile}"], ["explain", "{hostile}"], ["submit", "{hostile}"],
    ["sources", "show", "{hostile}"], ["hosts", "show", "{hostile}"],
)  # fmt: skip


#: They begin an engine, or read the whole lexicon.
SLOW = frozenset({"ingest", "reclassify"})


def _terminal(database: str, *, is_brief: bool) -> Observation:
    began = time.monotonic()
    wrong: list[str] = []
    verbatim = 0
    with _workplace(database) as (folder, url):
        given = {**hostile_database(url, folder), "hostile": HOSTILE}
        env = {"VEDETTE_DATABASE__URL": url, "VEDETTE_DATA_DIR": str(folder)}
        commands = [one for one in COMMANDS if not (is_brief and one[0] in SLOW)]
        for command in commands:
            arguments = [part.format(**given) for part in command]
            output = run_command([*arguments], env)
            name = " ".join(command)
            wrong += [f"{name}: {fault}" for fault in faults_of(output, command)]
            verbatim += _PRINTED.search(output) is not None
    return Observation(
        expected="nothing moves the cursor",
        got="nothing moves the cursor" if not wrong else "; ".join(wrong[:4]),
        seconds=time.monotonic() - began,
        note=f"{len(commands) - len({w.partition(':')[0] for w in wrong})} of {len(commands)} "
        f"commands clean, {verbatim} of them show the attack's markup as text",
    )


def faults_of(output: bytes, command: list[str]) -> list[str]:
    """What is wrong with what a command printed."""
    faults = []
    try:
        text = _SGR.sub(b"", output).decode()
    except UnicodeDecodeError as error:
        return [f"no UTF-8: {error}"]
    bad = sorted({c for c in text if not (c.isprintable() or c in "\n\u200c\u200d")})
    if bad:
        faults.append(f"prints {''.join(bad)!a}")
    if "Traceback" in text and "quarantine" not in command and "explain" not in command:
        faults.append(text[-300:])
    if "--json" in command or command[0] == "export":
        faults += [f"no JSON: {line[:60]!r}" for line in _not_json(text, command)]
    return faults


def _not_json(text: str, command: list[str]) -> list[str]:
    """Documents, or lines, that are none; remarks on standard error aside."""
    body = text[: text.rfind("}") + 1] or text[: text.rfind("]") + 1]
    try:
        json.loads(body)
    except ValueError:
        return [line for line in body.split("\n") if line.strip() and not _is_json(line)]
    return []


def _is_json(line: str) -> bool:
    try:
        json.loads(line)
    except ValueError:
        return False
    return True


def _unstorable(database: str) -> Observation:
    began = time.monotonic()
    with _workplace(database) as (folder, url):
        seen = unstorable.tried(url, folder)
    wrong = [f"{door}: {fault}" for door, fault in seen.items() if fault]
    return Observation(
        expected="kept without them, or refused",
        got="; ".join(wrong[:3]) or "kept without them, or refused",
        seconds=time.monotonic() - began,
        note=f"{len(seen) - len(wrong)} of {len(seen)} doors take NULs and lone surrogates "
        f"({database})",
    )


def _spelled() -> Observation:
    began = time.monotonic()
    wrong = spellings.wrong()
    return Observation(
        expected="hidden, and nothing else",
        got="; ".join(wrong[:4]) or "hidden, and nothing else",
        seconds=time.monotonic() - began,
        note=f"{spellings.SECRET_COUNT} spellings of secrets, {spellings.PLAIN_COUNT} plain URLs: "
        f"{len(wrong)} wrong",
    )


def _passwords() -> Observation:
    """Commands that can't reach their services, or whose settings are wrong."""
    began = time.monotonic()
    password = "7c0ffee5ec2e7pw"
    tried = {}
    for name, setting in {
        "database password": {"DATABASE__URL": f"postgresql://u:{password}@127.0.0.1:1/v"},
        "database query": {"DATABASE__URL": f"postgresql://127.0.0.1:1/v?password={password}"},
        "database slash": {"DATABASE__URL": f"postgresql://u:{password}/x@127.0.0.1:1/v"},
        "database scheme": {"DATABASE__URL": f"mysql://u:{password}@127.0.0.1/v"},
        "database garbage": {"DATABASE__URL": f"//u:{password}@127.0.0.1/v"},
        "broker password": {"BROKER__URL": f"redis://:{password}@127.0.0.1:1/0"},
        "broker slash": {"BROKER__URL": f"redis://:{password}/x@127.0.0.1:1/0"},
        "broker query": {"BROKER__URL": f"redis://127.0.0.1:1/0?password={password}"},
        "broker scheme": {"BROKER__URL": f"amqp://u:{password}@127.0.0.1/v"},
        "proxy": {"FETCH__PROXY_URL": f"socks://u:{password}@127.0.0.1:1"},
        "endpoint key": {"OPINION__ENDPOINT_KEY": password, "OPINION__KIND": password[:3]},
        "endpoint": {"OPINION__ENDPOINT_URL": f"ftp://u:{password}@x", "OPINION__KIND": "endpoint"},
        "unknown": {"FETCH__TOKENS": password},
    }.items():
        with _workplace("sqlite") as (folder, _url):
            env = {f"VEDETTE_{key}": value for key, value in setting.items()}
            env["VEDETTE_DATA_DIR"] = str(folder)
            for command in ("status", "doctor", "migrate", "run"):
                if command == "run" and not name.startswith(("broker", "database")):
                    continue
                if command == "run" and name.startswith("broker"):
                    continue
                tried[f"{name}: {command}"] = run_command([command], env)
            tried[f"{name}: celery"] = _required(env)
    leaking = [name for name, output in tried.items() if leaks_in(output)]
    return Observation(
        expected="in no output",
        got="in no output" if not leaking else f"in {leaking}",
        seconds=time.monotonic() - began,
        note=f"{len(leaking)} of {len(tried)} outputs hold the password of a service",
    )


def _required(env: dict[str, str]) -> bytes:
    """What a worker says at its start where its services do not answer."""
    from worker import settings
    from worker.build import App

    before = dict(os.environ)
    os.environ.update(env)
    try:
        App(settings.load()).require_services()
    except Exception as error:  # noqa: BLE001 - its text is what is looked at
        return f"{type(error).__name__}: {error}".encode()
    finally:
        for name in env:
            os.environ.pop(name, None)
        os.environ.update(before)
    return b""


_CASES: dict[str, Callable[[], Observation]] = {
    "spellings of secrets": _spelled,
    "log lines, json": functools.partial(_lines, "json"),
    "log lines, console": functools.partial(_lines, "console"),
    "passwords of services": _passwords,
    "text that no database takes, sqlite": functools.partial(_unstorable, "sqlite"),
    "text that no database takes, postgresql": functools.partial(_unstorable, "postgresql"),
    "terminals, sqlite": functools.partial(_terminal, "sqlite", is_brief=True),
    "a crawl, embedded, sqlite, json": functools.partial(_crawl, "sqlite", "json", is_brief=True),
    "a crawl, celery, postgresql, console": functools.partial(_celery_crawl, is_brief=True),
    "terminals, sqlite, all commands": functools.partial(_terminal, "sqlite", is_brief=False),
    "terminals, postgresql, all commands": functools.partial(
        _terminal, "postgresql", is_brief=False
    ),
    "a crawl, embedded, sqlite, console, all commands": functools.partial(
        _crawl, "sqlite", "console", is_brief=False
    ),
    "a crawl, embedded, postgresql, json, all commands": functools.partial(
        _crawl, "postgresql", "json", is_brief=False
    ),
    "a crawl, celery, postgresql, all commands": functools.partial(_celery_crawl, is_brief=False),
}
_LONG = {name for name in _CASES if name.endswith("all commands")}
