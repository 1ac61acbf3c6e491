"""A real PostgreSQL and a real Redis, on ports and in folders of their own, for one run."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import uuid
from collections.abc import Sequence
from pathlib import Path

import psycopg
import redis

START_SECONDS = 30.0


class ServiceMissing(Exception):  # noqa: N818 - it is no error outside of CI
    """Raised when a program that a test needs is not installed."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until(ready, what: str, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        if process.poll() is not None:
            break
        if ready():
            return
        time.sleep(0.05)
    raise RuntimeError(f"{what} did not start:\n{log.read_text(errors='replace')[-2000:]}")


class RedisServer:
    """A redis-server; `stop` and `start` keep its data (append-only file) and its port."""

    def __init__(self, folder: Path, *options: str) -> None:
        program = shutil.which("redis-server")
        if program is None:
            raise ServiceMissing(
                "redis-server is not installed (Debian: apt-get install redis-server)"
            )
        self._program = program
        self._folder = folder
        self._options = options
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.process: subprocess.Popen[bytes] | None = None
        folder.mkdir(parents=True, exist_ok=True)
        self.start()

    def start(self) -> None:
        log = self._folder / "redis.log"
        command = [
            self._program, "--port", str(self.port), "--bind", "127.0.0.1", "--save", "",
            "--appendonly", "yes", "--maxmemory-policy", "noeviction", "--dir", str(self._folder),
            *self._options,
        ]  # fmt: skip
        with log.open("ab") as out:
            self.process = subprocess.Popen(command, stdout=out, stderr=out)
        _wait_until(self._answers, "redis-server", self.process, log)

    def _answers(self) -> bool:
        try:
            with self.client() as client:
                return bool(client.ping())
        except redis.RedisError:
            return False

    def client(self) -> redis.Redis:
        return redis.Redis.from_url(self.url, socket_timeout=5)

    def forget(self) -> None:
        """Lose all data; only while it is stopped."""
        for path in self._folder.glob("appendonlydir"):
            shutil.rmtree(path)

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(timeout=10)
            self.process = None


def _postgresql_programs() -> Path:
    candidates = [Path(p).parent for p in (shutil.which("initdb"), shutil.which("pg_ctl")) if p]
    candidates += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for folder in candidates:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise ServiceMissing("PostgreSQL is not installed (Debian: apt-get install postgresql)")


class PostgresServer:
    """A PostgreSQL server; every test gets a database of its own."""

    def __init__(self, parent: str | None = None) -> None:
        """Make a server and start it.

        Args:
            parent: the folder in which it makes its own; None: where temporary files are.
        """
        programs = _postgresql_programs()
        # Not in pytest's folders: those are closed to other users whenever another run begins.
        folder = self._folder = Path(tempfile.mkdtemp(prefix="vedette-postgresql-", dir=parent))
        self.port = free_port()
        data = folder / "data"
        self._as_user: dict[str, str] = {}
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            self._as_user = {"user": _unprivileged_user()}
            shutil.chown(folder, user=self._as_user["user"])
        environment = {**os.environ, "LC_ALL": "C.UTF-8"}
        subprocess.run(
            [programs / "initdb", "-D", data, "-U", "vedette", "--auth=trust", "-E", "UTF8", "-N"],
            check=True, capture_output=True, env=environment, cwd=folder, **self._as_user,
        )  # fmt: skip
        self._programs, self._environment = programs, environment
        self.start()

    def start(self) -> None:
        """Start, or start again with the data and the port that it had."""
        data, log = self._folder / "data", self._folder / "postgresql.log"
        settings = {
            "listen_addresses": "127.0.0.1", "port": self.port, "fsync": "off",
            "unix_socket_directories": "", "max_connections": 200,
        }  # fmt: skip
        options = [part for k, v in settings.items() for part in ("-c", f"{k}={v}")]
        with log.open("ab") as out:
            self.process = subprocess.Popen(
                [self._programs / "postgres", "-D", data, *options],
                stdout=out, stderr=out, env=self._environment, cwd=self._folder, **self._as_user,
            )  # fmt: skip
        _wait_until(self._answers, "postgres", self.process, log)

    def _answers(self) -> bool:
        try:
            self._admin().close()
        except psycopg.OperationalError:
            return False
        return True

    def _admin(self) -> psycopg.Connection:
        return psycopg.connect(
            f"postgresql://vedette@127.0.0.1:{self.port}/postgres", autocommit=True
        )

    def new_database(self) -> str:
        """The URL of a new, empty database."""
        name = f"test_{uuid.uuid4().hex[:12]}"
        self.create(name)
        return f"postgresql://vedette@127.0.0.1:{self.port}/{name}"

    def create(self, name: str) -> None:
        with self._admin() as connection:
            connection.execute(f"CREATE DATABASE {name}")

    def copy(self, url: str) -> str:
        """The URL of a new database with all that another one has, to which nobody is connected."""
        template, name = url.rpartition("/")[2], f"test_{uuid.uuid4().hex[:12]}"
        with self._admin() as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return f"{url.rpartition('/')[0]}/{name}"

    def drop(self, url: str) -> None:
        with self._admin() as connection:
            connection.execute(f"DROP DATABASE {url.rpartition('/')[2]} WITH (FORCE)")

    def stop(self) -> None:
        """Stop, without waiting for those who are connected; the data stays."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait(timeout=20)

    def limit_files(self, pids: Sequence[int], most_bytes: int | None) -> None:
        """Let no file of these processes grow above a size; None: any size again.

        Done as their user: root in a container may not.
        """
        limit = "unlimited" if most_bytes is None else str(most_bytes)
        for pid in pids:
            subprocess.run(
                ["prlimit", "--pid", str(pid), f"--fsize={limit}:unlimited"],
                check=False, capture_output=True, cwd=self._folder, **self._as_user,
            )  # fmt: skip

    def remove(self) -> None:
        """Stop, and leave nothing behind."""
        self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)


def _unprivileged_user() -> str:
    for name in ("postgres", "nobody"):
        try:
            pwd.getpwnam(name)
        except KeyError:
            continue
        return name
    raise ServiceMissing("PostgreSQL can't run as root, and there is no user postgres or nobody")
