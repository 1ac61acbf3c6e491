"""`python -m chaos`: break both engines, print the figures; status 1 if a promise is broken."""

import argparse
import signal
import sys
import tempfile
from pathlib import Path

from rich.console import Console

from chaos import engine_run, fleet_run
from chaos.faults import FAULTS
from chaos.outcome import show


def main() -> int:
    """Run, and print."""
    names = {fault.__name__: fault for fault in FAULTS}
    parser = argparse.ArgumentParser(prog="python -m chaos", description=__doc__)
    parser.add_argument("--kills", type=int, default=1000, help="of the fleet's processes")
    parser.add_argument("--engine-kills", type=int, default=100, help="of the embedded engine")
    parser.add_argument("--engine", choices=["celery", "embedded"], action="append")
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument(
        "--leases", choices=["short", "default"], default="short", help="of the fleet"
    )
    parser.add_argument("--fault", choices=sorted(names), action="append", help="only these")
    parser.add_argument("--keep", type=Path, help="a folder for logs and data, kept")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="break no longer")
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # all that was started ends, too
    out = Console(highlight=False, width=160)
    runs = []
    for engine in given.engine or ["celery", "embedded"]:
        with tempfile.TemporaryDirectory(prefix="vedette-chaos-") as name:
            folder = given.keep / engine if given.keep else Path(name)
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(0o755)
            if engine == "celery":
                found = fleet_run.run(
                    folder,
                    kills=given.kills,
                    seed=given.seed,
                    leases=given.leases,
                    chosen=[names[one] for one in given.fault or names],
                    each_once=not given.fault,
                    seconds_max=given.seconds,
                )
            else:
                found = engine_run.run(
                    folder, kills=given.engine_kills, seed=given.seed, seconds_max=given.seconds
                )
        show(found, out)
        out.print()
        runs.append(found)
    return 0 if not any(run.wrongs for run in runs) else 1


if __name__ == "__main__":
    sys.exit(main())
