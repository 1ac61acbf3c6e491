"""Real Vedette and Celery processes, as a user starts them, with an environment of their own."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

BIN = Path(sys.executable).parent
ALLOW_LOOPBACK = '["127.0.0.0/8"]'


def environment(folder: Path, **settings: str) -> dict[str, str]:
    """A clean environment: settings are given as `FETCH__DELAY_SECONDS="0.1"`."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("VEDETTE_", "CELERY_"))}
    return {
        **kept,
        "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
        "VEDETTE_DATA_DIR": str(folder / "data"),
        "VEDETTE_FETCH__ALLOW_NETWORKS": ALLOW_LOOPBACK,
        "VEDETTE_FETCH__DELAY_SECONDS": "0.1",
        **{f"VEDETTE_{name}": value for name, value in settings.items()},
    }


def vedette(
    *arguments: str, env: Mapping[str, str], folder: Path, stdin: bytes = b"", timeout: float = 120
) -> subprocess.CompletedProcess[bytes]:
    """Run the command line to its end."""
    return subprocess.run(
        [BIN / "vedette", *arguments],
        env=env, cwd=folder, input=stdin, capture_output=True, timeout=timeout, check=False,
    )  # fmt: skip


def json_lines(output: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.splitlines() if line.strip()]


@contextmanager
def running(
    command: Sequence[str | Path], *, env: Mapping[str, str], folder: Path, log: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """A process in a group of its own; whatever is left of it is killed at the end."""
    with log.open("ab") as out:
        process = subprocess.Popen(
            command, env=env, cwd=folder, stdout=out, stderr=out, start_new_session=True
        )
    try:
        yield process
    finally:
        end(process)


def end(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(timeout=20)


def wait_until(
    condition: Callable[[], Any], *, seconds: float = 60, logs: Sequence[Path] = (), what: str = ""
) -> Any:
    """Wait for something to become true; show the logs where it does not."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        result = condition()
        if result:
            return result
        time.sleep(0.1)
    tails = "\n".join(
        f"--- {log}\n{log.read_text(errors='replace')[-3000:]}" for log in logs if log.exists()
    )
    raise AssertionError(f"not within {seconds} s: {what or condition}\n{tails}")


def worker_command(queue: str, pool: str, concurrency: int) -> list[str | Path]:
    return [
        BIN / "celery", "-A", "worker", "worker", "-Q", queue, "-P", pool, "-c", str(concurrency),
        "-n", f"{queue}@%h", "--without-gossip", "--without-mingle",
    ]  # fmt: skip


WORKERS = {
    "fetch": worker_command("fetch", "threads", 8),
    "process": worker_command("process", "prefork", 2),
    "control": worker_command("control", "threads", 2),
    "beat": [BIN / "celery", "-A", "worker", "beat"],
}
