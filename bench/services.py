"""Redis and PostgreSQL for one measurement, each on a port and in a folder of its own.

Unlike the tests' servers these sync to disk as docker-compose.yml's do: it is part of the price.
"""

import contextlib
import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import redis

from bench.errors import BenchError
from bench.programs import Program, free_port


@contextlib.contextmanager
def redis_server(folder: Path) -> Iterator[tuple[Program, str]]:
    """A redis-server with docker-compose.yml's options; gives it with its URL."""
    program = shutil.which("redis-server")
    if program is None:
        raise BenchError("redis-server is not installed (Debian: apt-get install redis-server)")
    folder.mkdir()
    port = free_port()
    command = [
        program, "--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder), "--save", "",
        "--appendonly", "yes", "--appendfsync", "everysec",
        "--maxmemory", "512mb", "--maxmemory-policy", "noeviction",
    ]  # fmt: skip
    with Program.start("redis", command, folder) as running:
        running.wait_until(lambda: _redis_answers(port))
        yield running, f"redis://127.0.0.1:{port}/0"


def _redis_answers(port: int) -> bool:
    try:
        with redis.Redis(port=port, socket_timeout=5) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False


@contextlib.contextmanager
def postgresql_server(folder: Path) -> Iterator[tuple[Program, str]]:
    """A PostgreSQL server at its defaults; gives it with the URL of an empty database."""
    programs = _postgresql_programs()
    folder.mkdir()
    user = _unprivileged_user() if os.geteuid() == 0 else None  # it refuses to run as root
    if user is not None:
        shutil.chown(folder, user=user)
    port = free_port()
    data = folder / "data"
    subprocess.run(
        [str(programs / "initdb"), "-D", str(data), "-U", "vedette", "--auth=trust", "-E", "UTF8"],
        check=True, capture_output=True, cwd=folder, user=user,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )  # fmt: skip
    options = {"listen_addresses": "127.0.0.1", "port": port, "unix_socket_directories": ""}
    command = [str(programs / "postgres"), "-D", str(data)]
    command += [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
    server = f"postgresql://vedette@127.0.0.1:{port}"
    with Program.start("postgresql", command, folder, user=user) as running:
        running.wait_until(lambda: _postgresql_answers(server))
        with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
            connection.execute("CREATE DATABASE vedette")
        yield running, f"{server}/vedette"


def _postgresql_answers(server: str) -> bool:
    try:
        psycopg.connect(f"{server}/postgres").close()
    except psycopg.OperationalError:
        return False
    return True


def _postgresql_programs() -> Path:
    found = shutil.which("initdb")
    folders = [Path(found).parent] if found else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for folder in folders:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise BenchError("PostgreSQL is not installed (Debian: apt-get install postgresql)")


def _unprivileged_user() -> str:
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name).pw_name
    raise BenchError("PostgreSQL can't run as root, and there is no user postgres or nobody")
