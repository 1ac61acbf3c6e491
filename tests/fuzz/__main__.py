"""`python -m fuzz`: each target in a process of its own, with limits; exit status 1 if one fails.

What made a target fail, or take too long, is kept in `build/fuzz/found/`; run it again by
`PYTHONPATH=tests python -m fuzz.urls build/fuzz/found/urls-crash-…`.
"""

import argparse
import hashlib
import resource
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from fuzz import seeds

TARGETS = ("urls", "robots", "feeds", "charset", "extraction")
_FOLDER = Path("build/fuzz")
_INPUT_SECONDS_MAX = 5
_INPUT_BYTES_MAX = 8_192
_MEMORY_MAX_MIB = 2_048
_START_SECONDS = 600.0  # instrumenting takes its time, more on a busy machine


def main() -> int:
    """Fuzz, and tell."""
    parser = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__)
    parser.add_argument("--target", action="append", choices=TARGETS, help="may be repeated")
    parser.add_argument("--seconds", type=int, default=60, help="for each target")
    wanted = parser.parse_args()
    failed = [
        name for name in wanted.target or TARGETS if not _is_sound(name, seconds=wanted.seconds)
    ]
    for name in failed:
        print(f"{name}: FAILED; see {_FOLDER / 'found'}")
    return 1 if failed else 0


def _is_sound(name: str, *, seconds: int) -> bool:
    corpus, found = _FOLDER / "corpus" / name, _FOLDER / "found"
    for folder in (corpus, found):
        folder.mkdir(parents=True, exist_ok=True)
    for seed in seeds.of(name):
        (corpus / hashlib.sha256(seed).hexdigest()[:16]).write_bytes(seed)
    before = set(found.iterdir())
    log = _FOLDER / f"{name}.log"
    command = [
        sys.executable, "-m", f"fuzz.{name}", str(corpus),
        f"-max_total_time={seconds}", f"-timeout={_INPUT_SECONDS_MAX}",
        f"-max_len={_INPUT_BYTES_MAX}", f"-rss_limit_mb={_MEMORY_MAX_MIB}",
        f"-artifact_prefix={found}/{name}-", "-print_final_stats=1",
    ]  # fmt: skip
    status = _run(command, log, seconds=seconds + _START_SECONDS)
    new = set(found.iterdir()) - before
    ended = "" if status is not None else ", and it did not end"
    print(f"{name}: {_runs(log)} inputs in {seconds} s, {len(new)} findings{ended}", flush=True)
    return status == 0 and not new


def _run(command: list[str], log: Path, *, seconds: float) -> int | None:
    """The exit status; None where it had to be killed."""
    with log.open("wb") as output, suppress(subprocess.TimeoutExpired):
        return subprocess.run(
            command, stdout=output, stderr=output, check=False, preexec_fn=_limit, timeout=seconds
        ).returncode
    return None


def _limit() -> None:
    size = 2 * _MEMORY_MAX_MIB * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (size, size))


def _runs(log: Path) -> str:
    lines = log.read_text(errors="replace").splitlines()
    stats = (line.split()[-1] for line in lines if "number_of_executed_units" in line)
    return f"{int(next(stats, '0')):,}"


if __name__ == "__main__":
    sys.exit(main())
