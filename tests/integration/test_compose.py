"""docker-compose.yml, without a Docker engine: each service's own command and environment, run as a
local process against a local Redis and PostgreSQL, ingest the sample web through the whole of it.
"""

import base64
import json
import re
import shlex
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import yaml
from support.outcomes import all_done, assert_as_expected
from support.programs import ALLOW_LOOPBACK, BIN, environment, running, wait_until
from support.services import PostgresServer, free_port

from worker.demo.web import SampleWeb

ROOT = Path(__file__).parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
WORKERS = ("fetch", "process", "control", "beat", "flower")
SECRETS = {
    "POSTGRES_PASSWORD": "a-secret",
    "REDIS_PASSWORD": "another-secret",
    "FLOWER_BASIC_AUTH": "vedette:third-secret",
}


def _interpolated(text: str) -> str:
    """Compose's `${NAME:-default}` and `${NAME:?message}`."""

    def value(match: re.Match[str]) -> str:
        name, operator, rest = match["name"], match["operator"], match["rest"] or ""
        if name in SECRETS:
            return SECRETS[name]
        assert operator == ":-", f"{name} must be set, and .env.example does not"
        return rest

    return re.sub(r"\$\{(?P<name>\w+)(?P<operator>:[-?])?(?P<rest>[^}]*)\}", value, text)


class Composition:
    """Where the services of the file run in this test."""

    def __init__(self, folder: Path, postgres: PostgresServer) -> None:
        self.folder = folder
        self.postgres = postgres
        self.redis_port = free_port()
        self.flower_port = free_port()

    def place(self, text: str) -> str:
        """The addresses inside of the compose network, as they are here."""
        placed = _interpolated(str(text))
        for there, here in (
            ("@postgres:5432/", f"@127.0.0.1:{self.postgres.port}/"),
            ("@redis:6379/", f"@127.0.0.1:{self.redis_port}/"),
            ("--address=0.0.0.0", "--address=127.0.0.1"),
            ("--port=5555", f"--port={self.flower_port}"),
        ):
            placed = placed.replace(there, here)
        return placed

    def command(self, service: str) -> list[str]:
        words = shlex.split(self.place(SERVICES[service]["command"]))
        if words[0] == "redis-server":
            return [
                *words,
                "--port",
                str(self.redis_port),
                "--bind",
                "127.0.0.1",
                "--dir",
                str(self.folder),
            ]
        return [str(BIN / words[0]), *words[1:]]

    def environment(self, service: str) -> dict[str, str]:
        given = {k: self.place(v) for k, v in (SERVICES[service].get("environment") or {}).items()}
        clean = environment(self.folder)
        for name in [name for name in clean if name.startswith("VEDETTE_")]:
            del clean[name]
        # Only what a test on loopback needs: the guard's explicit list, and a quicker pace.
        extra = {
            "VEDETTE_FETCH__ALLOW_NETWORKS": ALLOW_LOOPBACK,
            "VEDETTE_FETCH__DELAY_SECONDS": "0.1",
        }
        return {**clean, **given, **extra} if service != "redis" else {**clean, **given}

    def get(
        self, path: str, login: str | None, *, posted: bytes | None = None
    ) -> tuple[int, bytes]:
        request = urllib.request.Request(f"http://127.0.0.1:{self.flower_port}{path}", data=posted)
        if login:
            request.add_header(
                "Authorization", f"Basic {base64.b64encode(login.encode()).decode()}"
            )
        try:
            with urllib.request.urlopen(request, timeout=10) as response:
                return response.status, response.read()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read()
        except OSError:
            return 0, b""


@pytest.fixture
def composition(tmp_path: Path, postgres_server: PostgresServer) -> Iterator[Composition]:
    postgres_server.create("vedette")
    yield Composition(tmp_path, postgres_server)
    postgres_server.drop("/vedette")


def test_every_service_of_the_file_ingests_the_sample_web_together(
    composition: Composition, tmp_path: Path
) -> None:
    logs = [tmp_path / f"{name}.log" for name in ("redis", *WORKERS)]
    database_url = composition.environment("fetch")["VEDETTE_DATABASE__URL"]
    with ExitStack() as stack, SampleWeb() as web:
        stack.enter_context(_started(composition, "redis", logs[0]))
        wait_until(lambda: b"Ready to accept connections" in logs[0].read_bytes(), logs=logs)
        migrated = subprocess.run(
            composition.command("migrate"), env=composition.environment("migrate"),
            cwd=tmp_path, capture_output=True, timeout=60, check=False,
        )  # fmt: skip
        assert migrated.returncode == 0, migrated.stderr.decode()
        for name, log in zip(WORKERS, logs[1:], strict=True):
            stack.enter_context(_started(composition, name, log))
        given = list(web.urls)
        env = composition.environment("control")
        submitted = subprocess.run(
            [BIN / "vedette", "submit", *given], env=env, cwd=tmp_path, capture_output=True,
            timeout=60, check=False,
        )  # fmt: skip
        assert submitted.returncode == 0, submitted.stderr.decode()

        wait_until(lambda: all_done(database_url, given), seconds=90, logs=logs)
        assert_as_expected(database_url, web.expectations, given)
        _assert_flower_reads_well(composition, web, logs)
        secrets = [secret.encode() for secret in SECRETS.values()]
        assert not [log for log in logs for secret in secrets if secret in log.read_bytes()]


def _started(composition: Composition, service: str, log: Path) -> Any:
    return running(
        composition.command(service),
        env=composition.environment(service),
        folder=composition.folder,
        log=log,
    )


def _assert_flower_reads_well(composition: Composition, web: SampleWeb, logs: list[Path]) -> None:
    login = SECRETS["FLOWER_BASIC_AUTH"]
    wait_until(lambda: composition.get("/api/workers", login)[0] == 200, logs=logs)
    assert composition.get("/api/tasks", None)[0] == 401
    assert composition.get("/tasks", None)[0] == 401
    assert composition.get("/tasks", "vedette:guessed")[0] == 401
    for path in ("/api/worker/shutdown/control@control", "/api/task/send-task/vedette.submit"):
        assert composition.get(path, login, posted=b"{}")[0] == 403  # it only looks

    def shown() -> list[dict[str, Any]]:
        body = composition.get("/api/tasks?limit=2000", login)[1]
        return list(json.loads(body or b"{}").values())

    # Flower sees only what happens while it watches: give it one more page.
    wait_until(lambda: any(task["name"] == "vedette.tick" for task in shown()), logs=logs)
    more = f"{web.urls[0]}?page=2&api_key=do-not-show"
    subprocess.run(
        [BIN / "vedette", "submit", more], env=composition.environment("control"),
        cwd=composition.folder, capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    seen = wait_until(
        lambda: [
            task
            for task in shown()
            if task["name"] == "vedette.fetch" and "page=2" in (task["args"] or "")
        ],
        logs=logs,
        what="Flower shows the fetch with its URL",
    )
    assert "do-not-show" not in json.dumps(seen)
    assert all(re.fullmatch(r"fetch-\d+-\d+", task["uuid"]) for task in seen)


def test_every_secret_has_a_line_in_the_example() -> None:
    example = (ROOT / ".env.example").read_text()
    asked = set(re.findall(r"\$\{(\w+)", (ROOT / "docker-compose.yml").read_text()))

    assert asked == set(re.findall(r"^(\w+)=", example, flags=re.MULTILINE))


def test_nothing_but_flower_is_published_and_that_on_loopback() -> None:
    published = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}

    assert published == {"flower": ["127.0.0.1:5555:5555"]}


def test_flower_only_looks_and_asks_who_is_there() -> None:
    flower = SERVICES["flower"]

    assert "--read_only=True" in flower["command"].split()
    assert flower["environment"]["FLOWER_BASIC_AUTH"].startswith("${FLOWER_BASIC_AUTH:?")
    assert "FLOWER_UNAUTHENTICATED_API" not in flower["environment"]


def test_no_service_starts_without_its_password() -> None:
    text = (ROOT / "docker-compose.yml").read_text()

    for name in SECRETS:
        assert set(re.findall(rf"\$\{{{name}(:.)", text)) == {":?"}
    assert "--requirepass ${REDIS_PASSWORD:?" in SERVICES["redis"]["command"]
    assert SERVICES["postgres"]["environment"]["POSTGRES_PASSWORD"].startswith("${POSTGRES_PASS")


def test_no_service_has_more_rights_than_it_needs() -> None:
    for name, service in SERVICES.items():
        assert not service.get("privileged"), name
        assert "network_mode" not in service, name
        assert not any("docker.sock" in str(volume) for volume in service.get("volumes", ())), name
        if name not in ("postgres", "redis"):
            assert service["read_only"] is True, name
            assert service["cap_drop"] == ["ALL"], name
            assert service["security_opt"] == ["no-new-privileges:true"], name


def test_redis_keeps_what_it_has_and_evicts_nothing() -> None:
    command = SERVICES["redis"]["command"]

    assert "--appendonly yes" in command
    assert "--maxmemory-policy noeviction" in command


def test_the_grace_of_each_worker_is_above_what_it_may_have_in_hand() -> None:
    from worker.settings import Settings

    settings = Settings()
    assert int(SERVICES["fetch"]["stop_grace_period"].rstrip("s")) > settings.fetch.deadline_seconds
    assert (
        int(SERVICES["process"]["stop_grace_period"].rstrip("s"))
        > settings.process.time_limit_seconds
    )


def test_the_image_holds_what_the_services_need() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text()
    ignored = (ROOT / ".dockerignore").read_text()

    for needed in re.findall(r"^COPY (?!--from)(.+) \S+$", dockerfile, flags=re.MULTILINE):
        for name in needed.split():
            assert (ROOT / name).exists(), name
            assert f"!{name}" in ignored, name
