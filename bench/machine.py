"""Where and with what was measured: revision, machine, versions."""

import os
import platform
import re
import subprocess
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

_CHECKOUT = Path(__file__).parent.parent
_PACKAGES = (
    "trafilatura", "lxml", "htmldate", "lingua-language-detector", "celery", "kombu", "redis",
    "sqlalchemy", "psycopg", "requests", "urllib3",
)  # fmt: skip


def description() -> Mapping[str, str]:
    """Name -> what it is, in the order in which it is shown."""
    return {
        "revision": _revision(),
        "machine": f"{os.cpu_count()} cores, {_memory()}, {_processor()}, {platform.release()}",
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "packages": ", ".join(f"{name} {version(name)}" for name in _PACKAGES),
    }


def _revision() -> str:
    revision = _git("rev-parse", "--short", "HEAD")
    if not revision:
        return "unknown"
    return f"{revision} with changes" if _git("status", "--porcelain", "worker") else revision


def _git(*arguments: str) -> str:
    try:
        done = subprocess.run(
            ["git", "-C", str(_CHECKOUT), *arguments], capture_output=True, text=True, check=False
        )
    except OSError:
        return ""
    return done.stdout.strip()


def _processor() -> str:
    found = re.search(r"^model name\s*:\s*(.+)$", _read("/proc/cpuinfo"), re.MULTILINE)
    return found.group(1) if found else platform.machine()


def _memory() -> str:
    found = re.search(r"^MemTotal:\s*(\d+) kB", _read("/proc/meminfo"), re.MULTILINE)
    return f"{int(found.group(1)) / 1024**2:.0f} GB" if found else "unknown memory"


def _read(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
